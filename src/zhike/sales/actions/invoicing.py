"""Invoices are asked for, issued with their number, sent, and taken back by red letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.access.rights import Access, Denied
from zhike.base.errors import N_, BadValue
from zhike.base.splitting import split
from zhike.ledger.actions import NEVER, NotNow, action
from zhike.records.errors import Invalid
from zhike.sales.models import (  # noqa: F401
    Contract,
    InvoiceLine,
    InvoiceRequest,
    Order,
    invoicing,
)
from zhike.sales.models.document import APPROVED, SUBMITTED, VOID, Document
from zhike.sales.models.invoice import DAYS_TO_CONFIRM, NOUGHT, invoiced_of
from zhike.sales.models.locking import lock_customer
from zhike.sales.models.reasons import register_follower, register_refusal

ISSUED = InvoiceRequest.Status.ISSUED


def _may_be_invoiced(document: Document) -> bool:
    return document.status in document.standing


def _may_ask(_source: Any, access: Access) -> bool:
    """Whether this user writes invoices at all."""
    return access.can(InvoiceRequest, "create")


def ask_for_invoice(source: Any, access: Access) -> InvoiceRequest:
    """Draft an invoice for what is not invoiced yet, with the customer's usual title."""
    if not access.can(InvoiceRequest, "create"):
        raise Denied(InvoiceRequest.record_type, "create")
    lock_customer(source.party_id)
    order = source if isinstance(source, Order) else None
    contract = order.contract if order is not None else source
    left = min(one.amount - invoiced_of(one) for one in (contract, order) if one is not None)
    if left <= 0:
        raise Invalid.field("amount", BadValue("whole", N_("All of it is invoiced already.")))
    made = InvoiceRequest(
        party=source.party, contact=source.contact, opportunity=source.opportunity,
        contract=contract, order=order, entity=source.entity, currency=source.currency,
        owner=source.owner or access.user, team=source.team, name=source.name,
    )  # fmt: skip
    made.save()
    lines = list(source.lines.select_related("product"))
    for line, amount in zip(lines, split(left, [one.amount or NOUGHT for one in lines]),
                            strict=True):  # fmt: skip
        if amount > 0:
            values: dict[str, Any] = {"amount": amount, "quantity": line.quantity}
            InvoiceLine(invoice=made, product=line.product, tax_rate=line.tax_rate,
                        **values).save()  # fmt: skip
    return made


for _model in (Contract, Order):
    action(
        _("ask for an invoice"), on=_model, permission="update", when=_may_be_invoiced,
        icon="money", with_access=True, offered=_may_ask,
    )(ask_for_invoice)  # fmt: skip


def _may_be_issued(invoice: InvoiceRequest) -> bool:
    is_red = invoice.red_of_id is not None
    return invoice.status == APPROVED and (not is_red or bool(invoice.red_confirmation))


@action(
    _("issued"), on=InvoiceRequest, permission="issue", undo=NEVER, when=_may_be_issued,
    icon="won", fields=("invoice_number", "issued_on"), required=("invoice_number", "issued_on"),
)  # fmt: skip
def issue(invoice: InvoiceRequest, invoice_number: str, issued_on: dt.date) -> None:
    """Enter the number and the day with which it was issued; from then on it stands."""
    lock_customer(invoice.party_id)
    number = "".join(invoice_number.split())
    if error := invoice.number_problem(number):
        raise Invalid.field("invoice_number", error)
    if issued_on > timezone.localdate():
        message = N_("Enter a day that is not in the future.")
        raise Invalid.field("issued_on", BadValue("future", message))
    invoice.invoice_number, invoice.issued_on = number, issued_on
    invoice.go_to(ISSUED)


def _may_be_taken_back(invoice: InvoiceRequest) -> bool:
    return invoice.status == ISSUED and invoice.red_of_id is None


