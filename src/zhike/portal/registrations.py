"""What a partner sees of the customers that it registered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhike.ledger.actions import NotNow
from zhike.portal.partners import partner_of
from zhike.portal.registering import FIELDS, register
from zhike.portal.showing import TONES, line, said
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.models import Company
from zhike.records.resource import resource_for
from zhike.sales.models import DealRegistration
from zhike.web import inputs
from zhike.web.cells import cell
from zhike.web.outsiders import for_outsiders
from zhike.web.requests import PageRequest

MOST = 100
Status = DealRegistration.Status


@for_outsiders
@require_safe
def home_page(request: PageRequest) -> HttpResponse:
    """The partner's registrations, the newest first, with what is left of each protection."""
    partner = partner_of(request)
    rows = request.access.rows(DealRegistration)
    found = list(rows.order_by("-created_at", "-pk")[:MOST])
    protected = [one for one in found if one.is_protected]
    context = {
        "partner": partner, "manager": partner.owner, "lines": [line(one) for one in found],
        "figures": [
            {"label": _("Protected"), "value": str(len(protected))},
            {"label": _("Waiting for an answer"),
             "value": str(sum(one.is_undecided for one in found))},
            {"label": _("Became deals"),
             "value": str(sum(one.status == Status.CONVERTED for one in found))},
        ],
    }  # fmt: skip
    return render(request, "portal/home.html", context)


@for_outsiders
@require_http_methods(["GET", "POST"])
def new_page(request: PageRequest) -> HttpResponse:
    """The form of a registration; its answer stands there at once."""
    partner = partner_of(request)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = register(request.access, partner, request.POST.dict())
        except Invalid as invalid:
            errors = {error.field: error.message for error in invalid.errors}
        else:
            messages.success(request, said(made))
            return redirect(f"/portal/registrations/{made.pk}/")
    context = {"fields": _fields(request, errors), "problems": _problems(errors)}
    return render(request, "portal/register.html", context, status=422 if errors else 200)


def _fields(request: PageRequest, errors: dict[str, str]) -> list[inputs.Input]:
    specs, currency = resource_for(DealRegistration).coded, Company.here().base_currency
    return [
        inputs.drawn(specs[name], request.POST.get(name, ""), {}, error=errors.get(name, ""),
                     currency=currency)
        for name in FIELDS
    ]  # fmt: skip


def _problems(errors: dict[str, str]) -> list[dict[str, str]]:
    specs = resource_for(DealRegistration).coded
    return [
        {"label": str(specs[name].label), "text": text, "id": f"id_{name}"}
        for name, text in errors.items()
    ]


@for_outsiders
@require_http_methods(["GET", "POST"])
def registration_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """One registration: how it stands, what we answered; POST asks for more time."""
    partner = partner_of(request)
    one = request.access.rows(DealRegistration).filter(pk=id_).first()
    if one is None:
        raise Http404
    error = ""
    if request.method == "POST":
        error = _ask(request, id_)
        if not error:
            return redirect(request.path)
    context = {
        "one": one, "said": said(one), "line": line(one), "tone": TONES.get(one.status, ""),
        "facts": _facts(one), "manager": partner.owner, "error": error,
        "may_ask": one.is_protected and one.extension_asked_at is None,
        "typed": request.POST.get("extension_reason", ""),
    }  # fmt: skip
    return render(request, "portal/registration.html", context, status=422 if error else 200)


def _ask(request: PageRequest, id_: UUID) -> str:
    """Ask for an extension; what is wrong with that, else nothing."""
    raw = {"extension_reason": request.POST.get("extension_reason", "")}
    try:
        saving.perform(resource_for(DealRegistration), request.access, id_, "ask_extension", raw)
    except Invalid as invalid:
        return invalid.errors[0].message
    except NotNow:
        messages.error(request, _("This makes no sense for the record as it is."))
        return ""
    messages.success(request, _("Your account manager has your request."))
    return ""


def _facts(one: DealRegistration) -> list[dict[str, Any]]:
    """What the partner itself said."""
    specs = resource_for(DealRegistration).coded
    return [
        {"label": specs[name].label, "cell": cell(specs[name], one, {})}
        for name in FIELDS[1:] if specs[name].text(one)
    ]  # fmt: skip
