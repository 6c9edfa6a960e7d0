"""Which price holds for a customer, a product, a quantity and a day, and why.

Of the books that hold, the one that asks most of the customer wins. A book without a price of its
own has that of the book above it, changed by its percentage; at last the list price.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from zhike.base.splitting import cents
from zhike.catalog.rules.scope import Ask, Scope
from zhike.catalog.rules.sold import Sold

HUNDRED = Decimal(100)
ONE = Decimal(1)


@dataclass(frozen=True)
class Break:
    """What a product costs from a quantity on."""

    quantity: Decimal
    price: Decimal


@dataclass(frozen=True)
class Book:
    """A price book: for whom it holds, what it has of its own, which one it goes on from."""

    key: UUID
    name: str
    currency: str
    scope: Scope = field(default_factory=Scope)
    above: UUID | None = None
    percent: Decimal = Decimal(0)
    """By how much its prices differ from those of the book above it, or from the list."""
    breaks: Mapping[UUID, Sequence[Break]] = field(default_factory=dict)
    """By product."""

    def own(self, sold: Sold, quantity: Decimal) -> Break | None:
        """Its own price: the break that is reached; that of the very product before its kind's.

        A break from one piece on holds for less than one, too.
        """
        reach = max(quantity, ONE)
        for product in (sold.product, sold.variant_of):
            reached = [one for one in self.breaks.get(product, ()) if one.quantity <= reach] \
                if product else []  # fmt: skip
            if reached:
                return max(reached, key=lambda one: one.quantity)
        return None


@dataclass(frozen=True)
class Price:
    """A price with its reason: the book that holds, the one that says it, from which quantity on.

    Without a book it is the list price; without a `source` the book goes on from the list.
    """

    amount: Decimal
    book: Book | None = None
    source: Book | None = None
    quantity: Decimal = Decimal(0)
    percent: Decimal = Decimal(0)
    """By how much it differs from what the source, or the list, says."""


def price_for(ask: Ask, books: Mapping[UUID, Book]) -> Price | None:
    """The price that holds; None where nobody has said any."""
    held = [
        book for book in books.values()
        if book.currency == ask.currency and book.scope.covers(ask.buyer, ask.day)
    ]  # fmt: skip
    held.sort(key=lambda book: (book.scope.exactness, book.key), reverse=True)
    for book in held:
        if price := price_in(book, ask, books):
            return price
    return None if ask.list_price is None else Price(ask.list_price)


def price_in(book: Book, ask: Ask, books: Mapping[UUID, Book]) -> Price | None:
    """What a book says: its own price, or that of the first book above it, changed on the way.

    Books above count whoever they hold for, and when: this year's may go on from last year's.
    """
    factor = ONE
    for one in chain(book, books):
        if found := one.own(ask.sold, ask.quantity):
            return Price(
                _rounded(found.price * factor), book, one, found.quantity, _as_percent(factor)
            )
        factor *= (HUNDRED + one.percent) / HUNDRED
    if ask.list_price is None or factor == ONE:
        return None
    return Price(_rounded(ask.list_price * factor), book, percent=_as_percent(factor))


def chain(book: Book, books: Mapping[UUID, Book]) -> Iterator[Book]:
    """A book and those above it, each once, even were they to go round in a circle."""
    seen: set[UUID] = set()
    now: Book | None = book
    while now is not None and now.key not in seen:
        seen.add(now.key)
        yield now
        now = books.get(now.above) if now.above else None


def breaks_in(book: Book, sold: Sold, books: Mapping[UUID, Book]) -> list[Decimal]:
    """The quantities from which on a book, or one above it, says another price of a product."""
    found = {ONE}
    for one in chain(book, books):
        for product in (sold.product, sold.variant_of):
            found |= {at.quantity for at in one.breaks.get(product, ())} if product else set()
    return sorted(found)


def _rounded(amount: Decimal) -> Decimal:
    return cents(amount)


def _as_percent(factor: Decimal) -> Decimal:
    return cents((factor - ONE) * HUNDRED)
