"""Import a table, a folder by a plan, or everything: `import FILE --resource parties`."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from zhike.access.models import User
from zhike.access.rights import Access, Denied, access_of, system_access
from zhike.exchange import plans, trial, uploads
from zhike.exchange.jobs import order_of
from zhike.exchange.mapping import ALIKE, read_mapping
from zhike.exchange.models import ImportRun
from zhike.exchange.planned import COUNTED
from zhike.exchange.plans import Step
from zhike.exchange.readers import Layout, NotATable
from zhike.ledger.models import ChangeSet
from zhike.ledger.models.change_set import Door
from zhike.project import archives
from zhike.project.commands import CommandRefused
from zhike.records.errors import Invalid
from zhike.records.resource import all_resources, resource_named


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What, into what, by which rules."""
    parser.add_argument("source", nargs="?", type=Path, metavar="FILE or FOLDER")
    parser.add_argument(
        "--all", type=Path, metavar="ARCHIVE", dest="archive",
        help="everything that `export --all` wrote, into an empty installation",
    )  # fmt: skip
    parser.add_argument("--resource", metavar="R", help="default: found out")
    parser.add_argument("--mapping", type=Path, metavar="FILE.json", help="default: by headings")
    parser.add_argument("--plan", type=Path, metavar="PLAN.json", help="several files in order")
    parser.add_argument("--user", metavar="U", help="in whose name (log-in); default: the system")
    parser.add_argument("--encoding", default="", help="default: found out")
    parser.add_argument(
        "--alike", choices=ALIKE, help="rows that look like a record which is here: make or refuse"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would happen")
    parser.add_argument("--resume", metavar="ID", help="go on with an import that was broken off")


def run(options: argparse.Namespace) -> int:
    """Import; 1 where rows were rejected."""
    if options.archive is not None:
        return archives.arrive(options.archive)
    access = access_named(options.user, Door.IMPORT)
    try:
        if options.resume:
            return _report(_resumed(options.resume), access)
        results = [_step(step, options, access) for step in _steps(options)]
    except Denied as denied:
        raise CommandRefused(f"{options.user} may not {denied.verb} {denied.kind}.") from None
    except Invalid as invalid:
        lines = (f"{error.field}: {error.message}" for error in invalid.errors)
        raise CommandRefused("\n".join(lines)) from None
    except NotATable as error:
        raise CommandRefused(str(error)) from None
    return max(results)


def access_named(login: str | None, door: str) -> Access:
    """The rights of a user, or the installation's own."""
    if login is None:
        return system_access(door)
    user = User.objects.filter(login=login).first()
    if user is None:
        raise CommandRefused(f"There is no user who logs in as {login}.")
    return access_of(user, door)


def _steps(options: argparse.Namespace) -> list[Step]:
    if options.source is None or not options.source.exists():
        raise CommandRefused("Name a file that is there, or a folder with --plan.")
    if options.plan is not None:
        return plans.read_plan(options.plan)
    known = [resource.name for resource in all_resources()]
    if options.resource not in (None, *known):
        raise CommandRefused(f"Say what it holds: --resource {'|'.join(known)}.")
    mapping = None
    if options.mapping is not None:
        if options.resource is None:
            raise CommandRefused(f"Say what it holds: --resource {'|'.join(known)}.")
        try:
            mapping = read_mapping(json.loads(options.mapping.read_text("utf-8")))
        except (OSError, ValueError) as error:
            raise CommandRefused(f"{options.mapping}: {error}.") from None
    layout = Layout(encoding=options.encoding)
    resource = resource_named(options.resource) if options.resource else None
    return [Step(resource, file=options.source.name, mapping=mapping, layout=layout)]


def _step(step: Step, options: argparse.Namespace, access: Access) -> int:
    source: Path = options.source
    run = plans.prepare(step, source if source.is_dir() else source.parent, access)
    if options.alike:
        uploads.remember(run, replace(read_mapping(run.mapping), alike=options.alike))
    if options.dry_run:
        print(json.dumps(trial.examine(order_of(run, access)), ensure_ascii=False, indent=1))
        return 0
    return _report(run, access)


def _resumed(text: str) -> ImportRun:
    try:
        run = ImportRun.objects.get(pk=UUID(text))
    except (ValueError, ImportRun.DoesNotExist):
        raise CommandRefused(f"There is no import {text}.") from None
    if run.change_set is not None and run.change_set.state != ChangeSet.State.OPEN:
        raise CommandRefused(f"The import {text} is over.")
    return run


def _report(run: ImportRun, access: Access) -> int:
    """Carry out one import and say what came of it."""
    watched = sys.stderr.isatty()
    if watched:
        print(f"{run.file_name} (broken off? import --resume {run.pk})", file=sys.stderr)

    def beat(done: int, total: int) -> None:
        if watched:
            print(f"\r{done:,} of {total:,}", end="", file=sys.stderr, flush=True)

    done = plans.carry_out(run, access, beat)
    left = read_mapping(run.mapping).left_out(run.headings)
    if watched:
        print("\r", end="", file=sys.stderr)
    counts = {name: done.report.get(name, 0) for name in COUNTED}
    words = ", ".join(f"{count} {name}" for name, count in counts.items())
    print(f"{run.resource} from {run.file_name}: {words}; change set {done.pk}")
    for name, said in done.report.get("companions", {}).items():
        updated = f", {said['updated']} updated" if said.get("updated") else ""
        print(f"  {name}: {said['created']} created, {said['matched']} known already{updated}")
    if done.report.get("alike"):
        print(f"  rejected since they look like a record that is here: {done.report['alike']}")
    if left:
        print(f"  columns left out: {', '.join(left)}")
    if counts["rejected"]:
        print(f"  rejected rows with their reasons: {run.failures}")
    return int(counts["rejected"] > 0)
