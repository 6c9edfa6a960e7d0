"""Payment plans: the instalments in which a customer pays a contract."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.access.models import Owned
from zhike.base.errors import N_, BadValue
from zhike.base.splitting import cents
from zhike.ledger.actions import action
from zhike.ledger.current import current
from zhike.ledger.fields import MoneyField
from zhike.people.models import Party
from zhike.records.errors import Invalid
from zhike.records.fields import CurrencyField
from zhike.sales.models.contract import Contract
from zhike.sales.models.document import CLEARING, DRAFT, VOID
from zhike.sales.models.locking import lock_customer
from zhike.sales.models.payment_terms import LONGEST, Instalment

NOUGHT, HUNDRED = Decimal(0), Decimal(100)


def _counts(plan: PaymentPlan) -> bool:
    return not plan.is_void


class PaymentPlan(Owned):
    """An instalment of a contract: what for, when it is due, how much, and what is left of it."""

    named_by = ("contract", "number", "kind")
    locked_after = "party"

    class Status(models.TextChoices):
        """How far it is."""

        PENDING = "pending", pgettext_lazy("instalment", "contract not in force")
        OPEN = "open", pgettext_lazy("instalment", "to be paid")
        PART = "part", pgettext_lazy("instalment", "paid in part")
        OVERDUE = "overdue", pgettext_lazy("instalment", "overdue")
        DONE = "done", pgettext_lazy("instalment", "paid")
        VOID = "void", pgettext_lazy("instalment", "void")

    OWED = (Status.OPEN, Status.PART, Status.OVERDUE)

    contract = models.ForeignKey(
        Contract, models.CASCADE, verbose_name=_("contract"), related_name="payment_plans"
    )
    party = models.ForeignKey(
        Party, models.PROTECT, verbose_name=_("customer"), related_name="payment_plans",
        editable=False, null=True,
    )  # fmt: skip
    number = models.PositiveSmallIntegerField(
        _("instalment"), null=True, blank=True,
        help_text=_("The next one where it is empty."),
    )  # fmt: skip
    kind = models.CharField(
        _("for"), max_length=10, choices=Instalment.choices, default=Instalment.OTHER
    )
    due_on = models.DateField(_("due on"))
    percent = models.DecimalField(
        _("share in %"), max_digits=5, decimal_places=2, null=True, blank=True,
        help_text=_("Of the contract; the amount follows from it."),
    )  # fmt: skip
    amount = MoneyField(_("amount"), null=True, blank=True)
    currency = CurrencyField(_("currency"), blank=True, editable=False)
    remind_days = models.PositiveSmallIntegerField(
        _("days of notice"), default=3,
        help_text=_("So many days before it is due its owner is reminded."),
    )  # fmt: skip
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_void = models.BooleanField(_("void"), default=False, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    received = MoneyField(_("received"), default=NOUGHT, db_default=0, editable=False)
    written_off = MoneyField(_("written off"), default=NOUGHT, db_default=0, editable=False)
    left = MoneyField(
        _("still to be paid"), default=NOUGHT, db_default=0, editable=False,
        help_text=_("While the contract is in force, what was neither received nor written off."),
    )  # fmt: skip
    status = models.CharField(
        _("status"), max_length=8, choices=Status.choices, default=Status.PENDING,
        db_default=Status.PENDING, editable=False,
    )  # fmt: skip

    projected: ClassVar[frozenset[str]] = frozenset({"received", "written_off", "left", "status"})

    class Meta:
        """By status and due day, whose they are; what is owed by customer and by day."""

        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["contract", "number"], name="payment_plan_number")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["status", "due_on", "id", "owner"], name="payment_plan_status"),
            models.Index(fields=["owner", "status", "due_on", "id"], name="payment_plan_owner"),
            models.Index(fields=["due_on", "id", "owner"], name="payment_plan_due"),
            models.Index(fields=["amount", "id", "owner"], name="payment_plan_amount"),
            models.Index(fields=["updated_at", "id", "owner"], name="payment_plan_updated"),
            models.Index(
                fields=["party", "due_on"], name="payment_plan_owed", condition=Q(left__gt=0)
            ),
            models.Index(
                fields=["due_on", "currency", "owner", "team", "left"], name="payment_plan_coming",
                condition=Q(left__gt=0),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        contract = self.contract if self.contract_id is not None else ""
        said = (contract, self.number or "", self.get_kind_display())
        return " ".join(str(one) for one in said if one)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it while nobody else writes what this customer owes; raises Invalid."""
        if self.contract_id is not None:
            lock_customer(self.contract.party_id)
        self.settle()
        for name, error in self._too_much():
            raise Invalid.field(name, error)
        super().save(*args, **kwargs)

    def settle(self) -> None:
        """Take what follows from the contract: customer, currency, owner, number, amount."""
        if self.contract_id is None:
            return
        contract = self.contract
        self.party_id, self.currency = contract.party_id, contract.currency
        if self.number is None:
            last = self._others().order_by("-number").values_list("number", flat=True).first()
            self.number = (last or 0) + 1
        if self.percent is not None and 0 < self.percent <= 100 and self._follows_percent():
            self.amount = self._share_of_whole()

    def _follows_percent(self) -> bool:
        if self._state.adding:
            return self.amount is None
        return self.amount is None or self._changed("percent")

    def _changed(self, name: str) -> bool:
        return not self._state.adding and getattr(self, name) != self._loaded[name]

    def _share_of_whole(self) -> Decimal:
        """Its share; the last that makes it 100 % takes what is left to the cent."""
        whole: Decimal = self.contract.amount
        percent = self.percent or NOUGHT
        others = list(self._others().filter(is_void=False).values_list("percent", "amount"))
        if all(share is not None for share, _amount in others):
            shares = sum((share or NOUGHT for share, _amount in others), percent)
            if shares == HUNDRED:
                return whole - sum((amount or NOUGHT for _share, amount in others), NOUGHT)
        return cents(whole * percent / HUNDRED)

    def _others(self) -> models.QuerySet[Any]:
        return PaymentPlan.objects.filter(contract=self.contract_id).exclude(pk=self.pk)

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Instalments are not more than their contract; what was paid is not changed."""
        self.settle()
        if self.percent is not None and not 0 < self.percent <= 100:
            yield "percent", BadValue("percent", N_("Enter a number above 0, up to 100."))
        elif self.amount is None:
            yield "amount", BadValue("required", N_("Enter an amount, or a share in %%."))
        elif self.amount <= 0:
            yield "amount", BadValue("positive", N_("Enter an amount above 0."))
        if (self.remind_days or 0) > LONGEST:
            yield "remind_days", BadValue("range", N_("Enter a number up to 3,650."))
        if self.number is not None and self.contract_id is not None:
            if self.number == 0:
                yield "number", BadValue("positive", N_("Enter a number greater than 0."))
            elif self._others().filter(number=self.number).exists():
                message = N_("The contract has an instalment of this number already.")
                yield "number", BadValue("taken", message)
        yield from self._too_much()

    def _too_much(self) -> Iterator[tuple[str, BadValue]]:
        """What is more than the contract, less than was paid, or of a contract that is void."""
        if self.contract_id is None or self.amount is None or self.is_void:
            return
        if self._changed("contract_id"):
            yield "contract", BadValue("fixed", N_("It stays with its contract."))
        if self.contract.status == VOID and (self._state.adding or self._changed("amount")):
            yield "contract", BadValue("void", N_("The contract is void; choose one that holds."))
        if not (self._state.adding or self._changed("amount")):
            return
        others = self._others().filter(is_void=False).aggregate(Sum("amount"))["amount__sum"]
        left = self.contract.amount - (others or NOUGHT)
        # A draft without products has no amount yet: that is asked when it is submitted.
        is_unwritten = self.contract.status == DRAFT and not self.contract.amount
        if self.amount > left and not is_unwritten:
            message = N_("More than the contract: at most %(left)s %(currency)s are left.")
            found = {"left": f"{max(left, NOUGHT):,.2f}", "currency": self.currency}
            yield "amount", BadValue("whole", message, **found)
        taken = NOUGHT if self._state.adding else self.taken
        if self.amount < taken:
            message = N_("%(taken)s %(currency)s of it are paid already; enter no less.")
            found = {"taken": f"{taken:,.2f}", "currency": self.currency}
            yield "amount", BadValue("paid", message, **found)

    @property
    def taken(self) -> Decimal:
        """What payments that count, or wait for finance, say of it."""
        return settled_by(self.shares.all())

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """One for which payments came stays, unless the demo company is taken away."""
        is_clearing = current().row.door in CLEARING
        if not is_clearing and self.shares.exists():
            message = N_("Payments are entered for it: make it void instead.")
            raise Invalid.field("contract", BadValue("paid", message))
        return super().delete(*args, **kwargs)

    # Verbs; `write_off` is in sales/actions/paying.py.

    @action(
        _("make void"), when=_counts, icon="close", fields=("reason",), required=("reason",),
    )  # fmt: skip
    def void(self, reason: str) -> None:
        """It is not to be paid any more, for a reason; what was paid for it stays."""
        if self.taken > 0:
            message = N_("%(taken)s %(currency)s of it are paid; take the payment back first.")
            found = {"taken": f"{self.taken:,.2f}", "currency": self.currency}
            raise Invalid.field("status", BadValue("paid", message, **found))
        self.is_void, self.reason = True, reason
        self.save()


def settled_by(shares: models.QuerySet[Any]) -> Decimal:
    """What shares of payments that are not taken back come to: returns count against them."""
    found = shares.exclude(payment__status="reversed").order_by().values_list("payment__kind")
    sums = dict(found.annotate(Sum("settled")))
    back = sums.pop("return", None) or NOUGHT
    return sum((one for one in sums.values() if one), NOUGHT) - back
