"""What a sale earns: what it comes to without VAT, less what it costs us."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhike.base.splitting import cents, split
from zhike.sales.rules.vat import net_of

HUNDRED = Decimal(100)
NOUGHT = Decimal("0.00")
WIDEST = Decimal("99999.99")


@dataclass(frozen=True)
class Sold:
    """A line as profit looks at it: its amount with VAT, the rate in percent, what it costs us."""

    amount: Decimal | None
    tax_rate: Decimal = Decimal(0)
    cost: Decimal | None = None
    """None: nobody knows."""


@dataclass(frozen=True)
class Earned:
    """What a sale earns, as far as its costs are known; no cost is ever taken for 0."""

    net: Decimal
    """What it comes to without VAT."""
    costed: Decimal
    """The part of that whose cost is known."""
    profit: Decimal | None
    """What that part leaves; None where no cost is known at all."""

    @property
    def margin(self) -> Decimal | None:
        """The profit's share in percent of the part whose cost is known."""
        return margin(self.profit, self.costed)


def margin(profit: Decimal | None, costed: Decimal) -> Decimal | None:
    """What share of a net amount is profit, in percent to two decimals; None of nothing."""
    if profit is None or not costed:
        return None
    return max(-WIDEST, min(WIDEST, cents(profit * HUNDRED / costed)))


def nets(lines: Sequence[Sold], amount: Decimal | None) -> list[Decimal | None]:
    """What each line comes to without VAT, as its part of what was agreed on for the whole.

    `amount` is that, with VAT: a discount on the whole, or a price agreed on as a whole, is spread
    over the lines in proportion; the parts with their VAT add up to it to the cent. None: the
    lines stand for themselves.
    """
    if amount is None:
        parts = [line.amount for line in lines]
    else:
        parts = list(split(amount, [line.amount or NOUGHT for line in lines]))
    return [
        None if part is None else net_of(part, line.tax_rate)
        for part, line in zip(parts, lines, strict=True)
    ]


def earned(lines: Sequence[Sold], amount: Decimal | None) -> Earned | None:
    """What a whole earns; None where it has no line with an amount."""
    of_lines = [(net, line.cost) for net, line in zip(nets(lines, amount), lines, strict=True)
                if net is not None]  # fmt: skip
    if not of_lines:
        return None
    known = [(net, cost) for net, cost in of_lines if cost is not None]
    costed = sum((net for net, _cost in known), NOUGHT)
    costs = sum((cost for _net, cost in known), NOUGHT)
    net = sum((net for net, _cost in of_lines), NOUGHT)
    return Earned(net, costed, costed - costs if known else None)
