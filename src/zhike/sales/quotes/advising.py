"""The advisor beside the lines of a draft: what to offer this customer, and why."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.base.money import format_amount
from zhike.catalog.models import Product
from zhike.catalog.pricing import PriceList, buyer_of
from zhike.records.currencies import MissingRate, Rates
from zhike.records.resource import resource_for
from zhike.sales.models import Opportunity, OpportunityCompetitor, OpportunityLine, Quote, QuoteLine
from zhike.sales.models.document import is_draft
from zhike.sales.models.quote import ACCEPTED
from zhike.sales.quotes.limits import FloorPrices, lines_of
from zhike.sales.rules import advisor
from zhike.sales.rules.advisor import Advice, Known
from zhike.sales.rules.quotes import net_price
from zhike.sales.rules.timing import Period
from zhike.sales.timing.purchases import Asked, purchases
from zhike.web.attention import sees
from zhike.web.dates import day_text
from zhike.web.links import record_url
from zhike.web.panels import Panel, register_panel

Drawn = dict[str, Any]
SHOWN = 12
PAST = 3
YEARS = dt.timedelta(days=3653)


@dataclass(frozen=True)
class Paid:
    """What a customer paid for one piece, and when."""

    day: dt.date
    price: Decimal


@dataclass(frozen=True)
class Setting:
    """What is read once for all lines of a quote."""

    access: Access
    quote: Quote
    prices: PriceList
    floors: FloorPrices
    rates: Rates
    paid: dict[UUID, list[Paid]]
    risk: bool | None
    rival: Decimal | None
    sees_cost: bool

    @classmethod
    def of(cls, access: Access, quote: Quote, lines: Sequence[Any]) -> Setting:
        """Read it, in a dozen queries whatever the number of lines."""
        today = timezone.localdate()
        products = [line.product for line in lines]
        currencies = {product.currency for product in products} | {quote.currency}
        return cls(
            access, quote, PriceList.on(today, products), FloorPrices.of(quote, lines),
            Rates.of(currencies, today), _paid(access, quote, {one.pk for one in products}),
            _risk(access, quote, today), _rival(access, quote, lines),
            sees(access, Product, "cost"),
        )  # fmt: skip

    def known(self, line: Any) -> Known:
        """What the rules ask about one line."""
        product, currency = line.product, self.quote.currency
        quantity = Decimal(line.quantity or 1)
        found = self.prices.price(product, quantity, currency, buyer_of(self.quote.party))
        return Known(
            listed=self._listed(product), price=found.amount if found else None,
            paid=tuple(one.price for one in self.paid.get(product.pk, ())),
            floor=self.floors.of_product(product, line.tax_rate), rival=self.rival,
            is_at_risk=bool(self.risk), sees_floor=self.sees_cost,
        )  # fmt: skip

    def _listed(self, product: Product) -> Decimal | None:
        if product.list_price is None:
            return None
        try:
            return self.rates.convert(product.list_price, product.currency, self.quote.currency)
        except MissingRate:
            return None


def _paid(access: Access, quote: Quote, products: Iterable[UUID]) -> dict[UUID, list[Paid]]:
    """What the customer paid for these, the latest first, as far as the reader sees it."""
    found: dict[UUID, list[Paid]] = defaultdict(list)
    won = access.rows(Opportunity).filter(party=quote.party_id, won_at__isnull=False)
    deals = OpportunityLine.objects.filter(
        opportunity__in=won, product__in=products, opportunity__currency=quote.currency,
        unit_price__isnull=False,
    )  # fmt: skip
    for product, price, discount, at in deals.values_list(
        "product", "unit_price", "discount", "opportunity__won_at"
    ):
        net = net_price(price, discount, Decimal(0))
        found[product].append(Paid(timezone.localdate(at), net))
    accepted = access.rows(Quote).filter(party=quote.party_id, status=ACCEPTED).exclude(
        opportunity__in=won
    )  # fmt: skip
    lines = QuoteLine.objects.filter(
        quote__in=accepted, product__in=products, quote__currency=quote.currency,
        unit_price__isnull=False,
    )  # fmt: skip
    for product, price, discount, of_whole, at in lines.values_list(
        "product", "unit_price", "discount", "quote__discount", "quote__approved_at"
    ):
        found[product].append(Paid(timezone.localdate(at), net_price(price, discount, of_whole)))
    for paid in found.values():
        paid.sort(key=lambda one: one.day, reverse=True)
    return found


def _risk(access: Access, quote: Quote, today: dt.date) -> bool | None:
    """Whether the customer buys later than usual; None where they have no rhythm yet."""
    period = Period(today - YEARS, today)
    bought = purchases(Asked(access, period, parties=[quote.party_id]))
    return advisor.is_at_risk([one.day for one in bought], today)


def _rival(access: Access, quote: Quote, lines: Sequence[Any]) -> Decimal | None:
    """The lowest price of a rival for the deal, by the piece; only where it is about one product.

    What a rival asks for several products together says nothing about one of them.
    """
    if quote.opportunity_id is None or len(lines) != 1 or not lines[0].quantity:
        return None
    if not sees(access, OpportunityCompetitor, "price"):
        return None
    deal = access.rows(Opportunity).filter(pk=quote.opportunity_id, currency=quote.currency)
    rivals = OpportunityCompetitor.objects.filter(opportunity__in=deal, price__isnull=False)
    lowest = rivals.order_by("price").values_list("price", flat=True).first()
    return None if lowest is None else (lowest / lines[0].quantity).quantize(Decimal("0.01"))


def advice(access: Access, quote: Quote) -> Drawn | None:
    """What to offer for each product of a draft; nothing for whom its prices are hidden."""
    may = sees(access, QuoteLine, "unit_price", "product") and sees(access, Quote, "party")
    if not may or not is_draft(quote) or quote.party_id is None:
        return None
    lines = lines_of(quote)[:SHOWN]
    if not lines:
        return None
    setting = Setting.of(access, quote, lines)
    cards = [card for line in lines if (card := _card(setting, line)) is not None]
    if not cards:
        return None
    url = record_url(resource_for(Quote), quote.pk, "lines")
    return {"cards": cards, "url": url, "may": access.reaches(quote, "update"),
            "risk": _risk_words(setting.risk)}  # fmt: skip


def _card(setting: Setting, line: Any) -> Drawn | None:
    known = setting.known(line)
    found = advisor.advise(known)
    if found is None:
        return None
    lang = get_language() or "zh-hans"

    def money(amount: Decimal) -> str:
        return format_amount(amount, setting.quote.currency, lang=lang)

    span = "" if found.low == found.high else f"{money(found.low)} – {money(found.high)}"
    return {
        "product": str(line), "line": str(line.pk), "price": money(found.price),
        "plain": f"{found.price}", "span": span, "is_taken": line.unit_price == found.price,
        "reasons": list(_reasons(setting, line, known, found, money)),
    }  # fmt: skip


def _reasons(setting: Setting, line: Any, known: Known, found: Advice, money: Any) -> Iterator[str]:
    """What speaks for the price, in sentences."""
    quoted = setting.prices.price(
        line.product, Decimal(line.quantity or 1), setting.quote.currency,
        buyer_of(setting.quote.party),
    )  # fmt: skip
    if known.listed is not None:
        yield _("list %(price)s") % {"price": money(known.listed)}
    if quoted is not None and known.price != known.listed:
        yield _("for this customer %(price)s: %(why)s") % {
            "price": money(quoted.amount), "why": quoted.words}  # fmt: skip
    if past := setting.paid.get(line.product_id, [])[:PAST]:
        said = _(", ").join(f"{money(one.price)} ({day_text(one.day)})" for one in past)
        yield _("paid before: %(prices)s") % {"prices": said}
    if known.rival is not None:
        yield _("a rival offers %(price)s") % {"price": money(known.rival)}
    if known.floor is None:
        return
    if setting.sees_cost:
        yield _("floor %(price)s; below needs consent") % {"price": money(known.floor)}
    elif known.floor > found.price:
        yield _("below the floor: needs consent at this price")
    elif advisor.ASK in found.because:
        yield _("lower needs consent: it would be below the floor")
    else:
        yield _("below the floor needs consent")


def _risk_words(risk: bool | None) -> str:
    if risk is None:
        return ""
    if risk:
        return _("Buys later than usual: may be about to leave.")
    return _("Buys as regularly as ever.")


register_panel(
    Quote,
    Panel("advisor", gettext_lazy("price advisor"), 1, "sales/quote_advice.html", advice,
          side=True),
)  # fmt: skip
