"""Payments: what customers have paid, and what was given back or written off."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.access.models import Owned, User
from zhike.base.errors import N_, BadValue
from zhike.ledger.current import current
from zhike.ledger.fields import MoneyField
from zhike.people.models import Party
from zhike.records.errors import Invalid
from zhike.records.fields import CurrencyField
from zhike.records.models import Company
from zhike.sales.models.document import CLEARING
from zhike.sales.models.locking import lock_customer

NOUGHT = Decimal(0)


def is_entered(payment: Payment) -> bool:
    """Whether finance has not confirmed it yet."""
    return bool(payment.status == Payment.Status.ENTERED)


def is_confirmed(payment: Payment) -> bool:
    """Whether it counts."""
    return bool(payment.status == Payment.Status.CONFIRMED)


class Payment(Owned):
    """Money that a customer has paid or got back, or that was written off, over contracts."""

    named_by = ("received_on", "amount", "currency")
    locked_after = "party"

    class Kind(models.TextChoices):
        """Which way it goes."""

        RECEIPT = "receipt", pgettext_lazy("payment", "receipt")
        RETURN = "return", pgettext_lazy("payment", "given back")
        WRITE_OFF = "write_off", pgettext_lazy("payment", "written off")

    class Status(models.TextChoices):
        """Whether it counts."""

        ENTERED = "entered", pgettext_lazy("payment", "to be confirmed")
        CONFIRMED = "confirmed", pgettext_lazy("payment", "confirmed")
        REVERSED = "reversed", pgettext_lazy("payment", "taken back")

    class Method(models.TextChoices):
        """How it was paid."""

        BANK = "bank", _("bank transfer")
        WIRE = "wire", _("telegraphic transfer")
        CHEQUE = "cheque", _("cheque")
        CASH = "cash", _("cash")
        ALIPAY = "alipay", "支付宝 Alipay"
        WECHAT = "wechat", "微信支付 WeChat Pay"
        ACCEPTANCE = "acceptance", _("bank acceptance bill")
        OTHER = "other", pgettext_lazy("payment", "other")

    party = models.ForeignKey(
        Party, models.PROTECT, verbose_name=_("customer"), related_name="payments"
    )
    kind = models.CharField(
        _("kind"), max_length=9, choices=Kind.choices, default=Kind.RECEIPT, editable=False
    )
    received_on = models.DateField(_("paid on"), default=timezone.localdate)
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"), blank=True)
    method = models.CharField(
        _("way of payment"), max_length=10, choices=Method.choices, default=Method.BANK
    )
    reference = models.CharField(
        _("number of the bank receipt"), max_length=80, blank=True,
        help_text=_("The number of the bank's receipt: each is entered once."),
    )  # fmt: skip
    payer = models.CharField(
        _("payer"), max_length=200, blank=True,
        help_text=_("Who paid, where it was not the customer."),
    )  # fmt: skip
    status = models.CharField(
        _("status"), max_length=9, choices=Status.choices, default=Status.ENTERED, editable=False
    )
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, verbose_name=_("confirmed by"), related_name="+",
        editable=False,
    )  # fmt: skip
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, editable=False)
    returns = models.ForeignKey(
        "self", models.PROTECT, null=True, verbose_name=_("gives back of"),
        related_name="given_back", editable=False,
    )  # fmt: skip
    reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    left = MoneyField(
        _("not spread"), default=NOUGHT, db_default=0, editable=False,
        help_text=_("What is for no contract yet: once confirmed it is the customer's credit."),
    )  # fmt: skip
    note = models.TextField(_("note"), blank=True, max_length=5000)
    external_ids = models.JSONField(_("external ids"), default=dict, blank=True)
    custom = models.JSONField(default=dict, blank=True, editable=False)
    shares: Any

    projected: ClassVar[frozenset[str]] = frozenset({"left"})
    stays_open: ClassVar[frozenset[str]] = frozenset({"owner", "team", "note", "external_ids"})

    class Meta:
        """By day, by customer, by status and whose they are; each bank reference once."""

        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["reference"], name="payment_reference",
                condition=~Q(reference="") & ~Q(status="reversed"),
            )
        ]  # fmt: skip
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["received_on", "id", "owner"], name="payment_day"),
            models.Index(fields=["owner", "received_on", "id"], name="payment_owner"),
            models.Index(fields=["status", "received_on", "id", "owner"], name="payment_status"),
            models.Index(fields=["party", "received_on", "id"], name="payment_party"),
            models.Index(fields=["amount", "id", "owner"], name="payment_amount"),
            models.Index(fields=["updated_at", "id", "owner"], name="payment_updated"),
            # Of few payments anything was given back: an index of all would be one of nothing.
            models.Index(
                fields=["returns", "status"], name="payment_returns",
                condition=Q(returns__isnull=False),
            ),
            models.Index(
                fields=["party", "currency", "left"], name="payment_credit",
                condition=Q(left__gt=0, status="confirmed"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return " ".join(str(one) for one in (self.received_on, self.amount, self.currency) if one)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it while nobody else writes what this customer pays; raises Invalid."""
        lock_customer(self.party_id)
        self.settle()
        for name, error in (*self._fixed(), *self._entered_before()):
            raise Invalid.field(name, error)
        super().save(*args, **kwargs)

    def settle(self) -> None:
        """The company's currency where none is said; a reference as banks write it."""
        self.currency = self.currency or Company.here().base_currency
        self.reference = unicodedata.normalize("NFKC", self.reference or "").strip().upper()

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """An amount that can have been paid, by a day that has been; what is confirmed stays."""
        self.settle()
        yield from self._fixed()
        if self.amount is not None and self.amount <= 0:
            yield "amount", BadValue("positive", N_("Enter an amount above 0."))
        day: dt.date | None = self.received_on
        if day is not None and day > timezone.localdate():
            yield "received_on", BadValue("future", N_("Enter a day that is not in the future."))
        if not self._state.adding and self.amount is not None:
            spread = self.shares.aggregate(Sum("amount"))["amount__sum"] or NOUGHT
            if self.amount < spread:
                message = N_("%(spread)s of it are spread over contracts; change that first.")
                yield "amount", BadValue("spread", message, spread=f"{spread:,.2f}")
            for name in ("party_id", "currency"):
                if spread and getattr(self, name) != self._loaded[name]:
                    message = N_("It is spread over contracts; take that away first.")
                    yield name.removesuffix("_id"), BadValue("spread", message)
        yield from self._entered_before()

    def _fixed(self) -> Iterator[tuple[str, BadValue]]:
        """The fields that somebody would change though it is confirmed."""
        if self._state.adding or self._loaded["status"] == self.Status.ENTERED:
            return
        for field in type(self)._meta.concrete_fields:
            if not field.editable or field.name in self.stays_open:
                continue
            if getattr(self, field.attname) != self._loaded[field.attname]:
                yield field.name, is_fixed()

    def _entered_before(self) -> Iterator[tuple[str, BadValue]]:
        """That somebody has entered this receipt already."""
        if not self.reference or self.status == self.Status.REVERSED:
            return
        same = Payment.objects.filter(reference=self.reference).exclude(pk=self.pk)
        if same.exclude(status=self.Status.REVERSED).exists():
            message = N_("A payment of this reference is entered already.")
            yield "reference", BadValue("taken", message)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """One that was confirmed is taken back instead, unless the demo company goes."""
        if not is_entered(self) and current().row.door not in CLEARING:
            raise Invalid.field("status", is_fixed())
        return super().delete(*args, **kwargs)

    @property
    def spread(self) -> Decimal:
        """What of it is for contracts."""
        return self.shares.aggregate(Sum("amount"))["amount__sum"] or NOUGHT

    @property
    def at_hand(self) -> Decimal:
        """What of it is neither for a contract nor given back, as it is now."""
        back: Decimal = NOUGHT
        for one in Payment.objects.filter(returns=self.pk, status=self.Status.CONFIRMED):
            back += one.amount - one.spread
        amount: Decimal = self.amount
        return amount - self.spread - back


def is_fixed() -> BadValue:
    """That a payment is confirmed, and what to do."""
    message = N_("Finance has confirmed it: it is not changed, but can be taken back.")
    return BadValue("confirmed", message)
