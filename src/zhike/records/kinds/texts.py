"""Text, choices and small JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from zhike.base.errors import N_, BadValue
from zhike.base.text import clean_text
from zhike.records.kinds.base import Kind, text_of

if TYPE_CHECKING:
    from zhike.records.fieldspec import FieldSpec


class Text(Kind):
    """One line of text."""

    name = "text"
    operators: tuple[str, ...] = ("eq", "ne", "in", "contains", "starts", "empty")
    multiline = False

    def blank(self, spec: FieldSpec) -> Any:
        """Text is never null, unless it is a unique key."""
        return None if spec.null else ""

    def read(self, spec: FieldSpec, raw: Any) -> Any:
        """Clean text within the field's length."""
        if not isinstance(raw, str):
            raise BadValue("not_text", N_("This must be text."))
        value = clean_text(raw, max_length=spec.max_length, multiline=self.multiline)
        if spec.normalise is not None and value:
            value = spec.normalise(value)
        return value or self.blank(spec)

    def json(self, spec: FieldSpec, value: Any) -> Any:
        """Text, or null where the field can be null."""
        return value

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """Text of limited length."""
        return {"type": "string", "maxLength": spec.max_length or 100_000}


class LongText(Text):
    """Several lines of text."""

    name = "long_text"
    operators: tuple[str, ...] = ("contains", "empty")
    multiline = True


class Boolean(Kind):
    """Yes or no."""

    name = "boolean"
    operators: tuple[str, ...] = ("eq",)
    words = {
        "true": True, "yes": True, "y": True, "1": True, "on": True, "是": True,
        "false": False, "no": False, "n": False, "0": False, "off": False, "否": False,
    }  # fmt: skip

    def blank(self, spec: FieldSpec) -> Any:
        """Nothing said is no."""
        return False

    def read(self, spec: FieldSpec, raw: Any) -> Any:
        """A JSON boolean or a word for it."""
        if isinstance(raw, bool):
            return raw
        value = self.words.get(str(raw).strip().lower())
        if value is None:
            raise BadValue("not_boolean", N_("Enter yes or no."))
        return value

    def text(self, spec: FieldSpec, value: Any) -> str:
        """A word that imports read back."""
        zh = (get_language() or "").startswith("zh")
        return ("是" if zh else "yes") if value else ("否" if zh else "no")

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}


class Choice(Kind):
    """One of several."""

    name = "choice"

    def blank(self, spec: FieldSpec) -> Any:
        """Text fields hold "" for no choice."""
        return None if spec.null else ""

    def read(self, spec: FieldSpec, raw: Any) -> Any:
        """A choice by its value, or by its name in any language."""
        value = spec.choice_value(text_of(raw))
        if value is None:
            known = ", ".join(str(label) for _, label in spec.choices[:12])
            raise BadValue("not_a_choice", N_("Choose one of: %(known)s."), known=known)
        return value

    def text(self, spec: FieldSpec, value: Any) -> str:
        """The choice's name."""
        return spec.choice_label(value)

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """One of the values, or nothing."""
        values: list[Any] = [value for value, _ in spec.choices]
        return {"type": "string", "enum": [*values, ""] if not spec.required else values}


class ManyChoice(Kind):
    """Several of several, such as roles or tags."""

    name = "choices"
    operators: tuple[str, ...] = ("has", "has_any", "empty")

    def blank(self, spec: FieldSpec) -> Any:
        """No choice is an empty list."""
        return []

    def read(self, spec: FieldSpec, raw: Any) -> Any:
        """A JSON list, or text with `;`, `；`, `、` or `,` between."""
        if isinstance(raw, str):
            for mark in "；、，,|":
                raw = raw.replace(mark, ";")
            raw = [item for item in raw.split(";") if item.strip()]
        if not isinstance(raw, list) or len(raw) > 50:
            raise BadValue("not_a_list", N_("Give a list of at most 50 choices."))
        one = Choice() if spec.choices or not spec.is_open else Text()
        values = [one.read(spec, item) for item in raw]
        return list(dict.fromkeys(values))

    def text(self, spec: FieldSpec, value: Any) -> str:
        """Names with semicolons between, which imports read back."""
        return ";".join(spec.choice_label(item) for item in value or [])

    def json(self, spec: FieldSpec, value: Any) -> Any:
        """A list."""
        return value or []

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """A list of distinct values."""
        item: dict[str, Any] = {"type": "string"}
        if spec.choices and not spec.is_open:
            item["enum"] = [value for value, _ in spec.choices]
        return {"type": "array", "items": item, "maxItems": 50}


class Json(Kind):
    """A small piece of JSON that programs keep with a record (`external_ids`)."""

    name = "json"
    operators: tuple[str, ...] = ("empty",)

    def blank(self, spec: FieldSpec) -> Any:
        """An empty object."""
        return {}

    def read(self, spec: FieldSpec, raw: Any) -> Any:
        """An object of short texts: `{"erp": "C-1001"}`; typed as `erp=C-1001; sap=7`."""
        if isinstance(raw, str):
            pairs = [pair.partition("=") for pair in raw.split(";") if pair.strip()]
            raw = {k.strip() if eq else "id": (v if eq else k).strip() for k, eq, v in pairs}
        if not isinstance(raw, dict) or len(raw) > 20:
            raise BadValue("not_pairs", N_("Give at most 20 names with a text each."))
        return {
            clean_text(str(k), max_length=40, multiline=False):
            clean_text(text_of(v), max_length=200, multiline=False)
            for k, v in raw.items()
        }  # fmt: skip

    def json(self, spec: FieldSpec, value: Any) -> Any:
        """The object."""
        return value or {}

    def text(self, spec: FieldSpec, value: Any) -> str:
        """`name=text` with semicolons between."""
        return ";".join(f"{k}={v}" for k, v in (value or {}).items())

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """An object of texts."""
        return {"type": "object", "additionalProperties": {"type": "string", "maxLength": 200},
                "maxProperties": 20}  # fmt: skip
