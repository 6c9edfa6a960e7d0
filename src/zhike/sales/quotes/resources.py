"""What administrators set up about quotes and consent, on every surface."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.administration.places import Place, register_settings
from zhike.records.resource import Resource, register
from zhike.sales.models import ApprovalRule, ApprovalRuleStep, QuotePolicy


@register
class QuotePolicyResource(Resource):
    """How long quotes hold."""

    model = QuotePolicy
    name = "quote-policies"
    means = _("How many days quotes hold, and how long before their end their owners are reminded.")
    icon = "settings"
    sections = {_("policy for quotes"): ("name", "valid_days", "remind_days")}
    columns = ("name", "valid_days", "remind_days")


@register
class ApprovalRuleStepResource(Resource):
    """Who is asked."""

    model = ApprovalRuleStep
    name = "approval-rule-steps"
    means = _("Who is asked by an approval rule, in the order in which they stand.")
    icon = "user"
    sections = {_("who is asked"): ("rule", "user", "team")}
    columns = ("user", "team")
    has_panel = True


@register
class ApprovalRuleResource(Resource):
    """Whose consent documents need."""

    model = ApprovalRule
    name = "approval-rules"
    means = _("Which quotes, contracts or orders need whose consent, in which order and time.")
    icon = "check"
    sections = {
        _("approval rule"): ("name", "kind", "team", "amount_from", "discount_above", "is_active"),
        _("how they are asked"): ("mode", "hours", "when_late"),
    }  # fmt: skip
    columns = ("name", "kind", "team", "amount_from", "discount_above", "mode", "is_active")
    filters = ("kind", "team", "is_active")
    parts = ("steps",)
    search = {"names": ("name",)}


register_settings(
    Place(_("Approval rules"), _("who consents to quotes, contracts and orders, in which order"),
          "/approval-rules/", "check", ApprovalRule),
)  # fmt: skip
register_settings(
    Place(_("Policy for quotes"), _("how long quotes hold, when one is reminded of their end"),
          "/quote-policies/", "settings", QuotePolicy)
)  # fmt: skip
