"""Papers on screen: looked at before they are made, made, and listed with their document."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from zhike.access.rights import Access, Denied
from zhike.base.pdf import NoPdf
from zhike.engagement.models import File
from zhike.records.errors import say
from zhike.records.models import BrandTemplate
from zhike.records.resource import resource_for
from zhike.records.titles import titles
from zhike.sales.models import Contract, Order, Quote
from zhike.sales.models.document import Document
from zhike.sales.papers import making
from zhike.sales.papers.building import is_final, language_of, paper_of
from zhike.sales.papers.printing import html_of
from zhike.web.dates import moment_text
from zhike.web.links import record_url
from zhike.web.panels import Panel, register_panel
from zhike.web.requests import PageRequest, record_or_404, resource_or_404

KINDS = (Quote, Contract, Order)
NAMES = ("quotes", "contracts", "orders")
SHOWN = 10


def _document(request: PageRequest, name: str, id_: UUID) -> Any:
    """The document, for whoever may make papers of it; who may of none is told so first."""
    resource = resource_or_404(request, name)
    if not request.access.can(resource.model, "update"):
        raise Denied(resource.model.record_type, "update")
    document = record_or_404(request, resource, id_)
    making.require(request.access, document)
    return document


@require_GET
def preview_page(request: PageRequest, name: str, id_: UUID) -> HttpResponse:
    """The paper as it would be printed now, without a code: nothing is made."""
    document = _document(request, name, id_)
    language = making.language_for(document, request.GET.get("language", ""))
    return _page(html_of(paper_of(document, language), for_browser=True))


@require_POST
def make_page(request: PageRequest, name: str, id_: UUID) -> HttpResponse:
    """Make the PDF and keep it; without a press, the page to be printed by the browser."""
    document = _document(request, name, id_)
    language = making.language_for(document, request.POST.get("language", ""))
    address = making.address_for(document, request.build_absolute_uri("/")[:-1])
    try:
        file = making.make(request.access, document, language, address)
    except NoPdf as error:
        html = making.page_for_browser(request.access, document, language, address, say(error))
        return _page(html)
    messages.success(request, _("“%(file)s” is made.") % {"file": file.name})
    return redirect(f"/{name}/{id_}/#papers")


def _page(html: str) -> HttpResponse:
    answer = HttpResponse(html)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def papers(access: Access, document: Document) -> dict[str, Any] | None:
    """The papers made of a document, and where one makes another, for whoever may."""
    if not access.can(File, "read"):
        return None
    found = list(making.papers_of(access, document)[:SHOWN])
    may = access.can(File, "create") and access.reaches(document, "update")
    if not found and not may:
        return None
    called = titles(access, found)
    url = record_url(resource_for(type(document)), document.pk, "paper")
    usual = language_of(document) if may else ""
    return {
        "rows": [
            {"name": called[file.pk], "size": filesizeformat(file.size),
             "when": moment_text(file.created_at), "url": f"/files/{file.pk}/content/",
             "preview": f"/files/{file.pk}/preview/"}
            for file in found
        ],
        "may": may, "make": url, "is_final": is_final(document), "usual": usual,
        "languages": [
            {"value": value, "label": label} for value, label in BrandTemplate.Language.choices
        ],
    }  # fmt: skip


for _kind in KINDS:
    register_panel(
        _kind, Panel("papers", gettext_lazy("papers"), 4, "sales/papers/panel.html", papers,
                     side=True, is_live=False),
    )  # fmt: skip
