"""Exit and arrival as an operator meets them: what is written, what came in, in words."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from zhike.access import events
from zhike.access.models import User
from zhike.exchange.archive.arriving import arrive as take_in
from zhike.exchange.archive.containers import Unfit
from zhike.exchange.archive.manifest import Manifest
from zhike.exchange.archive.packing import pack
from zhike.exchange.exporting import EVENT
from zhike.project import data_folder
from zhike.project.commands import CommandRefused

NAMED = 10


def leave(path: Path) -> int:
    """Write everything to an archive."""
    try:
        whole = pack(path, _watch())
    except Unfit as reason:
        raise CommandRefused(str(reason)) from None
    except OSError as error:
        raise CommandRefused(f"{path}: {error.strerror}.") from None
    events.note(EVENT, detail=f"all {whole.rows} {path.name}")
    _tell(whole)
    if whole.missing:
        _warn(whole.missing)
    print(f"{path} is complete. Its sum, to be noted elsewhere: {whole.sums}")
    return 0


def arrive(path: Path) -> int:
    """Take an archive into this installation, which must be empty."""
    data_folder.make(settings.DATA_DIR)
    # The tables alone: roles and pipeline come with the archive.
    call_command("migrate", interactive=False, verbosity=0)
    try:
        whole = take_in(path, _watch())
    except Unfit as reason:
        raise CommandRefused(str(reason)) from None
    except OSError as error:
        raise CommandRefused(f"{path}: {error.strerror}.") from None
    _tell(whole)
    print(f"All of {path} is here; counts and sums are equal. The archive's sum: {whole.sums}")
    admin = User.objects.filter(is_admin=True, is_active=True).order_by("pk").first()
    print("Passwords and API tokens did not travel. A new password: "
          f"bin/zhike user password {admin.login if admin else 'NAME'}")  # fmt: skip
    return 0


def _tell(whole: Manifest) -> None:
    for table in whole.tables:
        print(f"{table.rows:>12,}  {table.sha256}  {table.name}")
    print(f"{whole.files:>12,}  files, {whole.size:,} bytes")


def _warn(missing: Sequence[str]) -> None:
    """Name the files of which the archive has no content."""
    named = ", ".join(missing[:NAMED]) + (" …" if len(missing) > NAMED else "")
    print(
        f"Warning: the content of {len(missing):,} files lies nowhere in "
        f"{settings.DATA_DIR}, so the archive lacks it: {named}. Their records are in it.",
        file=sys.stderr,
    )  # fmt: skip


def _watch() -> Callable[[str, int], None]:
    """Progress for who looks on."""
    if not sys.stderr.isatty():
        return lambda what, rows: None
    return lambda what, rows: print(
        f"\r\x1b[K{what}: {rows:,}", end="", file=sys.stderr, flush=True
    )
