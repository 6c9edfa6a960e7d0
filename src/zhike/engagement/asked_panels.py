"""What is asked of colleagues and departments, on pages: of a record, and on the first one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.models import Owned, Team
from zhike.access.rights import Access
from zhike.engagement.decided_upon import decided_upon
from zhike.engagement.models import Approval, InternalRequest
from zhike.engagement.models.about import about, customer_behind
from zhike.engagement.models.request import is_waiting
from zhike.ledger.fields import RecordRef
from zhike.ledger.models import Record
from zhike.records.resource import resource_for
from zhike.records.titles import named, titles
from zhike.web.dates import moment_text
from zhike.web.links import url_of
from zhike.web.panels import Panel, register_panel

SHOWN = 8
TONES = {
    "open": "ochre", "taken": "indigo", "answered": "pine", "agreed": "pine", "declined": "mauve",
    "refused": "seal", "withdrawn": "",
}  # fmt: skip


def may_be_about(record: Record) -> bool:
    """Whether one asks about such a record: a customer or a deal, not what is noted of them."""
    is_main = resource_for(type(record)).page_rank > 0
    is_ours = record._meta.app_label == Approval._meta.app_label
    return isinstance(record, Owned) and is_main and not is_ours


def asked(access: Access, record: Record) -> dict[str, Any] | None:
    """Requests and approvals about a record, and the way to ask."""
    if not may_be_about(record):
        return None
    return {
        "requests": _requests(access, about(record)),
        "approvals": _approvals(access, about(record)),
        "actions": [
            {"label": label, "icon": icon, "size": "small", "url": _new(name, record)}
            for model, name, label, icon in (
                (InternalRequest, "internal-requests", _("Ask a department"), "chat"),
                (Approval, "approvals", _("Ask for consent"), "check"),
            ) if access.can(model, "create")
        ],
    }  # fmt: skip


def _new(name: str, record: Record) -> str:
    values = {"about": RecordRef.to(record)}
    if party := customer_behind(record):
        values["party"] = str(party)
    return f"/{name}/new/?{urlencode(values)}"


def _requests(access: Access, which: Q) -> list[dict[str, Any]]:
    rows = InternalRequest.objects.filter(which, access.row_by_row(InternalRequest))
    found = list(rows.order_by("-asked_at")[:SHOWN])
    called = titles(access, found)
    teams = named(access, Team, {request.to_team_id for request in found})
    return [
        {
            "title": called[request.pk], "url": url_of(InternalRequest, request.pk),
            "who": teams.get(request.to_team_id, ""), "answer": request.answer,
            "badge": _badge(request, is_late=is_waiting(request) and request.is_late),
            "when": _when(request),
        }
        for request in found
    ]  # fmt: skip


def _when(request: InternalRequest) -> str:
    if request.answered_at is not None:
        return moment_text(request.answered_at)
    if not is_waiting(request):
        return ""
    return _("due %(when)s") % {"when": moment_text(request.due_at)}


def _approvals(access: Access, which: Q) -> list[dict[str, Any]]:
    rows = Approval.objects.filter(which, access.row_by_row(Approval)).order_by("-asked_at")
    found = list(rows.prefetch_related("steps__team", "steps__user")[:SHOWN])
    called = titles(access, found)
    return [
        {
            "title": called[approval.pk], "url": url_of(Approval, approval.pk),
            "badge": _badge(approval), "answer": approval.comment,
            "who": "、".join(str(s) for s in approval.steps.all() if s.decision == "open"),
            "when": moment_text(approval.closed_at) if approval.closed_at else "",
        }
        for approval in found
    ]  # fmt: skip


def _badge(record: Any, *, is_late: bool = False) -> dict[str, Any]:
    if is_late:
        return {"text": _("late"), "tone": "seal", "icon": "clock"}
    return {"text": record.get_status_display(), "tone": TONES[record.status]}


def upon(access: Access, approval: Any) -> dict[str, Any] | None:
    """What the consent is about, as it was when it was asked for."""
    found = decided_upon(access, approval)
    if found is None or not (found.facts or found.is_gone):
        return None
    return {"facts": found.facts, "has_changed": found.has_changed, "is_gone": found.is_gone}


register_panel(
    None, Panel("asked", gettext_lazy("requests and approvals"), 55, "engagement/asked.html", asked,
                side=True),
)  # fmt: skip
register_panel(
    Approval, Panel("upon", gettext_lazy("what is decided upon"), 15, "engagement/upon.html", upon),
)  # fmt: skip
