"""Timing rules on every surface."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.records.resource import Resource, register
from zhike.sales.models import TimingRule


@register
class TimingRuleResource(Resource):
    """When it is time to turn to a customer."""

    model = TimingRule
    name = "timing-rules"
    means = _("When it is time to turn to a customer, and the task that somebody gets for it.")
    icon = "clock"
    sections = {
        _("timing rule"): ("name", "moment", "lead_days", "begins_on", "is_active"),
        _("what it is about"): (
            "product", "series", "every", "unit", "resource", "field", "only",
        ),
        _("task"): ("subject", "days_to_act"),
    }  # fmt: skip
    columns = ("name", "moment", "lead_days", "series", "product", "subject", "is_active")
    filters = ("moment", "is_active", "series", "product")
