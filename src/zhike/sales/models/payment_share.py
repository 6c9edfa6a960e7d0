"""Shares of payments: which part of one is for which instalment of which contract."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from zhike.base.errors import N_, BadValue
from zhike.base.money import CENT
from zhike.base.splitting import cents
from zhike.ledger.current import current
from zhike.ledger.fields import MoneyField
from zhike.ledger.models import Part
from zhike.records.currencies import MissingRate, Rates
from zhike.records.errors import Invalid
from zhike.sales.models.contract import Contract
from zhike.sales.models.document import CLEARING
from zhike.sales.models.locking import lock_customer
from zhike.sales.models.payment import NOUGHT, Payment, is_entered, is_fixed
from zhike.sales.models.payment_plan import PaymentPlan, settled_by


class PaymentShare(Part):
    """What of a payment is for an instalment or a contract, in the contract's currency, too."""

    part_of = "payment"
    named_by = ("amount",)

    payment = models.ForeignKey(
        Payment, models.CASCADE, verbose_name=_("payment"), related_name="shares"
    )
    contract = models.ForeignKey(
        Contract, models.PROTECT, verbose_name=_("contract"), related_name="payment_shares"
    )
    plan = models.ForeignKey(
        PaymentPlan, models.PROTECT, null=True, blank=True, verbose_name=_("instalment"),
        related_name="shares", help_text=_("The oldest that it pays where it is empty."),
    )  # fmt: skip
    amount = MoneyField(_("amount"))
    settled = MoneyField(
        _("in the contract's currency"), null=True, editable=False,
        help_text=_("By the rate of the day of the payment."),
    )  # fmt: skip
    rate_note = models.CharField(_("rate"), max_length=100, blank=True, editable=False)

    class Meta:
        """In the order in which they were added."""

        verbose_name = _("share of a payment")
        verbose_name_plural = _("shares of payments")
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return str(self.amount)

    @property
    def currency(self) -> str:
        """In which its amount stands: the payment's."""
        return str(self.payment.currency) if self.payment_id is not None else ""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it while nobody else writes what this customer pays; raises Invalid."""
        lock_customer(self.payment.party_id)
        for name, error in self.problems():
            raise Invalid.field(name, error)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Take it out while the payment is not confirmed."""
        if not is_entered(self.payment) and current().row.door not in CLEARING:
            raise Invalid.field("amount", is_fixed())
        return super().delete(*args, **kwargs)

    def settle(self) -> None:
        """Find the instalment, and what it comes to in the contract's currency."""
        if self.contract_id is None and self.plan is not None:
            self.contract_id = self.plan.contract_id
        if None in (self.contract_id, self.payment_id) or self.amount is None:
            return
        self._convert()
        is_back = self.payment.returns_id is not None
        if self.plan_id is None and self.settled is not None and not is_back:
            waiting = PaymentPlan.objects.filter(contract=self.contract_id, is_void=False)
            waiting = waiting.order_by("due_on", "number")
            self.plan = next((p for p in waiting if self.free(p) >= self.settled), None)

    def _convert(self) -> None:
        """By the rate of the day; what is short of the instalment by less than a cent pays it."""
        paid, owed = self.payment.currency, self.contract.currency
        self.rate_note = ""
        if not paid or paid == owed:
            self.settled = self.amount
            return
        if self.payment.returns_id is not None:
            self._take_back()
            return
        day = self.payment.received_on
        rates = Rates.of({paid, owed}, day)
        try:
            self.settled = rates.convert(self.amount, paid, owed)
            unit = rates.known[paid] / rates.known[owed]
        except MissingRate:
            self.settled = None
            return
        if self.plan is not None:
            short = self.free(self.plan) - self.settled
            if 0 < abs(short) < max(unit * CENT, CENT):
                self.settled += short
        self.rate_note = f"1 {paid} = {unit:.6f} {owed} · {rates.dated(paid, owed)}"

    def _take_back(self) -> None:
        """What is given back takes back what it had paid, at the rate of then."""
        left, settled = self.not_given_back
        paid = self._of_the_same().filter(payment=self.payment.returns_id)
        self.rate_note = next((one.rate_note for one in paid), "")
        if self.amount >= left or not left:
            self.settled = settled
        else:
            self.settled = cents(settled * self.amount / left)

    def _of_the_same(self) -> models.QuerySet[Any]:
        """The shares that are for the same instalment, or the same contract."""
        return PaymentShare.objects.filter(contract=self.contract_id, plan=self.plan_id)

    @property
    def not_given_back(self) -> tuple[Decimal, Decimal]:
        """What a receipt still pays of it, and in the contract's currency; of a return, before."""
        receipt = self.payment.returns_id or self.payment_id
        back = Q(payment__returns=receipt) & ~Q(payment__status=Payment.Status.REVERSED)
        found = []
        for name in ("amount", "settled"):
            paid, given = (
                some.exclude(pk=self.pk if self.payment.returns_id else None)
                .aggregate(Sum(name))[f"{name}__sum"] or NOUGHT
                for some in (self._of_the_same().filter(payment=receipt),
                             self._of_the_same().filter(back))
            )  # fmt: skip
            found.append(paid - given)
        return found[0], found[1]

    def free(self, plan: PaymentPlan) -> Decimal:
        """What of an instalment no other payment pays."""
        return (plan.amount or NOUGHT) - settled_by(plan.shares.exclude(pk=self.pk))

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A part of what was paid, for a contract of this customer that holds."""
        if self.amount is not None and self.amount <= 0:
            yield "amount", BadValue("positive", N_("Enter an amount above 0."))
            return
        self.settle()
        if self.payment_id is None or self.contract_id is None or self.amount is None:
            return
        yield from self._fixed()
        yield from self._wrong_place()
        if self.settled is None:
            message = N_("There is no rate of %(currency)s for that day; enter one first.")
            yield "amount", BadValue("rate", message, currency=self.payment.currency)
        elif self._is_receipt():
            yield from self._too_much()

    def _is_receipt(self) -> bool:
        return self.payment.kind != Payment.Kind.RETURN

    def _fixed(self) -> Iterator[tuple[str, BadValue]]:
        """A payment that is confirmed keeps its shares; what is left of it may find more."""
        payment = self.payment
        if payment.status == Payment.Status.REVERSED:
            yield "amount", is_fixed()
        elif not is_entered(payment) and not self._state.adding:
            for name in ("contract_id", "plan_id", "amount"):
                if getattr(self, name) != self._loaded[name]:
                    yield name.removesuffix("_id"), is_fixed()

    def _wrong_place(self) -> Iterator[tuple[str, BadValue]]:
        contract = self.contract
        if self.payment.party_id not in (None, contract.party_id):
            yield "contract", BadValue("other_party", N_("Choose a contract of this customer."))
        elif contract.status not in contract.standing and self._state.adding:
            message = N_("Payments are for contracts in force: let it be agreed to first.")
            yield "contract", BadValue("standing", message)
        if self.plan is None:
            return
        if self.plan.contract_id != self.contract_id:
            yield "plan", BadValue("other", N_("Choose an instalment of this contract."))
        elif self.plan.is_void:
            yield "plan", BadValue("void", N_("This instalment is void; choose another."))

    def _too_much(self) -> Iterator[tuple[str, BadValue]]:
        """More than the payment, than the instalment or than the contract; what is left is said."""
        others = self.payment.shares.exclude(pk=self.pk).aggregate(Sum("amount"))["amount__sum"]
        left = (self.payment.amount or NOUGHT) - (others or NOUGHT)
        if self._state.adding and not is_entered(self.payment) and not self.payment._state.adding:
            left = self.payment.at_hand
        if self.amount > left:
            message = N_("At most %(left)s %(currency)s of the payment are left.")
            found = {"left": f"{max(left, NOUGHT):,.2f}", "currency": self.payment.currency}
            yield "amount", BadValue("payment", message, **found)
            return
        of_contract = PaymentShare.objects.filter(contract=self.contract_id).exclude(pk=self.pk)
        owed = self.contract.amount - settled_by(of_contract)
        if self.plan is not None:
            owed = min(owed, self.free(self.plan))
        if self.settled is not None and self.settled > owed:
            message = N_(
                "Only %(left)s %(currency)s are still to be paid there; what is over stays the "
                "customer's credit if you leave it unspread."
            )
            found = {"left": f"{max(owed, NOUGHT):,.2f}", "currency": self.contract.currency}
            yield "amount", BadValue("whole", message, **found)
        elif self.plan is None and self.contract.payment_plans.filter(is_void=False).exists():
            message = N_("No instalment takes this amount whole: spread it over several.")
            yield "plan", BadValue("several", message)
