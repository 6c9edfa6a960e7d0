"""How deals have stood over time, read from the ledger: the base of waterfalls and forecasts."""

from __future__ import annotations

import datetime as dt
import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from zhike.ledger.models import Change
from zhike.ledger.values import loader
from zhike.sales.models import Opportunity, Stage

AT_ONCE = 400
FIELDS = ("stage", "amount", "currency", "close_date", "owner")
LOADERS = {name: loader(Opportunity._meta.get_field(name)) for name in FIELDS}
ZERO = Decimal(0)
Earlier = tuple[dt.datetime, dict[str, Any]]


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


class Deal(NamedTuple):
    """What is read of a deal: a record of its own would take as long again."""

    pk: UUID
    stage: UUID
    amount: Decimal | None
    currency: str
    close_date: dt.date | None
    owner: UUID | None
    opened_on: dt.date
    created_at: dt.datetime
    won_at: dt.datetime | None
    lost_at: dt.datetime | None


def courses(
    rows: QuerySet[Opportunity], since: dt.datetime | None = None, one_in: int = 1
) -> Iterator[Course]:
    """The courses of these deals, some hundred at a time; `since` leaves out what was before.

    One deal in so many is looked at, always the same ones: the ends of their ids are by chance.
    """
    kinds = dict(Stage.objects.values_list("pk", "kind"))
    every = rows.order_by("pk").values_list("pk", flat=True)
    ids = [id_ for id_ in every.iterator() if id_.int % one_in == 0]
    for begin in range(0, len(ids), AT_ONCE):
        chosen = ids[begin : begin + AT_ONCE]
        earlier = _earlier(chosen, since)
        for row in Opportunity.objects.filter(pk__in=chosen).values_list(*Deal._fields):
            deal = Deal(*row)
            yield _course(deal, earlier.get(deal.pk, ()), kinds)


def _earlier(deals: list[UUID], since: dt.datetime | None) -> Mapping[UUID, list[Earlier]]:
    """What the fields that count held before each change, by deal, the latest change first."""
    found: dict[UUID, list[Earlier]] = defaultdict(list)
    changes = Change.objects.filter(record__in=deals, operation=Change.Operation.UPDATE)
    if since is not None:
        changes = changes.filter(at__gt=since)
    rows = changes.order_by("record", "-seq").values_list("record", "at", "diff")
    for record, at, diff in rows:
        fields = json.loads(diff)["f"] if diff else {}
        if before := {name: fields[name][0] for name in FIELDS if name in fields}:
            found[record].append((at, before))
    return found


def _course(deal: Deal, changes: Iterable[Earlier], kinds: Mapping[UUID, str]) -> Course:
    now = Stood(
        deal.stage, deal.amount or ZERO, deal.currency, deal.close_date, deal.owner,
        kinds[deal.stage],
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


def _begin(deal: Deal) -> dt.datetime:
    day = timezone.make_aware(dt.datetime.combine(deal.opened_on, dt.time()))
    return min(day, deal.created_at)


def _before(stood: Stood, before: Mapping[str, Any], kinds: Mapping[UUID, str]) -> Stood:
    old: dict[str, Any] = {
        name: LOADERS[name](value) if value is not None else None for name, value in before.items()
    }
    if "amount" in old:
        old["amount"] = old["amount"] or ZERO
    if "stage" in old:
        old["state"] = kinds.get(old["stage"], "open")
    return replace(stood, **old)
