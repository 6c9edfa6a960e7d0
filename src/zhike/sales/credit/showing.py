"""What a customer may do, drawn for a page: figures for who may know them, else what to heed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhike.access.rights import Access
from zhike.people.models import Party
from zhike.records.resource import resource_for
from zhike.records.rules.numbers import plain
from zhike.sales.actions.credit import joined, lacks, shipping_lacks
from zhike.sales.actions.credit import money as exact
from zhike.sales.models import Contract, CreditFile, CreditGrade, Order, TierPolicy
from zhike.sales.models.credit_allowance import Allowance, allowance
from zhike.sales.models.document import DRAFT, SUBMITTED, Document
from zhike.sales.rules.credit import latest
from zhike.web.attention import sees
from zhike.web.cells import money
from zhike.web.dates import day_text
from zhike.web.links import record_url

TALK, SIGN, SHIP, COLLECT = "talk", "sign", "ship", "collect"
Drawn = dict[str, Any]


def point_of(record: Any, allowed: Allowance, *, is_told: bool) -> str:
    """At which point one stands: before there is anything, signing, shipping, collecting.

    That a customer owes something is not told to who may not know how it pays.
    """
    if isinstance(record, Contract):
        return SIGN if record.status in (DRAFT, SUBMITTED) else COLLECT
    if isinstance(record, Order):
        return SIGN if record.status == DRAFT else COLLECT if _is_gone(record) else SHIP
    owes = is_told and bool(allowed.overdue)
    return COLLECT if isinstance(record, Party) and owes else TALK


def _is_gone(order: Order) -> bool:
    return order.status in (Order.Status.SHIPPED, Order.Status.RECEIVED, Order.Status.VOID)


def party_of(access: Access, record: Any) -> Party | None:
    """The customer behind a record, where the reader sees it."""
    if isinstance(record, Party):
        return record
    if record.party_id is None or not sees(access, type(record), "party"):
        return None
    found: Party | None = access.rows(Party).filter(pk=record.party_id).first()
    return found


def allowed_for(access: Access, record: Any) -> Allowance | None:
    """What the customer behind a record may do; None where the reader sees none.

    Kept with the record, since the head and a panel of one page ask.
    """
    if not hasattr(record, "_allowed"):
        party = party_of(access, record)
        besides = record if isinstance(record, Document) and _is_to_stand(record) else None
        record._allowed = allowance(party, besides) if party else None  # noqa: SLF001 — for a page
    found: Allowance | None = record._allowed  # noqa: SLF001
    return found


def _is_to_stand(document: Document) -> bool:
    return document.status in (DRAFT, SUBMITTED) or isinstance(document, Order)


def knows(access: Access) -> bool:
    """Whether the reader may know how customers pay, and what they owe."""
    return (
        access.can(CreditFile, "read") and sees(access, CreditFile, "grade")
        and sees(access, CreditGrade, "limit") and sees(access, Contract, "amount")
        and sees(access, Order, "amount")
    )  # fmt: skip


def drawn(access: Access, record: Any) -> Drawn | None:
    """The panel of a record: facts, what is in the way, what to heed at this point."""
    allowed = allowed_for(access, record)
    if allowed is None or allowed.is_empty:
        return None
    is_told = knows(access)
    point = point_of(record, allowed, is_told=is_told)
    facts = list(_figures(access, allowed)) if is_told else []
    facts += _terms(access, allowed)
    tip = getattr(allowed.grade, point) if _shows(access, allowed, CreditGrade, point) else ""
    if not (facts or tip):
        return None
    made_of = _sum_words(allowed) if is_told and allowed.limit is not None else ""
    return {"facts": facts, "tip": tip, "point": _point_words(point), "actions": [],
            "sum": made_of}  # fmt: skip


def _point_words(point: str) -> str:
    return {
        TALK: pgettext("credit", "Talking"), SIGN: pgettext("credit", "Signing"),
        SHIP: pgettext("credit", "Shipping"), COLLECT: pgettext("credit", "Collecting"),
    }[point]  # fmt: skip


def _figures(access: Access, allowed: Allowance) -> Iterator[Drawn]:
    base, grade = allowed.used.currency, allowed.grade
    if grade is not None:
        yield {"label": _("credit grade"), "cell": _grade_cell(allowed),
               "note": _score_words(access, allowed)}  # fmt: skip
    if allowed.limit is not None:
        yield {"label": _("credit limit"), "cell": money(allowed.limit, base)}
        yield {"label": pgettext("credit", "used"), "cell": money(allowed.exposure.total, base)}
        left = allowed.left or Decimal(0)
        yield {"label": pgettext("credit", "left"), "cell": money(left, base),
               "note": "" if left else _("used up"), "tone": "" if left else "seal"}  # fmt: skip


def _grade_cell(allowed: Allowance) -> Drawn:
    name = str(allowed.grade)
    if allowed.credit is None:
        return {"kind": "text", "text": name}
    url = record_url(resource_for(CreditFile), allowed.credit.pk)
    return {"kind": "link", "text": name, "url": url}


def _score_words(access: Access, allowed: Allowance) -> str:
    credit = allowed.credit
    if credit is None:
        return _("no credit file yet")
    if credit.is_by_hand(allowed.today):
        until: Any = credit.manual_until
        return _("set by hand until %(day)s") % {"day": day_text(until, weekday=False)}
    return score_words(credit, allowed) if sees(access, CreditFile, "score", "rating") else ""


def score_words(credit: CreditFile, allowed: Allowance) -> str:
    """Both components in a line: `80 − 20 = 60`."""
    base = allowed.policy.score_without if credit.rating is None else credit.rating
    said = {"rating": base, "off": credit.deduction, "score": credit.score}
    return _("score %(rating)s − %(off)s = %(score)s") % said


def _sum_words(allowed: Allowance) -> str:
    """What the used part is made of, and by which rates."""
    used, base = allowed.used, allowed.used.currency
    owed = used.exposure
    said = {"contracts": exact(owed.contracts, base), "orders": exact(owed.orders, base)}
    text = _("Used: %(contracts)s of contracts still to be paid + %(orders)s on order.")
    words = [text % said]
    if used.foreign:
        told = {"known": ", ".join(used.foreign),
                "day": day_text(used.rates.dated(*used.foreign), weekday=False)}  # fmt: skip
        words.append(_("%(known)s by the rates of %(day)s.") % told)
    if used.missing:
        words.append(_("Without %(known)s: there is no rate.") % {"known": ", ".join(used.missing)})
    return " ".join(words)


def _shows(access: Access, allowed: Allowance, model: Any, name: str) -> bool:
    held = allowed.grade if model is CreditGrade else allowed.tier
    return held is not None and sees(access, model, name)


def _terms(access: Access, allowed: Allowance) -> Iterator[Drawn]:
    """What is agreed on with such a customer: how much at once, how long, how much off."""
    if _shows(access, allowed, CreditGrade, "prepay"):
        text = f"{plain(allowed.prepay)}%"
        yield {"label": _("to be paid beforehand"), "cell": {"kind": "text", "text": text}}
    for name, label, value, unit in (
        ("days", _("days to pay"), allowed.days, ""),
        ("discount", _("discount at most"), allowed.discount, "%"),
    ):
        held = [type(one) for one in (allowed.grade, allowed.tier) if one is not None]
        if value is not None and all(sees(access, model, name) for model in held):
            text = plain(Decimal(value)) + unit
            yield {"label": label, "cell": {"kind": "text", "text": text}}
    tier = allowed.tier
    if tier is not None and tier.answer_hours and sees(access, TierPolicy, "answer_hours"):
        text = _("%(hours)s working hours") % {"hours": tier.answer_hours}
        yield {"label": _("answered within"), "cell": {"kind": "text", "text": text}}
    if tier is not None and tier.visit_days and sees(access, TierPolicy, "visit_days"):
        text = _("every %(days)s days") % {"days": tier.visit_days}
        yield {"label": _("to be visited"), "cell": {"kind": "text", "text": text}}


def obstacles(access: Access, document: Document) -> str:
    """What keeps a document from going on without consent, as far as the reader may know."""
    allowed = allowed_for(access, document)
    if allowed is None or allowed.is_empty:
        return ""
    if document.status in (DRAFT, SUBMITTED):
        return joined(lacks(document, allowed), knows=knows(access))
    if isinstance(document, Order) and not _is_gone(document):
        return joined(shipping_lacks(document, allowed), knows=knows(access))
    return ""


def counted(credit: CreditFile, allowed: Allowance) -> list[Drawn]:
    """The ratings that count, with their days."""
    score = credit.scored(allowed.policy, allowed.today)
    return [
        {"source": credit_source(one.source), "day": day_text(one.day, weekday=False),
         "score": one.score, "weight": one.weight}
        for one in latest(score.counted)
    ]  # fmt: skip


def credit_source(source: str) -> str:
    """What a source is called."""
    model = resource_for(CreditFile).part_resources()["entries"].model
    return str(dict(model.Source.choices)[source])  # type: ignore[attr-defined]
