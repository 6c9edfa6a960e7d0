"""The filter that a form of rows sends: `f-1-field`, and `f-1.0-field` within the second row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from zhike.base.errors import BadValue
from zhike.records.fieldspec import FieldSpec
from zhike.web.filter_fields import (
    BARE,
    COUNTED,
    FILLED,
    NONE,
    SOME,
    UNITS,
    WITHIN,
    FilterField,
    Offered,
)
from zhike.web.filter_nodes import Node, joined, loaded

PLACED = re.compile(r"f-((?:[0-9]{1,6}\.){0,11}[0-9]{1,6})-(?:field|json|join)")
DIGITS = re.compile(r"[\d/.-]+")
MANY = ("in", "has_any")
Place = tuple[int, ...]


def read(given: QueryDict, offered: Offered) -> Node | None:
    """The filter of a request: its rows, or the JSON of a link; raises Invalid."""
    places = {place(match[1]) for name in given if (match := PLACED.fullmatch(name))}
    if not places:
        return loaded(given.get("filter", ""))
    nodes = _Sent(given, places).below((), offered)
    return {"all": nodes} if nodes else None


def place(text: str) -> Place:
    """Where a row stands: `1.0` is the first within the second."""
    return tuple(int(number) for number in text.split("."))


class _Sent:
    """The rows of one form."""

    def __init__(self, given: QueryDict, places: Iterable[Place]) -> None:
        self.given = given
        self.places = sorted(places)

    def below(self, above: Place, offered: Offered) -> list[Node]:
        """What the rows within a row ask, in their order."""
        inner = (p for p in self.places if len(p) == len(above) + 1 and p[:-1] == above)
        return [node for at in inner if (node := self.node(at, offered))]

    def one(self, at: Place, name: str) -> str:
        return self.given.get(self.name(at, name), "").strip()

    @staticmethod
    def name(at: Place, name: str) -> str:
        return f"f-{'.'.join(map(str, at))}-{name}"

    def node(self, at: Place, offered: Offered) -> Node | None:
        if text := self.one(at, "json"):
            return loaded(text)
        field = self.one(at, "field")
        if not field:
            nodes = self.below(at, offered)
            return joined(self.one(at, "join"), nodes) if nodes else None
        name, colon, inner = field.partition(":")
        known = offered.fields.get(name + colon)
        if known is None:
            return None
        if known.other is not None:
            return self.relation(at, known, inner, offered.across(known.other))
        return self.condition(at, known, self.one(at, "op"))

    def relation(self, at: Place, known: FilterField, inner: str, other: Offered) -> Node | None:
        """Some or none of what points here, where …"""
        word, _dash, operator = self.one(at, "op").partition("-")
        if word not in (SOME, NONE):
            return None
        found: Node = {word: known.name.removesuffix(":")}
        if inner:  # An address from before rows could stand within rows.
            field = other.fields.get(inner)
            where = field and self.condition(at, field, operator)
            return found | {"where": where} if where else None
        nodes = self.below(at, other)
        return found | {"where": joined(self.one(at, "join"), nodes)} if nodes else found

    def condition(self, at: Place, known: FilterField, operator: str) -> Node | None:
        """One comparison; a row without a value asks nothing yet."""
        if operator in BARE:
            return {"field": known.name, "op": "empty", "value": operator != FILLED}
        if operator == WITHIN or operator in COUNTED:
            value = self.period(at, operator)
            return {"field": known.name, "op": WITHIN, "value": value} if value else None
        sent = self.given.getlist(self.name(at, "value"))
        values = [_lasting(known.spec, value) for value in sent if value.strip()]
        if not values:
            return None
        return {"field": known.name, "op": operator, "value": _value(operator, values)}

    def period(self, at: Place, operator: str) -> str:
        """A period that moves with time."""
        if operator == WITHIN:
            return self.one(at, "period")
        count, unit = self.one(at, "count"), self.one(at, "unit")
        return f"{operator}_{unit if unit in UNITS else 'days'}:{count}" if count else ""


def _value(operator: str, values: list[str]) -> Any:
    return values if operator in MANY else values[0]


def _lasting(spec: FieldSpec | None, value: str) -> str:
    """A day in digits by its ISO form, which every language reads alike; 月底 moves with time."""
    if spec is None or spec.kind.name != "date" or not DIGITS.fullmatch(value.strip()):
        return value
    try:
        return str(spec.kind.json(spec, spec.parse(value)))
    except BadValue:
        return value
