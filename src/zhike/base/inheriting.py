"""What a unit has from those above it: the nearest with something of its own wins."""

from __future__ import annotations

from collections.abc import Container, Iterable
from uuid import UUID


def nearest(upwards: Iterable[UUID], own: Container[UUID | None]) -> UUID | None:
    """The first of a team and those above it with something of its own; None: the company."""
    return next((one for one in upwards if one in own), None)
