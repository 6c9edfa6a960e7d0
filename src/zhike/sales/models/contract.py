"""Contracts: what both sides have signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.access.models import User
from zhike.base.errors import N_, BadValue
from zhike.ledger.actions import action
from zhike.ledger.fields import MoneyField
from zhike.sales.models.document import APPROVED, VOID, Document, DocumentLine
from zhike.sales.models.earning import keep_profit
from zhike.sales.models.payment_terms import PaymentTerms
from zhike.sales.models.quote import Quote
from zhike.sales.models.sums import keep_sums

LONGEST_NOTICE = 1000
USUAL_NOTICE = 30


def is_in_force(contract: Contract) -> bool:
    """Whether both sides are bound by it."""
    return bool(contract.status == APPROVED)


def may_be_reissued(contract: Contract) -> bool:
    """Whether it is void, and nothing was written in its place."""
    return contract.status == VOID and not counting(contract.replaced_by)


def may_be_renewed(contract: Contract) -> bool:
    """Whether it stands, and nobody has renewed it."""
    return contract.status in contract.standing and not counting(contract.renewed_by)


def counting(documents: Any) -> bool:
    """Whether some of these documents count, or may come to count."""
    return bool(documents.exclude(status=VOID).exists())


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
    signer = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name=_("signed by us"),
        related_name="+",
    )  # fmt: skip
    starts_on = models.DateField(_("begins on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    remind_days = models.PositiveSmallIntegerField(
        _("days of notice"), null=True, blank=True, default=USUAL_NOTICE,
        help_text=_("So many days before its end the owner is reminded; empty: not at all."),
    )  # fmt: skip
    remind_on = models.DateField(_("reminded on"), null=True, editable=False)
    terms = models.TextField(
        _("terms"), blank=True, max_length=20000,
        help_text=_("Delivery, payment, warranty: what is agreed on besides products and prices."),
    )  # fmt: skip
    replaces = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, verbose_name=_("in the place of"),
        related_name="replaced_by", editable=False,
        help_text=_("The void contract that was issued anew by this one."),
    )  # fmt: skip
    renews = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, verbose_name=_("renewal of"),
        related_name="renewed_by", editable=False, help_text=_("The contract that it renews."),
    )  # fmt: skip
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
    derived: ClassVar[frozenset[str]] = frozenset({"remind_on"})
    stays_open: ClassVar[frozenset[str]] = Document.stays_open | {"remind_days", "signed_on"}

    class Meta(Document.Meta):
        """By owner and status, by when they end."""

        abstract = False
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "status", "id"], name="contract_owner"),
            models.Index(fields=["status", "ends_on", "id", "owner"], name="contract_status"),
            models.Index(fields=["ends_on", "id", "owner"], name="contract_ends"),
            models.Index(
                fields=["remind_on"], name="contract_reminds", condition=Q(status="approved")
            ),
            models.Index(fields=["amount", "id", "owner"], name="contract_amount"),
            models.Index(fields=["profit", "id", "owner"], name="contract_profit"),
            models.Index(fields=["signed_on", "party"], name="contract_signed"),
            models.Index(fields=["updated_at", "id", "owner"], name="contract_updated"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it; whoever gets it from its owner gets what is still to be paid of it, too."""
        before = None if self._state.adding else self._loaded["owner_id"]
        is_given = not self._state.adding and before != self.owner_id
        super().save(*args, **kwargs)
        if is_given:
            paid = Q(is_void=True) | Q(status="done")
            for plan in self.payment_plans.filter(owner=before).exclude(paid).order_by("pk"):
                plan.contract, plan.owner_id = self, self.owner_id
                plan.save()

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """What holds for every document; it ends after it begins."""
        yield from super().problems()
        quote: Any = self.quote
        if quote is not None and self.party_id not in (None, quote.party_id):
            yield "quote", BadValue("other_party", N_("Choose one of this customer."))
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            yield "ends_on", BadValue("order", N_("The end lies before the beginning."))
        if (self.remind_days or 0) > LONGEST_NOTICE:
            yield "remind_days", BadValue("range", N_("Enter a number up to 1,000."))

    @classmethod
    def derive(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """The day on which its owner is reminded that it ends."""
        end, days = values.get("ends_on"), values.get("remind_days")
        if not end or days is None:
            return {"remind_on": None}
        try:
            day = dt.date.fromisoformat(end) - dt.timedelta(days=int(days))
        except OverflowError:
            return {"remind_on": None}
        return {"remind_on": day.isoformat()}

    @action(_("fulfilled"), permission="update", when=is_in_force, icon="check")
    def fulfil(self) -> None:
        """Everything that it says is done and paid."""
        self.go_to(self.Status.FULFILLED)


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
keep_profit(Contract, ContractLine)
