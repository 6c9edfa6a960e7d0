"""Who is asked by an approval rule, on its page: also whoever the seller decides."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.records.resource import resource_for
from zhike.sales.models import ApprovalRule
from zhike.sales.models.approval_rule import ApprovalRuleStep
from zhike.web.panels import Panel, register_panel
from zhike.web.tables import columns_of, table


def approvers(access: Access, rule: ApprovalRule) -> dict[str, Any] | None:
    """The steps in their order; one without a person or a department names whom it means."""
    part = resource_for(ApprovalRuleStep)
    steps = list(access.shown_parts(ApprovalRuleStep, [rule.pk]).order_by("pk"))
    specs = columns_of(part, access)
    if not steps or not specs:
        return None
    drawn = table(part, specs, access, steps)
    for row, step in zip(drawn["rows"], steps, strict=True):
        if step.user_id is None and step.team_id is None:
            text = capfirst(_("head of the selling team"))
            row["cells"][0] = {"kind": "text", "text": text}
    return {"tables": [drawn | {"id": "part-steps", "icon": part.icon, "count": len(steps)}]}


register_panel(
    ApprovalRule,
    Panel("approvers", gettext_lazy("who is asked"), 20, "web/panels/parts.html", approvers),
)
