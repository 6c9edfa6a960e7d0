"""From a document to the paper that the customer gets: no cost, no profit, no word of the house.

It is read with the installation's own rights: a paper says the same whoever prints it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from zhike.base.capitals import PREFIX, in_capitals
from zhike.base.errors import N_
from zhike.base.splitting import split
from zhike.records.models import BrandTemplate, Company, LegalEntity
from zhike.records.paper_words import BELOW, Words
from zhike.records.rules.numbers import plain
from zhike.sales.models import Contract, Order, Quote
from zhike.sales.models.document import DRAFT, SUBMITTED, VOID, Document
from zhike.sales.papers.paper import Fact, Paper, PaperLine, Side, Signature
from zhike.sales.rules.vat import tax_in

NOUGHT = Decimal(0)
Kind = BrandTemplate.Kind


@dataclass(frozen=True)
class Form:
    """What sets the papers of one kind apart."""

    kind: str
    title: str
    buyer: str
    seller: str
    dates: Callable[[Any, Words], list[Fact]]
    accepts: str
    """What stands where the customer signs."""


def _quote_dates(quote: Any, words: Words) -> list[Fact]:
    return [Fact(words(N_("Valid until")), words.day(quote.valid_until))]


def _contract_dates(contract: Any, words: Words) -> list[Fact]:
    return [
        Fact(words(N_("Signed on")), words.day(contract.signed_on)),
        Fact(words(N_("Begins on")), words.day(contract.starts_on)),
        Fact(words(N_("Ends on")), words.day(contract.ends_on)),
    ]


def _order_dates(order: Any, words: Words) -> list[Fact]:
    return [Fact(words(N_("Delivery by")), words.day(order.due_on))]


FORMS: dict[type[Document], Form] = {
    Quote: Form(Kind.QUOTE, N_("Quotation"), N_("Quoted to"), N_("Quoted by"), _quote_dates,
                N_("Accepted for the customer")),
    Contract: Form(Kind.CONTRACT, N_("Sales contract"), N_("Party A (buyer)"),
                   N_("Party B (seller)"), _contract_dates, N_("Signed for Party A")),
    Order: Form(Kind.ORDER, N_("Sales order"), N_("Ordered by"), N_("Supplied by"), _order_dates,
                N_("Confirmed for the customer")),
}  # fmt: skip


def entity_of(document: Any) -> LegalEntity | None:
    """In whose name it is: what the document says, else the one for new papers."""
    return getattr(document, "entity", None) or LegalEntity.default()


def template_of(document: Any) -> BrandTemplate:
    """The brand template of its kind and entity."""
    return BrandTemplate.of(FORMS[type(document)].kind, entity_of(document))


def language_of(document: Any) -> str:
    """In which its papers are made unless somebody chooses."""
    return str(template_of(document).language)


def paper_of(document: Any, language: str) -> Paper:
    """The document as it stands now, in a language."""
    form, entity, template = FORMS[type(document)], entity_of(document), template_of(document)
    words = Words(language)
    lines = list(document.lines.select_related("product").order_by("pk"))
    seller = _seller(form, entity, words)
    return Paper(
        words=words, title=words(form.title), number=document.number, colour=template.colour,
        seller=seller, buyer=_buyer(form, document, words),
        facts=_facts(form, document, words), lines=_lines(lines, words),
        totals=_totals(document, lines, words),
        total=Fact(words(N_("Total incl. VAT")), words.amount(document.amount, document.currency)),
        capitals=_capitals(document, words), bank=_bank(entity, words),
        terms=words.texts(template.terms, template.terms_en),
        signatures=_signatures(form, seller, document, words,
                               entity.seal if entity and template.has_seal else ""),
        logo=entity.logo if entity else "",
        header=BELOW.join(words.texts(template.header, template.header_en)),
        footer=" ".join(words.texts(template.footer, template.footer_en)),
        stamp=_stamp(document, words),
    )  # fmt: skip


def _seller(form: Form, entity: LegalEntity | None, words: Words) -> Side:
    if entity is None:
        return Side(words(form.seller), Company.here().name)
    return Side(words(form.seller), words.chosen(entity.name, entity.name_en), _said(
        Fact(words(N_("USCC")), entity.uscc),
        Fact(words(N_("Address")), words.chosen(entity.address, entity.address_en)),
        Fact(words(N_("Telephone")), entity.phone),
    ))  # fmt: skip


def _buyer(form: Form, document: Any, words: Words) -> Side:
    customer, contact = document.party, document.contact
    return Side(words(form.buyer), customer.name, _said(
        Fact(words(N_("USCC")), customer.uscc or ""),
        Fact(words(N_("Attention")), contact.name if contact else ""),
    ))  # fmt: skip


def _facts(form: Form, document: Any, words: Words) -> list[Fact]:
    day = timezone.localtime(document.approved_at or document.updated_at).date()
    owner = document.owner
    version = getattr(document, "edition", 1) or 1
    return _said(
        Fact(words(N_("Version")), str(version) if version > 1 else ""),
        Fact(words(N_("Subject")), document.name if document.name != document.party.name else ""),
        Fact(words(N_("Date")), words.day(day)),
        *form.dates(document, words),
        Fact(words(N_("Currency")), words.currency(document.currency)),
        Fact(words(N_("Your contact")), owner.name if owner else ""),
    )  # fmt: skip


def _lines(lines: Sequence[Any], words: Words) -> list[PaperLine]:
    return [
        PaperLine(
            number=number, name=words.chosen(line.product.name, line.product.name_en),
            detail=_detail(line, words),
            unit=words.chosen(line.product.unit, line.product.unit_en),
            quantity=f"{plain(line.quantity)}",
            price=_number(line.unit_price), discount=_percent(line.discount),
            tax=f"{line.tax_rate}%" if line.tax_rate else "", amount=_number(line.amount),
        )
        for number, line in enumerate(lines, 1)
    ]  # fmt: skip


def _detail(line: Any, words: Words) -> str:
    product = line.product
    between = "、" if words.has_chinese else ", "
    return between.join(text for text in (product.code or "", *product.options) if text)


def _totals(document: Any, lines: Sequence[Any], words: Words) -> list[Fact]:
    """From the sum of the lines to the amount: the discount on the whole, then each rate's VAT."""
    found, say = [], words
    gross = sum((line.amount or NOUGHT for line in lines), NOUGHT)
    if gross != document.amount:
        less = say(N_("Discount on the whole"))
        found = [
            Fact(say(N_("Sum of the lines")), words.amount(gross, document.currency)),
            Fact(f"{less} {_percent(document.discount)}",
                 words.amount(document.amount - gross, document.currency)),
        ]  # fmt: skip
    taxes = taxes_of(document.amount, lines)
    tax = sum(taxes.values(), NOUGHT)
    found.append(
        Fact(say(N_("Net amount")), words.amount(document.amount - tax, document.currency))
    )
    label = say(N_("VAT amount"))
    found += [
        Fact(f"{label} {rate}%", words.amount(amount, document.currency))
        for rate, amount in taxes.items()
    ]
    return found


