"""The brief of a record as a page: to be read on a phone in the car, or printed on one sheet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from zhike.access.rights import Access
from zhike.engagement.briefs.sections import (
    HANDOVER,
    VISIT,
    PartyOf,
    has_brief,
    register_subject,
    subject_of,
    written,
)
from zhike.ledger.models import Record
from zhike.people.models import Lead, Party
from zhike.records.models import Company
from zhike.records.resource import Resource, resource_for
from zhike.records.titles import title
from zhike.web.attention import attention
from zhike.web.cells import tier_of
from zhike.web.dates import moment_exact
from zhike.web.links import record_url
from zhike.web.record_head import key_facts, register_entry
from zhike.web.requests import PageRequest, record_or_404, resource_or_404
from zhike.web.trails import trail

PURPOSES = {HANDOVER: gettext_lazy("to take over"), VISIT: gettext_lazy("for a visit")}


@require_GET
def brief_page(request: PageRequest, name: str, id_: UUID) -> HttpResponse:
    """Everything one must know before calling, on one page."""
    resource = resource_or_404(request, name)
    if not has_brief(resource.model):
        raise Http404
    record = record_or_404(request, resource, id_)
    purpose = request.GET.get("for", HANDOVER)
    if purpose not in PURPOSES:
        raise Http404
    url = record_url(resource, id_, "brief")
    context = {
        "trail": trail(request.access, resource, record, _("Brief")),
        "purposes": [
            {"label": capfirst(label), "url": f"{url}?for={name}", "current": name == purpose}
            for name, label in PURPOSES.items()
        ],
        "printed": _("%(company)s · %(who)s · %(when)s") % {
            "company": Company.here().name, "who": request.user,
            "when": moment_exact(timezone.now()),
        },
        **drawn(request.access, resource, record, purpose),
    }  # fmt: skip
    return render(request, "engagement/brief.html", context)


def drawn(access: Access, resource: Resource, record: Any, purpose: str) -> dict[str, Any]:
    """A brief for its template: what matters now, then the registered sections."""
    called = title(access, record)
    return {
        "called": called, **tier_of(access, record),
        "meta": key_facts(access, resource, record, called),
        "attention": attention(access, record),
        "sections": written(access, subject_of(access, record, purpose)),
    }  # fmt: skip


def entry(_access: Access, record: Any) -> dict[str, Any]:
    """The way to the brief, in the menu of the record's page."""
    url = record_url(resource_for(type(record)), record.pk, "brief")
    return {"label": _("Brief on one page"), "icon": "print", "url": url}


def open_to(model: type[Record], party_of: PartyOf) -> None:
    """Let records of this type have a brief, and a way to it on their pages."""
    register_subject(model, party_of)
    register_entry(model, entry)


open_to(Party, lambda party: party)
open_to(Lead, lambda lead: None)
