"""What is owed and since when: ages of instalments, receipts spread over them, terms of payment."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from zhike.base.splitting import split

NOUGHT, HUNDRED = Decimal(0), Decimal(100)
AGES = ("due", "30", "60", "90", "over")
"""Not due yet; 1-30, 31-60, 61-90 days overdue; more than that."""
_LAST_DAYS = (0, 30, 60, 90)
Key = TypeVar("Key")


def age_of(due_on: dt.date, today: dt.date) -> str:
    """How long something is overdue, as one of AGES."""
    late = (today - due_on).days
    return next((age for age, last in zip(AGES, _LAST_DAYS, strict=False) if late <= last), "over")


def changes_on(due_on: dt.date, today: dt.date) -> dt.date | None:
    """The next day on which its age is another; None where it stays the oldest."""
    late = (today - due_on).days
    last = next((last for last in _LAST_DAYS if late <= last), None)
    return None if last is None else due_on + dt.timedelta(days=last + 1)


def month_of(day: dt.date) -> str:
    """The month in which a day lies, as `2026-11`."""
    return f"{day.year:04}-{day.month:02}"


@dataclass(frozen=True)
class Open(Generic[Key]):
    """Something to be paid: which, when, and how much of it is left."""

    key: Key
    due_on: dt.date
    left: Decimal


def oldest_first(amount: Decimal, waiting: Iterable[Open[Key]]) -> list[tuple[Key, Decimal]]:
    """How an amount is spread over what is to be paid: what was due first is paid first.

    What is more than all of it is spread over nothing: it stays the customer's.
    """
    found: list[tuple[Key, Decimal]] = []
    for one in sorted(waiting, key=lambda one: one.due_on):
        part = min(amount, one.left)
        if part > 0:
            found.append((one.key, part))
            amount -= part
    return found


def instalments(whole: Decimal, percents: Sequence[Decimal]) -> list[Decimal]:
    """What instalments of so many percent come to; those of 100 % in all add up to the whole."""
    rest = HUNDRED - sum(percents, NOUGHT)
    return split(whole, [*percents, rest])[: len(percents)]


def due_after(day: dt.date, days: int) -> dt.date:
    """So many days later, or the last day there is."""
    return dt.date.fromordinal(min(day.toordinal() + days, dt.date.max.toordinal()))


def month_ahead(day: dt.date, months: int) -> dt.date:
    """The first day of the month so many months after that of a day."""
    number = day.year * 12 + day.month - 1 + months
    return dt.date(number // 12, number % 12 + 1, 1)


def end_of_month(day: dt.date) -> dt.date:
    """The last day of its month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
