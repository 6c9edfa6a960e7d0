"""A field as an input of a form, and what a form sends back as the raw value of a field."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhike.access.models import Level
from zhike.base import emails, phones
from zhike.base.errors import BadValue
from zhike.base.money import currency_symbol
from zhike.records.fieldspec import FieldSpec
from zhike.web import choosing
from zhike.web.filter_fields import options_url

Input = dict[str, Any]
KINDS = {
    "long_text": "textarea", "integer": "number", "number": "number", "money": "money",
    "date": "date", "moment": "datetime", "boolean": "checkbox", "choice": "select",
    "choices": "multiple", "relation": "relation", "reference": "relation",
}  # fmt: skip
WIDE = frozenset({"long_text", "choices"})
BLANKS: tuple[Any, ...] = (None, "", [], {}, False)


def drawn(
    spec: FieldSpec, value: Any, names: Mapping[Any, str], *, name: str = "", error: str = "",
    currency: str = "",
) -> Input:  # fmt: skip
    """The parameters of the field component; `value` as `shown` gives it or as it was sent."""
    name = name or spec.name
    kind = _kind(spec)
    made: Input = {
        "kind": kind, "name": name, "label": spec.label, "value": value, "error": error,
        "hint": _hint(spec), "required": spec.required, "wide": spec.kind.name in WIDE,
        "maximum_length": None if spec.kind.name == "region" else spec.max_length,
    }  # fmt: skip
    if kind in ("select", "multiple"):
        made |= _choices(spec, kind, value)
    if kind == "relation":
        made |= {"options_url": options_url(spec), "display": _name(spec, value, names)}
    if kind == "money" and currency:
        made["currency"] = currency_symbol(currency, get_language() or "zh-hans").strip()
    if not spec.writable:
        made |= {"readonly": True, "required": False, "reason": _("You cannot change this field.")}
    return made


def _choices(spec: FieldSpec, kind: str, value: Any) -> Input:
    """What can be chosen; of very many it is found by typing."""
    search_url = choosing.search_url(spec)
    if search_url and kind == "select":
        shown = "" if value is None else str(value)
        return {"kind": "relation", "options_url": search_url, "display": shown}
    chosen = value if isinstance(value, list) else []
    options = [
        option | {"label": _capital(option["label"])} for option in choosing.in_page(spec, chosen)
    ]
    return {"options": options, "search_url": search_url}


def _kind(spec: FieldSpec) -> str:
    if spec.kind.name == "choices" and not spec.choices:
        return "text"
    if spec.normalise is phones.normalise:
        return "tel"
    if spec.normalise is emails.normalise:
        return "email"
    return KINDS.get(spec.kind.name, "text")


def _hint(spec: FieldSpec) -> str:
    if spec.help:
        return str(spec.help)
    if spec.kind.name == "choices" and not spec.choices:
        return _("Several: with ; or 、 between")
    if spec.kind.name == "json":
        return _("name=value; several with ; between")
    return ""


def _capital(label: Any) -> str:
    text = str(label)
    return text[:1].upper() + text[1:]


def _name(spec: FieldSpec, value: Any, names: Mapping[Any, str]) -> str:
    if spec.kind.name == "reference":
        return names.get(value, "")
    try:
        return names.get(UUID(str(value)), "")
    except ValueError:
        return ""


def shown(spec: FieldSpec, record: Any) -> Any:
    """The record's value as the input holds it at first; masked where the user sees it so."""
    if spec.level == Level.MASKED:
        return spec.text(record)
    return text_of(spec, spec.value(record))


def text_of(spec: FieldSpec, value: Any) -> Any:
    """A value as an input holds it."""
    kind = spec.kind.name
    if kind == "boolean":
        return bool(value)
    if kind == "choices":
        return list(value or []) if spec.choices else "; ".join(value or [])
    if value is None:
        return ""
    if kind == "moment":
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if kind == "money":
        return f"{Decimal(value):f}".removesuffix(".00")
    if kind == "choice":
        return str(value)
    return str(value) if kind == "relation" else spec.kind.text(spec, value)


def sent(spec: FieldSpec, given: QueryDict, name: str = "") -> Any:
    """What the form sent for a field, before it is read; None where it was not in the form."""
    name = name or spec.name
    if spec.kind.name == "boolean":
        return name in given
    if _kind(spec) == "multiple":
        return given.getlist(name)
    return given.get(name)


def is_same(spec: FieldSpec, raw: Any, record: Any) -> bool:
    """Whether what was sent is what the record holds."""
    try:
        value = spec.parse(raw)
    except BadValue:
        return False
    held = spec.value(record)
    if spec.kind.name == "moment" and held is not None:
        # The input shows minutes; a second that nobody typed is no change.
        return bool(value == held) or bool(text_of(spec, value) == text_of(spec, held))
    return bool(value == held) or (value in BLANKS and held in BLANKS)
