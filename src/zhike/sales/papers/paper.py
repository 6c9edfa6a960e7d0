"""A paper in words: everything that stands on it, and nothing else. It knows no records."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhike.base.errors import N_
from zhike.records.paper_words import Words


@dataclass(frozen=True)
class Fact:
    """A label with what it says."""

    label: str
    value: str


@dataclass(frozen=True)
class Side:
    """One of those between whom the paper is."""

    title: str
    name: str
    facts: list[Fact] = field(default_factory=list)


@dataclass(frozen=True)
class PaperLine:
    """A line of the table, each number as it is printed."""

    number: int
    name: str
    detail: str
    unit: str
    quantity: str
    price: str
    discount: str
    tax: str
    amount: str


@dataclass(frozen=True)
class Signature:
    """Where somebody signs: for whom, and the seal that is printed there."""

    title: str
    name: str
    seal: str = ""


@dataclass(frozen=True)
class Paper:
    """A quote, a contract or an order as the customer gets it."""

    words: Words
    title: str
    number: str
    colour: str
    seller: Side
    buyer: Side
    facts: list[Fact]
    lines: list[PaperLine]
    totals: list[Fact]
    total: Fact
    capitals: str
    bank: list[Fact]
    terms: list[str]
    signatures: list[Signature]
    logo: str = ""
    header: str = ""
    footer: str = ""
    stamp: str = ""
    """What stands across it: that it is a draft, or counts no more."""

    @property
    def sides(self) -> list[Side]:
        """Those between whom it is, the customer first."""
        return [self.buyer, self.seller]

    @property
    def has_discount(self) -> bool:
        """Whether any line has a discount: else there is no column for it."""
        return any(line.discount for line in self.lines)

    @property
    def columns(self) -> dict[str, str]:
        """The table's headings, by what they head."""
        say = self.words.label
        return {
            "item": say(N_("Item")), "unit": say(N_("Unit")), "quantity": say(N_("Quantity")),
            "price": say(N_("Unit price")), "discount": say(N_("Discount")),
            "tax": say(N_("VAT")), "amount": say(N_("Amount incl. VAT")),
        }  # fmt: skip

    @property
    def capitals_label(self) -> str:
        """What stands over the amount in capitals."""
        return self.words(N_("Total in capitals"))

    @property
    def terms_label(self) -> str:
        """What stands over the terms."""
        return self.words(N_("Terms"))

    @property
    def bank_label(self) -> str:
        """What stands over where to pay."""
        return self.words(N_("Pay to"))

    @property
    def code_label(self) -> str:
        """What the QR code is for."""
        return self.words.label(N_("Scan: this page says whether the paper is the valid one."))

    @property
    def check_label(self) -> str:
        """What to do without a camera."""
        return self.words.label(N_("Or enter number and total at:"))

    @property
    def signed_labels(self) -> list[str]:
        """What is filled in by hand where somebody signs."""
        return [self.words(label) for label in (N_("Signature and seal"), N_("Date"))]
