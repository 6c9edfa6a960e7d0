"""Bring a backup back: `restore FILE.zip`; with --check only try whether it could be."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from django.conf import settings

from zhike.exchange.backup import restoring
from zhike.exchange.backup.archive import BackupRefused
from zhike.project import backup_password, data_folder
from zhike.project.commands import CommandRefused, migrate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """From where, and over what."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that `backup` wrote")
    parser.add_argument(
        "--replace", action="store_true",
        help="put it in the place of the data that are here, of which a backup is made first",
    )  # fmt: skip
    parser.add_argument(
        "--check", action="store_true", help="restore beside, compare, take it away again"
    )
    backup_password.add_argument(parser, "of a locked file; default: the one set here, or asked")


def run(options: argparse.Namespace) -> int:
    """Say what came back, and where the former state is."""
    start = time.monotonic()

    def bring_up_to_date() -> None:
        migrate.run(options)

    try:
        if options.check:
            key = backup_password.of_file(options)
            manifest, former = restoring.prove(options.file, bring_up_to_date, key=key), None
        else:
            manifest, former = _restore(options, bring_up_to_date)
    except BackupRefused as refused:
        raise CommandRefused(str(refused)) from None
    rows, seconds = sum(manifest["counts"].values()), time.monotonic() - start
    word = "can be restored" if options.check else "is restored"
    print(f"{options.file} {word}: {rows:,} rows, integrity ok, {seconds:.1f} s")
    if former:
        print(f"The former state is in {former}; restore that file to go back.")
    if not options.check:
        print("Nothing is sent from here until an administrator resumes it on the screen.")
    return 0


def _restore(
    options: argparse.Namespace, bring_up_to_date: restoring.Migrate
) -> tuple[dict[str, object], Path | None]:
    with data_folder.alone(settings.DATA_DIR) as is_alone:
        if not is_alone:
            raise CommandRefused("Zhike is running here: stop it first. Nothing was changed.")
        key = backup_password.of_file(options)
        return restoring.restore(options.file, bring_up_to_date, replace=options.replace, key=key)
