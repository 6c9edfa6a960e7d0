"""A page of a list: scope, filter, search, sort and a cursor that costs the same on every page."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, IntegerField, Q, QuerySet, Subquery

from zhike.access.models.role import Scope
from zhike.access.rights import Access
from zhike.base.errors import N_, BadValue
from zhike.ledger.models import Record
from zhike.ledger.models.record import field_of
from zhike.ledger.past import TooMuch, rows_as_of
from zhike.ledger.values import dump, loader
from zhike.records import filters, search
from zhike.records.custom_specs import CustomValue
from zhike.records.errors import Invalid
from zhike.records.fieldspec import FieldSpec
from zhike.records.filters import compared
from zhike.records.resource import Resource
from zhike.records.titles import named

EXACT_UP_TO = 10_000
MOST_FOUND = 500
MANY = 3_000
_FOREIGN = N_("This cursor belongs to another list; begin again without it.")


@dataclass(frozen=True)
class Key:
    """One sort key: an expression, its direction, whether it can be null."""

    name: str
    expression: Any
    descending: bool
    nullable: bool
    load: Callable[[Any], Any]

    def compared(self, operator: str, value: Any) -> Q:
        """A comparison with a value of the last row shown."""
        return compared(self.expression, operator, value)

    @property
    def ordered(self) -> Any:
        """How the database orders by it."""
        by = F(self.expression) if isinstance(self.expression, str) else self.expression
        return by.desc() if self.descending else by.asc()

    @property
    def annotation(self) -> Any:
        """What a row's value is read from."""
        return F(self.expression) if isinstance(self.expression, str) else self.expression


@dataclass
class Query:
    """What a list is asked for."""

    filter: Any = None
    search: str = ""
    sort: str = ""
    limit: int = 50
    cursor: str = ""
    verb: str = "read"
    """The right that is needed on every record (an export holds what may be exported)."""


@dataclass
class Page:
    """A page of records, what the user may see of their relations, and where the next begins."""

    items: list[Any]
    next_cursor: str | None
    total: int
    total_estimated: bool
    find_names: Callable[[], dict[UUID, str]] = dict

    @cached_property
    def names(self) -> dict[UUID, str]:
        """The names of related records that the user may see: asked for once, where needed."""
        return self.find_names()


def rows(resource: Resource, access: Access, query: Query) -> QuerySet[Any]:
    """Every record that the query is after and the user may see, in no order.

    Raises Invalid for a wrong filter or search.
    """
    return _rows(resource, access, query)[0]


def _rows(
    resource: Resource, access: Access, query: Query
) -> tuple[QuerySet[Any], tuple[int, bool] | None]:
    """The records, and how many there are (as `bounded_count`) where that is known already."""
    if "\0" in query.search:
        raise _bad("q", N_("Remove the NUL character: it cannot be kept."))
    count = None
    if query.search.strip():
        # What is found is what the user may see; asked again, SQLite would go by the owners.
        ids = search.find(access, query.search, resource.model, MOST_FOUND)
        found: QuerySet[Any] = resource.model.objects.filter(pk__in=ids)
        count = len(ids), len(ids) == MOST_FOUND
    else:
        found = access.rows(resource.model)
    if query.verb != "read":
        found, count = found.filter(access.condition(resource.model, query.verb)), None
    if query.filter:
        found = found.filter(filters.condition(resource, access, query.filter))
        count = None
    return found, count


def page(resource: Resource, access: Access, query: Query, *, count: bool = True) -> Page:
    """One page; raises Invalid for a wrong filter, sort, limit or cursor."""
    found, known = _rows(resource, access, query)
    if count and not query.search.strip() and _is_usual(resource, access, query.filter):
        also = filters.condition(resource, access, query.filter) if query.filter else Q()
        known = _count_all(resource, access, query.verb, also)
        if known[0] >= MANY and connection.vendor == "sqlite":
            # Down the order's index until the page is full; PostgreSQL's statistics tell it when.
            within = access.row_by_row(resource.model, query.verb)
            found = resource.model.objects.filter(within, also)
    elif count and known is None:
        known = bounded_count(found)
    return _page(resource, access, query, found, known)


