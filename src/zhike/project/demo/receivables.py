"""What the demo company's customers have to pay, have paid and owe, and their invoices."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from zhike.access.models import User
from zhike.access.rights import Access
from zhike.engagement.models import Task
from zhike.project.demo import stories
from zhike.sales.actions.invoicing import ask_for_invoice, issue
from zhike.sales.actions.paying import confirm
from zhike.sales.models import (
    Contract,
    InvoiceRequest,
    InvoiceTitle,
    Payment,
    PaymentPlan,
)
from zhike.sales.models.document import APPROVED
from zhike.sales.models.payment_terms import Instalment

# In so many days from today each instalment of a contract is due, and how many of them are paid.
STORIES: tuple[tuple[tuple[int, ...], int], ...] = (
    ((-150, -105, 260), 2), ((-75, -38, 327), 1), ((-40, 5, 370), 1), ((-20, 25, 390), 0),
    ((-130, -95, 270), 1), ((-3, 42, 407), 0),
)  # fmt: skip
SHARES = ((Instalment.PREPAYMENT, 30), (Instalment.DELIVERY, 60), (Instalment.RETENTION, 10))
DAY = dt.timedelta(days=1)


def make(today: dt.date, access: Access) -> None:
    """Instalments of the contracts in force, payments of some, invoices of others."""
    contracts = Contract.objects.filter(status=APPROVED, amount__gt=0)
    some = list(contracts.select_related("party", "owner").order_by("pk"))
    for number, (contract, (days, paid)) in enumerate(zip(some, STORIES, strict=False)):
        for made in PaymentPlan.objects.filter(contract=contract):
            made.delete()  # Those that credit asked for: this story has days of its own.
        plans = [_plan(contract, kind, percent, today + day * DAY)
                 for (kind, percent), day in zip(SHARES, days, strict=True)]  # fmt: skip
        for plan in plans[:paid]:
            _paid(plan, plan.due_on + 2 * DAY, f"ICBC{today.year}{number}{plan.number:04}", access)
        _invoice(contract, number, today, access)
    if some:
        _waits(some[-1], today)


def on_the_desk(accountant: User, today: dt.date) -> None:
    """What finance has to do beside what waits for it on the pages of money."""
    noon = timezone.make_aware(dt.datetime.combine(today, dt.time(12)))
    for number, subject in enumerate(stories.FOR_FINANCE):
        Task(subject=subject, owner=accountant, due_at=noon + number * DAY).save()


def _plan(contract: Contract, kind: str, percent: int, due_on: dt.date) -> PaymentPlan:
    plan = PaymentPlan(
        contract=contract, kind=kind, percent=Decimal(percent), due_on=due_on,
        owner=contract.owner, team=contract.team,
    )  # fmt: skip
    plan.save()
    return plan


def _payment(contract: Contract, amount: Any, day: dt.date, reference: str) -> Payment:
    payment = Payment(
        party=contract.party, amount=amount, currency=contract.currency, received_on=day,
        reference=reference, owner=contract.owner, team=contract.team,
    )  # fmt: skip
    payment.save()
    return payment


def _paid(plan: PaymentPlan, day: dt.date, reference: str, access: Access) -> None:
    confirm(_payment(plan.contract, plan.amount, day, reference), access=access)


def _waits(contract: Contract, today: dt.date) -> None:
    """A payment that finance has not confirmed yet."""
    _payment(contract, Decimal(50_000), today, f"CCB{today.year}9001")


def _invoice(contract: Contract, number: int, today: dt.date, access: Access) -> None:
    """A title, and an invoice: issued, asked for or a draft."""
    InvoiceTitle(
        party=contract.party, name=contract.party.name[:200], bank="中国工商银行",
        account=f"4402 0000 1900 {number:04}", owner=contract.owner, team=contract.team,
    ).save()  # fmt: skip
    if number > 3:
        return
    made: InvoiceRequest = ask_for_invoice(contract, access=access)
    if number < 3:
        made.go_to(APPROVED)
    if number == 0:
        issue(made, invoice_number=f"26352000000{number:09}", issued_on=today - 9 * DAY)
