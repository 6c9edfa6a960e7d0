"""Translations in the form that Django reads: `.mo` beside each `.po`, without GNU gettext."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from zhike.project.configuration import ROOT


def compile_catalogs(folder: Path = ROOT / "locale") -> None:
    """Compile every catalogue that is newer than its compiled form."""
    for source in folder.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            _compile(source, target)


def _compile(source: Path, target: Path) -> None:
    """Replace the target whole: another process may be reading it."""
    # Here, since most starts have nothing to compile and Babel takes a while to load.
    from babel.messages import mofile, pofile  # noqa: PLC0415

    with source.open("rb") as file:
        catalog = pofile.read_po(file)
    handle, draft = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        mofile.write_mo(file, catalog)
    Path(draft).chmod(0o644)
    Path(draft).replace(target)
