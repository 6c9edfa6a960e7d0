"""A field's value as a cell of a table or a fact of a record: what components draw."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias
from uuid import UUID

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language

from zhike.access.models import Level, User
from zhike.access.rights import Access
from zhike.base import phones
from zhike.base.errors import BadValue
from zhike.base.money import compact_amount, format_amount
from zhike.records.fieldspec import MASK, FieldSpec
from zhike.web.dates import day_text, moment_text
from zhike.web.links import url_of, url_of_kind

Cell: TypeAlias = dict[str, Any]
Names = Mapping[UUID | str, str]

NUMERIC = frozenset({"integer", "number", "money"})
LONGEST_IN_TABLE = 60
TAGS_IN_TABLE = 3
LONG_TEXT = 120
# States that mean the same wherever they occur; ordinary ones stay plain (no badge without need).
TONES = {
    "won": "pine", "converted": "pine", "kept": "pine", "done": "pine", "retained": "pine",
    "valid": "pine", "developed": "indigo", "qualified": "indigo", "acquired": "ochre",
    "waiting": "ochre", "draft": "ochre", "lapsed": "seal", "broken": "seal", "overdue": "seal",
    "failed": "seal", "invalid": "seal", "suspended": "mauve", "paused": "mauve",
    "rejected": "mauve",
}  # fmt: skip
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
WEB = re.compile(r"https?://\S+")
DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
UNIT = re.compile(r"(.*\d)([^\d.,]+)$")


def cell(spec: FieldSpec, record: Any, names: Names) -> Cell:
    """What a component draws; `names` are those of related records that the user may see."""
    if spec.level == Level.MASKED or spec.veil(record):
        return {"kind": "text", "text": spec.text(record)}
    value = spec.value(record)
    if value in (None, "", [], {}):
        return {"kind": "text", "text": ""}
    draw = _DRAWN.get(spec.kind.name, _Drawing.plain)
    return draw(_Drawing(spec, record, value, names))


def opening_cell(access: Access, record: Any, text: str, url: str) -> Cell:
    """The cell by which a row is opened: the record itself, with its portrait where it has one."""
    if shape := shape_of(record):
        opened = {"kind": "name", "text": text, "url": url, "shape": shape}
        return opened | tier_of(access, record)
    return {"kind": "link", "text": text, "url": url}


def shape_of(record: Any) -> str:
    """Whether the record is somebody or an organization, and so has a portrait."""
    if isinstance(record, User):
        return "person"
    kind = getattr(record, "kind", "")
    return kind if kind in ("person", "organization") else ""


def tier_of(access: Access, record: Any) -> Cell:
    """The customer's standing, where the record has one and the reader may see it."""
    tier = getattr(record, "tier", "")
    if not tier or access.level(record.record_type, "tier") not in (Level.READ, Level.WRITE):
        return {}
    return {"tier": tier, "tier_label": record.get_tier_display()}


def money(value: Decimal, currency: str) -> Cell:
    """An amount at a glance, its unit set apart, with the exact one behind."""
    lang = get_language() or "zh-hans"
    text = compact_amount(value, currency, lang=lang)
    found = UNIT.fullmatch(text)
    text, unit = (found[1], found[2]) if found else (text, "")
    exact = format_amount(value, currency, lang=lang)
    return {"kind": "money", "text": text, "unit": unit, "exact": exact}


