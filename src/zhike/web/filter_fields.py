"""The fields that a list can be filtered by, with the operators that make sense for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.access.rights import Access
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import Resource, resource_for
from zhike.web import choosing

Label = str | Promise
EMPTY, FILLED, SOME, NONE = "empty", "filled", "some", "none"
BARE = frozenset({EMPTY, FILLED})
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
WITHIN = "within"
COUNTED: dict[str, Label] = {
    "last_n": pgettext_lazy("filter date", "in the last"),
    "next_n": pgettext_lazy("filter date", "in the next"),
    "older_than_n": pgettext_lazy("filter date", "longer ago than"),
    "later_than_n": pgettext_lazy("filter date", "further ahead than"),
}
UNITS: dict[str, Label] = {
    "days": pgettext_lazy("filter date", "days"), "weeks": pgettext_lazy("filter date", "weeks"),
    "months": pgettext_lazy("filter date", "months"),
}  # fmt: skip
PERIODS: dict[str, Label] = {
    "today": _("today"), "yesterday": _("yesterday"), "tomorrow": _("tomorrow"),
    "this_week": _("this week"), "last_week": _("last week"), "next_week": _("next week"),
    "this_month": _("this month"), "last_month": _("last month"), "next_month": _("next month"),
    "this_quarter": _("this quarter"), "last_quarter": _("last quarter"),
    "next_quarter": _("next quarter"), "this_year": _("this year"), "last_year": _("last year"),
    "next_year": _("next year"),
}  # fmt: skip
DATED: dict[str, Label] = {
    WITHIN: pgettext_lazy("filter date", "falls in"), **COUNTED,
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
    "date": (WITHIN, *COUNTED, "gte", "lt", "eq", EMPTY, FILLED),
    "moment": (WITHIN, *COUNTED, "gte", "lt", EMPTY, FILLED),
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

    `name` is `tier`, `party.tier`, or `opportunities:` (has it any, none, or some where …).
    """

    name: str
    label: str
    kind: str = ""
    operators: tuple[tuple[str, Label], ...] = ()
    options: tuple[dict[str, str], ...] = ()
    options_url: str = ""
    spec: FieldSpec | None = field(default=None, compare=False)
    other: Resource | None = field(default=None, compare=False)
    """Whose records point here; asked further by its own fields."""

    @property
    def parameters(self) -> dict[str, Any]:
        """What the component takes."""
        operators = [
            {"value": name, "label": label, "bare": name in BARE, "takes": _takes(name)}
            for name, label in self.operators
        ]
        found = {
            "name": self.name, "label": self.label, "kind": self.kind, "operators": operators,
            "options": list(self.options), "options_url": self.options_url,
        }  # fmt: skip
        if self.spec is not None and (search_url := choosing.search_url(self.spec)):
            found |= {"options": choosing.in_page(self.spec), "search_url": search_url}
        if self.other is not None:
            found["choices_url"] = choices_url(self.other)
        if WITHIN in dict(self.operators):
            found["periods"], found["units"] = _listed(PERIODS), _listed(UNITS)
        return found


def _takes(operator: str) -> str:
    """What stands behind an operator, where that is not the field's own value."""
    return "period" if operator == WITHIN else "count" if operator in COUNTED else ""


def _listed(labels: dict[str, Label]) -> list[dict[str, Label]]:
    return [{"value": value, "label": label} for value, label in labels.items()]


def choices_url(resource: Resource) -> str:
    """Where the filter's form finds what can be asked about records of this type."""
    return f"/{resource.name}/filter-choices/"


class Offered:
    """What a user may ask about records of a type, and about those that point at them."""

    def __init__(self, resource: Resource, access: Access) -> None:
        """Nothing is worked out before it is asked for."""
        self.resource, self.access = resource, access
        self._known = {resource.name: self}

    @cached_property
    def fields(self) -> dict[str, FilterField]:
        """By name."""
        return offered(self.resource, self.access)

    @cached_property
    def parameters(self) -> list[dict[str, Any]]:
        """As the component takes them."""
        return [known.parameters for known in self.fields.values()]

    def across(self, other: Resource) -> Offered:
        """The same of the records that point here."""
        if other.name not in self._known:
            found = self._known[other.name] = Offered(other, self.access)
            found._known = self._known
        return self._known[other.name]


def offered(resource: Resource, access: Access) -> dict[str, FilterField]:
    """Everything that may be asked about, by name: what the resource chose comes first."""
    found = [_field(spec.name, str(spec.label), spec) for spec in _own(resource, access)]
    found += [f for spec in _own(resource, access) for f in _across(spec, access)]
    found += [_back(resource, name, access) for name in resource.relations()]
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
    asked = {FILLED: "empty"} | dict.fromkeys(COUNTED, WITHIN)
    return asked.get(operator, operator) in known


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


def _back(resource: Resource, name: str, access: Access) -> FilterField | None:
    """Whether there are records that point here, such that …"""
    known = resource.relations()
    other, column = known[name]
    if not access.can(other.model, "read"):
        return None
    label = str(other.label_plural)
    if sum(resource_ is other for resource_, _column in known.values()) > 1:
        label += f" · {other.coded[column].label}" if column in other.coded else f" · {name}"
    anything = ((SOME, OPERATORS[SOME]), (NONE, OPERATORS[NONE]))
    return FilterField(f"{name}:", label, "nest", anything, other=other)
