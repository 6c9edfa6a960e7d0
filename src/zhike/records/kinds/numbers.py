"""Whole numbers, decimals and amounts."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from zhike.base.errors import N_, BadValue
from zhike.base.money import CENT, format_amount, parse_amount
from zhike.records.kinds.base import COMPARE, Kind, number_of
from zhike.records.rules.numbers import plain

if TYPE_CHECKING:
    from zhike.records.fieldspec import FieldSpec

MAX_INTEGER = 2**53


class Integer(Kind):
    """A whole number."""

    name = "integer"
    operators: tuple[str, ...] = COMPARE
    is_number = True

    def read(self, spec: FieldSpec, raw: Any) -> Any:
        """A whole number within what every database and JSON reader holds exactly."""
        number = number_of(raw)
        if number != number.to_integral_value():
            raise BadValue("not_whole", N_("Enter a whole number."))
        low = -MAX_INTEGER if spec.minimum is None else spec.minimum
        high = MAX_INTEGER if spec.maximum is None else spec.maximum
        if not low <= number <= high:
            raise BadValue(
                "range", N_("Enter a number from %(low)s to %(high)s."), low=low, high=high
            )
        return int(number)

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """A whole number within its limits."""
        low = -MAX_INTEGER if spec.minimum is None else spec.minimum
        high = MAX_INTEGER if spec.maximum is None else spec.maximum
        return {"type": "integer", "minimum": low, "maximum": high}


class Number(Kind):
    """A number with decimals, such as a probability or a quantity."""

    name = "number"
    operators: tuple[str, ...] = COMPARE
    is_number = True

    def read(self, spec: FieldSpec, raw: Any) -> Any:
        """A number rounded to the field's decimals."""
        number = number_of(raw)
        if abs(number) >= Decimal(10) ** (spec.digits - spec.places):
            raise BadValue("too_large", N_("This number is too large."))
        return round(number, spec.places)

    def json(self, spec: FieldSpec, value: Any) -> Any:
        """Text, so that no reader rounds it."""
        return None if value is None else str(value)

    def text(self, spec: FieldSpec, value: Any) -> str:
        """Without needless zeros."""
        return "" if value is None else plain(Decimal(value))

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """A decimal as text."""
        return {"type": "string", "pattern": r"^-?\d{1,20}(\.\d{1,10})?$"}


class Money(Number):
    """An amount in the record's currency, with two decimals."""

    name = "money"

    def read(self, spec: FieldSpec, raw: Any) -> Any:
        """An amount as people write it: 1,234.5, 1.2万, 12k."""
        if isinstance(raw, bool):
            raise BadValue("not_amount", N_("Enter an amount, such as 12000 or 1.2万."))
        amount = parse_amount(raw) if isinstance(raw, str) else number_of(raw)
        if abs(amount) >= Decimal(10) ** 15:
            raise BadValue("too_large", N_("This number is too large."))
        exact = amount.quantize(CENT)
        if exact != amount:
            raise BadValue("decimals", N_("Round the amount: it may have two decimals at most."))
        return exact

    def text(self, spec: FieldSpec, value: Any) -> str:
        """The exact amount, without its currency."""
        if value is None:
            return ""
        return format_amount(Decimal(value), "", lang=get_language() or "en")

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """An amount as text."""
        return {"type": "string", "pattern": r"^-?\d{1,15}(\.\d{1,2})?$"}
