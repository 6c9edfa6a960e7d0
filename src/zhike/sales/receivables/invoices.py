"""Invoice titles and invoices on every surface."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from zhike.records.resource import Resource, register
from zhike.sales.actions import invoicing  # noqa: F401 — its verbs
from zhike.sales.documents import PaperResource
from zhike.sales.models import InvoiceLine, InvoiceRequest, InvoiceTitle


@register
class InvoiceTitleResource(Resource):
    """What stands on invoices."""

    model = InvoiceTitle
    name = "invoice-titles"
    means = _("What stands on a customer's invoices: name, tax number, bank, address, telephone.")
    icon = "organization"
    sections = {
        _("invoice title"): ("party", "name", "tax_number", "is_default"),
        _("bank and address"): ("bank", "account", "address", "phone", "email"),
        _("notes"): ("owner", "team"),
    }
    columns = ("name", "party", "tax_number", "bank", "account", "is_default")
    filters = ("party", "is_default", "owner")
    sorts: ClassVar[dict[str, str]] = {"updated_at": "updated_at"}
    default_sort = "-updated_at"
    search: ClassVar[dict[str, Any]] = {"names": ("name",), "codes": ("tax_number",)}


@register
class InvoiceLineResource(Resource):
    """What is invoiced."""

    model = InvoiceLine
    name = "invoice-lines"
    means = _("A line of an invoice: what for, how much with tax, at which rate, and the tax in "
              "it.")  # fmt: skip
    icon = "product"
    sections = {
        _("invoice line"): ("invoice", "product", "name", "quantity", "amount", "tax_rate", "net",
                            "tax"),
    }  # fmt: skip
    columns = ("product", "name", "quantity", "amount", "tax_rate", "net", "tax")
    filters = ("product",)


@register
class InvoiceRequestResource(PaperResource):
    """Invoices."""

    model = InvoiceRequest
    name = "invoice-requests"
    means = _("An invoice that a customer gets: asked for, issued with its number, or taken back.")
    page_rank = 83
    sections = {
        _("invoice"): ("name", "party", "contact", "opportunity", "contract", "order", "kind",
                       "title", "currency", "entity", "rounds_in_total", "amount", "net", "tax"),
        _("issuing"): ("number", "status", "submitted_at", "submitted_by", "approved_at",
                       "invoice_number", "issued_on", "void_reason"),
        _("red letter"): ("red_of", "red_reason", "red_confirmation", "red_lapses_at"),
        _("sending"): ("mail_to", "mailed_on", "tracking"),
        _("notes"): ("owner", "team", "note", "external_ids"),
    }  # fmt: skip
    columns = ("number", "party", "kind", "status", "amount", "tax", "currency", "invoice_number",
               "issued_on", "owner")  # fmt: skip
    filters = ("status", "kind", "owner", "party", "contract", "order", "amount", "issued_on",
               "red_of", "created_at")  # fmt: skip
    sorts = PaperResource.sorts | {"issued_on": "issued_on"}
    search = PaperResource.search | {"codes": ("number", "invoice_number", "external_ids")}
