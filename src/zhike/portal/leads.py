"""Leads that we gave to a partner: who asks for what, and how far the partner is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhike.ledger.actions import NotNow
from zhike.people.models import Lead
from zhike.portal.partners import partner_of
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.resource import resource_for
from zhike.sales.actions.lead_share import TOLD
from zhike.sales.models import LeadShare
from zhike.web.outsiders import for_outsiders
from zhike.web.requests import PageRequest

MOST = 100
SHOWN = ("name", "title", "mobile", "phone", "email", "region", "need")
"""What a partner is to know of a lead; neither its score nor what we wrote for ourselves."""
Progress = LeadShare.Progress
TONES: dict[str, str] = {
    Progress.GIVEN: "ochre", Progress.CONTACTED: "indigo", Progress.OFFERED: "indigo",
    Progress.WON: "pine", Progress.LOST: "mauve",
}  # fmt: skip


def _shares(request: PageRequest) -> QuerySet[Any]:
    """Those that are not taken back."""
    rows = request.access.rows(LeadShare).exclude(progress=Progress.TAKEN_BACK)
    return rows.select_related("lead", "owner")


@for_outsiders
@require_safe
def leads_page(request: PageRequest) -> HttpResponse:
    """All of them, the newest first."""
    partner = partner_of(request)
    found = _shares(request).order_by("-created_at", "-pk")[:MOST]
    lines = [
        {"name": _called(share.lead), "url": f"/portal/leads/{share.pk}/",
         "status": share.get_progress_display(), "tone": TONES.get(share.progress, ""),
         "note": share.report or share.lead.need}
        for share in found
    ]  # fmt: skip
    return render(request, "portal/leads.html", {"lines": lines, "manager": partner.owner})


def _called(lead: Lead) -> str:
    return lead.company_name or lead.name


@for_outsiders
@require_http_methods(["GET", "POST"])
def lead_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """One lead with how to reach them; POST reports how far the partner is."""
    share = _shares(request).filter(pk=id_).first()
    if share is None:
        raise Http404
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = _report(request, id_)
        if not errors:
            return redirect(request.path)
    context = {
        "share": share, "called": _called(share.lead), "tone": TONES.get(share.progress, ""),
        "facts": _facts(share.lead), "manager": share.owner,
        "fields": _fields(request, share, errors) if share.is_running else [],
    }  # fmt: skip
    return render(request, "portal/lead.html", context, status=422 if errors else 200)


def _facts(lead: Lead) -> list[dict[str, Any]]:
    specs = resource_for(Lead).coded
    return [
        {"label": specs[name].label, "cell": _cell(name, text)}
        for name in SHOWN if (text := specs[name].text(lead))
    ]  # fmt: skip


def _cell(name: str, text: str) -> dict[str, str]:
    if name in ("mobile", "phone"):
        return {"kind": "phone", "text": text, "url": f"tel:{text}"}
    if name == "email":
        return {"kind": "mail", "text": text, "url": f"mailto:{text}"}
    return {"kind": "long", "text": text}


def _fields(request: PageRequest, share: LeadShare, errors: dict[str, str]) -> list[dict[str, Any]]:
    chosen = request.POST.get("progress") or (share.progress if share.progress in TOLD else "")
    options = [{"value": value.value, "label": value.label} for value in TOLD]
    return [
        {"kind": "radios", "name": "progress", "label": _("How far are you?"), "options": options,
         "value": chosen, "error": errors.get("progress", ""), "required": True},
        {"kind": "text", "name": "report", "label": _("In one line"), "required": True,
         "value": request.POST.get("report", ""), "error": errors.get("report", ""),
         "maximum_length": 300, "wide": True},
    ]  # fmt: skip


def _report(request: PageRequest, id_: UUID) -> dict[str, str]:
    """Report, or what is wrong with it."""
    raw = {name: request.POST.get(name, "") for name in ("progress", "report")}
    try:
        saving.perform(resource_for(LeadShare), request.access, id_, "report_progress", raw)
    except Invalid as invalid:
        return {error.field: error.message for error in invalid.errors}
    except NotNow:
        messages.error(request, _("This makes no sense for the record as it is."))
        return {}
    messages.success(request, _("Thank you: our colleague sees it at once."))
    return {}
