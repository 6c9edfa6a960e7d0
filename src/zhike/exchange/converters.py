"""From a cell's text to the value that the ledger holds: one function a column, made once."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from zhike.access.rights import Access
from zhike.base.dates import parse_date
from zhike.base.errors import N_, BadValue
from zhike.base.money import parse_amount
from zhike.base.text import clean_text, fold
from zhike.exchange.mapping import Column
from zhike.ledger.bulk import model_of
from zhike.ledger.values import dump
from zhike.records.fieldspec import FieldSpec
from zhike.records.kinds.base import number_of

Converter = Callable[[str], Any]
REMEMBERED = 10_000
REPEATED_KINDS = frozenset(
    {"choice", "choices", "boolean", "date", "integer", "number", "money", "region", "country"}
)
SLASHED = re.compile(r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})(?!\d)")


def converter(spec: FieldSpec, column: Column) -> Converter:
    """From a text that is not blank to the ledger's JSON value, None for nothing.

    The function raises BadValue. Relations are not converted here: their records are looked up.
    """
    convert = _plain(spec, column)
    replaced = column.folded_values
    if replaced:
        inner = convert
        convert = lambda text: inner(replaced.get(fold(text).strip(), text))  # noqa: E731
    return _remembering(convert) if replaced or spec.kind.name in REPEATED_KINDS else convert


def _plain(spec: FieldSpec, column: Column) -> Converter:
    kind = spec.kind.name
    if kind == "text" and spec.normalise is None and not spec.is_custom:
        length = spec.max_length
        return lambda text: clean_text(text, max_length=length, multiline=False)
    parse = _parser(spec, column)
    if spec.is_custom:
        return lambda text: spec.store(parse(text))
    return lambda text: dump(parse(text))


def _parser(spec: FieldSpec, column: Column) -> Converter:
    kind = spec.kind.name
    if column.multiply and spec.kind.is_number:
        factor = Decimal(column.multiply)
        return lambda text: spec.parse(number(text) * factor)
    if kind in ("date", "moment") and column.dates:
        order = column.dates
        return lambda text: spec.parse(_ordered(text, order))
    return spec.parse


def number(text: str) -> Decimal:
    """A number that may have more decimals than an amount; raises BadValue."""
    try:
        return number_of(text)
    except BadValue:
        return parse_amount(text)


def _ordered(text: str, order: str) -> str:
    """A date of three numbers in ISO, the rest of the text behind it."""
    found = SLASHED.match(text.strip())
    if found is None:
        return text
    if len(found[1]) == 4 or order == "ymd":
        parts = found[1].rjust(4, "0"), found[2], found[3]
        iso = "-".join((parts[0], parts[1].zfill(2), parts[2].zfill(2)))
    else:
        today, lang = timezone.localdate(), get_language() or "en"
        whole = f"{found[1]}/{found[2]}/{_year(found[3])}"
        iso = parse_date(whole, today=today, lang=lang, order=order).isoformat()  # type: ignore[arg-type]
    return iso + text.strip()[found.end() :]


def _year(text: str) -> str:
    """Two digits are of this century up to 69."""
    if len(text) != 2:
        return text
    return ("20" if text < "70" else "19") + text


def _remembering(convert: Converter) -> Converter:
    """The same, for columns in which few values are repeated many times."""
    known: dict[str, Any] = {}

    def remembered(text: str) -> Any:
        try:
            return known[text]
        except KeyError:
            if len(known) >= REMEMBERED:
                known.clear()
            known[text] = value = convert(text)
            return value

    return remembered


def order_of(texts: list[str]) -> str:
    """Whether day or month stands first in these dates: ymd, mdy, dmy, or "" if nothing tells."""
    firsts, seconds = 0, 0
    for text in texts:
        found = SLASHED.match(text.strip())
        if found is None:
            continue
        if len(found[1]) == 4:
            return "ymd"
        firsts, seconds = max(firsts, int(found[1])), max(seconds, int(found[2]))
    if firsts > 12 >= seconds:
        return "dmy"
    return "mdy" if seconds > 12 >= firsts else ""


def reference(spec: FieldSpec, access: Access) -> Converter:
    """A reference to any record that the user may see; raises BadValue for another."""

    def convert(text: str) -> str:
        value = str(spec.parse(text))
        kind, _, id_ = value.partition(":")
        if not access.rows(model_of(kind)).filter(pk=id_).exists():
            raise BadValue("missing", N_("There is no such record."))
        return value

    return _remembering(convert)
