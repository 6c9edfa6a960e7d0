"""What a product costs a customer: books, promotions and the list, with the reason in words."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhike.catalog.models import PriceBook, PriceBookEntry, Product, Promotion
from zhike.catalog.rules.prices import Book, Break, Price, breaks_in, price_for, price_in
from zhike.catalog.rules.promotions import Offer, reduce
from zhike.catalog.rules.scope import Ask, Buyer
from zhike.people.models import Party
from zhike.records.currencies import MissingRate, Rates
from zhike.records.rules.numbers import plain


@dataclass(frozen=True)
class Quoted:
    """A price with its reason in words."""

    amount: Decimal
    words: str
    promotion: UUID | None = None
    """Under which it is sold; of several, the one that takes most off."""
    off: Decimal = Decimal(0)
    """What all of them take off."""
    shares: Mapping[UUID, Decimal] = field(default_factory=dict)
    """What each takes off of it."""


@dataclass(frozen=True)
class PriceList:
    """The books and promotions of a day, with what they say of some products; read once."""

    day: dt.date
    books: Mapping[UUID, Book]
    offers: tuple[Offer, ...]
    rates: dict[tuple[str, str], Rates] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def on(cls, day: dt.date, products: Collection[Product]) -> PriceList:
        """Read them, in at most four queries."""
        books = list(PriceBook.objects.order_by("pk"))
        breaks = _breaks_of(products) if books else {}
        offers = Promotion.objects.exclude(valid_to__lt=day).exclude(valid_from__gt=day)
        offers = offers.prefetch_related("items")
        rules = (book.as_rule(breaks.get(book.pk, {})) for book in books)
        return cls(day, {rule.key: rule for rule in rules}, tuple(one.as_rule for one in offers))

    def price(
        self, product: Product, quantity: Decimal, currency: str, buyer: Buyer
    ) -> Quoted | None:
        """What it costs; None where no book and no list says it in this currency or another."""
        listed, words = self._listed(product, currency)
        ask = Ask(product.as_sold, quantity, self.day, currency, buyer, listed)
        price = price_for(ask, self.books)
        if price is None:
            return None
        reduced = reduce(price.amount, ask, self.offers)
        unit = product.unit_in(get_language() or "")
        reasons = [_reason(price, words, unit), *map(_offer_words, reduced.offers)]
        main = reduced.main(price.amount)
        return Quoted(reduced.amount, _("; ").join(reasons), main.key if main else None,
                      price.amount - reduced.amount, reduced.shares(price.amount))  # fmt: skip

    def steps(self, product: Product) -> Iterator[tuple[Book, Decimal, Price]]:
        """Every book of the day with what it says of a product, from which quantity on."""
        for book in self.books.values():
            if book.scope.holds_on(self.day):
                for quantity, price in self.of_book(book.key, product):
                    yield book, quantity, price

    def of_book(self, book: UUID, product: Product) -> Iterator[tuple[Decimal, Price]]:
        """What one book says of a product, from which quantity on, whomever it holds for."""
        known = self.books[book]
        listed, _words = self._listed(product, known.currency)
        last = None
        for quantity in breaks_in(known, product.as_sold, self.books):
            ask = Ask(product.as_sold, quantity, self.day, known.currency, Buyer(), listed)
            price = price_in(known, ask, self.books)
            if price is not None and price.amount != last:
                yield quantity, price
                last = price.amount

    def _rates_between(self, currency: str, other: str) -> Rates:
        """The day's rates of two currencies, read once for many products."""
        if (currency, other) not in self.rates:
            self.rates[currency, other] = Rates.of({currency, other}, self.day)
        return self.rates[currency, other]

    def _listed(self, product: Product, currency: str) -> tuple[Decimal | None, str]:
        """The list price in a currency, and its words: from which day the rate is, if by a rate."""
        price: Any = product.list_price
        if price is None or product.currency == currency:
            return price, _("list price")
        rates = self._rates_between(product.currency, currency)
        try:
            converted = rates.convert(price, product.currency, currency)
        except MissingRate:
            return None, ""
        said = {"price": f"{product.currency} {price:,.2f}",
                "day": rates.dated(product.currency, currency)}  # fmt: skip
        return converted, _("list price %(price)s at the rate of %(day)s") % said


def buyer_of(party: Party | None) -> Buyer:
    """What prices ask of a customer."""
    return Buyer() if party is None else Buyer(party.tier, party.region)


def _breaks_of(products: Collection[Product]) -> dict[UUID, dict[UUID, list[Break]]]:
    """What each book says of these products and of what they are variants of."""
    wanted = {product.pk for product in products}
    wanted |= {product.variant_of_id for product in products} - {None}
    found: dict[UUID, dict[UUID, list[Break]]] = defaultdict(lambda: defaultdict(list))
    rows = PriceBookEntry.objects.filter(product__in=wanted)
    for book, product, quantity, price in rows.values_list(
        "book", "product", "from_quantity", "price"
    ):
        found[book][product].append(Break(quantity, price))
    return found


def _reason(price: Price, listed: str, unit: str) -> str:
    """`华东价 2026, from 100 pieces`, `华东价 2026: 标准价 −5%`, `list price`."""
    if price.book is None:
        return listed
    words = price.book.name
    if price.source is not price.book:
        source = price.source.name if price.source else listed
        words = _("%(book)s: %(source)s") % {"book": words, "source": source}
    if price.percent:
        words = f"{words} {_signed(price.percent)}%"
    if price.quantity > 1:
        said = {"price": words, "quantity": plain(price.quantity), "unit": unit}
        words = (_("%(price)s, from %(quantity)s %(unit)s") % said).rstrip()
    return words


def _signed(number: Decimal) -> str:
    return f"{'−' if number < 0 else '+'}{plain(abs(number))}"


def _offer_words(offer: Offer) -> str:
    """`春季促销 −5%`."""
    less = f"−{plain(offer.percent)}%" if offer.percent else f"−{offer.off:,.2f}"
    return f"{offer.name} {less}"
