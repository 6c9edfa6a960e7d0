"""Where the command line has the password of a backup from: a file, the page, or the keyboard."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from zhike.exchange.backup import password
from zhike.exchange.backup.locking import SHORTEST, is_locked
from zhike.project.commands import CommandRefused


def add_argument(parser: argparse.ArgumentParser, means: str) -> None:
    """No password stands on a command line, where other users of the machine could read it."""
    parser.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        help=f"its first line is the password: {means}",
    )


def given(options: argparse.Namespace) -> str:
    """What the file says; "" without one. Raises CommandRefused."""
    if options.password_file is None:
        return ""
    try:
        found = options.password_file.read_text().partition("\n")[0].strip("\r")
    except (OSError, UnicodeDecodeError):
        raise CommandRefused(f"{options.password_file} cannot be read.") from None
    if len(found) < SHORTEST:
        raise CommandRefused(f"A backup's password has at least {SHORTEST} characters.")
    return str(found)


def of_file(options: argparse.Namespace) -> str:
    """The password of the backup that is to be restored; "" where it has none."""
    if not is_locked(options.file):
        return ""
    found = given(options) or password.kept()
    if not found and sys.stdin.isatty():
        found = getpass.getpass(f"Password of {options.file.name}: ")
    return found
