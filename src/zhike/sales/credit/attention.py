"""At the head of customers, deals and documents: what credit has in the way, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.people.models import Party
from zhike.records.resource import resource_for
from zhike.sales.actions.credit import may_ask_to_ship, open_approval, stop_words
from zhike.sales.credit.showing import allowed_for, knows, obstacles
from zhike.sales.models import Contract, Opportunity, Order, Quote
from zhike.sales.models.document import SUBMITTED
from zhike.web.attention import Alert, register_attention
from zhike.web.links import record_url, url_of


def of_document(access: Access, document: Any) -> Iterator[Alert]:
    """What a draft asks for beyond what the customer may, or keeps an order in the house."""
    words = obstacles(access, document)
    if not words:
        return
    if isinstance(document, Order) and document.status in Order.standing:
        yield from _to_ship(access, document, words)
    elif document.status == SUBMITTED:
        yield Alert(_("Credit is being decided upon"), words)
    else:
        text = _("%(words)s Whoever decides about credit is asked when it is submitted.")
        yield Alert(_("Beyond what the customer may"), text % {"words": words}, "seal")


def _to_ship(access: Access, order: Order, words: str) -> Iterator[Alert]:
    if approval := open_approval(order):
        seen = access.rows(type(approval)).filter(pk=approval.pk).exists()
        look = {"label": _("Look"), "url": url_of(type(approval), approval.pk), "icon": "check"}
        yield Alert(_("Consent to ship is waited for"), words, actions=[look] if seen else [])
    elif may_ask_to_ship(order):
        ask = {"label": _("Ask to ship"), "icon": "check", "method": "post",
               "url": record_url(resource_for(Order), order.pk, "ask_to_ship"),
               "name": "version", "value": str(order.version)}  # fmt: skip
        may = access.reaches(order, "update")
        yield Alert(_("Not to be shipped yet"), words, "seal", [ask] if may else [])


def of_customer(access: Access, record: Any) -> Iterator[Alert]:
    """That the customer is stopped."""
    allowed = allowed_for(access, record)
    if allowed is None or not allowed.stops:
        return
    text = stop_words(allowed.stops) if knows(access) else ""
    yield Alert(_("Stopped until it has paid"), text, "seal")


for _model in (Quote, Contract, Order):
    register_attention(12, _model, of_document)
for _other in (Party, Opportunity):
    register_attention(12, _other, of_customer)
