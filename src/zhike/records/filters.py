"""The filter grammar of lists, saved views, segments, rules and rights: JSON in, a condition out.

`{"all": […]}`, `{"any": […]}`, `{"not": …}`, `{"some": relation, "where": …}`, `{"none": …}` and
`{"field": path, "op": operator, "value": …}`. Operators are an allow-list per kind; nothing of a
filter becomes SQL text; a relation applies the related record's own scope. A date or moment is
also compared with a period that moves with time: `{"op": "within", "value": "last_n_days:90"}`
(zhike.base.periods), reckoned in the reader's time zone when the filter is asked.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    IContains,
    In,
    IsNull,
    IStartsWith,
    LessThan,
    LessThanOrEqual,
)

from zhike.access.rights import Access, in_pools
from zhike.base.errors import N_, BadValue
from zhike.ledger.fields import Has
from zhike.ledger.models import Part
from zhike.records.custom_specs import CustomValue
from zhike.records.errors import Invalid
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import Resource, resource_for

MAX_DEPTH = 12
MAX_RELATIONS = 5
MAX_NODES = 200
MAX_VALUES = 500


def condition(resource: Resource, access: Access, node: Any) -> Q:
    """The filter as a condition on the resource's records; raises Invalid naming the part."""
    return _Compiler(access).node(resource, node, "", 0, 0)


class _Compiler:
    """Walks one filter, counting how much it asks."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self.nodes = 0

    def node(self, resource: Resource, node: Any, prefix: str, depth: int, hops: int) -> Q:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES or not isinstance(node, dict):
            raise _bad("filter", N_("This filter is too deep, too long or not a filter."))
        if "field" in node:
            return self.comparison(resource, node, prefix, hops)
        for word in ("all", "any"):
            if isinstance(node.get(word), list):
                parts = [self.node(resource, n, prefix, depth + 1, hops) for n in node[word]]
                found = Q()
                for part in parts:
                    found = found & part if word == "all" else found | part
                return found
        if "not" in node:
            return ~self.node(resource, node["not"], prefix, depth + 1, hops)
        for word in ("some", "none"):
            if isinstance(node.get(word), str):
                return self.relation(resource, node, word, prefix, depth, hops)
        raise _bad("filter", N_("A filter says all, any, not, some, none or field."))

    def relation(
        self, resource: Resource, node: Any, word: str, prefix: str, depth: int, hops: int
    ) -> Q:
        """Records that some (or none) of another type point at."""
        name = node[word]
        known = resource.relations().get(name)
        if known is None or hops >= MAX_RELATIONS or not self.access.can(known[0].model, "read"):
            raise _bad(name, N_("There is no such relation here."))
        other, path = known
        where = self.node(other, node.get("where", {"all": []}), "", depth + 1, hops + 1)
        rows = self.access.rows(other.model).filter(where, **{path: OuterRef(prefix + "pk")})
        return ~Q(Exists(rows)) if word == "none" else Q(Exists(rows))

    def comparison(self, resource: Resource, node: Any, prefix: str, hops: int) -> Q:
        """One field, an operator, a value."""
        path = str(node["field"]).split(".")
        scope = Q()
        for step in path[:-1]:
            spec = self.spec(resource, step)
            if spec.target is None or spec.is_custom or hops >= MAX_RELATIONS:
                raise _unknown(".".join(path))
            hops += 1
            prefix += spec.column + "__"
            try:
                resource = resource_for(spec.target)
            except KeyError:  # It is on no surface.
                raise _unknown(".".join(path)) from None
            if not self.access.can(spec.target, "read"):
                raise _unknown(".".join(path))
            scope &= self.access.condition(spec.target, "read", prefix)
        spec = self.spec(resource, path[-1])
        operator = str(node.get("op", "eq"))
        if operator not in spec.kind.operators:
            raise _bad(
                str(node["field"]), N_("This field takes: %(known)s."),
                known=", ".join(spec.kind.operators),
            )  # fmt: skip
        if spec.veils and not issubclass(resource.model, Part):
            # What lies in such a pool fits no value, so that nobody finds it out by asking.
            scope &= ~in_pools(sorted(spec.veils), prefix)
        return scope & compare(spec, operator, node.get("value"), prefix)

    def spec(self, resource: Resource, name: str) -> FieldSpec:
        """A field that this user may filter by; one that is hidden is as unknown as none."""
        found = resource.specs(self.access).get(name)
        if found is None or not found.searchable or not found.filterable:
            raise _unknown(name)
        return found


def compare(spec: FieldSpec, operator: str, raw: Any, prefix: str = "") -> Q:
    """One comparison; raises Invalid where the value does not fit the field."""
    try:
        return _compare(spec, operator, raw, prefix)
    except BadValue as error:
        raise Invalid.field(spec.name, error) from None


_EXPRESSIONS = {
    "exact": Exact, "in": In, "isnull": IsNull, "lt": LessThan, "lte": LessThanOrEqual,
    "gt": GreaterThan, "gte": GreaterThanOrEqual, "icontains": IContains,
    "istartswith": IStartsWith, "has": Has,
}  # fmt: skip
_LOOKUPS = {
    "eq": "exact", "lt": "lt", "lte": "lte", "gt": "gt", "gte": "gte", "has": "has",
    "contains": "icontains", "starts": "istartswith",
}  # fmt: skip


def compared(path: Any, lookup: str, value: Any) -> Q:
    """A comparison by a column's path, or by the expression of a custom field's value."""
    if isinstance(path, str):
        return Q(**{f"{path}__{lookup}": value})
    return Q(_EXPRESSIONS[lookup](path, value))


def _compare(spec: FieldSpec, operator: str, raw: Any, prefix: str) -> Q:
    if operator == "empty":
        empty = _empty(spec, prefix)
        return empty if raw in (True, None, "true", "1", "") else ~empty
    path = _path(spec, prefix)
    if operator in ("in", "has_any"):
        return _any_of(spec, path, operator, raw)
    if operator == "within":
        return _within(spec, path, raw)
    value = _one(spec, raw)
    if value is None:
        raise BadValue("no_value", N_("Give a value to compare with."))
    if operator == "ne":
        return ~compared(path, "exact", value) | compared(path, "isnull", True)
    return compared(path, _LOOKUPS[operator], value)


def _any_of(spec: FieldSpec, path: Any, operator: str, raw: Any) -> Q:
    """One of several values, or one of several choices among the record's."""
    if isinstance(raw, str):
        raw = [item for item in raw.split(",") if item]
    if not isinstance(raw, list) or len(raw) > MAX_VALUES:
        raise BadValue("not_a_list", N_("Give a list of at most 500 values."))
    values = [_one(spec, item) for item in raw]
    if operator == "in" or not values:
        return compared(path, "in", values) if values else Q(pk__in=[])
    found = Q()
    for value in values:
        found |= compared(path, "has", value)
    return found


