"""What visits add to pages: the verdict, what hinders it, and the way to ask for one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.engagement.attention import of_party
from zhike.people.models import Party
from zhike.records.resource import resource_for
from zhike.sales.attention import figures_of_party
from zhike.sales.models import ExecutiveVisit, Opportunity, VisitPolicy
from zhike.sales.models.entering import register_executive_request
from zhike.sales.rules.go_or_no_go import is_fresh
from zhike.sales.visits.times import clashes_of, offers_of, span_of, when_text
from zhike.sales.visits.wording import verdict
from zhike.web.attention import Alert, Figure, Step, register_attention
from zhike.web.cells import Cell
from zhike.web.links import record_url
from zhike.web.panels import Panel, register_panel
from zhike.web.proposals import Options, register_proposals
from zhike.web.record_head import register_entry


def judgement(access: Access, visit: ExecutiveVisit) -> dict[str, Any]:
    """Go or not, each rule, what stands in the calendar then, and free times."""
    is_ahead = visit.is_undecided or visit.status == ExecutiveVisit.Status.ACCEPTED
    found = clashes_of(access, visit) if is_ahead else []
    may_move = visit.is_undecided and access.reaches(visit, "update")
    return {
        "verdict": verdict(access, visit), "when": when_text(span_of(visit)), "clashes": found,
        "is_ahead": is_ahead,
        "offers": [_offer(visit, span, may_move=may_move) for span in offers_of(visit)]
        if found else [],
    }  # fmt: skip


def _offer(visit: ExecutiveVisit, span: Any, *, may_move: bool) -> Cell:
    """A free time: to be taken with a click, where the reader may move the visit."""
    button: Cell = {"label": when_text(span), "icon": "calendar", "size": "small"}
    if not may_move:
        return button | {"url": ""}
    begins = timezone.localtime(span.starts)
    return button | {
        "url": record_url(resource_for(ExecutiveVisit), visit.pk, "reschedule"), "method": "post",
        "name": "starts_at", "value": f"{begins:%Y-%m-%dT%H:%M}",
    }  # fmt: skip


def free_begins(_access: Access, visit: ExecutiveVisit) -> dict[str, Options]:
    """Free times, to be taken at a touch in the form of another time."""
    return {
        "starts_at": [
            {"value": f"{timezone.localtime(span.starts):%Y-%m-%dT%H:%M}", "label": when_text(span)}
            for span in offers_of(visit)
        ]
    }


def hindrances(_access: Access, visit: ExecutiveVisit) -> Iterator[Alert]:
    """Why it cannot be asked for yet."""
    if not visit.is_undecided:
        return
    policy = VisitPolicy.here()
    facts = visit.facts()
    if not is_fresh(facts.silent_days, policy):
        text = _("No contact within %(days)s days: nobody is sent who knows nothing.")
        record = {"label": _("Record contact"), "icon": "plus",
                  "url": f"/capture/?party={visit.party_id}"}  # fmt: skip
        yield Alert(_("The visit cannot be submitted"), text % {"days": policy.silent_days},
                    "seal", [record])  # fmt: skip


def of_customer(access: Access, visit: ExecutiveVisit) -> Iterator[Alert | Figure]:
    """What one should know of the customer before deciding, or going."""
    for found in (*figures_of_party(access, visit.party), *of_party(access, visit.party)):
        if not isinstance(found, Step):
            yield found


def is_asked_for(deal: Opportunity) -> bool:
    """Whether somebody has asked the management to go to this deal's customer."""
    status = ExecutiveVisit.Status
    asked = ExecutiveVisit.objects.filter(opportunity=deal.pk)
    return asked.exclude(status__in=[status.DECLINED, status.CANCELLED]).exists()


def ask(access: Access, record: Any) -> Cell | None:
    """The way to a request, in the menu of a customer's or a deal's page."""
    if not access.can(ExecutiveVisit, "create"):
        return None
    asked = {"party": str(record.pk)}
    if isinstance(record, Opportunity):
        if record.party_id is None:
            return None
        asked = {"opportunity": str(record.pk), "party": str(record.party_id)}
    return {"label": _("Ask the management for a visit"), "icon": "door",
            "url": f"/executive-visits/new/?{urlencode(asked)}"}  # fmt: skip


register_panel(
    ExecutiveVisit,
    Panel("judgement", gettext_lazy("go or not"), 4, "sales/visit_judgement.html", judgement),
)
register_executive_request(is_asked_for)
register_attention(10, ExecutiveVisit, hindrances)
register_attention(20, ExecutiveVisit, of_customer)
for _verb in ("reschedule", "postpone"):
    register_proposals(ExecutiveVisit, _verb, free_begins)
for _model in (Party, Opportunity):
    register_entry(_model, ask)
