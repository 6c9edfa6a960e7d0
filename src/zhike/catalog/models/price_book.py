"""Price books: what products cost whom, where, in which period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.base.errors import N_, BadValue
from zhike.catalog.models.product import Product
from zhike.catalog.models.scoped import Scoped
from zhike.catalog.rules.prices import Book, Break
from zhike.ledger.fields import MoneyField
from zhike.ledger.models import Record
from zhike.records.fields import CurrencyField
from zhike.records.models import Company


class PriceBook(Scoped):
    """The prices that hold for some customers in a period; it may go on from another book."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    currency = CurrencyField(_("currency"), blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("goes on from"),
        related_name="books_below",
        help_text=_("Whose prices it has where it has none of its own. Empty: the list prices."),
    )  # fmt: skip
    percent = models.DecimalField(
        _("adjustment in %"), max_digits=5, decimal_places=2, default=Decimal("0.00"),
        help_text=_("By how much it differs from the prices that it goes on from: -5, or 3."),
    )  # fmt: skip
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        """By the day on which they begin."""

        verbose_name = _("price book")
        verbose_name_plural = _("price books")
        indexes = [models.Index(fields=["valid_from", "id"], name="price_book_valid_from")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Prices stand in the company's own currency where none is named."""
        self.settle()
        super().save(*args, **kwargs)

    def settle(self) -> None:
        """Fill in the currency: that of the book it goes on from, else the company's."""
        if not self.currency:
            above: Any = self.parent
            self.currency = above.currency if above else Company.here().base_currency

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """It goes on from a book of its currency, and never from itself; no negative prices."""
        self.settle()
        yield from super().problems()
        if not -100 <= (self.percent or 0) <= 900:
            yield "percent", BadValue("percent", N_("Enter a number from -100 to 900."))
        above: Any = self.parent
        if above is not None and above.currency != self.currency:
            yield "parent", BadValue("currency", N_("Choose a book of the same currency."))
        seen: set[UUID] = set()
        while above is not None and above.pk not in seen:
            if above.pk == self.pk:
                message = N_("These books would go on from each other in a circle.")
                yield "parent", BadValue("circle", message)
                return
            seen.add(above.pk)
            above = above.parent

    def as_rule(self, breaks: Mapping[UUID, Sequence[Break]]) -> Book:
        """The same for the rules, which know no database, with the prices asked about."""
        return Book(
            self.pk, self.name, self.currency, self.scope, self.parent_id, self.percent, breaks
        )


class PriceBookEntry(Record):
    """What a product costs in a price book, from a quantity on."""

    named_by = ("product",)

    book = models.ForeignKey(
        PriceBook, models.CASCADE, verbose_name=_("price book"), related_name="entries",
        db_index=False,
    )  # fmt: skip
    product = models.ForeignKey(
        Product, models.CASCADE, verbose_name=_("product"), related_name="prices"
    )
    from_quantity = models.DecimalField(
        _("from quantity"), max_digits=14, decimal_places=4, default=Decimal("1.0000")
    )
    price = MoneyField(_("price"))

    class Meta:
        """One price of a product from a quantity on."""

        verbose_name = _("price in a book")
        verbose_name_plural = _("prices in books")
        constraints = [
            models.UniqueConstraint(
                fields=["book", "product", "from_quantity"], name="price_book_entry_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.product)

    @property
    def currency(self) -> str:
        """In which its price stands: the book's."""
        return str(self.book.currency)

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A price is not negative, a quantity more than nothing; each is said once."""
        if self.price is not None and self.price < 0:
            yield "price", BadValue("negative", N_("Enter an amount of 0 or more."))
        if not self.from_quantity or self.from_quantity < 0:
            yield "from_quantity", BadValue("positive", N_("Enter a number greater than 0."))
        same: Any = PriceBookEntry.objects.filter(
            book=self.book_id, product=self.product_id, from_quantity=self.from_quantity
        )
        if same.exclude(pk=self.pk).exists():
            message = N_("The book has this price already; change that one.")
            yield "from_quantity", BadValue("taken", message)
