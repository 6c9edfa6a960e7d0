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
from zhike.ledger.fields import RecordRef
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


@dataclass(frozen=True)
class Asked:
    """Which purchases: of whom, when, of which products (None: of any)."""

    access: Access
    period: Period
    parties: QuerySet[Any] | Collection[UUID] | None = None
    products: Collection[UUID] | None = None


Find = Callable[[Asked], Iterable[Purchase]]
_finders: list[Find] = []


def register_purchases(find: Find) -> None:
    """Let what `find` knows count as bought; called when apps are ready."""
    _finders.append(find)


def purchases(asked: Asked) -> Iterator[Purchase]:
    """Everything that was bought, as far as the reader sees it, in no order."""
    for find in _finders:
        yield from find(asked)


def _won(asked: Asked) -> Iterator[Purchase]:
    """The lines of won deals."""
    first, behind = (
        timezone.make_aware(dt.datetime.combine(day, dt.time()))
        for day in (asked.period.first, asked.period.last + dt.timedelta(days=1))
    )
    deals = asked.access.rows(Opportunity).filter(
        won_at__gte=first, won_at__lt=behind, party__isnull=False
    )
    if asked.parties is not None:
        deals = deals.filter(party__in=asked.parties)
    lines = OpportunityLine.objects.filter(opportunity__in=deals)
    if asked.products is not None:
        lines = lines.filter(product__in=asked.products)
    for line in lines.select_related("product", "opportunity").order_by().iterator(2000):
        product, deal = line.product, line.opportunity
        yield Purchase(
            deal.party_id, product.pk, product.name, product.series, product.life_months,
            timezone.localdate(deal.won_at), RecordRef.to(deal),
        )  # fmt: skip


register_purchases(_won)
