"""Uploaded files: kept under random names in the data folder, and not for long."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from zhike.base.errors import N_
from zhike.exchange.mapping import Mapping
from zhike.exchange.models import FOLDER, ImportRun
from zhike.exchange.readers import (
    MOST_BYTES,
    Layout,
    NotATable,
    Table,
    open_table,
    staged,
)
from zhike.exchange.unfolding.kinds import kind_of

KEPT = dt.timedelta(days=30)


def store(chunks: Iterable[bytes], *, name: str, resource: str, actor: UUID | None) -> ImportRun:
    """Keep an upload; raises NotATable for one that is too large."""
    folder = Path(settings.DATA_DIR) / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    sweep()
    run = ImportRun(actor=actor, resource=resource, file_name=Path(name).name[:200])
    run.stored, run.layout = secrets.token_hex(16), Layout().json()
    try:
        run.size = _write(run.path, chunks)
    except NotATable:
        run.path.unlink()
        raise
    run.save()
    return run


def _write(path: Path, chunks: Iterable[bytes]) -> int:
    size = 0
    with path.open("xb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > MOST_BYTES:
                message = N_("At most %(megabytes)s MB can be imported at once: divide the file.")
                raise NotATable("too_large", message, megabytes=MOST_BYTES // 2**20)
            file.write(chunk)
    path.chmod(0o600)
    return size


def has_to_be_unfolded(run: ImportRun) -> bool:
    """Whether another program has to turn the file into rows first."""
    return kind_of(run.path) is not None


def discard(run: ImportRun) -> None:
    """Forget an upload that is no table."""
    for path in (run.path, staged(run.path)):
        path.unlink(missing_ok=True)
    run.delete()


def unfold(run: ImportRun, wish: Layout) -> Table:
    """Find out how the file is to be read; raises NotATable."""
    table = open_table(run.path, wish)
    run.layout, run.headings = table.layout.json(), table.headings
    run.mapping, run.trial, run.rows = {}, {}, 0
    run.save(update_fields=["resource", "layout", "headings", "mapping", "trial", "rows"])
    return table


def table_of(run: ImportRun) -> Table:
    """The table as it was read before."""
    return Table(run.path, Layout.of(run.layout))


def remember(run: ImportRun, mapping: Mapping) -> None:
    """Keep the mapping; what a trial found with another one no longer counts."""
    run.mapping, run.trial = mapping.json(), {}
    run.save(update_fields=["mapping", "trial"])


def sweep() -> None:
    """Delete files that nobody has needed for a month; the run and its change set stay."""
    before = timezone.now() - KEPT
    for run in ImportRun.objects.filter(created_at__lt=before).exclude(stored=""):
        for path in (run.path, staged(run.path), run.failures):
            path.unlink(missing_ok=True)
        run.stored = ""
        run.save(update_fields=["stored"])
