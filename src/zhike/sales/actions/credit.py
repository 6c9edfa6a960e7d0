"""Credit binds: why a document needs the consent of finance, and what may not go on without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from zhike.access.models import Team, User
from zhike.access.rights import Access, access_of
from zhike.base.errors import N_, BadValue
from zhike.base.money import format_amount
from zhike.engagement.actions.start_approval import start_approval
from zhike.engagement.models import Approval, clock
from zhike.engagement.models.about import about
from zhike.ledger.actions import action
from zhike.ledger.current import NoChangeSet, current
from zhike.ledger.models.change_set import UNASKED
from zhike.records.errors import Invalid
from zhike.records.rules.numbers import plain
from zhike.sales.actions.consent import PURPOSE as DOCUMENT
from zhike.sales.models import Contract, CreditFile, Order, Quote
from zhike.sales.models.credit_allowance import Allowance, allowance, received_of
from zhike.sales.models.document import APPROVED, DRAFT, SUBMITTED, Document
from zhike.sales.models.locking import lock_customer
from zhike.sales.models.payment_record import Overdue
from zhike.sales.models.reasons import (
    Reason,
    register_follower,
    register_preset,
    register_reason,
    register_refusal,
)
from zhike.sales.rules.credit import prepaid

PURPOSE = "credit"
NOUGHT = Decimal(0)
SHIPPED = Order.Status.SHIPPED


def money(amount: Decimal, currency: str) -> str:
    """An amount in a sentence, to the cent: `¥130,000.00`."""
    return format_amount(amount, currency, lang=get_language() or "zh-hans")


def covered_by_contract(document: Document) -> bool:
    """Whether an order's contract is in force: then what that says was agreed on already."""
    contract = document.contract if isinstance(document, Order) else None
    return contract is not None and contract.status in contract.standing


def sum_words(allowed: Allowance, more: Decimal, currency: str) -> str:
    """The sum that explains why it is over the limit."""
    limit, base = allowed.limit or NOUGHT, allowed.used.currency
    total, _over = allowed.with_more(more, currency)
    if total is None:
        said = {"currency": currency, "limit": money(limit, base)}
        return _("Credit limit %(limit)s: there is no exchange rate for %(currency)s, so nobody "
                 "can say whether it is enough.") % said  # fmt: skip
    said = {
        "limit": money(limit, base), "used": money(allowed.exposure.total, base),
        "more": money(total - allowed.exposure.total, base), "total": money(total, base),
        "over": money(total - limit, base),
    }  # fmt: skip
    return _("Over the credit limit: %(used)s used + %(more)s for this = %(total)s, "
             "%(over)s more than the limit of %(limit)s.") % said  # fmt: skip


def stop_words(stops: tuple[Overdue, ...]) -> str:
    """What has been overdue for so long."""
    one = max(stops, key=lambda overdue: overdue.days)
    said = {"name": one.name, "left": money(one.left, one.currency), "days": one.days}
    return _("Stopped: %(name)s, %(left)s, has been overdue for %(days)s days.") % said


def amount_of(document: Document) -> Decimal:
    """What a document comes to as it is stored: its lines were perhaps written just now."""
    known = type(document).objects.filter(pk=document.pk).values_list("amount", flat=True)
    found: Decimal = known.first() or NOUGHT
    return found


@dataclass(frozen=True)
class Lack:
    """Something that a document asks for beyond what its customer may."""

    words: str
    """With the sum that explains it."""
    plainly: str
    """Without figures, for who may not know how the customer pays."""


def joined(lacks: Iterable[Lack], *, knows: bool) -> str:
    """Several in one text, as far as the reader may know."""
    return " ".join(one.words if knows else one.plainly for one in lacks)


def lacks(document: Document, allowed: Allowance) -> list[Lack]:
    """What a document asks for beyond what its customer may."""
    stop = [_stop(allowed)] if allowed.stops and not isinstance(document, Quote) else []
    if covered_by_contract(document):
        return stop
    found = []
    document.amount = amount_of(document)
    if allowed.with_more(document.amount, document.currency)[1]:
        found.append(_over(allowed, document.amount, document.currency))
    others = (*_terms(document, allowed), *_discounts(document, allowed))
    return [*found, *stop, *(Lack(words, words) for words in others)]


def _over(allowed: Allowance, more: Decimal, currency: str) -> Lack:
    return Lack(
        sum_words(allowed, more, currency), _("This is more than the customer may owe at a time.")
    )


def _stop(allowed: Allowance) -> Lack:
    return Lack(stop_words(allowed.stops), _("The customer is stopped until it has paid."))


