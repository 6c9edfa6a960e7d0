"""Who brings us customers: counted over the referrals that the reader sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from zhike.access.rights import Access
from zhike.people.models import Party
from zhike.records.currencies import Rates
from zhike.records.titles import named
from zhike.sales.models import Opportunity, Referral, Reward, RewardKind
from zhike.web.attention import sees

MOST = 50
Sums = Mapping[str, Decimal]


@dataclass(frozen=True)
class Referrer:
    """Somebody who brought us others, with what came of it."""

    id: UUID
    name: str
    brought: int
    won: int
    value: Sums = field(default_factory=dict)
    """What those brought have signed since, by currency."""
    pending: Sums = field(default_factory=dict)
    reward: Sums = field(default_factory=dict)
    """What is given for it, or is to be approved, by currency."""


def count_won(access: Access) -> int:
    """How many became customers because somebody brought them."""
    return access.rows(Referral).filter(status=Referral.Status.WON).count()


def referrers(access: Access) -> list[Referrer]:
    """Those who brought the most customers, the best first."""
    if not sees(access, Referral, "referrer", "status"):
        return []
    rows = list(
        access.rows(Referral).order_by().values("referrer")
        .annotate(brought=Count("pk"), won=Count("pk", filter=Q(status=Referral.Status.WON)))
        .order_by("-won", "-brought", "referrer")[:MOST]
    )  # fmt: skip
    ids = [row["referrer"] for row in rows]
    names = named(access, Party, set(ids))
    values, rewards, pending = value_of(access, ids), *rewards_of(access, ids)
    return [
        Referrer(id_, names[id_], row["brought"], row["won"], values.get(id_, {}),
                 pending.get(id_, {}), rewards.get(id_, {}))
        for row in rows if (id_ := row["referrer"]) in names
    ]  # fmt: skip


def value_of(access: Access, ids: Collection[UUID]) -> dict[UUID, dict[str, Decimal]]:
    """What customers have signed since these brought them, as far as the reader sees it."""
    found: dict[UUID, dict[str, Decimal]] = defaultdict(dict)
    if not sees(access, Opportunity, "amount", "won_at", "party"):
        return found
    via = "party__referrals_received"
    rows = (
        access.rows(Opportunity)
        .filter(**{f"{via}__referrer__in": ids}, won_at__isnull=False, amount__isnull=False)
        .annotate(day=TruncDate("won_at"))
        .filter(day__gte=F(f"{via}__referred_on"))
        .order_by()
        .values(f"{via}__referrer", "currency")
    )
    for row in rows.annotate(total=Sum("amount")).order_by(f"{via}__referrer", "currency"):
        found[row[f"{via}__referrer"]][row["currency"]] = row["total"]
    return found


Given = dict[UUID, dict[str, Decimal]]


def rewards_of(access: Access, ids: Collection[UUID]) -> tuple[Given, Given]:
    """What these get for customers brought: all of it, and what waits for its approval."""
    given: Given = defaultdict(dict)
    pending: Given = defaultdict(dict)
    if not sees(access, Reward, "party", "amount", "status"):
        return given, pending
    waits = Q(status=Reward.Status.PENDING)
    rows = access.rows(Reward).filter(
        party__in=ids, kind=RewardKind.REFERRAL, status__in=Reward.COUNTED,
        opportunity__won_at__isnull=False,
    )  # fmt: skip
    sums = rows.order_by().values("party", "currency")
    sums = sums.annotate(total=Sum("amount"), waiting=Sum("amount", filter=waits))
    for row in sums.order_by("party", "currency"):
        given[row["party"]][row["currency"]] = row["total"]
        if row["waiting"]:
            pending[row["party"]][row["currency"]] = row["waiting"]
    return given, pending


def rates_for(sums: Collection[Sums]) -> Rates:
    """The rates of the day for the currencies of these sums."""
    return Rates.of({currency for one in sums for currency in one}, timezone.localdate())
