"""Measure pages, API and imports on a made-up company: `bench --size 100000`."""

from __future__ import annotations

import argparse
import os
import tempfile
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import django

from zhike.project.configuration import WrongSetting

SIZES = {"smoke": 300, "10000": 10_000, "100000": 100_000, "1000000": 1_000_000,
         "5000000": 5_000_000}  # fmt: skip
PARTS = ["pages", "work", "live", "import", "sell", "money", "leads", "directory"]
DIRECTORY, OF_DIRECTORY = "directory", "5000000"
"""So many companies stand in a directory; its customers stay few."""
IMPORTED = {"smoke": 1_000, "10000": 10_000}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How large, and where."""
    parser.add_argument("--size", choices=list(SIZES), default="10000", help="customers")
    parser.add_argument("--only", choices=PARTS, default="")
    parser.add_argument("--json", metavar="FILE", help="write the figures there too")
    parser.add_argument(
        "--keep", metavar="DIR", help="keep the company there, and measure it again when asked anew"
    )
    parser.add_argument(
        "--database-url", metavar="URL",
        help="an empty PostgreSQL database; default: SQLite in a folder that is removed afterwards",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Measure in a folder of its own; the installation's data is never touched."""
    place: AbstractContextManager[str] = tempfile.TemporaryDirectory(prefix="zhike-bench-")
    if options.keep:
        Path(options.keep).mkdir(parents=True, exist_ok=True)
        place = nullcontext(options.keep)
    with place as folder:
        os.environ["ZHIKE_DATA_DIR"] = folder
        os.environ["ZHIKE_DATABASE_URL"] = options.database_url or ""
        os.environ["ZHIKE_TIMING"] = "1"
        for name in ("ZHIKE_DEBUG", "ZHIKE_HTTPS"):
            os.environ.pop(name, None)
        if options.database_url and not options.database_url.startswith("postgres"):
            raise WrongSetting("--database-url names a PostgreSQL database: postgresql://…")
        if options.size == OF_DIRECTORY and options.only != DIRECTORY:
            raise WrongSetting(f"--size {OF_DIRECTORY} is for --only {DIRECTORY}.")
        django.setup()
        from zhike.project.bench.run import measure  # noqa: PLC0415 — settings are chosen above

        rows = IMPORTED.get(options.size, 100_000)
        return measure(SIZES[options.size], options.only, options.json, rows)