@action(
    _("take back by red letter"), on=InvoiceRequest, permission="update", when=_may_be_taken_back,
    icon="undo", fields=("red_reason",), required=("red_reason",),
)  # fmt: skip
def take_back(invoice: InvoiceRequest, red_reason: str) -> InvoiceRequest:
    """Draft a red letter over what still stands; make it less where only a part goes."""
    lock_customer(invoice.party_id)
    left = invoice.amount + _taken_back(invoice)
    if left <= 0:
        message = N_("Red letters take all of it back already.")
        raise Invalid.field("red_reason", BadValue("whole", message))
    red = InvoiceRequest(
        party=invoice.party, contact=invoice.contact, opportunity=invoice.opportunity,
        contract=invoice.contract, order=invoice.order, entity=invoice.entity,
        title=invoice.title, kind=invoice.kind,
        currency=invoice.currency, owner=invoice.owner, team=invoice.team, name=invoice.name,
        rounds_in_total=invoice.rounds_in_total, red_of=invoice, red_reason=red_reason,
    )  # fmt: skip
    red.save()
    lines = list(invoice.lines.all())
    for line, amount in zip(lines, split(left, [one.amount for one in lines]), strict=True):
        if amount > 0:
            values: dict[str, Any] = {"amount": -amount, "quantity": line.quantity}
            InvoiceLine(invoice=red, product=line.product, name=line.name,
                        tax_rate=line.tax_rate, **values).save()  # fmt: skip
    return red


def _taken_back(invoice: InvoiceRequest, *, besides: Any = None) -> Decimal:
    """What red letters that count, or may come to count, take back; not above 0."""
    reds = InvoiceRequest.objects.filter(red_of=invoice.pk).exclude(status=VOID)
    reds = reds.exclude(pk=besides) if besides is not None else reds
    return sum(reds.values_list("amount", flat=True), NOUGHT)


def _waits_for_confirmation(invoice: InvoiceRequest) -> bool:
    is_red = invoice.red_of_id is not None and invoice.status == APPROVED
    return is_red and not invoice.red_confirmation


@action(
    _("red letter confirmed"), on=InvoiceRequest, permission="issue", undo=NEVER,
    when=_waits_for_confirmation, icon="check", fields=("red_confirmation",),
    required=("red_confirmation",),
)  # fmt: skip
def confirm_red(invoice: InvoiceRequest, red_confirmation: str) -> None:
    """Enter the number of the confirmation, within 72 hours; then it may be issued."""
    if invoice.is_lapsed:
        raise NotNow("confirm_red")
    invoice.red_confirmation = red_confirmation.strip()
    invoice.save()


def unfit(invoice: InvoiceRequest, status: str) -> Iterator[tuple[str, BadValue]]:
    """More than the contract, or than the invoice that is taken back; an issued one made void."""
    if status == VOID and invoice.status == ISSUED:
        message = N_("It is issued: take it back by a red letter instead.")
        yield "status", BadValue("issued", message)
    if status not in (SUBMITTED, APPROVED):
        return
    lock_customer(invoice.party_id)
    if invoice.title_id is None:
        yield "title", BadValue("required", N_("Choose the title that is to stand on it."))
    amount = sum(invoice.lines.values_list("amount", flat=True), NOUGHT)
    of: Any = invoice.red_of
    if of is not None:
        left = of.amount + _taken_back(of, besides=invoice.pk)
        if -amount > left:
            message = N_("More than the invoice: at most %(left)s %(currency)s can be taken back.")
            found = {"left": f"{max(left, NOUGHT):,.2f}", "currency": invoice.currency}
            yield "lines", BadValue("whole", message, **found)
        return
    for source, message in (
        (invoice.contract, N_("More than the contract: at most %(left)s %(currency)s are left.")),
        (invoice.order, N_("More than the order: at most %(left)s %(currency)s are left.")),
    ):
        if source is None:
            continue
        left = source.amount - invoiced_of(source, besides=invoice.pk)
        if amount > left:
            found = {"left": f"{max(left, NOUGHT):,.2f}", "currency": invoice.currency}
            yield "lines", BadValue("whole", message, **found)
            return


def begin_clock(invoice: InvoiceRequest, _before: str) -> None:
    """A red letter that is asked for waits 72 hours for the other side."""
    if _waits_for_confirmation(invoice) and invoice.red_lapses_at is None:
        invoice.red_lapses_at = timezone.now() + DAYS_TO_CONFIRM
        invoice.save()


def invoiced_still(source: Contract | Order, status: str) -> Iterator[tuple[str, BadValue]]:
    """That it would be void though invoices stand for it: another one would be invoiced again."""
    if status == VOID and invoiced_of(source):
        message = N_("Invoices stand for it: take them back by red letters, or make them void, "
                     "first.")  # fmt: skip
        yield "status", BadValue("invoiced", message)


for _model in (Contract, Order):
    register_refusal(_model, invoiced_still)
register_refusal(InvoiceRequest, unfit)
register_follower(InvoiceRequest, begin_clock)
