"""The functions of the language: how they are written and what they give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

from zhike.base.errors import N_
from zhike.records.expressions.errors import Undefined

CONTEXT = Context(
    prec=34, rounding=ROUND_HALF_UP, Emax=999, Emin=-999,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)  # fmt: skip
# A rate needs no more digits, and is found by many powers.
RATE = Context(
    prec=20, rounding=ROUND_HALF_UP, Emax=9999, Emin=-9999, traps=[InvalidOperation, DivisionByZero]
)
WIDE = Context(prec=80, rounding=ROUND_HALF_UP)
LARGEST_EXPONENT = 1000
LONGEST = 200
ONE, ZERO = Decimal(1), Decimal(0)
MANY = 64


@dataclass(frozen=True)
class Function:
    """A function: from how many to how many arguments, how it is written, what it costs."""

    usage: str
    least: int
    most: int
    cost: int
    run: Callable[[Sequence[Decimal]], Decimal] | None = None
    """None where the evaluation decides which arguments it looks at."""


def power(base: Decimal, exponent: Decimal) -> Decimal:
    """A power; raises Undefined where there is none or it would be very large."""
    if abs(exponent) > LARGEST_EXPONENT:
        message = N_("An exponent lies between -%(most)s and %(most)s.")
        raise Undefined("exponent", message, most=LARGEST_EXPONENT)
    if base == 0 and exponent < 0:
        raise division()
    if base < 0 and exponent != exponent.to_integral_value():
        raise Undefined("power", N_("A negative number has no broken power."))
    return ONE if exponent == 0 else CONTEXT.power(base, exponent)


def division() -> Undefined:
    """That something is divided by nought."""
    return Undefined("division", N_("It would be divided by zero."))


def _round(given: Sequence[Decimal]) -> Decimal:
    places = given[1] if len(given) > 1 else ZERO
    if places != places.to_integral_value() or abs(places) > 10:
        raise Undefined("places", N_("Round to a whole number of decimals from -10 to 10."))
    return given[0].quantize(ONE.scaleb(-int(places)), context=WIDE)


def annuity(rate: Decimal, years: Decimal) -> Decimal:
    """What one a year, at the end of each, is worth today."""
    _lasting(years)
    if rate <= -1:
        raise Undefined("rate", N_("A rate of interest lies above -100 %%."))
    if rate == 0:
        return years
    grown = power(CONTEXT.add(ONE, rate), -years)
    return CONTEXT.divide(CONTEXT.subtract(ONE, grown), rate)


def _lasting(years: Decimal) -> None:
    if not 0 < years <= LONGEST:
        raise Undefined("years", N_("Give a time from 0 to %(most)s years."), most=LONGEST)


def _npv(given: Sequence[Decimal]) -> Decimal:
    rate, flow, years = given
    return CONTEXT.multiply(flow, annuity(rate, years))


def _pmt(given: Sequence[Decimal]) -> Decimal:
    rate, years, amount = given
    return CONTEXT.divide(amount, annuity(rate, years))


def _irr(given: Sequence[Decimal]) -> Decimal:
    """The rate at which outlay, equal yearly flows and a residual at the end come to nought."""
    outlay, flow, years = given[:3]
    residual = given[3] if len(given) > 3 else ZERO
    _lasting(years)
    if years != years.to_integral_value():
        raise Undefined("years", N_("A rate of return needs whole years."))
    if outlay <= 0 or flow < 0 or residual < 0 or flow + residual == 0:
        message = N_("No rate of return: outlay and what comes back must be more than nought.")
        raise Undefined("no_rate", message)

    def worth(rate: Decimal) -> Decimal:
        grown = RATE.power(RATE.add(ONE, rate), -years)
        yearly = years if rate == 0 else RATE.divide(RATE.subtract(ONE, grown), rate)
        flows = RATE.multiply(RATE.create_decimal(flow), yearly)
        return RATE.add(flows, RATE.multiply(RATE.create_decimal(residual), grown)) - outlay

    low, high = Decimal("-0.99"), Decimal(1000)
    if worth(low) < 0 or worth(high) > 0:
        raise Undefined("no_rate", N_("No rate of return between -99 %% and 100,000 %%."))
    for _step in range(60):
        middle = (low + high) / 2
        if worth(middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _truth(found: bool) -> Decimal:
    return ONE if found else ZERO


FUNCTIONS: dict[str, Function] = {
    "if": Function("if(condition, then, else)", 3, 3, 1),
    "ifempty": Function("ifempty(value, otherwise)", 2, 2, 1),
    "and": Function("and(a, b, …)", 1, MANY, 1, lambda given: _truth(all(given))),
    "or": Function("or(a, b, …)", 1, MANY, 1, lambda given: _truth(any(given))),
    "not": Function("not(a)", 1, 1, 1, lambda given: _truth(not given[0])),
    "min": Function("min(a, b, …)", 1, MANY, 1, min),
    "max": Function("max(a, b, …)", 1, MANY, 1, max),
    "sum": Function("sum(a, b, …)", 1, MANY, 1, lambda given: _sum(given)),
    "abs": Function("abs(a)", 1, 1, 1, lambda given: CONTEXT.abs(given[0])),
    "round": Function("round(value, decimals)", 1, 2, 2, _round),
    "npv": Function("npv(rate, yearly, years)", 3, 3, 20, _npv),
    "pmt": Function("pmt(rate, years, amount)", 3, 3, 20, _pmt),
    "irr": Function("irr(outlay, yearly, years, residual)", 3, 4, 300, _irr),
}


def _sum(given: Sequence[Decimal]) -> Decimal:
    total = ZERO
    for one in given:
        total = CONTEXT.add(total, one)
    return total
