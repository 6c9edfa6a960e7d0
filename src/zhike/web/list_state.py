"""What a list is showing: read from its address, and written into the addresses on its page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.http import QueryDict

from zhike.access.rights import Access
from zhike.records import filters, listing, summary
from zhike.records.errors import Invalid
from zhike.records.fieldspec import FieldSpec
from zhike.records.listing import Query
from zhike.records.models import SavedView
from zhike.records.resource import Resource
from zhike.web import filter_nodes, filter_rows, filter_sent
from zhike.web.filter_fields import Offered, choices_url
from zhike.web.links import list_url
from zhike.web.models import OpensWith

LIMIT = 50
ALL, MINE, OPEN = "all", "mine", "open"
NO_GROUPS = "-"
"""In an address: not even those that the saved view has."""
REMEMBERED = 30


@dataclass
class ListState:
    """Filter, search, order, columns and place of a list, and which saved view it began from."""

    resource: Resource
    access: Access
    view: str = ""
    filter: Any = None
    standing: list[Any] = field(default_factory=list)
    """What of the filter is the tab's own (what is open) and stands in no row of its form."""
    search: str = ""
    sort: str = ""
    columns: list[str] = field(default_factory=list)
    group: str = ""
    cursor: str = ""
    trail: list[str] = field(default_factory=list)
    start: int = 1
    saved: SavedView | None = None
    lost: int = 0
    """How much of the saved view asks about fields that are gone, or hidden from this user."""
    page: str = ""
    """Below the list's address: `board/` where it is shown as one."""
    kept: dict[str, str] = field(default_factory=dict)
    """What that page keeps in its addresses besides."""

    @cached_property
    def offered(self) -> Offered:
        """What this user may ask about."""
        return Offered(self.resource, self.access)

    @property
    def filter_form(self) -> dict[str, Any]:
        """The filter's form but for where it leads; a row's field stands among all others."""
        rows = filter_rows.rows(self.asked, self.offered) if self.asked else []
        return {
            "rows": rows,
            "count": len(rows),
            "fields": self.offered.parameters if rows else [],
            "choices_url": choices_url(self.resource),
        }

    @property
    def asked(self) -> Any:
        """The filter without what is the tab's own."""
        if not self.standing:
            return self.filter
        own = _besides(self.filter, self.standing)
        return {"all": own} if own else None

    @property
    def is_changed(self) -> bool:
        """Whether what is shown is no longer what the saved view says."""
        saved = self.saved
        return saved is not None and (
            self.filter or {}, self.sort, self.columns, self.group
        ) != (saved.filter or {}, saved.sort, list(saved.columns), saved.group)  # fmt: skip

    @property
    def group_asked(self) -> str:
        """The groups as an address of this list has to ask for them."""
        return self.group or (NO_GROUPS if self.saved and self.saved.group else "")

    @property
    def query(self) -> Query:
        """What the database is asked."""
        return Query(self.filter, self.search, self.sort, LIMIT, self.cursor)

    def url(self, **changes: Any) -> str:
        """The first page of the list as it is, but for these changes."""
        now: dict[str, Any] = {
            "view": self.view, "filter": self.asked, "q": self.search, "sort": self.sort,
            "columns": ",".join(self.columns), "group": self.group_asked,
        }  # fmt: skip
        now |= self.kept | changes
        if self.saved is not None and now["view"] and not now["filter"]:
            now["filter"] = {"all": []}  # Else the view's own would be taken.
        if self.saved is not None and self.saved.group and now["view"]:
            now["group"] = now["group"] or NO_GROUPS
        return list_url(self.resource, self.page, **now)

    def view_url(self, view: str) -> str:
        """Another view of the same list on the same page."""
        return list_url(self.resource, self.page, view=view, **self.kept)

    def shown_as(self, page: str, **kept: str) -> ListState:
        """The same list on another page."""
        state = replace(self, page=page, kept=kept, group="", cursor="", trail=[], start=1)
        if state.view == OPEN:  # A board has lanes for what is over.
            state.view, state.filter, state.standing = "", self.asked, []
        return state

    def next_url(self, cursor: str | None) -> str:
        """The page behind this one; "" for none."""
        if not cursor:
            return ""
        trail = [*self.trail, self.cursor][-REMEMBERED:]
        return self.url(cursor=cursor, trail=".".join(trail) or "", start=self.start + LIMIT)

    @property
    def previous_url(self) -> str:
        """The page before this one; "" on the first."""
        if self.start <= 1:
            return ""
        if not self.trail:
            return self.url()
        *before, cursor = self.trail
        return self.url(cursor=cursor, trail=".".join(before), start=max(1, self.start - LIMIT))


