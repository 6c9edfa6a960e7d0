"""Pages that answer questions: lists with a filter, and any other page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from zhike.access.rights import Access, row_by_row
from zhike.records import filters, listing
from zhike.records.errors import Invalid
from zhike.records.listing import Query
from zhike.records.question import Figure
from zhike.records.resource import Resource, resource_named
from zhike.web.links import list_url

Node = dict[str, Any]
Text = str | Promise
Filter = Callable[[Access], Node]
AT_A_GLANCE = 1_000
READ_THROUGH = 3_000


def everything(_access: Access) -> Node:
    """A filter that leaves nothing out."""
    return {}


def where(field: str, operator: str, value: Any) -> Node:
    """One comparison of a filter."""
    return {"field": field, "op": operator, "value": value}


def mine(access: Access) -> Node:
    """What the reader owns."""
    return where("owner", "eq", str(access.user.pk) if access.user else "")


def day(days: int = 0) -> str:
    """A day so many days from today, as filters take it."""
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def nothing(_access: Access) -> Figure | None:
    """No figure: the page says it itself."""
    return None


@dataclass(frozen=True)
class PlainPage:
    """A page of its own, with its own way to count."""

    address: str
    count: Callable[[Access], Figure | None] = nothing

    def url(self, access: Access) -> str:
        """The address, the same for all."""
        return self.address

    def figure(self, access: Access) -> Figure | None:
        """What was counted."""
        return self.count(access)

    def is_open_to(self, access: Access) -> bool:
        """Open: its question says what it needs."""
        return True


@dataclass(frozen=True)
class ListPage:
    """The list of a record type under a filter: the figure is how many it holds.

    `among` is given where no index leads to the records: so many of these are read and no more;
    where they are `few` whosever they are, the reader's scope is asked of each. `todo` says what
    the records ask of somebody; what has `columns` is drawn on the first page.
    """

    name: str
    unit: Text
    filter: Filter = everything
    sort: str = ""
    todo: Text = ""
    among: Filter | None = None
    few: bool = False
    columns: tuple[str, ...] = ()
    group: str = ""
    """The field by which the list stands in groups."""

    @property
    def resource(self) -> Resource:
        """The record type."""
        return resource_named(self.name)

    def url(self, access: Access) -> str:
        """The list under the filter."""
        return list_url(self.resource, filter=self.filter(access), sort=self.sort, group=self.group)

    def figure(self, access: Access) -> Figure | None:
        """How many, exactly up to a thousand; None where too many would have to be read."""
        found = self._ids(access).count()
        if found <= AT_A_GLANCE and self._is_cut_short(access):
            return None
        return counted(found, self.unit, self.todo)

    def first(self, access: Access, limit: int) -> tuple[Figure | None, list[Any]]:
        """The figure and the first records; neither where too many would have to be read."""
        ids = list(self._ids(access).values_list("pk", flat=True))
        if len(ids) <= AT_A_GLANCE:
            if self._is_cut_short(access):
                return None, []
            rows: QuerySet[Any] = self.resource.model.objects.filter(pk__in=ids)
        else:
            # There are so many that going down the order meets the first of them at once.
            rows = self._asked_of_each(access, self.resource.model.objects.all())
        keys = listing.sort_keys(self.resource, access, self.sort or self.resource.default_sort)
        records = listing.cut(rows, keys, Query(limit=limit))[0]
        return counted(len(ids), self.unit, self.todo), records

    def _ids(self, access: Access) -> QuerySet[Any]:
        """The records, up to what is said at a glance."""
        if self.among is None:
            rows = listing.rows(self.resource, access, Query(self.filter(access)))
        else:
            some = self.resource.model.objects.filter(pk__in=self._read_through(access))
            rows = self._asked_of_each(access, some)
        return rows.order_by().values("pk")[: AT_A_GLANCE + 1]

    def _asked_of_each(self, access: Access, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of these rows that fit: in no other order than that in which they come."""
        chosen = filters.condition(self.resource, access, self.filter(access) or {"all": []})
        chosen &= access.condition(self.resource.model)
        return rows.filter(row_by_row(chosen)) if chosen else rows

    def _read_through(self, access: Access) -> QuerySet[Any]:
        """The records among which is counted, up to as many as are read."""
        among = self.among(access) if self.among else {}
        if self.few:
            some: QuerySet[Any] = self.resource.model.objects.filter(
                filters.condition(self.resource, access, among or {"all": []})
            ).filter(access.row_by_row(self.resource.model))
        else:
            some = listing.rows(self.resource, access, Query(among))
        return some.order_by().values("pk")[: READ_THROUGH + 1]

    def _is_cut_short(self, access: Access) -> bool:
        return self.among is not None and self._read_through(access).count() > READ_THROUGH

    def is_open_to(self, access: Access) -> bool:
        """Whether the reader may read the type and filter by all that the filter asks about."""
        if not access.can(self.resource.model, "read"):
            return False
        try:
            if node := self.filter(access):
                filters.condition(self.resource, access, node)
            if self.sort:
                listing.sort_keys(self.resource, access, self.sort)
        except Invalid:
            return False
        return True


def counted(found: int, unit: Text, todo: Text = "") -> Figure:
    """A number of things; from a thousand on, that there are more."""
    is_more = found > AT_A_GLANCE
    text = f"{AT_A_GLANCE:,}+" if is_more else f"{found:,}"
    needs = bool(todo) and found > 0
    return Figure(
        text, str(unit % {"n": found}), exact="" if is_more else str(found),
        state=str(todo) if needs else "", needs=needs,
    )  # fmt: skip
