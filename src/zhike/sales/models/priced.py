"""Lines with a product, a quantity and a price: of deals, quotes, contracts and orders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from zhike.base.errors import N_, BadValue
from zhike.catalog.models import Product, Promotion
from zhike.catalog.pricing import PriceList, buyer_of
from zhike.catalog.rules.caps import discount_given
from zhike.ledger.fields import MoneyField
from zhike.ledger.models import Part
from zhike.ledger.together import save_together
from zhike.records.currencies import MissingRate, Rates
from zhike.records.models import Company
from zhike.sales.rules.amounts import line_amount
from zhike.sales.rules.vat import tax_in

NOUGHT = Decimal(0)
GREATEST_QUANTITY = Decimal(10) ** 9
GREATEST_PRICE = Decimal(10) ** 12
GREATEST_AMOUNT = Decimal(10) ** 13


class PricedLine(Part):
    """A product with its quantity, its price and its discount, within something that is sold."""

    named_by = ("product",)
    product = models.ForeignKey(
        Product, models.PROTECT, verbose_name=_("product"), related_name="%(class)ss"
    )
    quantity = models.DecimalField(
        _("quantity"), max_digits=14, decimal_places=4, default=Decimal("1.0000")
    )
    unit_price = MoneyField(_("unit price"), null=True, blank=True)
    discount = models.DecimalField(
        _("discount in %"), max_digits=5, decimal_places=2, default=Decimal("0.00")
    )
    tax_rate = models.CharField(
        _("VAT rate"), max_length=2, choices=Product.TaxRate.choices, blank=True,
        help_text=_("The product's where it is empty."),
    )  # fmt: skip
    base_price = MoneyField(
        _("price by the list"), null=True, editable=False,
        help_text=_("What the product costs this customer before anybody gives a discount."),
    )  # fmt: skip
    price_note = models.CharField(
        _("where the price comes from"), max_length=300, blank=True, editable=False
    )
    promotion = models.ForeignKey(
        Promotion, models.PROTECT, null=True, editable=False, verbose_name=_("promotion"),
        related_name="%(class)ss",
        help_text=_("Under which it is sold; of several, the one that takes most off."),
    )  # fmt: skip
    promotion_off = MoneyField(
        _("taken off by promotions"),
        null=True,
        editable=False,
        help_text=_("From the price of one."),
    )
    promotion_shares = models.JSONField(default=dict, blank=True, editable=False)
    """What each of several promotions took off the price of one, by its id."""
    amount = MoneyField(_("amount"), null=True, editable=False)
    unit_cost = MoneyField(
        _("unit cost"), null=True, editable=False,
        help_text=_("What one costs us, as it was when the line was written."),
    )  # fmt: skip
    cost = MoneyField(_("cost"), null=True, editable=False)
    net_amount = MoneyField(
        _("amount without VAT"), null=True, editable=False,
        help_text=_("Its part of what was agreed on for the whole, without the tax."),
    )  # fmt: skip

    derived: ClassVar[frozenset[str]] = frozenset({"amount", "cost"})
    projected: ClassVar[frozenset[str]] = frozenset({"net_amount"})
    written_together: ClassVar[bool] = True

    class Meta:
        """In the order in which they were added."""

        abstract = True
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return str(self.product) if self.product_id else ""

    @classmethod
    def derive(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """The amount of the line and its cost; none while it has no price, or nobody knows."""
        quantity, discount = (Decimal(values.get(name) or 0) for name in ("quantity", "discount"))
        price, cost = values.get("unit_price"), values.get("unit_cost")
        amount = None if price is None else str(line_amount(quantity, Decimal(price), discount))
        known = None if cost is None else str(line_amount(quantity, Decimal(cost), NOUGHT))
        return {"amount": amount, "cost": known}

    @property
    def whole(self) -> Any:
        """What the line belongs to: the deal, the quote, the contract, the order."""
        return getattr(self, self.part_of) if self.whole_id else None

    @property
    def whole_id(self) -> Any:
        """Its id; None while it has none."""
        return getattr(self, f"{self.part_of}_id")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A line without a price takes the list's."""
        self.settle()
        super().save(*args, **kwargs)

    def settle(self) -> None:
        """Look up the price by the list, where another one may hold now; take it if none is given.

        Every door calls it, since `problems` does; it may be called any number of times.
        """
        if None in (self.product_id, self.whole_id):
            return
        if not self.tax_rate or self._changed("product_id"):
            self.tax_rate = self.product.tax_rate
        if self.unit_cost is None or self._changed("product_id"):
            self.count_cost()
        if not self._is_another():
            return
        before = None if self._state.adding else self._loaded["base_price"]
        self.look_up()
        if self.unit_price == before:
            self.unit_price = self.base_price

    def count_cost(self) -> None:
        """What one costs us today, in the currency of the whole."""
        self.unit_cost = cost_in(self.product, self.whole.currency, self.rates)

    def _changed(self, name: str) -> bool:
        return not self._state.adding and getattr(self, name) != self._loaded[name]

    def _is_another(self) -> bool:
        """Whether it is about another product or quantity than before.

        What an import brings with a new whole was agreed on elsewhere: its prices are taken as they
        are, not looked up one by one.
        """
        if self._state.adding:
            is_agreed = self.unit_price is not None and self.whole._state.adding
            return self.base_price is None and not is_agreed
        return self._changed("product_id") or self._changed("quantity")

    @classmethod
    def make_ready(cls, lines: Sequence[Any]) -> None:
        """Read the products of many new or changed lines once, and the price list of the day."""
        wanted = {line.product_id for line in lines} - {None}
        known = Product.objects.in_bulk(wanted)
        today = timezone.localdate()
        prices = PriceList.on(today, list(known.values()))
        currencies = {product.currency for product in known.values()}
        rates = Rates.of(currencies | {line.currency for line in lines}, today)
        language = Company.here().language
        for line in lines:
            line.prices, line.rates, line.language = prices, rates, language
            if line.product_id in known:
                line.product = known[line.product_id]

    prices: PriceList | None = None
    rates: Rates | None = None
    language: str = ""
    """All three are read once for many lines by `make_ready`."""

    def look_up(self, prices: PriceList | None = None) -> None:
        """What price books, promotions or the list say today, and why, in the company's words.

        `prices` is read once by whoever looks up many lines.
        """
        whole, quantity = self.whole, Decimal(self.quantity or 0)
        prices = prices or self.prices or PriceList.on(timezone.localdate(), [self.product])
        with override(self.language or Company.here().language):
            found = prices.price(self.product, quantity, whole.currency, buyer_of(whole.party))
        self.base_price = found.amount if found else None
        self.price_note = found.words[:300] if found else ""
        self.promotion_id = found.promotion if found else None
        self.promotion_off = found.off if found and found.promotion else None
        shares = found.shares if found and len(found.shares) > 1 else {}
        self.promotion_shares = {str(key): str(off) for key, off in shares.items()}

    @property
    def currency(self) -> str:
        """In which its amounts stand: the whole's."""
        return str(self.whole.currency) if self.whole_id else ""

    @property
    def discount_given(self) -> Decimal:
        """How much below the list it is sold, in percent: by its discount or by its price."""
        return discount_given(self.base_price, self.unit_price, Decimal(self.discount or 0))

    @property
    def tax(self) -> Decimal:
        """The VAT in its amount, before any discount on the whole."""
        return tax_in(self.amount or NOUGHT, Decimal(self.tax_rate or 0))

    def _comes_to_too_much(self) -> bool:
        """Whether its amount or its cost is more than sums of many lines can hold."""
        quantity = self.quantity or NOUGHT
        return any(quantity * (one or NOUGHT) >= GREATEST_AMOUNT
                   for one in (self.unit_price, self.unit_cost))  # fmt: skip

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A quantity is more than nothing, a price not less; a discount is a percentage."""
        self.settle()
        if not self.quantity or self.quantity < 0:
            yield "quantity", BadValue("positive", N_("Enter a number greater than 0."))
        elif self.quantity >= GREATEST_QUANTITY:
            yield "quantity", BadValue("range", N_("Enter a number below 1,000,000,000."))
        if self.unit_price is not None and self.unit_price < 0:
            yield "unit_price", BadValue("negative", N_("Enter an amount of 0 or more."))
        elif (self.unit_price or 0) >= GREATEST_PRICE:
            message = N_("Enter an amount of 0 or more, below 1,000,000,000,000.")
            yield "unit_price", BadValue("range", message)
        if self._comes_to_too_much():
            message = N_("A line comes to less than 10,000,000,000,000: enter fewer, or less.")
            yield "quantity", BadValue("range", message)
        if not 0 <= (self.discount or 0) <= 100:
            yield "discount", BadValue("percent", N_("Enter a number from 0 to 100."))


def cost_in(product: Product, currency: str, rates: Rates | None = None) -> Decimal | None:
    """What a product costs us today in a currency; None where nobody has said it, or no rate."""
    cost: Decimal | None = product.cost
    if cost is None or product.currency == currency:
        return cost
    rates = rates or Rates.of({product.currency, currency}, timezone.localdate())
    try:
        return rates.convert(cost, product.currency, currency)
    except MissingRate:
        return None


COPIED = ("quantity", "unit_price", "discount", "tax_rate", "base_price", "price_note",
          "promotion_id", "promotion_off", "promotion_shares", "unit_cost")  # fmt: skip


def copy_lines(source: Any, target: Any, line: type[PricedLine]) -> None:
    """Give a new whole the lines of the one that it comes from, at the prices agreed on there."""
    lines = source.lines.select_related("product").order_by("pk")
    copy(((one, one.quantity) for one in lines), target, line)


def copy(lines: Iterable[tuple[PricedLine, Decimal]], target: Any, line: type[PricedLine]) -> None:
    """Give a new whole lines of another one, of each so many, at the prices agreed on there."""
    copies = []
    for one, quantity in lines:
        values = {name: getattr(one, name) for name in COPIED} | {"quantity": quantity}
        copies.append(line(**{line.part_of: target, "product": one.product}, **values))
    line.make_ready(copies)
    for made in copies:
        made.settle()
    save_together(copies)
