"""The board as a page, the next cards of a lane, and what a drop does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhike.access.models import Scope
from zhike.ledger.actions import NotNow
from zhike.records import saving
from zhike.records.errors import Invalid, Stale
from zhike.records.listing import Query
from zhike.sales import board as boards
from zhike.sales.board import ALL, MINE, TEAM, Board
from zhike.sales.cards import Drawer
from zhike.sales.models import Opportunity, Pipeline, Stage
from zhike.web import filter_nodes, list_state
from zhike.web.links import record_url
from zhike.web.list_state import ListState
from zhike.web.requests import PageRequest, resource_or_404, uuid_or_none
from zhike.web.verbs import version_of

URL = "/opportunities/board/"
PIPELINE, WHOSE = "pipeline", "whose"


class BoardState:
    """What the board is showing: a pipeline, whose deals, and the filter of a list."""

    def __init__(self, request: PageRequest) -> None:
        """Read from the address; a filter that cannot be read is a `problem`."""
        self.resource = resource_or_404(request, "opportunities")
        self.access = request.access
        self.problem = ""
        try:
            self.list = list_state.read(self.resource, self.access, request.GET)
        except Invalid as invalid:
            self.problem = invalid.errors[0].message
            self.list = ListState(self.resource, self.access)
        asked = request.GET.get(WHOSE, "")
        self.whose = asked if asked in (MINE, TEAM) else ALL
        self.pipelines = boards.pipelines_of(self.access)
        wanted = uuid_or_none(request.GET.get(PIPELINE, ""))
        known = {pipeline.pk: pipeline for pipeline in self.pipelines}
        self.pipeline: Pipeline | None = known.get(wanted) or boards.usual_pipeline(self.pipelines)

    @property
    def query(self) -> Query:
        """What the board is asked for."""
        return Query(self.list.filter, self.list.search)

    def url(self, page: str = "", **changes: Any) -> str:
        """The board, or an endpoint of it, as it is but for these changes."""
        chosen = self.pipeline is not None and len(self.pipelines) > 1
        now: dict[str, Any] = {
            PIPELINE: str(self.pipeline.pk) if self.pipeline and chosen else "",
            WHOSE: "" if self.whose == ALL else self.whose,
            "q": self.list.search,
            "filter": filter_nodes.dumped(self.list.filter) if self.list.filter else "",
        }
        given = {name: value for name, value in (now | changes).items() if value}
        return URL + page + (f"?{urlencode(given)}" if given else "")

    def drawer(self, board: Board) -> Drawer:
        """Draws the board for this reader."""
        cards = [card.pk for column in board.columns for card in column.cards]
        movable = None
        if self.access.scope(Opportunity, "update") != Scope.ALL:
            rows = self.access.rows(Opportunity, "update").filter(pk__in=cards)
            movable = set(rows.values_list("pk", flat=True))
        specs = self.resource.specs(self.access)
        return Drawer(board, self.access, specs, movable, self.url, timezone.now())


@require_safe
def board_page(request: PageRequest) -> HttpResponse:
    """The whole board."""
    state = BoardState(request)
    context: dict[str, Any] = {"state": state, "resource": state.resource, **_head(state)}
    if state.pipeline is not None and not state.problem:
        try:
            board = boards.board(state.access, state.pipeline, state.query, whose=state.whose)
            context |= _drawn(state, board)
        except Invalid as invalid:
            state.problem = invalid.errors[0].message
    return render(request, "sales/board.html", context, status=400 if state.problem else 200)


@require_safe
def board_cards(request: PageRequest) -> HttpResponse:
    """The next cards of one lane, as a fragment."""
    state = BoardState(request)
    wanted = uuid_or_none(request.GET.get("stage", ""))
    stage = state.access.rows(Stage).filter(pk=wanted).select_related("pipeline").first()
    if stage is None:
        raise Http404
    query = replace(state.query, cursor=state.list.cursor)
    try:
        board = boards.more(state.access, stage, query, whose=state.whose)
    except Invalid as invalid:
        return _refused(invalid.errors[0].message, 400)
    return render(request, "ui/lane_cards.html", state.drawer(board).cards(board.columns[0]))


@require_POST
def board_move(request: PageRequest) -> HttpResponse:
    """A card dropped on a lane: the lanes it concerns as they are now, or why it went back."""
    state = BoardState(request)
    id_, stage = (uuid_or_none(request.POST.get(name, "")) for name in ("id", "stage"))
    deal = state.access.rows(Opportunity).filter(pk=id_).first()
    if deal is None or stage is None:
        raise Http404
    before = deal.stage_id
    try:
        done = saving.perform(
            state.resource, state.access, deal.pk, "move", {"stage": str(stage)},
            version=version_of(request),
        )  # fmt: skip
    except Invalid as invalid:
        if any(error.field == "lost_reason" for error in invalid.errors):
            return redirect(record_url(state.resource, deal.pk, "lose"))
        return _refused(invalid.errors[0].message, 422)
    except NotNow:
        return _refused(_("This makes no sense for the deal as it is."), 409)
    except Stale:
        return _refused(_("Somebody else changed this deal. Look again, then move it."), 409)
    text = _("%(deal)s is now in %(stage)s.") % {"deal": done, "stage": done.stage}
    messages.success(request, text, extra_tags=f"undo:{done.change_set_id}")
    return _moved(request, state, {before, done.stage_id})


def _moved(request: PageRequest, state: BoardState, stages: set[UUID]) -> HttpResponse:
    if state.pipeline is None:
        raise Http404
    board = boards.board(state.access, state.pipeline, state.query, whose=state.whose)
    drawer = state.drawer(board)
    lanes = [drawer.lane(column) for column in board.columns if column.stage.pk in stages]
    context = {"summary": drawer.summary(), "lanes": lanes}
    return render(request, "sales/board_moved.html", context)


def _refused(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def _drawn(state: BoardState, board: Board) -> dict[str, Any]:
    drawer = state.drawer(board)
    return {
        "lanes": [drawer.lane(c) for c in board.columns if not c.stage.is_closed],
        "drops": [drawer.lane(c) for c in board.columns if c.stage.is_closed],
        "summary": drawer.summary(),
    }


def _head(state: BoardState) -> dict[str, Any]:
    """The views of the same deals, whose they are, which pipeline; the filter."""
    whose = [(ALL, _("All")), (MINE, _("Mine")), (TEAM, _("My team"))]
    form = state.list.filter_form
    kept = {
        "q": state.list.search, WHOSE: state.whose if state.whose != ALL else "",
        PIPELINE: str(state.pipeline.pk) if state.pipeline else "",
    }  # fmt: skip
    actions = [
        {"label": _("List"), "url": state.list.url(), "icon": "list"},
        {"label": _("Board"), "url": state.url(), "icon": "board", "current": True},
    ]
    new = {"label": _("New opportunity"), "url": "/opportunities/new/", "icon": "plus",
           "tone": "primary"}  # fmt: skip
    return {
        "views": actions,
        "new": new if state.access.can(Opportunity, "create") else None,
        "chips": [
            {"label": label, "url": state.url(**{WHOSE: "" if value == ALL else value}),
             "current": state.whose == value}
            for value, label in whose
        ],
        "pipelines": [
            {"label": pipeline.name, "url": state.url(**{PIPELINE: str(pipeline.pk)}),
             "current": pipeline == state.pipeline}
            for pipeline in state.pipelines
        ],
        "filter": form | {
            "action": URL,
            "hidden": [{"name": name, "value": value} for name, value in kept.items() if value],
            "clear_url": state.url(filter="") if form["rows"] else "",
        },
        "filter_text": filter_nodes.dumped(state.list.filter) if state.list.filter else "",
    }  # fmt: skip
