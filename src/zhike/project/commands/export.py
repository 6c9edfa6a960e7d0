"""Export the records of a type, or everything: `export parties --out FILE.csv`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from zhike.access.rights import Denied
from zhike.exchange.exporting import Demand, export
from zhike.exchange.formats import formats
from zhike.ledger.models.change_set import Door
from zhike.project import archives
from zhike.project.commands import CommandRefused
from zhike.project.commands.import_ import access_named
from zhike.records.errors import Invalid
from zhike.records.listing import Query
from zhike.records.resource import all_resources, resource_named


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What and where to."""
    parser.add_argument(
        "resource", nargs="?", metavar="RESOURCE", help="the record type, such as parties"
    )
    parser.add_argument(
        "--all", type=Path, metavar="FILE.zip or FOLDER", dest="archive",
        help="everything: records, definitions, people, files and history (docs/archive.md)",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, metavar="FILE", help=".xlsx, .csv, .json or .vcf")
    parser.add_argument("--filter", default="", metavar="JSON", help="as the lists and the API")
    parser.add_argument("--search", default="", metavar="WORDS")
    parser.add_argument("--sort", default="", metavar="FIELDS", help="such as -amount,name")
    parser.add_argument("--user", metavar="U", help="in whose name (log-in); default: the system")


def run(options: argparse.Namespace) -> int:
    """Write the file and say how much it holds."""
    if options.archive is not None:
        return archives.leave(options.archive)
    known = [resource.name for resource in all_resources()]
    if options.resource not in known:
        raise CommandRefused(f"There is no record type {options.resource}; {', '.join(known)}.")
    format_ = options.out.suffix.lower().lstrip(".") if options.out else ""
    ways = {made.ending: made.name for made in formats(resource_named(options.resource)).values()}
    if format_ not in ways:
        endings = ", ".join(f".{ending}" for ending in ways)
        raise CommandRefused(f"Say --out FILE, whose name ends in one of {endings}.")
    try:
        wanted = json.loads(options.filter) if options.filter else None
        query = Query(wanted, options.search, options.sort)
        access = access_named(options.user, Door.COMMAND)
        resource = resource_named(options.resource)
        done = export(Demand(resource, access, query, ways[format_]), options.out)
    except Denied as denied:
        raise CommandRefused(f"{options.user} may not {denied.verb} {denied.kind}.") from None
    except Invalid as invalid:
        raise CommandRefused(invalid.errors[0].message) from None
    except (OSError, ValueError) as error:
        raise CommandRefused(f"{options.out}: {error}.") from None
    print(f"{done} {options.resource} in {options.out}")
    return 0