def _terms(document: Document, allowed: Allowance) -> Iterator[str]:
    """Less paid beforehand, or more time to pay, than the customer's grade gives."""
    if allowed.grade is not None and (document.prepay or NOUGHT) < allowed.prepay:
        said = {"given": plain(document.prepay or NOUGHT), "least": plain(allowed.prepay)}
        yield _("Prepayment %(given)s%%, at least %(least)s%% for this customer.") % said
    days = document.payment_days
    if days is not None and allowed.days is not None and days > allowed.days:
        said = {"given": str(days), "most": str(allowed.days)}
        yield _("%(given)s days to pay, at most %(most)s for this customer.") % said


def _discounts(document: Document, allowed: Allowance) -> Iterator[str]:
    if allowed.discount is None:
        return
    whole = 1 - (document.discount or NOUGHT) / 100
    for line in document.lines.select_related("product").order_by("pk"):
        given = 100 - (100 - line.discount_given) * whole
        if given > allowed.discount:
            said = {"product": line.product, "given": plain(round(given, 2)),
                    "most": plain(allowed.discount)}  # fmt: skip
            yield _("%(product)s: discount %(given)s%%, at most %(most)s%% for this "
                    "customer.") % said  # fmt: skip


def asked_for(allowed: Allowance) -> tuple[Team | User, ...]:
    """Who is asked beyond what a customer may: a team or a person of a role; else nobody named."""
    policy = allowed.policy
    if policy.consent_team is not None:
        return (policy.consent_team,)
    if policy.consent_role is None:
        return ()
    role = policy.consent_role_id
    people = User.objects.filter(is_active=True, represents="", user_roles__role=role)
    found: User | None = people.exclude(pk=_asker()).order_by("pk").first()
    return (found,) if found is not None else ()


def _is_writing() -> bool:
    """Whether something is written now, and not a page looked at."""
    try:
        current()
    except NoChangeSet:
        return False
    return True


def _asker() -> UUID | None:
    """Who writes now; nobody while a page is only looked at."""
    actor: UUID | None = current().row.actor if _is_writing() else None
    return actor


def reasons(document: Document) -> Iterator[Reason]:
    """Why a document needs the consent of finance."""
    if document.party_id is None:
        return
    if _is_writing():
        lock_customer(document.party_id)
    allowed = allowance(document.party, document)
    found = lacks(document, allowed)
    asks = asked_for(allowed) if found else ()
    for lack in found:
        yield Reason(lack.words, asks)


# What binds


def presets(document: Document) -> None:
    """A new document takes prepayment and days as its customer's grade and tier give them."""
    if document.prepay is not None and document.payment_days is not None:
        return
    allowed = allowance(document.party, document)
    if document.prepay is None and allowed.grade is not None:
        document.prepay = allowed.prepay
    if document.payment_days is None:
        document.payment_days = allowed.days


def keep_asked(document: Document, before: str) -> None:
    """Keep about which exposure consent was asked for: it covers no more."""
    if document.status != SUBMITTED or before != DRAFT:
        return
    allowed = allowance(document.party, document)
    total, is_over = allowed.with_more(amount_of(document), document.currency)
    if is_over:
        document.credit_agreed = total
        document.save()


def refusals(document: Document, status: str) -> Iterator[tuple[str, BadValue]]:
    """What keeps a contract or an order from binding the customer further."""
    if current().row.door in UNASKED or isinstance(document, Quote):
        return
    if status == APPROVED and document.status in (DRAFT, SUBMITTED):
        lock_customer(document.party_id)
        yield from _unsigned(document, allowance(document.party, document))
    elif status == SHIPPED and isinstance(document, Order):
        lock_customer(document.party_id)
        yield from _unshipped(document, allowance(document.party, document))


def _unsigned(document: Document, allowed: Allowance) -> Iterator[tuple[str, BadValue]]:
    """Why it may not stand: nobody has agreed, or to less than it comes to by now."""
    found = lacks(document, allowed)
    if not found:
        return
    said = joined(found, knows=_may("read"))
    if document.status == DRAFT:
        message = N_("%(lacks)s Something changed meanwhile: submit it again.")
        yield "status", BadValue("credit", message, lacks=said)
    elif not _may("set_grade") and not _is_agreed(document, DOCUMENT):
        message = N_("%(lacks)s Whoever is asked must agree: it cannot be skipped.")
        yield "status", BadValue("credit", message, lacks=said)
    elif _has_grown(document, allowed):
        message = N_("%(lacks)s That is more than was asked for: take it back and submit it anew.")
        yield "status", BadValue("credit", message, lacks=said)