def _within(spec: FieldSpec, path: Any, raw: Any) -> Q:
    """In a period that moves with time."""
    if not isinstance(raw, str):
        raise BadValue("not_text", N_("This must be text."))
    first, behind = spec.kind.bounds(raw)
    found = Q()
    if first is not None:
        found &= compared(path, "gte", _stored(spec, first))
    if behind is not None:
        found &= compared(path, "lt", _stored(spec, behind))
    return found


def _stored(spec: FieldSpec, value: Any) -> Any:
    return spec.store(value) if spec.is_custom and value is not None else value


def _one(spec: FieldSpec, raw: Any) -> Any:
    """A single value as the database compares it."""
    if spec.kind.name == "choices":
        if not isinstance(raw, str):
            raise BadValue("not_text", N_("This must be text."))
        values = spec.parse([raw])
        return values[0] if values else ""
    return _stored(spec, spec.parse(raw))


def _path(spec: FieldSpec, prefix: str) -> Any:
    if spec.is_custom:
        return CustomValue(spec.column[7:], spec.kind.name, prefix)
    return prefix + spec.column


def _empty(spec: FieldSpec, prefix: str) -> Q:
    if spec.is_custom:
        return compared(_path(spec, prefix), "isnull", True)
    path = prefix + spec.column
    found = Q(**{path + "__isnull": True})
    if spec.kind.blank(spec) == "":
        found |= Q(**{path: ""})
    if spec.kind.name == "choices":
        found |= Q(**{path: []})
    return found


def _unknown(name: str) -> Invalid:
    return _bad(name, N_("There is no such field to filter by."))


def _bad(name: str, message: str, **params: Any) -> Invalid:
    return Invalid.field(name, BadValue("filter", message, **params))
