"""How the deals in sight stood at a moment and stand now, however many there are.

Those that did not change between are summed in the database, by what is alike in them; only those
that did are looked up in the ledger, one by one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from zhike.records.currencies import Rates
from zhike.sales.courses import ZERO, Stood, courses
from zhike.sales.models import Opportunity
from zhike.sales.rules.moves import Period, Standing

Pair = tuple[Standing | None, Standing | None]


@dataclass(frozen=True)
class Between:
    """Two moments of deals: a day's beginning and now, with the rates of today."""

    rows: QuerySet[Opportunity]
    since: dt.datetime
    now: dt.datetime
    rates: Rates

    @classmethod
    def of(cls, rows: QuerySet[Opportunity], since: dt.datetime, now: dt.datetime) -> Between:
        """Of deals that were not closed before."""
        rows = rows.exclude(won_at__lt=since).exclude(lost_at__lt=since).order_by()
        used = Opportunity.objects.order_by().values_list("currency", flat=True).distinct()
        return cls(rows, since, now, Rates.of(used, timezone.localdate(now)))

    def pairs(self, period: Period) -> Iterator[Pair]:
        """How each stood and stands; deals that did not change come as one for all that are alike.

        Deals in a currency without a rate are left out.
        """
        yield from self._of_still_ones(period)
        for course in courses(self.rows.filter(self._changed()), self.since):
            if all(stood.currency in self.rates.known for stood in course.stood):
                yield self._standing(course.at(self.since)), self._standing(course.at(self.now))

    def _changed(self) -> Q:
        """Whether something was written since, other than the creation itself."""
        return Q(updated_at__gte=self.since, version__gt=1)

    def _standing(self, stood: Stood | None) -> Standing | None:
        if stood is None:
            return None
        amount = self.rates.convert(stood.amount, stood.currency)
        return Standing(amount, stood.close_date, stood.state)

    def _of_still_ones(self, period: Period) -> Iterator[Pair]:
        first = timezone.localdate(self.since)
        planned = Q(
            close_date__gte=period.first or dt.date.min, close_date__lte=period.last or dt.date.max
        )
        still = self.rows.exclude(self._changed())
        alike = still.annotate(closed=Coalesce("won_at", "lost_at")).annotate(
            existed=_whether(Q(opened_on__lte=first) | Q(created_at__lte=self.since)),
            planned=_whether(planned),
            closed_elsewhere=_whether(Q(closed__gt=self.since, closed__lt=F("created_at"))),
        )
        names = ("existed", "planned", "closed_elsewhere", "stage__kind", "currency")
        for row in alike.values(*names).annotate(total=Sum("amount"), number=Count("pk")):
            if row["currency"] in self.rates.known:
                yield self._alike(row, period)

    def _alike(self, row: dict[str, Any], period: Period) -> Pair:
        """Several deals as one; of one closed elsewhere it is not known when it was planned."""
        amount = self.rates.convert(row["total"] or ZERO, row["currency"])
        day = period.first if row["planned"] else None
        now = Standing(amount, day, row["stage__kind"], row["number"])
        if not row["existed"]:
            return None, now
        return (
            replace(now, close_date=None, state="open") if row["closed_elsewhere"] else now
        ), now


def _whether(condition: Q) -> Case:
    return Case(When(condition, then=1), default=0)
