"""What a line and a deal are worth."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from zhike.base.splitting import cents

PERCENT = Decimal(100)


def line_amount(quantity: Decimal, unit_price: Decimal, discount: Decimal) -> Decimal:
    """Quantity times price less a discount in percent, to two decimals."""
    return cents(quantity * unit_price * (PERCENT - discount) / PERCENT)


def weighted_amount(amount: Decimal, probability: int) -> Decimal:
    """What an amount is worth at a probability in percent, to two decimals."""
    return cents(amount * probability / PERCENT)


def lines_total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of the lines that have an amount; None where no line has one."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def difference(amount: Decimal | None, of_lines: Decimal | None) -> Decimal | None:
    """How far a deal's own amount lies above its lines; None where there is nothing to compare.

    The deal's amount stands: a price agreed on as a whole, or one brought from another system.
    """
    if amount is None or of_lines is None or amount == of_lines:
        return None
    return amount - of_lines


def reduced(amount: Decimal, discount: Decimal) -> Decimal:
    """An amount less a discount in percent on the whole, to two decimals."""
    return cents(amount * (PERCENT - discount) / PERCENT)
