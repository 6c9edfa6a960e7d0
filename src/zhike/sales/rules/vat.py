"""VAT within prices that include it (增值税, 价税合计)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zhike.base.splitting import cents, split

PERCENT = Decimal(100)


def tax_in(gross: Decimal, rate: Decimal) -> Decimal:
    """The tax in an amount that includes it: gross / (1 + rate) x rate, `rate` in percent.

    Rounded half up to the cent as on the invoice: 113,000 at 13 % holds 13,000.
    """
    return cents(gross * rate / (PERCENT + rate))


def net_of(gross: Decimal, rate: Decimal) -> Decimal:
    """The amount without its tax; with the tax it is the gross amount again, to the cent."""
    return gross - tax_in(gross, rate)


def taxes(lines: Sequence[tuple[Decimal, Decimal]], *, in_total: bool) -> list[Decimal]:
    """The tax in each of several amounts with their rates, line by line or rounded in total.

    In total, the tax of all amounts of one rate is rounded once and given to them in proportion:
    then the sum is that of the whole, whatever it was split into.
    """
    if not in_total:
        return [tax_in(gross, rate) for gross, rate in lines]
    found = [Decimal(0)] * len(lines)
    for rate in {rate for _gross, rate in lines}:
        places = [n for n, (_gross, one) in enumerate(lines) if one == rate]
        amounts = [lines[n][0] for n in places]
        whole = sum(amounts, Decimal(0))
        for n, part in zip(places, split(tax_in(whole, rate), [abs(a) for a in amounts]),
                           strict=True):  # fmt: skip
            found[n] = part
    return found
