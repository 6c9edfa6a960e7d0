"""Plans on every surface."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.engagement.handover.work import register_continuing, register_personal
from zhike.records.resource import Resource, register
from zhike.sales.models import AccountPlan, PlanLine
from zhike.sales.models.year_plan import MONTHS


@register
class AccountPlanResource(Resource):
    """What a customer is to bring."""

    model = AccountPlan
    name = "account-plans"
    means = _(
        "What a customer is to bring in a year, month by month, and how we mean to get there."
    )
    icon = "opportunity"
    sections = {
        _("account plan"): ("party", "year", "amount", "currency", "owner", "approach"),
        _("plan of the months"): MONTHS,
    }
    facts: ClassVar[dict[str, dict[str, Any]]] = {"year": {"is_name": True}}
    columns = ("party", "year", "amount", "currency", "owner", "updated_at")
    filters = ("party", "year", "owner", "amount")
    sorts = {"year": "year", "created_at": "created_at"}
    default_sort = "-year"
    seen_from: ClassVar[dict[str, Any]] = {"party": _("account plans")}


@register
class PlanLineResource(Resource):
    """What somebody means to do in a week."""

    model = PlanLine
    name = "plan-lines"
    means = _("What somebody means to do in a week: a visit, a contact, a deal to close.")
    icon = "calendar"
    sections = {
        _("plan line"): ("week", "kind", "party", "opportunity", "text", "owner", "done_at"),
    }
    columns = ("week", "kind", "party", "opportunity", "text", "owner")
    filters = ("week", "kind", "party", "opportunity", "owner")
    sorts = {"week": "week", "created_at": "created_at"}
    default_sort = "-week"
    seen_from: ClassVar[dict[str, Any]] = {
        "party": _("planned by the week"), "opportunity": _("planned by the week"),
    }  # fmt: skip


def _this_year() -> Q:
    return Q(year__gte=timezone.localdate().year)


register_personal(PlanLine)
register_continuing(AccountPlan, _this_year)
