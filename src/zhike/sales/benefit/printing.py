"""A benefit report on paper, in both languages, kept with the quote that it belongs to."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from zhike.access.rights import Access, Denied
from zhike.base.pdf import NoPdf, to_pdf
from zhike.base.text import clean_text
from zhike.engagement import storage
from zhike.engagement.models import File
from zhike.ledger.fields import RecordRef
from zhike.records.errors import say
from zhike.records.models import Company
from zhike.records.paper_words import Words
from zhike.records.resource import resource_for
from zhike.sales.benefit.drawing import drawn
from zhike.sales.models import BenefitEdition, BenefitReport, Quote
from zhike.sales.rules.benefit import Definition
from zhike.web.attention import sees
from zhike.web.links import record_url
from zhike.web.requests import PageRequest, record_or_404, resource_or_404

STYLES = Path(__file__).parents[1] / "static" / "sales"
LANGUAGES = ("zh-hans", "en")
MIME = "application/pdf"


@require_safe
def print_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """The report as it is printed, in the language asked for."""
    report = _report(request, id_, "read")
    wanted = request.GET.get("language", "")
    language = wanted if wanted in LANGUAGES else LANGUAGES[0]
    answer = HttpResponse(html_of(request.access, report, language, for_browser=True))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
def attach(request: PageRequest, id_: UUID) -> HttpResponse:
    """Make both PDFs of the latest edition and keep them with the quote, else with the report."""
    report = _report(request, id_, "update")
    url = record_url(resource_for(BenefitReport), report.pk)
    if not request.access.can(File, "create"):
        raise Denied(File.record_type, "create")
    try:
        made = make(request.access, report)
    except NoPdf as error:
        messages.error(request, say(error))
        return redirect(url)
    names = ", ".join(file.name for file in made)
    messages.success(request, _("“%(file)s” is made.") % {"file": names})
    return redirect(url)


def make(access: Access, report: BenefitReport) -> list[File]:
    """Print the latest edition in both languages; raises NoPdf before anything is kept."""
    pages = [(code, to_pdf(html_of(access, report, code), _styles())) for code in LANGUAGES]
    kept = [(code, storage.store([page])) for code, page in pages]
    about = _holder(access, report)
    files = []
    with access.change_set("print"):
        for code, stored in kept:
            file = File(
                party=report.party, about=RecordRef.to(about), name=_name(report, code),
                owner=access.user, size=stored.size, sha256=stored.sha256, content_type=MIME,
                storage_key=stored.key,
            )  # fmt: skip
            file.save()
            files.append(file)
    return files


def _holder(access: Access, report: BenefitReport) -> Any:
    """The quote where there is one in sight, else the report."""
    quotes = access.rows(Quote).filter(pk=report.quote_id)
    return (quotes.first() if report.quote_id else None) or report


def _name(report: BenefitReport, language: str) -> str:
    with override(language):
        text = _("Benefit report %(name)s, edition %(n)s") % {
            "name": report.party.name, "n": report.edition,
        }  # fmt: skip
    return clean_text(text.replace("/", "-"), max_length=180, multiline=False) + ".pdf"


def html_of(
    access: Access, report: BenefitReport, language: str, *, for_browser: bool = False
) -> str:
    """The whole page; raises Denied where the latest edition is out of sight."""
    latest = access.shown_parts(BenefitEdition, [report.pk]).order_by("-number").first()
    if latest is None:
        raise Denied(BenefitEdition.record_type, "read")
    with override(language):
        context = {
            "report": report, "edition": latest, "language": language[:2],
            "model": report.model.called(language), "for_browser": for_browser,
            "company": Company.here().name, "day": Words(language[:2]).day(timezone.localdate()),
            "data": drawn(Definition.of_json(latest.definition), latest.values),
        }  # fmt: skip
        return render_to_string("sales/benefit_print.html", context)


def _report(request: PageRequest, id_: UUID, verb: str) -> BenefitReport:
    resource = resource_or_404(request, "benefit-reports", verb)
    report: BenefitReport = record_or_404(request, resource, id_, verb)
    named = ("party", "model", "values", "results", "edition")
    may = sees(request.access, BenefitReport, *named)
    if not may or not sees(request.access, BenefitEdition, "values", "results"):
        raise Denied(BenefitReport.record_type, "read")
    return report


def _styles() -> list[str]:
    return [(STYLES / name).read_text(encoding="utf-8") for name in ("paper.css", "benefit.css")]
