"""Credit: a score of what others say and of what we saw, a grade, what is left of a limit."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol, TypeVar

POINTS, MOST_POINTS, WITHOUT = 10, 100, 60
STOP_DAYS = 30
MONTHS = 24
BEST = 100


@dataclass(frozen=True)
class Rating:
    """What one source says: from 0 to 100, on a day, and how much it counts."""

    source: str
    day: dt.date
    score: int
    weight: int = 1


@dataclass(frozen=True)
class Weighing:
    """How the score is made: what an overdue instalment costs, and what stands without ratings."""

    points: int = POINTS
    most_points: int = MOST_POINTS
    without: int = WITHOUT


@dataclass(frozen=True)
class Score:
    """The two components, and what comes of them."""

    rating: int
    counted: tuple[Rating, ...]
    """The ratings that the first is made of; none where nobody has said anything."""
    overdue: int
    deduction: int

    @property
    def total(self) -> int:
        """The corrected score."""
        return max(0, self.rating - self.deduction)


def score_of(ratings: Iterable[Rating], overdue: int, weighing: Weighing) -> Score:
    """The mean of each source's latest word by weight, less so much for each overdue instalment."""
    counted = latest(ratings)
    weights = sum(one.weight for one in counted)
    if weights:
        total = Decimal(sum(one.score * one.weight for one in counted))
        rating = int((total / weights).quantize(Decimal(1), ROUND_HALF_UP))
    else:
        counted, rating = (), weighing.without
    deduction = min(overdue * weighing.points, weighing.most_points)
    return Score(rating, counted, overdue, deduction)


def latest(ratings: Iterable[Rating]) -> tuple[Rating, ...]:
    """Of each source what it said last; the first said of several on one day gives way."""
    by_source: dict[str, Rating] = {}
    for one in sorted(ratings, key=lambda rating: rating.day):
        by_source[one.source] = one
    return tuple(one for one in by_source.values() if one.weight)


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


class Graded(Protocol):
    """A grade as far as the rule knows it."""

    from_score: int


Grade = TypeVar("Grade", bound=Graded)


def grade_of(score: int, grades: Sequence[Grade]) -> Grade | None:
    """The highest grade that the score reaches, else the lowest there is."""
    rising = sorted(grades, key=lambda grade: grade.from_score)
    reached = [grade for grade in rising if grade.from_score <= score]
    return reached[-1] if reached else rising[0] if rising else None


@dataclass(frozen=True)
class Exposure:
    """What a customer owes or will owe: what was signed and not received, what is on order."""

    contracts: Decimal = Decimal(0)
    orders: Decimal = Decimal(0)

    @property
    def total(self) -> Decimal:
        """Both together."""
        return self.contracts + self.orders


def left_of(limit: Decimal, exposure: Exposure) -> Decimal:
    """What may still be bought on credit; nothing where the limit is used up."""
    return max(Decimal(0), limit - exposure.total)


def is_over(limit: Decimal | None, exposure: Exposure, more: Decimal) -> bool:
    """Whether so much more would go beyond the limit; up to the limit is within it."""
    return limit is not None and exposure.total + more > limit


def prepaid(amount: Decimal, percent: Decimal) -> Decimal:
    """What of an amount is to be paid before delivery, to the cent."""
    return (amount * percent / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def least(*known: int | Decimal | None) -> int | Decimal | None:
    """The smallest of what is known: of two permissions the narrower one counts."""
    return min((one for one in known if one is not None), default=None)
