"""Executives, their visits and what customers told them, on every surface."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from zhike.records.resource import Resource, register
from zhike.sales.models import CustomerOpinion, Executive, ExecutiveVisit, VisitPolicy


@register
class ExecutiveResource(Resource):
    """Who of the management goes to customers."""

    model = Executive
    name = "executives"
    means = _("Somebody of the management who may be asked to visit a customer.")
    icon = "user"
    sections = {_("executive"): ("user", "title", "level", "visits_per_quarter", "is_active")}
    columns = ("user", "title", "level", "visits_per_quarter", "is_active")
    filters = ("level", "is_active", "user")


@register
class VisitPolicyResource(Resource):
    """What the company asks of a visit."""

    model = VisitPolicy
    name = "visit-policies"
    means = _("What the company asks before somebody of the management goes to a customer.")
    icon = "settings"
    sections = {
        _("policy for visits"): ("name",),
        _("what is asked"): ("least_chance", "least_amount", "most_silent_days", "least_contacts",
                             "later_from"),
        _("what is required"): ("needs_stage", "needs_amount", "needs_leader"),
        _("what counts"): ("weight_stage", "weight_amount", "weight_leader", "weight_contact",
                           "weight_relation", "weight_competitor"),
    }  # fmt: skip
    columns = ("name", "least_chance", "least_amount", "most_silent_days")
    facts: ClassVar[dict[str, dict[str, Any]]] = {"name": {"required": True}}


@register
class ExecutiveVisitResource(Resource):
    """Visits of the management to customers."""

    model = ExecutiveVisit
    name = "executive-visits"
    means = _("A request that somebody of the management visits a customer, and what became of it.")
    icon = "door"
    page_rank = 28
    sections = {
        _("executive visit"): ("purpose", "party", "opportunity", "executive", "starts_at",
                               "ends_at", "place", "attendee", "leader_attends", "owner"),
        _("recommendation"): ("recommendation", "score", "decided_by"),
        _("decision"): ("status", "submitted_at", "decided_at", "decision_note", "is_override",
                        "appointment"),
        _("preparation"): ("talking_points",),
        _("outcome"): ("held_at", "outcome", "customer_said"),
    }  # fmt: skip
    columns = ("starts_at", "purpose", "party", "executive", "recommendation", "score", "status",
               "owner")  # fmt: skip
    filters = ("status", "recommendation", "executive", "starts_at", "party", "opportunity",
               "owner", "is_override")  # fmt: skip
    sorts = {"starts_at": "starts_at", "created_at": "created_at"}
    default_sort = "-starts_at"
    seen_from: ClassVar[dict[str, Any]] = {"attendee": _("visits that they received")}


@register
class CustomerOpinionResource(Resource):
    """What customers told the management."""

    model = CustomerOpinion
    name = "customer-opinions"
    means = _("What a customer told the management on a visit; somebody sees to it.")
    icon = "chat"
    sections = {
        _("customer's opinion"): ("text", "visit", "party", "owner", "due_on"),
        _("answer"): ("status", "answer", "answered_at"),
    }
    columns = ("text", "party", "owner", "status", "answer", "created_at")
    filters = ("status", "owner", "party", "visit", "due_on")
    sorts = {"created_at": "created_at"}
