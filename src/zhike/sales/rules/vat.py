"""VAT within prices that include it (增值税, 价税合计)."""

from __future__ import annotations

from decimal import Decimal

from zhike.base.splitting import cents

PERCENT = Decimal(100)


def tax_in(gross: Decimal, rate: Decimal) -> Decimal:
    """The tax in an amount that includes it: gross / (1 + rate) x rate, `rate` in percent.

    Rounded half up to the cent as on the invoice: 113,000 at 13 % holds 13,000.
    """
    return cents(gross * rate / (PERCENT + rate))


def net_of(gross: Decimal, rate: Decimal) -> Decimal:
    """The amount without its tax; with the tax it is the gross amount again, to the cent."""
    return gross - tax_in(gross, rate)
