"""Other records, and places on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import get_language

from zhike.base.errors import N_, BadValue
from zhike.base.geo import country_code, country_name, region_code, region_name
from zhike.ledger.bulk import model_of
from zhike.records.kinds.base import Kind, text_of
from zhike.records.kinds.texts import Text

if TYPE_CHECKING:
    from zhike.records.fieldspec import FieldSpec


class Relation(Kind):
    """Another record, by its id; typed or imported, by its name."""

    name = "relation"

    def read(self, spec: FieldSpec, raw: Any) -> Any:
        """The id; whether the user may see it is checked where rights are known."""
        if isinstance(raw, UUID):
            return raw
        try:
            return UUID(text_of(raw).strip())
        except ValueError:
            raise BadValue("not_an_id", N_("Choose a record, or give its id.")) from None

    def json(self, spec: FieldSpec, value: Any) -> Any:
        """The id as text."""
        return None if value is None else str(value)

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """An id."""
        return {"type": "string", "format": "uuid"}


class Reference(Kind):
    """Any record, by `kind:id` (an interaction about a deal)."""

    name = "reference"
    operators: tuple[str, ...] = ("eq", "in", "empty")

    def blank(self, spec: FieldSpec) -> Any:
        """Nothing is empty text."""
        return ""

    def read(self, spec: FieldSpec, raw: Any) -> Any:
        """A kind and an id; whether the user may see the record is checked where rights are."""
        kind, _, id_ = text_of(raw).strip().partition(":")
        try:
            return f"{model_of(kind).record_type}:{UUID(id_)}"
        except (KeyError, ValueError):
            raise BadValue("not_a_reference", N_("Give a record as kind:id.")) from None

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """Kind and id."""
        return {"type": "string", "pattern": r"^([a-z-]+:[0-9a-f-]{36})?$", "maxLength": 80}


class Region(Text):
    """A province, city or district of China, by its GB/T 2260 code or its name."""

    name = "region"
    operators: tuple[str, ...] = ("eq", "in", "empty")

    def read(self, spec: FieldSpec, raw: Any) -> Any:
        """The code."""
        text = text_of(raw)[:80]
        code = text if text.isdigit() else str(region_code(text))
        if code is None:
            raise BadValue("region", N_("Choose a region, or give its six digits."))
        region_name(code, "zh-hans")
        return code

    def text(self, spec: FieldSpec, value: Any) -> str:
        """The place's name."""
        return _named(region_name, value)


class Country(Text):
    """A country, by its ISO 3166 code or its name in Chinese or English."""

    name = "country"
    operators: tuple[str, ...] = ("eq", "in", "empty")

    def read(self, spec: FieldSpec, raw: Any) -> Any:
        """The two letters."""
        return country_code(text_of(raw)[:80])

    def text(self, spec: FieldSpec, value: Any) -> str:
        """The country's name."""
        return _named(country_name, value)


def _named(name: Any, value: Any) -> str:
    try:
        return str(name(value, get_language() or "en")) if value else ""
    except BadValue:
        return str(value)
