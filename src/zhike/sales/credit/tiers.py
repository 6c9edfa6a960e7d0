"""Tiers by profit: worked out every night, where the policies changed, and where somebody asks.

A customer is looked at who has bought in twelve months, or whose tier was worked out before; who
`keeps_tier` is left alone. The change sets are the system's, with a reason that names no figures:
not everybody may know what a customer earns us.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from zhike.access.rights import system_access
from zhike.ledger.actions import action
from zhike.ledger.jobs import Running, each_minute, enqueue, handles
from zhike.ledger.models import Cursor, Job
from zhike.people.models import Party
from zhike.records.currencies import Rates
from zhike.records.history import VERBS
from zhike.records.models import Company
from zhike.sales.models import Opportunity, TierMark, TierPolicy
from zhike.sales.models.tier_policy import TIERS
from zhike.sales.rules.credit import months_before
from zhike.sales.rules.tiers import MONTHS, Threshold, tier_of

ACTION = "set_tier"
AT_ONCE = 200
CHANGES_A_DAY = 100_000
VERBS[ACTION] = gettext_lazy("tier by profit")


def _stamp(today: dt.date) -> int:
    """What all was last gone through as: the day, and how often policies were changed."""
    versions = TierPolicy.objects.order_by().aggregate(Sum("version"))["version__sum"] or 0
    return today.toordinal() * CHANGES_A_DAY + versions % CHANGES_A_DAY


@each_minute
def work_out_daily() -> None:
    """Ask for the job once a day, and where a policy was changed."""
    if not TierPolicy.objects.exists():
        return
    seen = Cursor.objects.filter(name=TIERS).values_list("seq", flat=True).first()
    alive = Job.objects.filter(name=TIERS, state__in=[Job.State.WAITING, Job.State.RUNNING])
    if seen != _stamp(timezone.localdate()) and not alive.exists():
        enqueue(TIERS, {})


@handles(TIERS)
def work_out_all(running: Running) -> dict[str, Any]:
    """Work out every tier; harmless when begun twice."""
    today, stamp, done, changed = timezone.localdate(), _stamp(timezone.localdate()), 0, 0
    profits = profits_of(None, today)
    marked = TierMark.objects.values_list("party", flat=True)
    waiting = iter(sorted(profits.keys() | set(marked)))
    while some := list(islice(waiting, AT_ONCE)):
        with override(Company.here().language), transaction.atomic():
            changed += settle(some, profits, today)
        done += len(some)
        running.progress(done)
    Cursor.objects.update_or_create(name=TIERS, defaults={"seq": stamp})
    return {"customers": done, "changed": changed}


Profits = Mapping[UUID, Mapping[str, Decimal]]


def profits_of(parties: Collection[UUID] | None, today: dt.date) -> Profits:
    """What deals won in the last twelve months earn, by customer and currency."""
    since = dt.datetime.combine(months_before(today, MONTHS), dt.time())
    rows = Opportunity.objects.filter(
        won_at__gte=timezone.make_aware(since), party__isnull=False, profit__isnull=False
    )
    if parties is not None:
        rows = rows.filter(party__in=parties)
    found: dict[UUID, dict[str, Decimal]] = defaultdict(dict)
    for party, currency, profit in (
        rows.order_by().values_list("party", "currency").annotate(Sum("profit"))
    ):
        found[party][currency] = profit
    return found


def settle(ids: Collection[UUID], profits: Profits, today: dt.date) -> int:
    """Give these customers the tiers that their profits reach; how many changed."""
    policies = list(TierPolicy.objects.all())
    base = Company.here().base_currency
    currencies = {base, *(one.currency for one in policies),
                  *(c for id_ in ids for c in profits.get(id_, ()))}  # fmt: skip
    rates = Rates.of(currencies, today)
    thresholds = [
        Threshold(one.tier, rates.convert(one.from_profit, one.currency, base))
        for one in policies if one.currency in rates.known
    ]  # fmt: skip
    if not thresholds:
        return 0
    changed, marks = [], []
    for party in Party.objects.filter(pk__in=ids, keeps_tier=False).order_by("pk"):
        profit = _in_one(profits.get(party.pk, {}), rates, base)
        tier = tier_of(profit, thresholds)
        marks.append(TierMark(party=party.pk, profit=str(profit), tier=tier, computed_on=today))
        if party.tier != tier:
            party.tier = tier
            changed.append(party)
    TierMark.objects.bulk_create(
        marks, update_conflicts=True, unique_fields=["party"],
        update_fields=["profit", "tier", "computed_on"],
    )  # fmt: skip
    _write(changed)
    return len(changed)


def _in_one(sums: Mapping[str, Decimal], rates: Rates, base: str) -> Decimal:
    """A profit in the company's currency; what has no rate does not count."""
    known = (rates.convert(a, c, base) for c, a in sums.items() if c in rates.known)
    return sum(known, Decimal(0))


def _write(changed: Collection[Party]) -> None:
    if not changed:
        return
    reason = _("The profit of the last twelve months reaches another tier policy.")
    with system_access().change_set(ACTION, reason=reason):
        for party in changed:
            party.save()


def _follows(party: Party) -> bool:
    return not party.keeps_tier


@action(gettext_lazy("tier by profit"), on=Party, permission="update", when=_follows, icon="redo")
def work_out_tier(party: Party) -> None:
    """Give the customer the tier that its profit of the last twelve months reaches."""
    today = timezone.localdate()
    settle([party.pk], profits_of([party.pk], today), today)