def _is_usual(resource: Resource, access: Access, filter_: Any) -> bool:
    """Whether a list is one of those with which lists open: all there are, or what is open."""
    return not filter_ or (bool(resource.ends) and filter_ == {"all": resource.still_open(access)})


def page_as_of(resource: Resource, access: Access, query: Query, moment: dt.datetime) -> Page:
    """A page of what the list held at a moment, of what the user may see today.

    Who sees every record sees those that are gone, too. Raises Invalid, also where the list is
    too long or the moment too long ago.
    """
    if not resource.has_as_of:
        raise _bad("as_of", N_("Only a single record can be read as of a moment."))
    if query.search.strip():
        raise _bad("as_of", N_("Search knows today alone; use a filter."))
    everything = access.scope(resource.model, "read") == Scope.ALL
    try:
        with rows_as_of(access.rows(resource.model), moment, with_deleted=everything):
            found = resource.model.objects.all()
            if query.filter:
                found = found.filter(filters.condition(resource, access, query.filter))
            return _page(resource, access, query, found, bounded_count(found))
    except TooMuch:
        raise _bad(
            "as_of", N_("Too much to work out as of that moment; ask for a later one.")
        ) from None


def _page(
    resource: Resource, access: Access, query: Query, found: QuerySet[Any],
    count: tuple[int, bool] | None,
) -> Page:  # fmt: skip
    keys = sort_keys(resource, access, query.sort or usual_sort(resource, access))
    items, cursor = cut(found, keys, query)
    total, estimated = count or (len(items), True)
    return Page(items, cursor, total, estimated, lambda: related_names(resource, access, items))


def _count_all(resource: Resource, access: Access, verb: str, also: Q) -> tuple[int, bool]:
    """How many records of a type that are `also` so the user reaches, as `bounded_count`."""
    total = 0
    for part in access.disjoint(resource.model, verb):
        total += _counted(resource.model.objects.filter(part, also))
        if total > EXACT_UP_TO:
            break
    return _bounded(total)


def usual_sort(resource: Resource, access: Access) -> str:
    """The resource's own order, or the newest first for those who may not see what it sorts by."""
    spec = resource.specs(access).get(resource.default_sort.removeprefix("-"))
    return resource.default_sort if spec is not None and spec.searchable else "-created_at"


def cut(found: QuerySet[Any], keys: list[Key], query: Query) -> tuple[list[Any], str | None]:
    """The rows of one page, and the cursor of the next; raises Invalid for a wrong cursor."""
    items = _fetch(found, keys, query)
    more = len(items) > query.limit
    items = items[: query.limit]
    cursor = _encode(keys, items[-1]) if more else None
    for item in items:
        for key in keys:
            item.__dict__.pop("sort_" + key.name, None)
    return items, cursor


def bounded_count(found: QuerySet[Any]) -> tuple[int, bool]:
    """How many, exactly up to ten thousand."""
    return _bounded(_counted(found))


def bounded_counts(of: Record, found: Mapping[str, QuerySet[Any]]) -> dict[str, tuple[int, bool]]:
    """How many each of these finds, exactly up to ten thousand; asked in one statement.

    `of` is any record that is there: its row carries the figures.
    """
    if not found:
        return {}
    asked = {
        name: _CountOf(rows.order_by().values("pk")[: EXACT_UP_TO + 1])
        for name, rows in found.items()
    }
    row = QuerySet[Any](type(of)).filter(pk=of.pk).order_by().values(**asked).first()
    return {name: _bounded(count) for name, count in (row or dict.fromkeys(found, 0)).items()}


