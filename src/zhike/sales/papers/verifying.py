"""Whether a paper in somebody's hand is ours and the valid one: by its number and amount."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from zhike.access.freshness import rights_number
from zhike.base.errors import BadValue
from zhike.base.money import parse_amount
from zhike.engagement.public import slowing
from zhike.engagement.public.page import SLOW, answer, language_of
from zhike.records.entering import company_zone
from zhike.records.errors import say
from zhike.sales.models import Contract, Order, Quote
from zhike.sales.models.document import VOID
from zhike.sales.papers.building import entity_of, is_final, paper_of
from zhike.sales.papers.shared import language_here, state_of
from zhike.web.requests import address_of

TEMPLATE = "sales/papers/verify.html"
KINDS = (Quote, Contract, Order)


# Whoever holds the paper knows both, and learns nothing that does not stand on it but whether it
# still counts; no cookie, no session, so that nothing can be sent in somebody's name.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify_page(request: HttpRequest) -> HttpResponse:
    """The form; then what becomes of the paper. A wrong pair is one and the same answer."""
    address = address_of(request)
    with (
        translation.override(language_of(request)),
        timezone.override(company_zone(rights_number())),
    ):
        if request.method != "POST":
            # A paper's code says its number; the total is read off the paper.
            asked = {"number": request.GET.get("number", "")[:60]}
            return answer(request, TEMPLATE, {"posted": asked}, 200)
        if slowing.guesses_too_much(address):
            return answer(request, SLOW, {}, 429)
        errors: dict[str, str] = {}
        found = _found(request.POST.get("number", ""), request.POST.get("amount", ""), errors)
        if found is None and not errors:
            slowing.note_guess(address)
            errors["number"] = _("No paper of ours has this number and this amount.")
        context = {"posted": request.POST, "errors": errors,
                   "found": _said(found) if found else None}  # fmt: skip
        return answer(request, TEMPLATE, context, 422 if errors else 200)


def _found(number: str, amount: str, errors: dict[str, str]) -> Any:
    """The document of this number that comes to this amount; None for any other pair."""
    number = number.strip()
    if not number:
        errors["number"] = _("Fill this in.")
    total = _amount(amount, errors)
    if errors:
        return None
    for kind in KINDS:
        document: Any = kind.objects.filter(number=number).first() if number else None
        if document is not None and is_final(document) and document.amount == total:
            return document
    return None


def _amount(text: str, errors: dict[str, str]) -> Decimal | None:
    """Read like any other amount; of another currency than ours, without its mark."""
    try:
        return parse_amount(text.strip().lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ $€£").strip() or text)
    except BadValue as error:
        errors["amount"] = say(error)
        return None


def _said(document: Any) -> dict[str, Any]:
    """What it is, whose, and whether it counts; no customer, no line, no price."""
    entity = entity_of(document)
    paper = paper_of(document, language_here())
    if isinstance(document, Quote):
        state = state_of(document)
    elif document.status == VOID:
        state = {"tone": "seal", "text": _("Void"), "more": ""}
    else:
        state = {"tone": "pine", "text": _("This is the valid paper"), "more": ""}
    return {
        "title": paper.title, "number": document.number, "state": state,
        "entity": paper.seller.name, "uscc": entity.uscc if entity else "",
        "total": paper.total.value,
    }  # fmt: skip
