"""What can be wrong with what a person or a program asks; each door says it in its own form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from zhike.base.errors import BadValue


@dataclass(frozen=True)
class FieldError:
    """One field, and a sentence saying what to do."""

    field: str
    message: str


class Invalid(Exception):
    """Some values cannot be taken; nothing was written."""

    def __init__(self, *errors: FieldError) -> None:
        """Keep every error, so that all are shown at once."""
        super().__init__("; ".join(f"{e.field}: {e.message}" for e in errors))
        self.errors = list(errors)

    @classmethod
    def field(cls, name: str, error: BadValue) -> Invalid:
        """One field's error."""
        return cls(FieldError(name, say(error)))


class Duplicate(Exception):
    """A unique key is taken; `existing` is the record that has it, if the user may see it."""

    def __init__(self, field: str, existing: UUID | None) -> None:
        """Keep which key and whose."""
        super().__init__(field)
        self.field, self.existing = field, existing


class Stale(Exception):
    """The record was changed since it was read; holds it as it is now."""

    def __init__(self, record: Any) -> None:
        """Keep today's record."""
        super().__init__(str(record.pk))
        self.record = record


def say(error: BadValue) -> str:
    """The error in the reader's language, with those that it speaks of."""
    params = {
        name: say(value) if isinstance(value, BadValue) else value
        for name, value in error.params.items()
    }
    return gettext(error.message) % params