class _Drawing:
    """One value of one record on its way into a cell: a method for each kind of field."""

    def __init__(self, spec: FieldSpec, record: Any, value: Any, names: Names) -> None:
        self.spec, self.record, self.value, self.names = spec, record, value, names

    def text(self) -> Cell:
        """What is an address, a number to call or a page is one to click on."""
        value = self.value
        if WEB.fullmatch(value):
            return {"kind": "web", "text": value.partition("//")[2].rstrip("/"), "url": value}
        if "@" in value and MAIL.fullmatch(value):
            return {"kind": "mail", "text": value, "url": f"mailto:{value}"}
        if "website" in self.spec.name and DOMAIN.fullmatch(value):
            return {"kind": "web", "text": value, "url": f"https://{value}"}
        is_phone = self.spec.normalise is phones.normalise
        if is_phone or getattr(self.record, "type", "") == "phone":
            return self.phone()
        return self.plain()

    def phone(self) -> Cell:
        """The number as one reads it, to be called with a click."""
        try:
            number = phones.normalise(self.value)
        except BadValue:
            return self.plain()
        return {"kind": "phone", "text": phones.display(number), "url": f"tel:{number}"}

    def plain(self) -> Cell:
        """As the kind says it."""
        return {"kind": "text", "text": self.spec.kind.text(self.spec, self.value)}

    def long_text(self) -> Cell:
        """Several lines, which only facts show in full."""
        return {"kind": "long", "text": self.value}

    def number(self) -> Cell:
        """With thousands set apart."""
        if self.spec.is_share:
            return {"kind": "progress", "value": self.value, "note": f"{self.value}%",
                    "text": f"{self.value}%"}  # fmt: skip
        whole = isinstance(self.value, int)
        if whole and self.spec.is_name:
            return {"kind": "number", "text": str(self.value)}
        text = f"{self.value:,}" if whole else self.spec.kind.text(self.spec, self.value)
        return {"kind": "number", "text": text}

    def money(self) -> Cell:
        """In the record's own currency."""
        return money(self.value, getattr(self.record, "currency", "") or "CNY")

    def date(self) -> Cell:
        """A day; custom ones are kept as text."""
        value = self.value
        day = dt.date.fromisoformat(value) if isinstance(value, str) else value
        return {"kind": "date", "text": day_text(day), "iso": day.isoformat()}

    def moment(self) -> Cell:
        """Local time."""
        iso = timezone.localtime(self.value).isoformat(timespec="minutes")
        return {"kind": "date", "text": moment_text(self.value), "iso": iso}

    def boolean(self) -> Cell:
        """A mark."""
        return {"kind": "flag", "on": self.value}

    def choice(self) -> Cell:
        """A word; a state that means something everywhere is a badge."""
        text = self.spec.choice_label(self.value)
        if tone := TONES.get(self.value):
            return {"kind": "badge", "text": text, "tone": tone}
        return {"kind": "text", "text": capfirst(text)}

    def choices(self) -> Cell:
        """Words side by side."""
        texts = [self.spec.choice_label(item) for item in self.value]
        if self.spec.choices:
            texts = [capfirst(text) for text in texts]
        return {"kind": "tags", "texts": texts}

    def relation(self) -> Cell:
        """The other record's name, where the reader may know it."""
        target, name = self.spec.target, self.names.get(UUID(str(self.value)))
        if name is None or target is None:
            return {"kind": "text", "text": MASK}
        kind = "who" if issubclass(target, User) else "link"
        return {"kind": kind, "text": name, "url": url_of(target, self.value)}

    def reference(self) -> Cell:
        """The same for a record of any type."""
        kind, _, id_ = self.value.partition(":")
        name = self.names.get(self.value)
        if name is None:
            return {"kind": "text", "text": MASK}
        return {"kind": "link", "text": name, "url": url_of_kind(kind, id_)}


_DRAWN: dict[str, Callable[[_Drawing], Cell]] = {
    "text": _Drawing.text, "long_text": _Drawing.long_text, "integer": _Drawing.number,
    "number": _Drawing.number, "money": _Drawing.money, "date": _Drawing.date,
    "moment": _Drawing.moment, "boolean": _Drawing.boolean, "choice": _Drawing.choice,
    "choices": _Drawing.choices, "relation": _Drawing.relation,
    "reference": _Drawing.reference,
}  # fmt: skip


def for_table(drawn: Cell) -> Cell:
    """The same cell where there is one line for it."""
    if drawn["kind"] == "long":
        text = " ".join(drawn["text"].split())
        short = text if len(text) <= LONGEST_IN_TABLE else text[:LONGEST_IN_TABLE] + "…"
        return {"kind": "text", "text": short}
    if drawn["kind"] == "tags" and len(drawn["texts"]) > TAGS_IN_TABLE:
        more = len(drawn["texts"]) - TAGS_IN_TABLE
        return drawn | {"texts": drawn["texts"][:TAGS_IN_TABLE], "more": f"+{more}"}
    return drawn
