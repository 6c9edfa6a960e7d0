"""What customers bought: won deals today; a package that knows orders or contracts adds them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from zhike.access.rights import Access
from zhike.sales.models import Opportunity, OpportunityLine
from zhike.sales.rules.timing import Period


@dataclass(frozen=True)
class Purchase:
    """A product that a customer bought on a day, by a deal (or an order)."""

    party: UUID
    product: UUID
    name: str
    series: str
    life: int | None
    day: dt.date
    source: str
    """The reference of the deal."""

    @property
    def kin(self) -> str:
        """What replaces it: any product of its series, or the same product."""
        return self.series or str(self.product)


@dataclass
class Bound:
    """How many rows of a kind are read at most for a page, and whether there were more."""

    most: int
    is_reached: bool = False

    def first(self, rows: QuerySet[Any]) -> Iterator[Any]:
        """The first of these rows, in their order."""
        for number, row in enumerate(rows[: self.most + 1]):
            if number == self.most:
                self.is_reached = True
                return
            yield row


def read(rows: QuerySet[Any], bound: Bound | None) -> Iterator[Any]:
    """All of these rows, or as many as may be read."""
    return rows.iterator(2000) if bound is None else bound.first(rows)


@dataclass(frozen=True)
class Asked:
    """Which purchases: of whom, when, of which products (None: of any), the oldest first."""

    access: Access
    period: Period
    parties: QuerySet[Any] | Collection[UUID] | None = None
    products: Collection[UUID] | None = None
    bound: Bound | None = None


Find = Callable[[Asked], Iterable[Purchase]]
_finders: list[Find] = []


def register_purchases(find: Find) -> None:
    """Let what `find` knows count as bought; called when apps are ready."""
    _finders.append(find)


def purchases(asked: Asked) -> Iterator[Purchase]:
    """Everything that was bought, as far as the reader sees it."""
    for find in _finders:
        yield from find(asked)


def midnights(period: Period) -> tuple[dt.datetime, dt.datetime]:
    """The first moment of a period, and the first behind it."""
    first, behind = (
        timezone.make_aware(dt.datetime.combine(day, dt.time()))
        for day in (period.first, period.last + dt.timedelta(days=1))
    )
    return first, behind


COLUMNS = ("opportunity__party", "product", "product__name", "product__series",
           "product__life_months", "opportunity__won_at", "opportunity")  # fmt: skip


def _won(asked: Asked) -> Iterator[Purchase]:
    """The lines of won deals."""
    first, behind = midnights(asked.period)
    deals = asked.access.rows(Opportunity).filter(
        won_at__gte=first, won_at__lt=behind, party__isnull=False
    )
    if asked.parties is not None:
        deals = deals.filter(party__in=asked.parties)
    lines = OpportunityLine.objects.filter(opportunity__in=deals)
    if asked.products is not None:
        lines = lines.filter(product__in=asked.products)
    rows = lines.order_by("opportunity__won_at", "pk").values_list(*COLUMNS)
    for party, product, name, series, life, at, deal in read(rows, asked.bound):
        source = f"{Opportunity.record_type}:{deal}"
        yield Purchase(party, product, name, series, life, timezone.localdate(at), source)


register_purchases(_won)
