"""The fields that a list can be filtered by, with the operators that make sense for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.access.rights import Access
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import Resource, resource_for

Label = str | Promise
EMPTY, FILLED, SOME, NONE = "empty", "filled", "some", "none"
BARE = frozenset({EMPTY, FILLED, SOME, NONE})
OPERATORS: dict[str, Label] = {
    "eq": pgettext_lazy("filter", "is"),
    "ne": pgettext_lazy("filter", "is not"),
    "in": _("is one of"),
    "contains": _("contains"),
    "starts": _("begins with"),
    "lt": _("less than"),
    "lte": _("at most"),
    "gt": _("more than"),
    "gte": _("at least"),
    "has": _("has"),
    "has_any": _("has one of"),
    EMPTY: _("is empty"),
    FILLED: _("is filled in"),
    SOME: _("has at least one"),
    NONE: _("has none"),
}
DATED: dict[str, Label] = {
    "gte": pgettext_lazy("filter date", "from"), "lt": pgettext_lazy("filter date", "before"),
    "eq": pgettext_lazy("filter date", "on"),
    EMPTY: OPERATORS[EMPTY], FILLED: OPERATORS[FILLED],
}  # fmt: skip
QUANTITY = ("gte", "lte", "eq", "gt", "lt", EMPTY, FILLED)
OFFERED: dict[str, tuple[str, ...]] = {
    "text": ("contains", "eq", "starts", EMPTY, FILLED),
    "long_text": ("contains", EMPTY, FILLED),
    "integer": QUANTITY,
    "number": QUANTITY,
    "money": QUANTITY,
    "date": ("gte", "lt", "eq", EMPTY, FILLED),
    "moment": ("gte", "lt", EMPTY, FILLED),
    "boolean": ("eq",),
    "choice": ("in", EMPTY, FILLED),
    "choices": ("has_any", EMPTY, FILLED),
    "relation": ("eq", "ne", EMPTY, FILLED),
    "region": ("eq", EMPTY, FILLED),
    "country": ("eq", EMPTY, FILLED),
}
SHOWN_AS = {
    "integer": "number", "number": "number", "money": "money", "date": "date", "moment": "date",
    "boolean": "select", "choice": "multiple", "choices": "multiple", "relation": "relation",
}  # fmt: skip


@dataclass(frozen=True)
class FilterField:
    """One thing to ask about: a field, a field of what it points at, or what points here.

    `name` is `tier`, `party.tier`, `opportunities:` (is there any) or `opportunities:stage` (is
    there one where).
    """

    name: str
    label: str
    kind: str = ""
    operators: tuple[tuple[str, Label], ...] = ()
    options: tuple[dict[str, str], ...] = ()
    options_url: str = ""
    spec: FieldSpec | None = field(default=None, compare=False)

    @property
    def parameters(self) -> dict[str, Any]:
        """What the component takes."""
        operators = [
            {"value": name, "label": label, "bare": name.partition("-")[2] in BARE or name in BARE}
            for name, label in self.operators
        ]
        return {
            "name": self.name, "label": self.label, "kind": self.kind, "operators": operators,
            "options": list(self.options), "options_url": self.options_url,
        }  # fmt: skip


def offered(resource: Resource, access: Access) -> dict[str, FilterField]:
    """Everything that this user may ask about, by name: the resource's own choice comes first."""
    found = [_field(spec.name, str(spec.label), spec) for spec in _own(resource, access)]
    found += [f for spec in _own(resource, access) for f in _across(spec, access)]
    found += [f for name in resource.relations() for f in _back(resource, name, access)]
    return {f.name: f for f in found if f is not None}


def _own(resource: Resource, access: Access) -> list[FieldSpec]:
    specs = resource.specs(access)
    first = [specs[name] for name in resource.filters if name in specs]
    rest = [spec for name, spec in specs.items() if name not in resource.filters]
    return [s for s in [*first, *rest] if s.searchable and s.filterable and s.kind.name in OFFERED]


def _field(name: str, label: str, spec: FieldSpec) -> FilterField | None:
    kind = spec.kind.name
    if kind == "choices" and not spec.choices:
        return FilterField(name, label, "text", (("has", OPERATORS["has"]),), spec=spec)
    names = DATED if kind in ("date", "moment") else OPERATORS
    operators = tuple((op, names[op]) for op in OFFERED[kind] if _fits(op, spec))
    return FilterField(
        name, label, SHOWN_AS.get(kind, "text"), operators, _options(spec), options_url(spec), spec
    )


def _fits(operator: str, spec: FieldSpec) -> bool:
    known = spec.kind.operators
    return operator in known or (operator == FILLED and "empty" in known)


def _options(spec: FieldSpec) -> tuple[dict[str, str], ...]:
    if spec.kind.name == "boolean":
        words = (("true", _("yes")), ("false", _("no")))
        return tuple({"value": value, "label": str(label)} for value, label in words)
    return tuple({"value": str(v), "label": str(label)} for v, label in spec.choices)


def options_url(spec: FieldSpec) -> str:
    """Where a picker finds the records that a field may point at."""
    if spec.kind.name == "reference":
        return "/search/options/"
    if spec.target is None:
        return ""
    try:
        return f"/{resource_for(spec.target).name}/options/"
    except KeyError:
        return ""


def _across(spec: FieldSpec, access: Access) -> Iterator[FilterField | None]:
    """The main fields of the record that this one points at."""
    if spec.target is None or spec.is_custom or not access.can(spec.target, "read"):
        return
    try:
        other = resource_for(spec.target)
    except KeyError:
        return
    for theirs in _own(other, access):
        if theirs.name in other.filters:
            label = f"{spec.label} · {theirs.label}"
            yield _field(f"{spec.name}.{theirs.name}", label, theirs)


def _back(resource: Resource, name: str, access: Access) -> Iterator[FilterField | None]:
    """Whether there are records that point here, and whether there is one where …"""
    other, path = resource.relations()[name]
    if not access.can(other.model, "read"):
        return
    plural = str(other.label_plural)
    anything = ((SOME, OPERATORS[SOME]), (NONE, OPERATORS[NONE]))
    yield FilterField(f"{name}:", plural, "text", anything)
    for theirs in _own(other, access):
        if theirs.name not in other.filters or theirs.column == path:
            continue
        inner = _field(f"{name}:{theirs.name}", f"{plural} · {theirs.label}", theirs)
        if inner is not None:
            operators = tuple(
                (f"{word}-{op}", _where(word, label))
                for word in (SOME, NONE)
                for op, label in inner.operators[:3]
            )
            yield FilterField(
                inner.name, inner.label, inner.kind, operators, inner.options, inner.options_url,
                theirs,
            )  # fmt: skip


def _where(word: str, label: Label) -> str:
    if word == SOME:
        return str(_("one at least %(condition)s")) % {"condition": label}
    return str(_("none %(condition)s")) % {"condition": label}
