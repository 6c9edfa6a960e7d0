"""How deals have stood over time, read from the ledger: the base of waterfalls and forecasts."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from zhike.ledger.models import Change
from zhike.ledger.values import loader
from zhike.sales.models import Opportunity, Stage

AT_ONCE = 400
MOST = 50_000
FIELDS = ("stage", "amount", "currency", "close_date", "owner")
ZERO = Decimal(0)
Earlier = tuple[dt.datetime, dict[str, Any]]


class TooMuch(Exception):
    """There are more deals than can be gone through while somebody waits."""


@dataclass(frozen=True, slots=True)
class Stood:
    """What a deal was from a moment on."""

    stage: UUID | None
    """None where that is not known: before a deal came in from elsewhere."""
    amount: Decimal
    currency: str
    close_date: dt.date | None
    owner: UUID | None
    state: str
    """`open`, `won` or `lost`."""


@dataclass(frozen=True, slots=True)
class Course:
    """A deal from its opening on: what it was, and from when."""

    deal: UUID
    since: tuple[dt.datetime, ...]
    stood: tuple[Stood, ...]

    def at(self, moment: dt.datetime) -> Stood | None:
        """What it was at a moment; None before there was any."""
        place = bisect_right(self.since, moment)
        return self.stood[place - 1] if place else None


def courses(rows: QuerySet[Opportunity]) -> list[Course]:
    """The courses of these deals. Raises TooMuch above fifty thousand."""
    deals = list(rows.order_by()[: MOST + 1])
    if len(deals) > MOST:
        raise TooMuch
    kinds = dict(Stage.objects.values_list("pk", "kind"))
    earlier = _earlier({deal.pk for deal in deals})
    return [_course(deal, earlier.get(deal.pk, ()), kinds) for deal in deals]


def _earlier(deals: set[UUID]) -> Mapping[UUID, list[Earlier]]:
    """What the fields that count held before each change, by deal, the latest change first."""
    found: dict[UUID, list[Earlier]] = defaultdict(list)
    ids = sorted(deals)
    for begin in range(0, len(ids), AT_ONCE):
        some = Change.objects.filter(
            record__in=ids[begin : begin + AT_ONCE], operation=Change.Operation.UPDATE
        )
        for change in some.order_by("record", "-seq").only("record", "at", "diff"):
            fields = change.content["f"]
            if before := {name: fields[name][0] for name in FIELDS if name in fields}:
                found[change.record].append((change.at, before))
    return found


def _course(deal: Opportunity, changes: Iterable[Earlier], kinds: Mapping[UUID, str]) -> Course:
    now = Stood(
        deal.stage_id, deal.amount or ZERO, deal.currency, deal.close_date, deal.owner_id,
        kinds[deal.stage_id],
    )  # fmt: skip
    opened, closed = _begin(deal), deal.won_at or deal.lost_at
    if closed is not None and closed < deal.created_at:
        # It was closed elsewhere: of its way there only the two ends are known.
        first = replace(now, stage=None, close_date=None, state="open")
        return Course(deal.pk, (opened, max(closed, opened)), (first, now))
    steps = [(opened, now)]
    for at, before in changes:
        steps[-1] = (max(at, opened), steps[-1][1])
        steps.append((opened, _before(steps[-1][1], before, kinds)))
    steps.reverse()
    return Course(deal.pk, tuple(since for since, _ in steps), tuple(stood for _, stood in steps))


def _begin(deal: Opportunity) -> dt.datetime:
    day = timezone.make_aware(dt.datetime.combine(deal.opened_on, dt.time()))
    return min(day, deal.created_at)


def _before(stood: Stood, before: Mapping[str, Any], kinds: Mapping[UUID, str]) -> Stood:
    old: dict[str, Any] = {
        name: loader(Opportunity._meta.get_field(name))(value) if value is not None else None
        for name, value in before.items()
    }
    if "amount" in old:
        old["amount"] = old["amount"] or ZERO
    if "stage" in old:
        old["state"] = kinds.get(old["stage"], "open")
    return replace(stood, **old)
