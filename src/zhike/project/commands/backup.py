"""Write everything into one file, while everybody works: `backup FILE.zip`."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from zhike.exchange.backup import password
from zhike.exchange.backup.archive import BackupRefused
from zhike.exchange.backup.making import make
from zhike.project import backup_password
from zhike.project.commands import CommandRefused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a name that ends in .zip")
    backup_password.add_argument(parser, "locks it; default: the password set on the page, if any")


def run(options: argparse.Namespace) -> int:
    """Say what it holds."""
    start = time.monotonic()
    path = options.file.absolute()
    try:
        manifest = make(path, backup_password.given(options) or password.kept())
    except BackupRefused as refused:
        raise CommandRefused(str(refused)) from None
    rows, files = sum(manifest["counts"].values()), len(manifest["members"])
    size = path.stat().st_size / 2**20
    seconds = time.monotonic() - start
    print(f"{path}: {rows:,} rows, {files:,} members, {size:.1f} MB in {seconds:.1f} s")
    return 0
