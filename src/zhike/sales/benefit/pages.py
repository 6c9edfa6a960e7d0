"""The calculator of a benefit report, what it shows as one types, and earlier editions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhike.access.rights import Denied
from zhike.base.errors import BadValue
from zhike.base.money import parse_number
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.titles import title
from zhike.sales.benefit.drawing import drawn, fields_of
from zhike.sales.models import BenefitEdition, BenefitReport
from zhike.sales.models.benefit_model import plain_number
from zhike.sales.rules.benefit import Definition
from zhike.web.attention import sees
from zhike.web.links import record_url
from zhike.web.requests import PageRequest, record_or_404, resource_or_404
from zhike.web.trails import trail

PREFIX = "v-"
FIGURES = ("values", "results", "edition", "model")


@require_http_methods(["GET", "POST"])
def calculator_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """GET: the inputs with what follows from them. POST: keep it as a new edition."""
    resource = resource_or_404(request, "benefit-reports", "update")
    report = record_or_404(request, resource, id_, "update")
    _require_sight(request)
    definition = report.model.definition()
    errors: list[str] = []
    values: dict[str, Any] = report.values
    if request.method == "POST":
        values = typed(definition, request.POST)
        try:
            done = saving.perform(
                resource, request.access, id_, "calculate", {"values": {**report.values, **values}}
            )
        except Invalid as invalid:
            errors = [error.message for error in invalid.errors]
        else:
            text = _("%(name)s: edition %(number)s.") % {
                "name": title(request.access, done), "number": done.edition,
            }  # fmt: skip
            messages.success(request, text, extra_tags=f"undo:{done.change_set_id}")
            return redirect(record_url(resource, id_))
    context = {
        "report": report, "called": title(request.access, report), "errors": errors,
        "trail": trail(request.access, resource, report, _("calculate anew")),
        "fields": fields_of(definition, values),
        "figures_url": record_url(resource, id_, "figures"),
        "data": drawn(definition, values),
        "end": [{"label": _("Keep as edition %(n)s") % {"n": report.edition + 1},
                 "tone": "primary", "icon": "check"},
                {"label": _("Cancel"), "url": record_url(resource, id_)}],
    }  # fmt: skip
    return render(request, "sales/benefit_calculator.html", context, status=422 if errors else 200)


@require_safe
def figures_part(request: PageRequest, id_: UUID) -> HttpResponse:
    """What follows from the inputs as they stand in the form."""
    resource = resource_or_404(request, "benefit-reports")
    report = record_or_404(request, resource, id_)
    _require_sight(request)
    definition = report.model.definition()
    values = {**_known(definition, report.values), **typed(definition, request.GET)}
    return render(request, "sales/benefit_figures.html", {"data": drawn(definition, values)})


@require_safe
def edition_page(request: PageRequest, id_: UUID, number: int) -> HttpResponse:
    """A report as it was worked out once, with the model of then."""
    resource = resource_or_404(request, "benefit-reports")
    report = record_or_404(request, resource, id_)
    _require_sight(request)
    edition = edition_or_404(request, report, number)
    context = {
        "report": report, "called": title(request.access, report), "edition": edition,
        "trail": trail(
            request.access, resource, report, _("Edition %(n)s") % {"n": number}
        ),
        "data": drawn(Definition.of_json(edition.definition), edition.values),
        "is_latest": edition.number == report.edition,
        "back_url": record_url(resource, id_),
    }  # fmt: skip
    return render(request, "sales/benefit_edition.html", context)


def edition_or_404(request: PageRequest, report: BenefitReport, number: int) -> Any:
    """An edition of a report whose values the reader may see."""
    if not sees(request.access, BenefitEdition, "number", "values", "results"):
        raise Denied(BenefitEdition.record_type, "read")
    found = request.access.shown_parts(BenefitEdition, [report.pk]).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def typed(definition: Definition, given: QueryDict) -> dict[str, str]:
    """The inputs as they were typed: 1.2万 is 12000; what is no number stays as it is."""
    found = {}
    for term in definition.inputs:
        text = given.get(PREFIX + term.key)
        if text is not None:
            found[term.key] = _plain(text.strip())
    return found


def _plain(text: str) -> str:
    try:
        return f"{plain_number(text):f}" if text else ""
    except BadValue:
        number = parse_number(text[:40])
        return text[:40] if number is None else f"{number:f}"


def _known(definition: Definition, values: dict[str, Any]) -> dict[str, Any]:
    """The values of the inputs that the model has today."""
    keys = {term.key for term in definition.inputs}
    return {key: value for key, value in values.items() if key in keys}


def _require_sight(request: PageRequest) -> None:
    if not sees(request.access, BenefitReport, *FIGURES):
        raise Denied(BenefitReport.record_type, "read")
