"""How a customer has paid: the instalments that were, or still are, overdue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True)
class Overdue:
    """An instalment that was not paid when it was due: until when it lacked, and what lacks yet."""

    due: dt.date
    until: dt.date
    is_open: bool
    left: Decimal
    currency: str
    name: str

    @property
    def days(self) -> int:
        """How many days late."""
        return (self.until - self.due).days


Find = Callable[[UUID, dt.date, dt.date], Iterable[Overdue]]
_finders: list[Find] = []


def register_payment_record(find: Find) -> None:
    """Let instalments of this kind count; called when apps are ready."""
    _finders.append(find)


def overdue_of(party: UUID | None, since: dt.date, today: dt.date) -> list[Overdue]:
    """What a customer paid late, or has not paid yet, of what was due from a day on."""
    if party is None:
        return []
    return [one for find in _finders for one in find(party, since, today)]