def _has_grown(document: Document, allowed: Allowance) -> bool:
    """Whether the exposure is over the limit and beyond what consent was asked for."""
    total, is_over = allowed.with_more(document.amount, document.currency)
    if not is_over:
        return False
    agreed: Decimal | None = document.credit_agreed
    return total is not None and (agreed is None or total > agreed)


def _may(verb: str) -> bool:
    """Whether who does it may do so with credit files: who sets grades decides alone, too."""
    asker = _asker()
    user = User.objects.filter(pk=asker).first() if asker is not None else None
    return user is not None and access_of(user, current().row.door).can(CreditFile, verb)


def _is_agreed(document: Document, purpose: str) -> bool:
    """Whether the latest consent that was asked for was given."""
    rows = Approval.objects.filter(about(document), purpose=purpose).order_by("-asked_at", "-pk")
    latest = rows.values_list("status", flat=True).first()
    return bool(latest == Approval.Status.AGREED)


# Shipping


def shipping_lacks(order: Order, allowed: Allowance) -> list[Lack]:
    """Why an order may not leave the house yet."""
    found = [_stop(allowed)] if allowed.stops else []
    order.amount = amount_of(order)
    # What a contract in force covers is in the exposure already.
    more = NOUGHT if covered_by_contract(order) else order.amount
    total, is_over = allowed.with_more(more, order.currency)
    if is_over and not _is_within(order, total):
        found.append(_over(allowed, more, order.currency))
    return [*found, *_unpaid(order)]


def _is_within(order: Order, total: Decimal | None) -> bool:
    """Whether consent to order or contract covers what the exposure comes to."""
    agreed = [one.credit_agreed for one in (order, order.contract) if one is not None]
    return total is not None and any(one is not None and total <= one for one in agreed)


def _unpaid(order: Order) -> Iterator[Lack]:
    """That the contract's prepayment has not come yet."""
    contract = order.contract
    if contract is None or not contract.prepay:
        return
    due = prepaid(contract.amount, contract.prepay)
    missing = due - received_of(contract)
    if missing > 0:
        said = {"due": money(due, contract.currency), "left": money(missing, contract.currency),
                "contract": contract.number or contract.name}  # fmt: skip
        words = _("%(left)s of the prepayment of %(due)s for %(contract)s are still to come.")
        yield Lack(words % said, _("The prepayment is still to come."))


def _unshipped(order: Order, allowed: Allowance) -> Iterator[tuple[str, BadValue]]:
    found = shipping_lacks(order, allowed)
    if found and not _is_agreed(order, PURPOSE):
        message = N_("%(lacks)s Ask for consent to ship on the order's page.")
        yield "status", BadValue("credit", message, lacks=joined(found, knows=_may("read")))


def open_approval(order: Order) -> Approval | None:
    """The consent to ship that an order waits for."""
    asked = Approval.objects.filter(about(order), purpose=PURPOSE, status=Approval.Status.OPEN)
    return asked.order_by("pk").first()


def _is_to_ship(order: Order) -> bool:
    return order.status in Order.standing - {SHIPPED, Order.Status.RECEIVED}


def may_ask_to_ship(order: Order) -> bool:
    if not _is_to_ship(order) or open_approval(order) is not None or _is_agreed(order, PURPOSE):
        return False
    return bool(shipping_lacks(order, allowance(order.party, order)))


@action(
    gettext_lazy("ask to ship"), on=Order, permission="update", when=may_ask_to_ship, icon="check",
    with_access=True,
)  # fmt: skip
def ask_to_ship(order: Order, access: Access) -> None:
    """Ask finance whether it may be shipped all the same."""
    allowed = allowance(order.party, order)
    steps = list(asked_for(allowed))
    if not steps:
        user = access.user
        head = clock.answers_for(order.selling_team, besides=user.pk if user else None)
        if head is None:
            raise Invalid.field("status", BadValue("nobody", N_("Nobody is there to be asked.")))
        steps = [head]
    subject = _("Ship on credit: %(order)s") % {"order": order}
    text = "\n".join(one.words for one in shipping_lacks(order, allowed))
    start_approval(access, order, subject[:200], steps, text=text, purpose=PURPOSE)


# An invoice binds nobody: it asks for what contracts and orders made the customer owe.
for binding in (Quote, Contract, Order):
    register_reason(binding, reasons)
    register_preset(binding, presets)
    register_follower(binding, keep_asked)
    register_refusal(binding, refusals)
