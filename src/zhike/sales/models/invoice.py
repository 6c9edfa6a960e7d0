"""Invoices: asked for, issued with their number, taken back by red letters (红冲)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.base.errors import N_, BadValue
from zhike.catalog.models import Product
from zhike.ledger.current import current
from zhike.ledger.fields import MoneyField
from zhike.ledger.models import Part
from zhike.records.errors import Invalid
from zhike.sales.models.contract import Contract
from zhike.sales.models.document import CLEARING, VOID, Document
from zhike.sales.models.invoice_title import InvoiceTitle
from zhike.sales.models.order import Order

NOUGHT = Decimal(0)
DAYS_TO_CONFIRM = dt.timedelta(hours=72)
"""So long the other side may confirm a red letter; then it lapses."""
_ELECTRONIC, _ON_PAPER = re.compile(r"\d{20}"), re.compile(r"\d{8}|\d{18}|\d{20}")


class InvoiceRequest(Document):
    """An invoice that a customer gets: asked for, issued with its number, or taken back."""

    named_by = ("number", "name")

    class Status(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", pgettext_lazy("document", "draft")
        SUBMITTED = "submitted", pgettext_lazy("document", "waiting for consent")
        APPROVED = "approved", pgettext_lazy("invoice", "to be issued")
        ISSUED = "issued", pgettext_lazy("invoice", "issued")
        VOID = "void", pgettext_lazy("document", "void")

    class Kind(models.TextChoices):
        """Which invoice."""

        E_SPECIAL = "e_special", pgettext_lazy("invoice", "digital special VAT invoice")
        E_NORMAL = "e_normal", pgettext_lazy("invoice", "digital ordinary invoice")
        SPECIAL = "special", pgettext_lazy("invoice", "special VAT invoice")
        NORMAL = "normal", pgettext_lazy("invoice", "ordinary VAT invoice")

    class RedReason(models.TextChoices):
        """Why an invoice is taken back."""

        WRONG = "wrong", pgettext_lazy("red letter", "issued wrongly")
        RETURNED = "returned", pgettext_lazy("red letter", "goods returned")
        STOPPED = "stopped", pgettext_lazy("red letter", "service stopped")
        REDUCED = "reduced", pgettext_lazy("red letter", "price reduced")

    standing: ClassVar[frozenset[str]] = frozenset({"approved", "issued"})
    stays_open: ClassVar[frozenset[str]] = Document.stays_open | {"mailed_on", "tracking"}

    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    kind = models.CharField(
        _("kind of invoice"), max_length=9, choices=Kind.choices, default=Kind.E_SPECIAL
    )
    title = models.ForeignKey(
        InvoiceTitle, models.PROTECT, null=True, blank=True, verbose_name=_("invoice title"),
        related_name="+", help_text=_("The customer's usual one where it is empty."),
    )  # fmt: skip
    contract = models.ForeignKey(
        Contract, models.PROTECT, null=True, blank=True, verbose_name=_("contract"),
        related_name="invoices",
    )  # fmt: skip
    order = models.ForeignKey(
        Order, models.PROTECT, null=True, blank=True, verbose_name=_("order"),
        related_name="invoices",
    )  # fmt: skip
    rounds_in_total = models.BooleanField(
        _("tax rounded in total"), default=False,
        help_text=_("Otherwise line by line; the sums may differ by a few cents."),
    )  # fmt: skip
    net = MoneyField(_("amount without tax"), default=NOUGHT, db_default=0, editable=False)
    tax = MoneyField(_("tax"), default=NOUGHT, db_default=0, editable=False)
    invoice_number = models.CharField(
        _("invoice number"), max_length=20, blank=True, editable=False,
        help_text=_("20 digits of a digital invoice; 8 or 18 of one on paper."),
    )  # fmt: skip
    issued_on = models.DateField(_("issued on"), null=True, editable=False)
    mail_to = models.CharField(_("sent to"), max_length=300, blank=True)
    mailed_on = models.DateField(_("sent on"), null=True, blank=True)
    tracking = models.CharField(_("carrier and number"), max_length=100, blank=True)
    red_of = models.ForeignKey(
        "self", models.PROTECT, null=True, verbose_name=_("red letter for"),
        related_name="red_letters", editable=False,
    )  # fmt: skip
    red_reason = models.CharField(
        _("why it is taken back"), max_length=8, choices=RedReason.choices, blank=True,
        editable=False,
    )  # fmt: skip
    red_confirmation = models.CharField(
        _("number of the red letter"), max_length=40, blank=True, editable=False,
        help_text=_("Of the confirmation (红字信息确认单), without which none is issued."),
    )  # fmt: skip
    red_lapses_at = models.DateTimeField(_("red letter lapses at"), null=True, editable=False)

    projected: ClassVar[frozenset[str]] = Document.projected | {"net", "tax"}

    class Meta(Document.Meta):
        """By owner and status, by when they were issued; each number once."""

        abstract = False
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        constraints: ClassVar[list[Any]] = [
            *Document.Meta.constraints,
            models.UniqueConstraint(
                fields=["invoice_number"], name="invoice_number", condition=~Q(invoice_number="")
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "status", "id"], name="invoice_owner"),
            models.Index(fields=["status", "issued_on", "id", "owner"], name="invoice_status"),
            models.Index(fields=["issued_on", "id", "owner"], name="invoice_issued"),
            models.Index(fields=["amount", "id", "owner"], name="invoice_amount"),
            models.Index(fields=["updated_at", "id", "owner"], name="invoice_updated"),
            models.Index(
                fields=["red_lapses_at"], name="invoice_red_lapses",
                condition=Q(status="approved", red_confirmation="", red_lapses_at__isnull=False),
            ),
        ]  # fmt: skip

    def settle(self) -> None:
        """Take customer, currency and title from what is invoiced where nobody says."""
        contract: Any = self.contract or (self.order.contract if self.order else None)
        if self._state.adding and contract is not None and self.contract_id is None:
            self.contract_id = contract.pk
        source = contract or self.order
        if source is not None and not self.currency:
            self.currency = source.currency
        super().settle()
        if self._state.adding and self.title_id is None and self.party_id is not None:
            usual = InvoiceTitle.objects.filter(party=self.party_id).order_by("-is_default", "pk")
            self.title = usual.first()

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """What holds for every document; title and contract are the customer's."""
        yield from super().problems()
        for name in ("title", "contract", "order"):
            one = getattr(self, name)
            if one is not None and self.party_id not in (None, one.party_id):
                yield name, BadValue("other_party", N_("Choose one of this customer."))
        for source, message in (
            (self.contract, N_("The contract is in %(currency)s; invoice in the same currency.")),
            (self.order, N_("The order is in %(currency)s; invoice in the same currency.")),
        ):
            if source is not None and self.currency != source.currency:
                yield "currency", BadValue("other", message, currency=source.currency)
                break

    def number_problem(self, number: str) -> BadValue | None:
        """Why a number cannot be that of such an invoice."""
        if self.kind in (self.Kind.E_SPECIAL, self.Kind.E_NORMAL):
            if not _ELECTRONIC.fullmatch(number):
                return BadValue("number", N_("A digital invoice has a number of 20 digits."))
        elif not _ON_PAPER.fullmatch(number):
            message = N_("Enter the 8 digits of the number, or code and number, 18 digits.")
            return BadValue("number", message)
        if InvoiceRequest.objects.filter(invoice_number=number).exclude(pk=self.pk).exists():
            return BadValue("taken", N_("An invoice of this number is entered already."))
        return None

    @property
    def is_lapsed(self) -> bool:
        """Whether nobody confirmed the red letter in time."""
        unconfirmed = self.red_of_id is not None and not self.red_confirmation
        return (
            unconfirmed
            and self.red_lapses_at is not None
            and (self.red_lapses_at <= timezone.now())
        )


