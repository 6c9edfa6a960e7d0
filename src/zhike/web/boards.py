"""A list as a board: the page, the next cards of a lane, and what a drop does."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from zhike.access.rights import Access, Denied
from zhike.records import lanes, summary
from zhike.records.errors import Duplicate, Invalid, Stale
from zhike.records.fieldspec import FieldSpec
from zhike.records.lanes import Lane, Lanes
from zhike.records.titles import title
from zhike.web import filter_nodes, in_place, list_state, lists, view_tabs
from zhike.web.board_cards import Drawer
from zhike.web.list_state import ListState
from zhike.web.requests import PageRequest, record_or_404, resource_or_404, uuid_or_none
from zhike.web.verbs import version_of

PAGE = "board/"
AT_FIRST, AT_ONCE = 8, 30
"""So many cards a lane has at first, and so many more come at each asking."""


class Board:
    """A list shown as a board: by which field, and how its lanes are drawn."""

    def __init__(self, request: PageRequest, name: str, verb: str = "") -> None:
        """Read from the address; what cannot be asked is a `problem`, and the rest is shown.

        With a verb it is about cards that somebody sees: then no other field steps in.
        """
        resource = resource_or_404(request, name, verb or "read")
        self.access: Access = request.access
        by = resource.specs(self.access).get(request.GET.get("by", ""))
        if by is None or not lanes.can_lane(by):
            by = None if verb else lanes.usual(resource, self.access)
        if by is None:
            raise Http404
        self.by: FieldSpec = by
        self.problem = ""
        try:
            given = request.GET or list_state.opening(resource, self.access)
            self._show(list_state.read(resource, self.access, given))
        except Invalid as invalid:
            self.problem = invalid.errors[0].message
            self._show(ListState(resource, self.access))
        self.columns = list_state.shown_columns(self.state, self.access)

    def _show(self, read: ListState) -> None:
        self.state = read.shown_as(PAGE, by=self.by.name)
        self.lanes = Lanes(read.resource, self.access, self.by, self.state.query)
        self.cursor = read.cursor

    @property
    def drawer(self) -> Drawer:
        """Draws it."""
        return Drawer(self.state, self.by, self.columns, self.url)

    def url(self, page: str, **changes: Any) -> str:
        """An endpoint of the board as it is."""
        return self.state.shown_as(PAGE + page, **self.state.kept).url(**changes)

    def all(self, only: set[str] | None = None) -> list[Lane]:
        """The lanes with figures and first cards."""
        sums = summary.summed(self.columns)
        return self.lanes.all(sums, limit=AT_FIRST, only=only or ())


@require_safe
def board_page(request: PageRequest, name: str) -> HttpResponse:
    """The whole board."""
    board = Board(request, name)
    shown = [] if board.problem else board.all()
    saved = view_tabs.views_of(board.state.resource, board.access)
    context = {
        "lanes": board.drawer.lanes(shown), "is_fixed": not board.by.writable,
        "chips": view_tabs.chips(board.state, board.access, saved), "hidden_text": _hidden(board),
        "total_text": lists.count_text(board.lanes.total),
        "columns": lists.column_choices(board.state, board.access),
        "actions": lists.actions(board.state.resource, board.access),
        **head(board.state, board.by.name, board.problem),
    }  # fmt: skip
    return render(request, "web/board.html", context, status=400 if board.problem else 200)


@require_safe
def board_cards(request: PageRequest, name: str) -> HttpResponse:
    """The next cards of one lane, as a fragment."""
    board = Board(request, name, "read")
    lane = board.lanes.one(request.GET.get("lane", ""))
    if lane is None:
        raise Http404
    try:
        if not board.problem:
            board.lanes.fill(lane, AT_ONCE, board.cursor)
    except Invalid as invalid:
        board.problem = invalid.errors[0].message
    if board.problem:
        return refused(board.problem, 400)
    return render(request, "ui/lane_cards.html", board.drawer.cards(lane))


@require_POST
def board_move(request: PageRequest, name: str) -> HttpResponse:
    """A card dropped on a lane: the lanes it concerns as they are now, or why it went back."""
    board = Board(request, name, "update")
    lane = board.lanes.one(request.POST.get("into", ""))
    id_, seen = uuid_or_none(request.POST.get("id", "")), version_of(request)
    if lane is None or id_ is None or seen is None:
        raise Http404
    if board.problem:
        return refused(board.problem, 400)
    try:
        before, record = _moved(board, id_, lane, seen, request)
    except Invalid as invalid:
        return refused(invalid.errors[0].message, 422)
    except Duplicate:
        return refused(_("Another record has this value already."), 422)
    except Stale:
        return refused(_("Somebody else changed this record. Look again, then move it."), 409)
    if before != lane.key:
        called = title(board.access, record)
        text = _("%(record)s is now in %(lane)s.") % {"record": called, "lane": lane.title}
        messages.success(request, text, extra_tags=f"undo:{record.change_set_id}")
    drawn = board.drawer.lanes(board.all({before, lane.key}))
    return render(request, "web/board_moved.html", {"lanes": drawn})


def _moved(
    board: Board, id_: UUID, lane: Lane, seen: int, request: PageRequest
) -> tuple[str, Any]:  # fmt: skip
    """Where the record was, and the record with its new value; raises as editing in place."""
    resource = board.state.resource
    record = record_or_404(request, resource, id_, "update")
    if not board.by.writable:
        raise Denied(resource.model.record_type, "update", board.by.name)
    before = board.lanes.key_of(record)
    if before == lane.key:
        return before, record
    raw = board.lanes.value_for(lane, record)
    saved, clash = in_place.change_one(resource, board.access, record, board.by, raw, seen)
    if clash is not None or saved is record:
        raise Stale(record)
    return before, saved


def head(state: ListState, by: str, problem: str) -> dict[str, Any]:
    """What stands above any board of a list: its views, its filter, what its lanes go by."""
    resource, access = state.resource, state.access
    return {
        "state": state, "resource": resource, "problem": problem,
        "views": lists.views(state, access), "filter": lists.filter_form(state),
        "filter_text": filter_nodes.dumped(state.filter) if state.filter else "",
        "lost_text": lists.lost_text(state), "lane_choices": _lane_choices(state, by),
    }  # fmt: skip


def _lane_choices(state: ListState, by: str) -> list[dict[str, Any]]:
    """What the lanes may go by, as links; what has a board of its own comes first."""
    specs = state.resource.specs(state.access)
    known = lanes.fields(state.resource, state.access)
    own = specs.get(state.resource.board)
    if own is not None and own.searchable:
        known = [own, *(spec for spec in known if spec != own)]
    return [
        {"label": spec.label, "url": state.shown_as(PAGE, by=spec.name).url(),
         "current": spec.name == by}
        for spec in known
    ]  # fmt: skip


def _hidden(board: Board) -> str:
    count = board.lanes.hidden
    if not count:
        return ""
    return ngettext(
        "%(n)s owner with fewer records has no lane here.",
        "%(n)s owners with fewer records have no lane here.", count,
    ) % {"n": count}  # fmt: skip


def refused(text: str, status: int) -> HttpResponse:
    """Why a card went back, in words."""
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
