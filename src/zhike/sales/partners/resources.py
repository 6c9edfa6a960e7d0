"""Deal registrations and the policy for partners, on every surface."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from zhike.records.resource import Resource, register
from zhike.sales.models import DealRegistration, LeadShare, PartnerPolicy


@register
class PartnerPolicyResource(Resource):
    """What holds for partners."""

    model = PartnerPolicy
    name = "partner-policies"
    means = _("How long a customer that a partner registered stays theirs.")
    icon = "settings"
    sections = {_("policy for partners"): ("name", "protected_days", "warning_days")}
    columns = ("name", "protected_days", "warning_days")
    facts: ClassVar[dict[str, dict[str, Any]]] = {"name": {"required": True}}


@register
class DealRegistrationResource(Resource):
    """What partners register."""

    model = DealRegistration
    name = "deal-registrations"
    means = _("A customer that a partner registers for itself, and for how long it is protected.")
    icon = "lock"
    page_rank = 34
    sections = {
        _("deal registration"): ("customer_name", "uscc", "contact_name", "phone", "need",
                                 "amount", "currency", "expected_on"),
        _("partner"): ("partner", "owner"),
        _("protection"): ("status", "protected_until", "decided_at", "answer",
                          "extension_asked_at", "extension_reason"),
        _("with us"): ("party", "lead", "opportunity"),
    }  # fmt: skip
    columns = ("customer_name", "partner", "status", "protected_until", "amount", "owner",
               "created_at")  # fmt: skip
    filters = ("status", "partner", "protected_until", "extension_asked_at", "owner", "party",
               "lead", "opportunity", "expected_on")  # fmt: skip
    sorts = {"created_at": "created_at", "protected_until": "protected_until"}


@register
class LeadShareResource(Resource):
    """Leads that partners work on for us."""

    model = LeadShare
    name = "lead-shares"
    means = _("A lead that a partner works on for us, and how far the partner says it is.")
    icon = "swap"
    sections = {
        _("shared lead"): ("lead", "partner", "owner", "note"),
        _("progress"): ("progress", "report", "reported_at"),
    }
    columns = ("lead", "partner", "progress", "report", "reported_at", "owner")
    filters = ("progress", "partner", "lead", "owner", "reported_at")
    sorts = {"created_at": "created_at"}
