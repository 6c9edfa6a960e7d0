"""Credit grades, the policy and credit files, on every surface."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from zhike.records.resource import Resource, register
from zhike.sales.models import CreditEntry, CreditFile, CreditGrade, CreditPolicy, TierPolicy


@register
class CreditGradeResource(Resource):
    """What customers of a grade may do."""

    model = CreditGrade
    name = "credit-grades"
    means = _("What customers of one credit grade may do: how much they may owe, and for how long.")
    icon = "lock"
    sections = {
        _("credit grade"): ("name", "from_score", "limit", "currency", "days", "prepay",
                            "discount"),
        _("guidance"): ("talk", "sign", "ship", "collect"),
    }  # fmt: skip
    columns = ("name", "from_score", "limit", "days", "prepay", "discount")
    filters = ("from_score", "limit", "days")
    facts: ClassVar[dict[str, dict[str, Any]]] = {"limit": {"adds_up": False}}


@register
class CreditPolicyResource(Resource):
    """How the company judges credit."""

    model = CreditPolicy
    name = "credit-policies"
    means = _("How the company judges credit, and who is asked beyond a limit.")
    icon = "settings"
    sections = {
        _("credit policy"): ("name", "stop_days", "grade_without_file"),
        _("who is asked"): ("consent_team", "consent_role"),
        _("own payment record"): ("points_per_overdue", "most_points", "grace_days",
                                  "months_back"),
        _("ratings by others"): ("score_without", "weight_agency", "weight_bank",
                                 "weight_registry", "weight_trade", "weight_own"),
    }  # fmt: skip
    columns = ("name", "points_per_overdue", "months_back", "stop_days", "consent_team",
               "consent_role")  # fmt: skip


@register
class TierPolicyResource(Resource):
    """What customers of a tier get."""

    model = TierPolicy
    name = "tier-policies"
    means = _("What customers of a tier get, and from which profit on they belong to it.")
    icon = "settings"
    sections = {
        _("tier policy"): ("tier", "from_profit", "currency"),
        _("what they get"): ("discount", "days", "answer_hours", "visit_days"),
    }
    columns = ("tier", "from_profit", "discount", "days", "answer_hours", "visit_days")
    filters = ("tier", "from_profit")
    facts: ClassVar[dict[str, dict[str, Any]]] = {"from_profit": {"adds_up": False}}


@register
class CreditFileResource(Resource):
    """How reliably a customer pays."""

    model = CreditFile
    name = "credit-files"
    means = _("How reliably a customer pays: what others say, what we saw, and the credit grade.")
    icon = "lock"
    page_rank = 58
    sections = {
        _("credit file"): ("party", "grade", "score", "owner"),
        _("how the score comes about"): ("rating", "overdue_count", "deduction", "rule_grade",
                                         "computed_on"),
        _("set by hand"): ("manual_grade", "manual_reason", "manual_until"),
        _("notes"): ("note",),
    }  # fmt: skip
    columns = ("party", "grade", "score", "rating", "overdue_count", "manual_until",
               "computed_on", "owner")  # fmt: skip
    filters = ("grade", "score", "rating", "overdue_count", "manual_grade", "manual_until",
               "party", "owner", "computed_on")  # fmt: skip
    sorts = {"score": "score", "created_at": "created_at"}
    parts = ("entries",)
    seen_from: ClassVar[dict[str, Any]] = {"party": _("credit file")}


@register
class CreditEntryResource(Resource):
    """What a source says of a customer's credit."""

    model = CreditEntry
    name = "credit-entries"
    means = _("What one source says of a customer's credit on a day.")
    icon = "file"
    sections = {
        _("credit entry"): ("credit", "source", "said_by", "rated_on", "score", "note",
                            "document"),
    }  # fmt: skip
    columns = ("rated_on", "source", "said_by", "score", "note")
    filters = ("source", "rated_on", "score")