def taxes_of(amount: Decimal, lines: Sequence[Any]) -> dict[str, Decimal]:
    """The VAT in an amount by rate: each rate has its share of the discount on the whole."""
    by_rate: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.amount:
            by_rate[line.tax_rate or "0"] += line.amount
    rates = sorted(by_rate, key=lambda rate: -Decimal(rate))
    shares = split(amount, [by_rate[rate] for rate in rates])
    return {
        rate: tax_in(share, Decimal(rate)) for rate, share in zip(rates, shares, strict=True)
    }  # fmt: skip


def _capitals(document: Any, words: Words) -> str:
    if not words.has_chinese or document.currency != "CNY":
        return ""
    return PREFIX + in_capitals(document.amount)


def _bank(entity: LegalEntity | None, words: Words) -> list[Fact]:
    if entity is None or not entity.bank_account:
        return []
    return _said(
        Fact(words(N_("Account holder")), words.chosen(entity.name, entity.name_en)),
        Fact(words(N_("Bank")), entity.bank), Fact(words(N_("Account")), entity.bank_account),
    )  # fmt: skip


def _signatures(
    form: Form, seller: Side, document: Any, words: Words, seal: str
) -> list[Signature]:
    theirs = Signature(words(form.accepts), document.party.name)
    return [theirs, Signature(words(N_("For the seller")), seller.name, seal)]


def _stamp(document: Any, words: Words) -> str:
    stamps = {
        DRAFT: N_("Draft"), SUBMITTED: N_("Draft"), VOID: N_("Void"), "superseded": N_("Void"),
    }  # fmt: skip
    return words(stamps[document.status]) if document.status in stamps else ""


def is_final(document: Any) -> bool:
    """Whether it may go to the customer: what is asked for still is printed as a draft."""
    return document.status not in (DRAFT, SUBMITTED)


def _said(*facts: Fact) -> list[Fact]:
    """Those that say something."""
    return [fact for fact in facts if fact.value]


def _number(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.2f}"


def _percent(percent: Decimal | None) -> str:
    return f"{plain(percent)}%" if percent else ""
