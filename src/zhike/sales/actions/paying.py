"""Payments are spread over what is owed, confirmed, taken back, given back, written off."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.access.rights import Access
from zhike.base.errors import N_, BadValue
from zhike.ledger.actions import NEVER, action
from zhike.records.currencies import MissingRate, Rates
from zhike.records.errors import Invalid
from zhike.sales.models import Contract, Payment, PaymentPlan, PaymentShare, PaymentTerms, receiving  # noqa: F401
from zhike.sales.models.document import APPROVED, SUBMITTED, VOID
from zhike.sales.models.locking import lock_customer
from zhike.sales.models.payment import is_confirmed, is_entered
from zhike.sales.models.payment_plan import settled_by
from zhike.sales.models.payment_terms import Instalment
from zhike.sales.models.reasons import register_follower, register_refusal
from zhike.sales.rules.receivables import Open, due_after, instalments, oldest_first

NOUGHT, HUNDRED = Decimal(0), Decimal(100)


def _can_be_spread(payment: Payment) -> bool:
    """Whether some of a receipt is for no contract yet."""
    is_receipt = payment.kind == Payment.Kind.RECEIPT
    return is_receipt and payment.status != Payment.Status.REVERSED and payment.left > 0


def proposal(payment: Payment) -> list[tuple[PaymentPlan, Decimal]]:
    """How the rest of a payment would be spread: over what its customer owes, oldest first."""
    plans = PaymentPlan.objects.filter(party=payment.party_id, status__in=PaymentPlan.OWED)
    waiting: list[Open[PaymentPlan]] = []
    for plan in plans.select_related("contract").order_by("due_on", "pk"):
        left = (plan.amount or NOUGHT) - plan.taken
        if left > 0 and (owed := _in_its_currency(payment, plan, left)) > 0:
            waiting.append(Open(plan, plan.due_on, owed))
    return oldest_first(payment.at_hand, waiting)


def _in_its_currency(payment: Payment, plan: PaymentPlan, left: Decimal) -> Decimal:
    """What of the payment would pay an instalment; nothing where no rate is known."""
    rates = Rates.of({payment.currency, plan.currency}, payment.received_on)
    try:
        return rates.convert(left, plan.currency, payment.currency)
    except MissingRate:
        return NOUGHT


@action(_("spread, oldest first"), on=Payment, permission="update", when=_can_be_spread,
        icon="board")  # fmt: skip
def spread_oldest_first(payment: Payment) -> None:
    """Pay what its customer has owed longest with what is left of it."""
    lock_customer(payment.party_id)
    for plan, amount in proposal(payment):
        _share(payment, plan.contract, plan, amount)


def _share(payment: Payment, contract: Contract, plan: PaymentPlan | None, amount: Any) -> None:
    PaymentShare(payment=payment, contract=contract, plan=plan, amount=amount).save()


@action(_("confirm"), on=Payment, undo=NEVER, when=is_entered, icon="won", with_access=True)
def confirm(payment: Payment, access: Access) -> None:
    """Say that the money is here; from now on it counts. Unspread, it pays the oldest first."""
    lock_customer(payment.party_id)
    if not payment.shares.exists():
        for plan, amount in proposal(payment):
            _share(payment, plan.contract, plan, amount)
    _confirm(payment, access)


def _confirm(payment: Payment, access: Access) -> None:
    payment.status = Payment.Status.CONFIRMED
    payment.confirmed_by, payment.confirmed_at = access.user, timezone.now()
    payment.save()


@action(
    _("take back"), on=Payment, undo=NEVER, when=is_confirmed, icon="undo", fields=("reason",),
    required=("reason",),
)  # fmt: skip
def reverse(payment: Payment, reason: str) -> None:
    """Let it count no more, and say why: the bank took it back, it was somebody else's."""
    lock_customer(payment.party_id)
    if Payment.objects.filter(returns=payment.pk, status=Payment.Status.CONFIRMED).exists():
        message = N_("Some of it was given back: take that payment back first.")
        raise Invalid.field("status", BadValue("returned", message))
    payment.status, payment.reason = Payment.Status.REVERSED, reason
    payment.save()


def _can_be_given_back(payment: Payment) -> bool:
    return is_confirmed(payment) and payment.kind == Payment.Kind.RECEIPT


@action(
    _("give back"), on=Payment, undo=NEVER, when=_can_be_given_back, icon="undo",
    fields=("amount", "reason"), required=("amount", "reason"), with_access=True,
)  # fmt: skip
def give_back(payment: Payment, access: Access, amount: Any, reason: str) -> None:
    """Pay the customer back some of it: what is not spread first, then the latest instalment."""
    lock_customer(payment.party_id)
    given = Payment.objects.filter(returns=payment.pk, status=Payment.Status.CONFIRMED)
    left = payment.amount - sum((one.amount for one in given), NOUGHT)
    if not 0 < amount <= left:
        message = N_("Enter an amount above 0, up to %(left)s.")
        raise Invalid.field("amount", BadValue("whole", message, left=f"{left:,.2f}"))
    back = Payment(
        party=payment.party, kind=Payment.Kind.RETURN, amount=amount, currency=payment.currency,
        method=payment.method, returns=payment, reason=reason, owner=payment.owner,
        team=payment.team,
    )  # fmt: skip
    rest = amount - min(amount, payment.at_hand)
    back.save()
    for share in reversed(list(payment.shares.select_related("contract", "plan"))):
        # Two shares may be for one instalment: the first that is met stands for both.
        part = min(rest, share.not_given_back[0])
        if part > 0:
            _share(back, share.contract, share.plan, part)
            rest -= part
    _confirm(back, access)


