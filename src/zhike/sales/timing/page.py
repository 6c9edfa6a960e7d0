"""Which customers it is time for: what the rules meet among the customers in sight."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from zhike.access.granted import ADMINISTER
from zhike.access.rights import Access, Denied
from zhike.administration.places import Place, register_settings
from zhike.people.models import Party
from zhike.sales.models import TimingRule
from zhike.sales.timing.meeting import SHOWN, columns, may_meet, met, preview, rows
from zhike.web.attention import Figure
from zhike.web.panels import Panel, register_panel
from zhike.web.requests import PageRequest

PLACE = "/parties/due/"


@require_safe
def due_page(request: PageRequest) -> HttpResponse:
    """What is due and what comes in 90 days, of all rules or of one kind."""
    access, today = request.access, timezone.localdate()
    if not may_meet(access):
        raise Denied(Party.record_type, "read")
    known = active()
    kinds = {rule.moment for rule in known}
    only = request.GET.get("moment", "")
    only = only if only in kinds else ""
    found = met([rule for rule in known if only in ("", rule.moment)], access, today)
    due = found.customers_due(today)
    later = len(found.customers - due)
    context = {
        "kinds": _chips(kinds, only),
        "has_rules": bool(known),
        "count": len(due),
        "figures": [
            Figure(_("customers due now"), f"{len(due):,}", tone="seal" if due else ""),
            Figure(_("more in the next 90 days"), f"{later:,}" + ("+" if found.is_cut else "")),
        ],
        "columns": columns(), "rows": rows(found.moments, access),
        "more": max(len(found.moments) - SHOWN, 0),
        "may_set_up": access.can(TimingRule, ADMINISTER),
    }  # fmt: skip
    return render(request, "sales/due_customers.html", context)


def active() -> list[TimingRule]:
    """The rules in force."""
    rules = TimingRule.objects.filter(is_active=True).select_related("only", "product")
    return list(rules.order_by("name"))


def _chips(kinds: set[str], only: str) -> list[dict[str, Any]]:
    every = {"label": _("All"), "url": PLACE, "current": not only}
    return [every, *(
        {"label": kind.label, "url": f"{PLACE}?moment={kind.value}", "current": only == kind.value}
        for kind in TimingRule.Moment if kind.value in kinds
    )]  # fmt: skip


def previewed(access: Access, rule: TimingRule) -> dict[str, Any] | None:
    """Whom the rule would meet in the next 90 days, as far as the reader sees them."""
    if not may_meet(access):
        return None
    found, today = preview(rule, access, timezone.localdate()), timezone.localdate()
    return {
        "columns": columns(), "rows": rows(found.moments, access),
        "count": f"{len(found.moments):,}" + ("+" if found.is_cut else ""),
        "due": len(found.due(today)), "customers": len(found.customers),
    }  # fmt: skip


register_panel(
    TimingRule,
    Panel("meets", gettext_lazy("whom it meets"), 15, "sales/timing_preview.html", previewed),
)
register_settings(
    Place(gettext_lazy("Timing rules"),
          gettext_lazy("who is reminded of a replacement, an expiry or a long silence, and when"),
          "/timing-rules/", "clock", TimingRule),
)  # fmt: skip
