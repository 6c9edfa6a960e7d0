"""What does it cost this customer? A price with its reason, and how much one may take off."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhike.access.rights import Access
from zhike.base.money import format_amount
from zhike.catalog.caps import Caps
from zhike.catalog.models import PriceBookEntry, Product
from zhike.catalog.pricing import PriceList, buyer_of
from zhike.engagement.models import Task
from zhike.people.models import Party
from zhike.records.errors import FieldError
from zhike.records.fieldspec import FieldSpec
from zhike.records.models import Company
from zhike.records.resource import resource_for
from zhike.records.rules.numbers import plain
from zhike.records.taking import parsed
from zhike.web import inputs
from zhike.web.part_rows import posted_names
from zhike.web.requests import PageRequest, resource_or_404

Drawn = dict[str, Any]


def _asked() -> dict[str, FieldSpec]:
    """What one fills in: fields that other record types have, too."""
    entry = resource_for(PriceBookEntry).coded
    quantity = replace(entry["from_quantity"], label=_("quantity"))
    return {"product": entry["product"], "party": resource_for(Task).coded["party"],
            "from_quantity": quantity}  # fmt: skip


@require_safe
def price_page(request: PageRequest) -> HttpResponse:
    """The price that holds today for a customer that one sees; nothing is written."""
    resource_or_404(request, "products")
    specs = _asked()
    sent = {name: inputs.sent(spec, request.GET) or "" for name, spec in specs.items()}
    errors: list[FieldError] = []
    values = {n: parsed(spec, request.access, sent[n], errors) for n, spec in specs.items()}
    names = posted_names(request.access, {(specs[name], raw) for name, raw in sent.items()})
    said = {error.field: error.message for error in errors} if request.GET else {}
    is_asked = values["product"] and not errors
    context = {
        "fields": [
            inputs.drawn(spec, sent[name], names, error=said.get(name, ""))
            for name, spec in specs.items()
        ],
        "facts": _facts(request.access, values) if is_asked else None,
        "end": [{"label": _("What does it cost?"), "icon": "quote", "tone": "primary"}],
    }
    return render(request, "catalog/price.html", context)


def _facts(access: Access, values: Drawn) -> list[Drawn]:
    """The price, why, what so many cost, and the discount that one may give by oneself."""
    product = Product.objects.get(pk=values["product"])
    party = Party.objects.filter(pk=values["party"]).first() if values["party"] else None
    quantity = values["from_quantity"] or Decimal(1)
    currency = product.currency or Company.here().base_currency
    prices = PriceList.on(timezone.localdate(), [product])
    found = prices.price(product, quantity, currency, buyer_of(party))
    if found is None:
        return [_fact(_("price"), _("Nobody has set a price for this."))]
    lang = get_language() or "zh-hans"
    facts = [
        _fact(_("price"), format_amount(found.amount, currency, lang=lang)),
        _fact(_("where the price comes from"), found.words),
        _fact(_("for the whole quantity"),
              format_amount(found.amount * quantity, currency, lang=lang)),
    ]  # fmt: skip
    caps = Caps.of(access.user.team_id if access.user else None)
    if cap := caps.cap_for(product):
        words = _("%(percent)s%% (%(of)s)") % {"percent": plain(cap.percent), "of": caps.whose(cap)}
        facts.append(_fact(_("discount that you may give by yourself"), words))
    return facts


def _fact(label: str, text: str) -> Drawn:
    return {"label": label, "cell": {"kind": "text", "text": text}}
