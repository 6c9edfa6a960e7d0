"""What every kind of field can do, and how raw input is first taken."""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from zhike.base.errors import N_, BadValue
from zhike.base.money import parse_number

if TYPE_CHECKING:
    from zhike.records.fieldspec import FieldSpec

_DIGITS = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)")
COMPARE = ("eq", "ne", "in", "lt", "lte", "gt", "gte", "empty")


class Kind(ABC):
    """A kind of field."""

    name = "text"
    operators: tuple[str, ...] = ("eq", "ne", "in", "empty")
    is_number = False

    def parse(self, spec: FieldSpec, raw: Any) -> Any:
        """A value from JSON or from text that a person typed; raises BadValue.

        Blank input is None (or the kind's own blank).
        """
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return self.blank(spec)
        return self.read(spec, raw)

    def blank(self, spec: FieldSpec) -> Any:
        """What stands for nothing."""
        return None

    @abstractmethod
    def read(self, spec: FieldSpec, raw: Any) -> Any:
        """A value from input that is not blank."""

    def bounds(self, period: str) -> tuple[Any, Any]:
        """The first value of a period and the first behind it, None where it has no end."""
        raise BadValue("period", N_("Only a date or a time lies in a period."))

    def json(self, spec: FieldSpec, value: Any) -> Any:
        """The value as the API gives it."""
        return value

    def text(self, spec: FieldSpec, value: Any) -> str:
        """The value as people read it and as exports hold it."""
        return "" if value is None else str(value)

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """The value's JSON schema."""
        return {"type": "string"}


def text_of(raw: Any) -> str:
    """Input that should be text; raises BadValue."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
        return str(raw)
    raise BadValue("not_text", N_("This must be text."))


def number_of(raw: Any) -> Decimal:
    """Input that should be a number, also as people type it (1.2万, 12k); raises BadValue."""
    if isinstance(raw, bool | dict | list) or (isinstance(raw, float) and not math.isfinite(raw)):
        raise BadValue("not_number", N_("Enter a number."))
    if len(str(raw)) > 40:
        raise BadValue("too_large", N_("This number is too large."))
    try:
        number = Decimal(str(raw)) if not isinstance(raw, str) else _typed(raw)
    except InvalidOperation:
        raise BadValue("not_number", N_("Enter a number.")) from None
    if not number.is_finite() or abs(number.adjusted()) > 30:
        raise BadValue("too_large", N_("This number is too large."))
    return number


def _typed(text: str) -> Decimal:
    """A number in digits; what only programs write (1e3, 1_000, NaN) is none."""
    digits = text.replace(",", "").replace("，", "").strip()
    if _DIGITS.fullmatch(digits):
        return Decimal(digits)
    typed = parse_number(text)
    if typed is None:
        raise BadValue("not_number", N_("Enter a number."))
    return typed