def _is_owed(plan: PaymentPlan) -> bool:
    return plan.status in PaymentPlan.OWED


@action(
    _("write off"), on=PaymentPlan, undo=NEVER, when=_is_owed, icon="close", fields=("reason",),
    required=("reason",), with_access=True,
)  # fmt: skip
def write_off(plan: PaymentPlan, access: Access, reason: str) -> None:
    """Give up what is left of it, for a reason: nobody expects it any more."""
    lock_customer(plan.party_id)
    left: Any = (plan.amount or NOUGHT) - plan.taken
    if left <= 0:
        message = N_("A payment that waits for finance pays it already.")
        raise Invalid.field("status", BadValue("paid", message))
    off = Payment(
        party=plan.party, kind=Payment.Kind.WRITE_OFF, amount=left, currency=plan.currency,
        method=Payment.Method.OTHER, reason=reason, owner=plan.owner, team=plan.team,
    )  # fmt: skip
    off.save()
    _share(off, plan.contract, plan, left)
    _confirm(off, access)


def plan_by(contract: Contract, terms: PaymentTerms) -> None:
    """Make the instalments of a contract by terms: together they are the whole to the cent."""
    lines: list[Any] = list(terms.instalments.all())
    begin = contract.signed_on or timezone.localdate()
    amounts = instalments(contract.amount, [line.percent for line in lines])
    for line, amount in zip(lines, amounts, strict=True):
        values: dict[str, Any] = {"percent": line.percent, "amount": amount, "kind": line.kind}
        if amount > 0:
            PaymentPlan(
                contract=contract, due_on=due_after(begin, line.days), owner=contract.owner,
                team=contract.team, **values,
            ).save()  # fmt: skip


def _has_no_plan(contract: Contract) -> bool:
    may = contract.status != Contract.Status.VOID
    return may and not contract.payment_plans.exists()


@action(
    _("make instalments"), on=Contract, permission="update", when=_has_no_plan, icon="board",
    fields=("payment_terms",), required=("payment_terms",),
)  # fmt: skip
def plan_payments(contract: Contract, payment_terms: PaymentTerms) -> None:
    """Make its instalments by terms of payment."""
    lock_customer(contract.party_id)
    plan_by(contract, payment_terms)


def plan_when_in_force(contract: Contract, _before: str) -> None:
    """A contract that comes into force gets its instalments, where it has none.

    By its terms; else, where credit asks for a prepayment, that and the rest after its days.
    """
    if contract.status != Contract.Status.APPROVED or contract.amount <= 0:
        return
    if PaymentPlan.objects.filter(contract=contract).exists():
        return
    terms: PaymentTerms | None = contract.payment_terms
    if terms is not None:
        plan_by(contract, terms)
    elif contract.prepay:
        _plan_prepayment(contract, contract.prepay)


def _plan_prepayment(contract: Contract, percent: Decimal) -> None:
    begin = contract.signed_on or timezone.localdate()
    kinds = (Instalment.PREPAYMENT, Instalment.OTHER)
    percents = (percent, HUNDRED - percent)
    days = (0, contract.payment_days or 0)
    amounts = instalments(contract.amount, percents)
    for kind, share, amount, after in zip(kinds, percents, amounts, days, strict=True):
        values: dict[str, Any] = {"percent": share, "amount": amount, "kind": kind}
        if amount > 0:
            PaymentPlan(
                contract=contract, due_on=due_after(begin, after), owner=contract.owner,
                team=contract.team, **values,
            ).save()  # fmt: skip


register_follower(Contract, plan_when_in_force)


def unpayable(contract: Contract, status: str) -> Iterator[tuple[str, BadValue]]:
    """That it has more instalments than money, or would be void though payments came for it."""
    if status in (SUBMITTED, APPROVED):
        plans = PaymentPlan.objects.filter(contract=contract, is_void=False)
        planned = sum((one for one in plans.values_list("amount", flat=True) if one), NOUGHT)
        if planned > contract.amount:
            message = N_("Its instalments are %(more)s %(currency)s more than it; change them.")
            found = {"more": f"{planned - contract.amount:,.2f}", "currency": contract.currency}
            yield "payment_plans", BadValue("whole", message, **found)
    if status == VOID and settled_by(PaymentShare.objects.filter(contract=contract)) > 0:
        message = N_("Payments came for it: take them back, or give them back, first.")
        yield "status", BadValue("paid", message)


register_refusal(Contract, unpayable)
