"""What sales adds to pages: where a deal stands in its pipeline, what was said about it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.engagement.sources import register_about
from zhike.ledger.models import Record
from zhike.records.resource import resource_for
from zhike.sales.cards import dwell_text
from zhike.sales.models import Opportunity, OpportunityLine, Stage
from zhike.sales.rules.amounts import difference, lines_total
from zhike.sales.rules.dwelling import days_in_stage, dwell_state
from zhike.sales.swimlane import swimlane
from zhike.web.cells import money
from zhike.web.links import record_url
from zhike.web.panels import Panel, register_panel


def standing(access: Access, deal: Record) -> dict[str, Any] | None:
    """The stages with the deal's own among them, and how far its amount is from its lines."""
    if not isinstance(deal, Opportunity) or not _sees(access, Opportunity, "stage", "stage_since"):
        return None
    movable = not deal.stage.is_closed and access.reaches(deal, "update")
    resource = resource_for(Opportunity)
    return {
        "steps": _steps(deal, movable=movable),
        "url": record_url(resource, deal.pk, "move") if movable else "",
        "difference": _difference(access, deal),
    }


def _steps(deal: Opportunity, *, movable: bool) -> list[dict[str, Any]]:
    now = deal.stage
    days = days_in_stage(deal.stage_since, timezone.now(), timezone.get_current_timezone())
    state = dwell_state(days, now.max_days)
    steps = []
    for stage in Stage.objects.filter(pipeline=deal.pipeline_id).order_by("position", "pk"):
        step = {"label": stage.name, "note": f"{stage.win_probability}%", "state": "todo",
                "value": str(stage.pk) if movable else ""}  # fmt: skip
        if stage.pk == now.pk:
            step["state"] = now.kind if now.is_closed else "late" if state == "late" else "now"
            step["note"] = "" if now.is_closed else dwell_text(days, now.max_days, state)
        elif stage.is_closed and now.is_closed:
            continue
        elif not stage.is_closed and (now.kind == Stage.Kind.WON or stage.position < now.position):
            step["state"] = "done" if now.kind != Stage.Kind.LOST else "todo"
        steps.append(step)
    return steps


def _difference(access: Access, deal: Opportunity) -> dict[str, Any] | None:
    """The amount that stands and what the lines come to, where the two differ."""
    may_see = _sees(access, Opportunity, "amount") and _sees(access, OpportunityLine, "amount")
    if not may_see or deal.amount is None:
        return None
    of_lines = lines_total(line.amount for line in deal.lines.all())
    if of_lines is None or difference(deal.amount, of_lines) is None:
        return None
    texts = {name: _exact(amount, deal) for name, amount in
             (("amount", deal.amount), ("lines", of_lines))}  # fmt: skip
    text = _("The product lines come to %(lines)s. The amount of %(amount)s stands.") % texts
    return {"title": _("Amount and product lines differ"), "text": text}


def _exact(amount: Any, deal: Opportunity) -> str:
    return str(money(amount, deal.currency)["exact"])


def _sees(access: Access, model: type[Record], *names: str) -> bool:
    specs = resource_for(model).specs(access)
    return all(name in specs and specs[name].searchable for name in names)


def process(access: Access, deal: Record) -> dict[str, Any] | None:
    """Which department does what, which has the deal now and since when."""
    return swimlane(access, deal) if isinstance(deal, Opportunity) else None


register_about(Opportunity)
register_panel(
    Opportunity, Panel("process", gettext_lazy("swimlane"), 7, "sales/swimlane.html", process)
)
register_panel(
    Opportunity, Panel("stages", gettext_lazy("stages"), 5, "sales/standing.html", standing)
)
