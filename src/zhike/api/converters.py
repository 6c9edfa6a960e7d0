"""Ids in paths."""

from __future__ import annotations

from uuid import UUID


class IdConverter:
    """A record's id, in small or capital letters."""

    regex = "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"

    def to_python(self, value: str) -> UUID:
        """The id."""
        return UUID(value)

    def to_url(self, value: UUID) -> str:
        """Its text."""
        return str(value)
