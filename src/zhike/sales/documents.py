"""Quotes, contracts and orders on every surface."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.records.resource import Resource, register
from zhike.sales.actions import acceptance, consent  # noqa: F401 — their verbs
from zhike.sales.models import Contract, ContractLine, Order, OrderLine, Quote, QuoteLine

LINE = ("product", "quantity", "unit_price", "discount", "tax_rate", "amount", "base_price",
        "price_note", "promotion", "promotion_off", "net_amount", "unit_cost", "cost")  # fmt: skip
AGREED = ("number", "status", "submitted_at", "submitted_by", "approved_at", "void_reason")
PROFIT = ("net_amount", "costed", "profit", "margin")


class LineResource(Resource):
    """What the lines of all documents show."""

    icon = "product"
    columns = ("product", "quantity", "unit_price", "discount", "tax_rate", "amount")
    filters = ("product", "promotion")


class PaperResource(Resource):
    """What whatever has a number and lines is sorted and found by."""

    icon = "file"
    sorts: ClassVar[dict[str, str]] = {
        "amount": "amount", "created_at": "created_at", "updated_at": "updated_at",
    }  # fmt: skip
    default_sort = "-updated_at"
    parts = ("lines",)
    unique = ("external_ids",)
    search: ClassVar[dict[str, Any]] = {"names": ("name",), "codes": ("number", "external_ids")}
    takes_custom = True


class DocumentResource(PaperResource):
    """What is sold: it earns something, and is added up by how far it is."""

    sorts = PaperResource.sorts | {"profit": "profit"}
    board = "status"
    board_sum = "amount"


@register
class QuoteLineResource(LineResource):
    """What is offered."""

    model = QuoteLine
    name = "quote-lines"
    means = _("A product in a quote, with its quantity and the price that is offered.")
    sections = {_("quote line"): ("quote", *LINE)}
    has_panel = True


@register
class QuoteResource(DocumentResource):
    """Offers."""

    model = Quote
    name = "quotes"
    means = _("What a customer is offered: products, prices and until when they hold.")
    page_rank = 80
    sections = {
        _("what is offered"): ("name", "party", "contact", "opportunity", "entity", "currency",
                                "discount", "amount", "valid_until", "prepay",
                               "payment_days"),
        _("versions"): ("edition", "revises", "superseded_by", "sent_at", "priced_on"),
        _("profit"): PROFIT,
        pgettext_lazy("document", "number and consent"): (*AGREED, "known_offers"),
        _("the customer's answer"): ("answered_by", "answered_at", "decline_reason"),
        _("notes"): ("owner", "team", "note", "external_ids"),
    }  # fmt: skip
    columns = ("number", "name", "party", "status", "amount", "currency", "valid_until", "owner",
               "updated_at")  # fmt: skip
    filters = ("status", "owner", "party", "opportunity", "amount", "profit", "margin",
               "valid_until", "superseded_by", "created_at")  # fmt: skip
    sorts = DocumentResource.sorts | {"valid_until": "valid_until"}
    seen_from: ClassVar[dict[str, Any]] = {
        "revises": _("newer versions"), "superseded_by": _("quotes that it replaces"),
    }  # fmt: skip


@register
class ContractLineResource(LineResource):
    """What is contracted."""

    model = ContractLine
    name = "contract-lines"
    means = _("A product in a contract, with its quantity and the price agreed on.")
    sections = {_("contract line"): ("contract", *LINE)}


@register
class ContractResource(DocumentResource):
    """Contracts."""

    model = Contract
    name = "contracts"
    means = _("What we and a customer have agreed on: products, prices, terms, from when until "
              "when.")  # fmt: skip
    page_rank = 81
    sections = {
        _("contract"): ("name", "party", "contact", "opportunity", "quote", "entity", "currency",
                        "discount", "amount", "signed_on", "signer"),
        _("profit"): PROFIT,
        _("term"): ("starts_on", "ends_on", "remind_days", "renews", "replaces"),
        _("terms"): ("prepay", "payment_days", "payment_terms", "terms"),
        _("money"): ("received", "written_off", "invoiced"),
        pgettext_lazy("document", "number and consent"): AGREED,
        _("notes"): ("owner", "team", "note", "external_ids"),
    }  # fmt: skip
    columns = ("number", "name", "party", "status", "amount", "currency", "signed_on", "ends_on",
               "owner", "updated_at")  # fmt: skip
    filters = ("status", "owner", "party", "opportunity", "quote", "amount", "profit", "margin",
               "signed_on", "starts_on", "ends_on", "renews", "created_at")  # fmt: skip
    sorts = DocumentResource.sorts | {"ends_on": "ends_on"}
    seen_from: ClassVar[dict[str, Any]] = {
        "replaces": _("issued anew as"), "renews": _("renewed by"),
    }  # fmt: skip


@register
class OrderLineResource(LineResource):
    """What is ordered."""

    model = OrderLine
    name = "order-lines"
    means = _("A product in an order, with its quantity and price.")
    sections = {_("order line"): ("order", *LINE)}


@register
class OrderResource(DocumentResource):
    """Orders."""

    model = Order
    name = "orders"
    means = _("What a customer has ordered, and how far its delivery is.")
    icon = "product"
    page_rank = 82
    sections = {
        _("order"): ("name", "party", "contact", "opportunity", "quote", "contract", "entity",
                     "currency", "discount", "amount", "prepay", "payment_days"),
        _("profit"): PROFIT,
        _("delivery"): ("due_on", "tracking", "confirmed_at", "confirmed_by", "production_at",
                        "shipped_at", "received_at"),
        pgettext_lazy("document", "number and consent"): AGREED,
        _("notes"): ("owner", "team", "note", "external_ids"),
    }  # fmt: skip
    columns = ("number", "name", "party", "status", "amount", "currency", "due_on", "owner",
               "updated_at")  # fmt: skip
    filters = ("status", "owner", "party", "opportunity", "contract", "amount", "profit", "margin",
               "due_on", "created_at")  # fmt: skip
    sorts = DocumentResource.sorts | {"due_on": "due_on"}
