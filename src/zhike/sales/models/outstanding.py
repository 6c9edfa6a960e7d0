"""What each customer owes, by age and month: kept with every write, so that pages add up little."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils import timezone

from zhike.ledger.fields import MoneyField, UuidKey
from zhike.ledger.projections import register
from zhike.ledger.writes import DELETE, Write
from zhike.records.totals import NOBODY, Deltas, store
from zhike.sales.models.contract import Contract
from zhike.sales.models.locking import lock_customers
from zhike.sales.models.payment import Payment
from zhike.sales.models.payment_plan import PaymentPlan
from zhike.sales.rules.receivables import AGES, age_of, changes_on, month_of

KIND = PaymentPlan.record_type
"""Under which the totals by holder stand among those of boards, which instalments have none of."""
AT_ONCE = 500
Key = tuple[UUID, UUID, str]
Slots = dict[str, list[int]]


class Outstanding(models.Model):
    """What a customer owes somebody's contracts, in one currency: how much, how old, since when.

    `slots` are count and hundredths by age (`age:30`) and by the month in which they are due.
    `holder` is the owner, else the team, else the nil id.
    """

    stays_here: ClassVar[bool] = True

    party = UuidKey()
    holder = UuidKey()
    currency = models.CharField(max_length=3)
    left = MoneyField()
    slots = models.JSONField(default=dict)
    oldest_due = models.DateField()
    changes_on = models.DateField(null=True)

    class Meta:
        """By customer; the oldest debts first, of some holders and of all; by when ages change."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["party", "holder", "currency"], name="outstanding_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["oldest_due", "id"], name="outstanding_oldest"),
            models.Index(fields=["holder", "oldest_due", "id"], name="outstanding_holder"),
            models.Index(fields=["changes_on"], name="outstanding_changes"),
        ]

    def __str__(self) -> str:
        return f"{self.left} {self.currency}"


class Receivables:
    """The projection that keeps what is owed, by customer and by holder; among the last."""

    rank = 91
    is_late = True

    def apply(self, writes: Sequence[Write]) -> None:
        """Count anew the customers whom these writes touch.

        What is deleted while its row stands is about to be made anew: nothing is counted of it.
        """
        touched: dict[bool, dict[type[models.Model], set[UUID]]] = {
            going: {PaymentPlan: set(), Payment: set(), Contract: set()} for going in (False, True)
        }
        parties: set[UUID] = set()
        for write in writes:
            model = _MODELS.get(write.kind)
            if model is None or (model is Contract and "status" not in write.fields):
                continue
            if model is not Contract:
                parties |= {UUID(str(one)) for one in write.fields.get("party", ()) if one}
            touched[write.operation == DELETE][model].add(write.id)
        still, going = (
            set().union(*(_parties(model, ids) for model, ids in touched[is_going].items()))
            for is_going in (False, True)
        )
        if going:
            count(going, are_going=True)
        if rest := (parties | still) - going:
            count(rest)


_MODELS: dict[str, type[models.Model]] = {
    model.record_type: model for model in (PaymentPlan, Payment, Contract)
}


def _parties(model: type[models.Model], ids: Iterable[UUID]) -> set[UUID]:
    some = sorted(ids)
    if not some:
        return set()
    rows = models.QuerySet[Any](model).filter(pk__in=some, party__isnull=False)
    return set(rows.values_list("party", flat=True))


def count(parties: Iterable[UUID], *, are_going: bool = False) -> None:
    """Work out what customers owe, and keep what changed, the sums of the holders with it."""
    waiting = sorted(parties)
    for begin in range(0, len(waiting), AT_ONCE):
        some = waiting[begin : begin + AT_ONCE]
        lock_customers(some)
        _count(some, are_going=are_going)


def _count(parties: Sequence[UUID], *, are_going: bool) -> None:
    today = timezone.localdate()
    known = {
        (row.party, row.holder, row.currency): row
        for row in Outstanding.objects.filter(party__in=parties)
    }
    deltas: Deltas = {}
    found = {} if are_going else _found(parties, today)
    made = []
    for key in sorted(known.keys() | found.keys()):
        row, now = known.get(key), found.get(key)
        was: Slots = row.slots if row is not None else {}
        _differ(key, was, now.slots if now is not None else {}, deltas)
        if now is None:
            Outstanding.objects.filter(pk=row.pk).delete()  # type: ignore[union-attr]
        elif row is None:
            made.append(now)
        elif (was, row.changes_on, row.oldest_due) != (now.slots, now.changes_on, now.oldest_due):
            now.pk = row.pk
            now.save(force_update=True)
    Outstanding.objects.bulk_create(made)
    store(deltas)


def _found(parties: Sequence[UUID], today: dt.date) -> dict[Key, Outstanding]:
    rows = PaymentPlan.objects.filter(party__in=parties, left__gt=0).order_by()
    plans: dict[Key, list[tuple[dt.date, Decimal]]] = defaultdict(list)
    for party, owner, team, currency, due_on, left in rows.values_list(
        "party", "owner", "team", "currency", "due_on", "left"
    ):
        plans[party, owner or team or NOBODY, currency].append((due_on, left))
    return {key: _made(key, some, today) for key, some in plans.items()}


def _made(key: Key, plans: Sequence[tuple[dt.date, Decimal]], today: dt.date) -> Outstanding:
    slots: Slots = {}
    for due_on, left in plans:
        for name in slots_of(due_on, today):
            slot = slots.setdefault(name, [0, 0])
            slot[0] += 1
            slot[1] += int(left.scaleb(2))
    party, holder, currency = key
    days = [day for due_on, _left in plans if (day := changes_on(due_on, today)) is not None]
    values: dict[str, Any] = {"left": sum((left for _due, left in plans), Decimal(0))}
    return Outstanding(
        party=party, holder=holder, currency=currency, slots=slots, **values,
        oldest_due=min(due_on for due_on, _left in plans), changes_on=min(days, default=None),
    )  # fmt: skip


def slots_of(due_on: dt.date, today: dt.date) -> Iterator[str]:
    """Under what an instalment is counted: its age, and the month of one that is to come."""
    yield f"age:{age_of(due_on, today)}"
    if due_on >= today:
        yield f"month:{month_of(due_on)}"


def _differ(key: Key, was: Slots, now: Slots, deltas: Deltas) -> None:
    _party, holder, currency = key
    for name in was.keys() | now.keys():
        before, after = was.get(name, [0, 0]), now.get(name, [0, 0])
        if before != after:
            sums = deltas.setdefault((KIND, holder, name, currency), [0, 0, 0, 0])
            sums[0] += after[0] - before[0]
            sums[1] += after[1] - before[1]


AGE_SLOTS = tuple(f"age:{age}" for age in AGES)
register(Receivables())
