"""Which records keep a file's content on disk; packages above say so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

Kept = Callable[[], Iterator[tuple[str, Path]]]
_kept: list[Kept] = []


def register_contents(kept: Kept) -> None:
    """Name the files that ought to be on disk, each with its place; called when apps are ready."""
    _kept.append(kept)


def missing_contents() -> Iterator[str]:
    """The names of those whose content is not there."""
    for kept in _kept:
        yield from (name for name, path in kept() if not path.is_file())