class _CountOf(Subquery):
    """The number of a query's rows."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


def _counted(found: QuerySet[Any]) -> int:
    """How many, or one more than ten thousand."""
    return found.order_by().values("pk")[: EXACT_UP_TO + 1].count()


def _bounded(count: int) -> tuple[int, bool]:
    return min(count, EXACT_UP_TO), count > EXACT_UP_TO


def sort_keys(resource: Resource, access: Access, text: str) -> list[Key]:
    """The keys of `-amount,name`; only what is allowed and indexed may come first."""
    specs = resource.specs(access)
    keys: list[Key] = []
    for word in text.split(",")[:3]:
        name = word.strip().removeprefix("-")
        spec = specs.get(name)
        if spec is None or not spec.sort or not spec.searchable:
            known = ", ".join(n for n, s in specs.items() if s.sort and s.searchable)
            raise _bad("sort", N_("Sort by one of: %(known)s."), known=known)
        keys.append(_key(resource, spec, word.strip().startswith("-")))
        if len(keys) > 1 and keys[-1].nullable:
            raise _bad("sort", N_("%(name)s can only be the first to sort by."), name=name)
    return keys


def _key(resource: Resource, spec: FieldSpec, descending: bool) -> Key:
    if spec.is_custom:
        value = CustomValue(spec.column[7:], spec.kind.name)
        return Key(spec.name, value, descending, nullable=True, load=lambda stored: stored)
    field = field_of(resource.model, spec.sort)
    return Key(spec.name, spec.sort, descending, nullable=field.null, load=loader(field))


def _fetch(found: QuerySet[Any], keys: list[Key], query: Query) -> list[Any]:
    """The rows after the cursor and one more; nulls of the first key by a second query, last."""
    values, in_nulls = _decode(query.cursor, keys)
    first = keys[0]
    found = found.annotate(**{"sort_" + k.name: k.annotation for k in keys})
    items: list[Any] = []
    if not in_nulls:
        some = found.filter(first.compared("isnull", False)) if first.nullable else found
        some = some.filter(_after(keys, values)) if values else some
        items = list(some.order_by(*_order(keys))[: query.limit + 1])
    if first.nullable and len(items) <= query.limit:
        some = found.filter(first.compared("isnull", True))
        if in_nulls and values:
            some = some.filter(_after(keys[1:], values[1:], keys[0].descending))
        order = _order(keys[1:], keys[0].descending)
        items += list(some.order_by(*order)[: query.limit + 1 - len(items)])
    return items


def _order(keys: list[Key], descending: bool = False) -> list[Any]:
    order = [key.ordered for key in keys]
    last = keys[-1].descending if keys else descending
    return [*order, "-pk" if last else "pk"]


def _after(keys: list[Key], values: list[Any], descending: bool = False) -> Q:
    """Strictly behind the last row shown: `a > x or (a = x and (b > y or …))`."""
    last = keys[-1].descending if keys else descending
    found = Q(pk__lt=values[-1]) if last else Q(pk__gt=values[-1])
    for key, value in reversed(list(zip(keys, values, strict=False))):
        beyond = "lt" if key.descending else "gt"
        # The plain bound lets the database enter its index at the right place.
        found = key.compared(beyond + "e", value) & (
            key.compared(beyond, value) | (key.compared("exact", value) & found)
        )
    return found


def _encode(keys: list[Key], item: Any) -> str:
    values = [dump(getattr(item, "sort_" + key.name)) for key in keys]
    text = json.dumps([[key.name, key.descending] for key in keys] + [values, str(item.pk)])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(cursor: str, keys: list[Key]) -> tuple[list[Any], bool]:
    """The values of the last row shown, its id last; and whether it was among the nulls."""
    if not cursor:
        return [], False
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        *named, values, pk = json.loads(raw)
        if named != [[key.name, key.descending] for key in keys]:
            raise _bad("cursor", _FOREIGN)
        loaded = [_loaded(k, v) for k, v in zip(keys, values, strict=True)]
        return [*loaded, UUID(pk)], values[0] is None
    except (ValueError, TypeError, ArithmeticError, binascii.Error, RecursionError):
        raise _bad("cursor", _FOREIGN) from None


def _loaded(key: Key, value: Any) -> Any:
    if value is None:
        return None
    if not isinstance(value, str | int | float):
        raise TypeError
    return key.load(value)


def related_names(resource: Resource, access: Access, items: list[Any]) -> dict[UUID, str]:
    """The names of related records that the user may see, one query a relation."""
    wanted: dict[Any, set[UUID]] = {}
    for spec in resource.specs(access).values():
        if spec.target is not None and spec.level not in ("hidden", "masked"):
            ids = {spec.value(item) for item in items} - {None}
            wanted.setdefault(spec.target, set()).update(UUID(str(i)) for i in ids)
    names: dict[UUID, str] = {}
    for target, ids in wanted.items():
        names |= named(access, target, ids)
    return names


def _bad(field: str, message: str, **params: Any) -> Invalid:
    return Invalid.field(field, BadValue("list", message, **params))
