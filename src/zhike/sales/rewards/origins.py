"""Where the deals in sight come from, by the filter under which their list stands, too."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.access.heads import teams_below
from zhike.access.rights import Access
from zhike.records import filters
from zhike.records.currencies import Rates
from zhike.records.resource import resource_for
from zhike.sales.models import Opportunity
from zhike.sales.rules.origins import (
    CAMPAIGN,
    OTHER,
    PARTNER,
    REFERRAL,
    SELF,
    SOURCES,
    UNSAID,
    Group,
    Origins,
    by_origin,
)
from zhike.web.question_pages import Node, where

LABELS = {
    REFERRAL: _("referral"),
    PARTNER: _("partner"),
    CAMPAIGN: _("campaign"),
    SELF: _("our own search"),
    OTHER: _("other"),
    UNSAID: _("not said"),
}
ZERO = Decimal(0)


def asked(days: int, team: UUID | None) -> list[Node]:
    """The deals opened in so many days, perhaps of a team with those below it."""
    nodes = [where("opened_on", "within", f"last_n_days:{days}")]
    if team is not None:
        nodes.append(where("owner.team", "in", sorted(map(str, teams_below(team)))))
    return nodes


def of_origin(origin: str) -> Node:
    """The deals of one origin."""
    if origin == UNSAID:
        return where("source", "empty", True)
    return where("source", "in", list(SOURCES[origin]))


def origins(access: Access, days: int, team: UUID | None = None) -> tuple[Origins, list[str], str]:
    """What each origin brought, currencies without a rate, whose amounts are left out, the base."""
    condition = filters.condition(resource_for(Opportunity), access, {"all": asked(days, team)})
    groups = _groups(access.rows(Opportunity).filter(condition))
    rates = Rates.of({group.currency for group in groups}, timezone.localdate())
    missing = rates.missing({group.currency for group in groups})

    def worth(amount: Decimal, currency: str) -> Decimal:
        return ZERO if currency in missing else rates.convert(amount, currency)

    return by_origin(groups, worth), missing, rates.base


def _groups(rows: Any) -> list[Group]:
    won = Q(won_at__isnull=False)
    took = ExpressionWrapper(TruncDate("won_at") - F("opened_on"), output_field=DurationField())
    counted = rows.order_by().values("source", "currency").annotate(
        count=Count("pk"), total=Sum("amount"), won=Count("pk", filter=won),
        won_total=Sum("amount", filter=won), lost=Count("pk", filter=Q(lost_at__isnull=False)),
        took=Sum(took, filter=won),
    )  # fmt: skip
    return [
        Group(
            row["source"], row["currency"], row["count"], row["total"] or ZERO, row["won"],
            row["won_total"] or ZERO, row["lost"], (row["took"] or dt.timedelta()).days,
        )
        for row in counted.order_by("source", "currency")
    ]  # fmt: skip