def read(resource: Resource, access: Access, given: QueryDict) -> ListState:
    """The state that an address describes; raises Invalid for a filter that cannot be read."""
    state = ListState(resource, access)
    _apply_view(state, access, given.get("view", ""))
    if any(name == "filter" or name.startswith("f-") for name in given):
        asked = filter_sent.read(given, state.offered)
        parts = [*state.standing, *_besides(asked, state.standing)]
        state.filter = ({"all": parts} if state.standing else asked) if parts else None
    state.search = given.get("q", "").strip()[:200]
    state.sort = given.get("sort", state.sort)
    if columns := given.get("columns", ""):
        state.columns = columns.split(",")
    elif picked := given.getlist("column"):
        state.columns = picked
    state.group = given.get("group", state.group)[:60].removeprefix(NO_GROUPS)
    state.cursor = given.get("cursor", "")
    if state.cursor:
        state.trail = given.get("trail", "").split(".")
    start = given.get("start", "")
    state.start = int(start) if start.isdecimal() and len(start) < 9 else 1
    return state


def _besides(asked: Any, standing: list[Any]) -> list[Any]:
    return [part for part in filter_nodes.parts(asked) if part not in standing]


def mistaken(resource: Resource, access: Access, given: QueryDict) -> ListState:
    """The state behind an address that was refused: its rows stand there to be mended."""
    state = ListState(resource, access)
    try:
        asked = filter_sent.read(given, state.offered)
    except Invalid:
        return state
    if asked is not None and filter_nodes.can_be_shown(asked):
        state.filter = asked
    return state


def _apply_view(state: ListState, access: Access, wanted: str) -> None:
    if wanted == ALL:
        state.view = ALL
        return
    if wanted == OPEN and (open_ := state.resource.still_open(access)):
        state.view, state.standing, state.filter = OPEN, open_, {"all": open_}
        return
    if wanted == MINE and access.user is not None and "owner" in state.resource.coded:
        state.view = MINE
        state.filter = {"all": [{"field": "owner", "op": "eq", "value": str(access.user.pk)}]}
        return
    for view in SavedView.tabs(state.resource.name, access.user) if wanted else ():
        if str(view.pk) == wanted:
            state.view, state.saved = wanted, view
            _take(state, access, view)


def _take(state: ListState, access: Access, view: SavedView) -> None:
    """What the view says, without what cannot be asked any more: the list says so."""
    parts = filter_nodes.parts(view.filter or None)
    kept = [part for part in parts if _can_ask(state.resource, access, part)]
    state.filter = (view.filter or None) if kept == parts else {"all": kept} if kept else None
    try:
        listing.sort_keys(state.resource, access, view.sort or "-created_at")
        state.sort = view.sort
    except Invalid:
        state.lost += 1
    specs = state.resource.specs(access)
    state.columns = [name for name in view.columns if name in specs]
    state.lost += len(parts) - len(kept) + len(view.columns) - len(state.columns)
    if view.group in specs and summary.can_group(specs[view.group]):
        state.group = view.group
    elif view.group:
        state.lost += 1


def _can_ask(resource: Resource, access: Access, part: Any) -> bool:
    try:
        filters.condition(resource, access, part)
    except Invalid:
        return False
    return True


def opening(resource: Resource, access: Access) -> QueryDict:
    """With what a list opens for this user when its address asks for nothing."""
    usual = QueryDict(f"view={OPEN}" if resource.still_open(access) else "")
    if access.user is None:
        return usual
    chosen = OpensWith.objects.filter(user=access.user.pk, resource=resource.name).first()
    return QueryDict(f"view={chosen.view}") if chosen else usual


def shown_columns(state: ListState, access: Access) -> list[FieldSpec]:
    """The columns in their order; what was chosen, else what the resource names."""
    specs = state.resource.specs(access)
    chosen = [specs[name] for name in state.columns if name in specs]
    usual = [specs[name] for name in state.resource.columns if name in specs]
    return chosen or usual or list(specs.values())[:6]