class InvoiceLine(Part):
    """A line of an invoice: what for, how much with tax, at which rate, and the tax in it."""

    part_of = "invoice"
    named_by = ("name",)

    invoice = models.ForeignKey(
        InvoiceRequest, models.CASCADE, verbose_name=_("invoice"), related_name="lines"
    )
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, verbose_name=_("product"),
        related_name="+",
    )  # fmt: skip
    name = models.CharField(
        _("invoiced for"), max_length=200, blank=True,
        help_text=_("The product's name where it is empty."),
    )  # fmt: skip
    quantity = models.DecimalField(
        _("quantity"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    amount = MoneyField(_("amount with tax"))
    tax_rate = models.CharField(
        _("VAT rate"), max_length=2, choices=Product.TaxRate.choices, blank=True,
        help_text=_("The product's where it is empty."),
    )  # fmt: skip
    net = MoneyField(_("amount without tax"), default=NOUGHT, db_default=0, editable=False)
    tax = MoneyField(_("tax"), default=NOUGHT, db_default=0, editable=False)

    projected: ClassVar[frozenset[str]] = frozenset({"net", "tax"})

    class Meta:
        """In the order in which they were added."""

        verbose_name = _("invoice line")
        verbose_name_plural = _("invoice lines")
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def currency(self) -> str:
        """In which its amounts stand: the invoice's."""
        return str(self.invoice.currency) if self.invoice_id is not None else ""

    def settle(self) -> None:
        """The product's name and rate where none is said."""
        if self.product is not None:
            self.name = self.name or self.product.name[:200]
            self.tax_rate = self.tax_rate or self.product.tax_rate

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """An amount above nothing, of a red letter below; while the invoice is a draft."""
        self.settle()
        is_red = self.invoice_id is not None and self.invoice.red_of_id is not None
        if self.amount is not None and not is_red and self.amount <= 0:
            yield "amount", BadValue("positive", N_("Enter an amount above 0."))
        elif self.amount is not None and is_red and self.amount >= 0:
            message = N_("A red letter takes back: enter an amount below 0.")
            yield "amount", BadValue("negative", message)
        if self.quantity is not None and self.quantity <= 0:
            yield "quantity", BadValue("positive", N_("Enter a number greater than 0."))
        if not self.name:
            yield "name", BadValue("required", N_("Say what it is for, or choose a product."))
        if self.invoice_id is not None and (error := self.invoice.refuse_change()):
            yield "amount", error

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it; raises Invalid where the invoice stands already."""
        self.settle()
        if error := self.invoice.refuse_change():
            raise Invalid.field("invoice", error)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Take it out; raises Invalid where the invoice stands already."""
        opened = current().row
        may = opened.door in CLEARING or opened.undoes_id is not None
        if not may and (error := self.invoice.refuse_change()):
            raise Invalid.field("invoice", error)
        return super().delete(*args, **kwargs)


def invoiced_of(source: Contract | Order, *, besides: Any = None) -> Decimal:
    """What of a contract or an order is invoiced or asked for; red letters count once issued."""
    which = {"order" if isinstance(source, Order) else "contract": source}
    rows = InvoiceRequest.objects.filter(**which).exclude(status__in=("draft", VOID))
    rows = rows.exclude(pk=besides) if besides is not None else rows
    blue = rows.filter(red_of__isnull=True)
    red = rows.filter(red_of__isnull=False, status="issued")
    return sum((one for some in (blue, red) for one in some.values_list("amount", flat=True)),
               NOUGHT)  # fmt: skip
