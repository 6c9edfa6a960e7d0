"""Contracts: what both sides have signed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.base.errors import N_, BadValue
from zhike.ledger.fields import MoneyField
from zhike.sales.models.document import Document, DocumentLine
from zhike.sales.models.payment_terms import PaymentTerms
from zhike.sales.models.quote import Quote
from zhike.sales.models.sums import keep_sums


class Contract(Document):
    """What we and a customer have agreed on: products, prices, terms, from when until when."""

    class Status(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", pgettext_lazy("document", "draft")
        SUBMITTED = "submitted", pgettext_lazy("document", "waiting for consent")
        APPROVED = "approved", pgettext_lazy("document", "in force")
        FULFILLED = "fulfilled", pgettext_lazy("document", "fulfilled")
        VOID = "void", pgettext_lazy("document", "void")

    standing: ClassVar[frozenset[str]] = frozenset({"approved", "fulfilled"})

    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    quote = models.ForeignKey(
        Quote, models.SET_NULL, null=True, blank=True, verbose_name=_("quote"),
        related_name="contracts",
    )  # fmt: skip
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    starts_on = models.DateField(_("begins on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    payment_terms = models.ForeignKey(
        PaymentTerms, models.PROTECT, null=True, blank=True, verbose_name=_("payment terms"),
        related_name="+",
        help_text=_("Once it is in force they make its instalments, where it has none."),
    )  # fmt: skip
    received = MoneyField(_("received"), default=Decimal(0), db_default=0, editable=False)
    written_off = MoneyField(_("written off"), default=Decimal(0), db_default=0, editable=False)
    invoiced = MoneyField(_("invoiced"), default=Decimal(0), db_default=0, editable=False)

    projected: ClassVar[frozenset[str]] = Document.projected | {
        "received", "written_off", "invoiced",
    }  # fmt: skip

    class Meta(Document.Meta):
        """By owner and status, by when they end."""

        abstract = False
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "status", "id"], name="contract_owner"),
            models.Index(fields=["status", "ends_on", "id", "owner"], name="contract_status"),
            models.Index(fields=["amount", "id", "owner"], name="contract_amount"),
            models.Index(fields=["updated_at", "id", "owner"], name="contract_updated"),
        ]

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """What holds for every document; it ends after it begins."""
        yield from super().problems()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            yield "ends_on", BadValue("order", N_("The end lies before the beginning."))


class ContractLine(DocumentLine):
    """A product in a contract, with its quantity and the price agreed on."""

    part_of = "contract"
    contract = models.ForeignKey(
        Contract, models.CASCADE, verbose_name=_("contract"), related_name="lines"
    )

    class Meta(DocumentLine.Meta):
        """In the order in which they were added."""

        abstract = False
        verbose_name = _("contract line")
        verbose_name_plural = _("contract lines")


keep_sums(Contract, ContractLine)
