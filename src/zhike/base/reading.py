"""What one page reads again and again it reads once: the company, the names of people.

Only where nothing is written meanwhile: a page that shows something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_kept: ContextVar[dict[Any, Any] | None] = ContextVar("kept", default=None)


@contextmanager
def each_once() -> Iterator[None]:
    """Within it, `once` finds each thing a single time."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def kept() -> dict[Any, Any] | None:
    """What was read so far; None where everything is read anew."""
    return _kept.get()


def once(key: Any, find: Callable[[], T]) -> T:
    """What was found under this key before, else what is found now."""
    known = _kept.get()
    if known is None:
        return find()
    if key not in known:
        known[key] = find()
    return known[key]  # type: ignore[no-any-return]
