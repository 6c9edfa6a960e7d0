"""The board of a pipeline as a page, the next cards of a lane, and what a drop does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhike.ledger.actions import NotNow
from zhike.records import listing, saving
from zhike.records.errors import Invalid, Stale
from zhike.records.listing import Query
from zhike.sales import board as boards
from zhike.sales.board import ALL, MINE, TEAM, Board
from zhike.sales.cards import SAID, Drawer
from zhike.sales.models import Opportunity, Pipeline, Stage
from zhike.web import board_cards, list_state, lists, view_tabs
from zhike.web import boards as any_board
from zhike.web.boards import AT_FIRST, AT_ONCE, PAGE, refused
from zhike.web.links import record_url
from zhike.web.list_state import ListState
from zhike.web.requests import PageRequest, resource_or_404, uuid_or_none
from zhike.web.verbs import version_of

NAME, STAGE = "opportunities", "stage"
PIPELINE, WHOSE = "pipeline", "whose"


def _is_of_stages(request: PageRequest) -> bool:
    """Whether the lanes are stages; by any other field it is a board like that of other lists."""
    return request.GET.get("by", STAGE) in ("", STAGE)


class BoardState:
    """What the board is showing: a pipeline, whose deals, and the filter of a list."""

    def __init__(self, request: PageRequest, verb: str = "read") -> None:
        """Read from the address; a filter that cannot be read is a `problem`."""
        self.resource = resource_or_404(request, NAME, verb)
        self.access = request.access
        self.problem = ""
        try:
            read = list_state.read(self.resource, self.access, request.GET)
        except Invalid as invalid:
            self.problem = invalid.errors[0].message
            read = ListState(self.resource, self.access)
        self.cursor = read.cursor
        asked = request.GET.get(WHOSE, "")
        self.whose = asked if asked in (MINE, TEAM) else ALL
        self.pipelines = boards.pipelines_of(self.access)
        wanted = uuid_or_none(request.GET.get(PIPELINE, ""))
        known = {pipeline.pk: pipeline for pipeline in self.pipelines}
        self.pipeline: Pipeline | None = known.get(wanted) or boards.usual_pipeline(self.pipelines)
        chosen = self.pipeline if len(self.pipelines) > 1 else None
        self.list = read.shown_as(PAGE, **{
            PIPELINE: str(chosen.pk) if chosen else "",
            WHOSE: "" if self.whose == ALL else self.whose,
        })  # fmt: skip

    @property
    def query(self) -> Query:
        """What the board is asked for."""
        return Query(self.list.filter, self.list.search)

    def url(self, page: str = "", **changes: Any) -> str:
        """The board, or an endpoint of it, as it is but for these changes."""
        return self.list.shown_as(PAGE + page, **self.list.kept).url(**changes)

    def drawer(self, board: Board) -> Drawer:
        """Draws the board for this reader."""
        specs = self.resource.specs(self.access)
        cards = [card for column in board.columns for card in column.cards]
        return Drawer(
            board, self.access, specs, board_cards.movable(self.access, Opportunity, cards),
            board_cards.facts(
                self.resource, self.access, {}, cards,
                [specs[name] for name in self.list.columns if name in specs and name not in SAID],
            ),
            self.url, timezone.now(), is_whole=not (self.whose != ALL or self.list.filter
                                                    or self.list.search),
        )  # fmt: skip


@require_safe
def board_page(request: PageRequest) -> HttpResponse:
    """The whole board."""
    if not _is_of_stages(request):
        return any_board.board_page(request, NAME)
    state = BoardState(request)
    drawn: dict[str, Any] = {}
    if state.pipeline is not None and not state.problem:
        try:
            board = _board(state, state.pipeline)
            drawn = _drawn(state, board)
        except Invalid as invalid:
            state.problem = invalid.errors[0].message
    context = any_board.head(state.list, STAGE, state.problem) | _head(state) | drawn
    return render(request, "sales/board.html", context, status=400 if state.problem else 200)


@require_safe
def board_cards_part(request: PageRequest) -> HttpResponse:
    """The next cards of one lane, as a fragment."""
    if not _is_of_stages(request):
        return any_board.board_cards(request, NAME)
    state = BoardState(request)
    wanted = uuid_or_none(request.GET.get(STAGE, ""))
    stage = state.access.rows(Stage).filter(pk=wanted).select_related("pipeline").first()
    if stage is None:
        raise Http404
    query = replace(state.query, cursor=state.cursor)
    try:
        board = boards.more(state.access, stage, query, whose=state.whose, per_column=AT_ONCE)
    except Invalid as invalid:
        return refused(invalid.errors[0].message, 400)
    return render(request, "ui/lane_cards.html", state.drawer(board).cards(board.columns[0]))


@require_POST
def board_move(request: PageRequest) -> HttpResponse:
    """A card dropped on a lane: the lanes it concerns as they are now, or why it went back."""
    if not _is_of_stages(request):
        return any_board.board_move(request, NAME)
    state = BoardState(request, "update")
    id_, stage = (uuid_or_none(request.POST.get(name, "")) for name in ("id", STAGE))
    deal = state.access.rows(Opportunity).filter(pk=id_).first()
    if deal is None or stage is None:
        raise Http404
    before = deal.stage_id
    try:
        # What cannot be asked is said before anything is moved.
        listing.rows(state.resource, state.access, state.query)
        done = saving.perform(
            state.resource, state.access, deal.pk, "move", {STAGE: str(stage)},
            version=version_of(request),
        )  # fmt: skip
    except Invalid as invalid:
        if any(error.field == "lost_reason" for error in invalid.errors):
            return redirect(record_url(state.resource, deal.pk, "lose"))
        return refused(invalid.errors[0].message, 422)
    except NotNow:
        return refused(_("This makes no sense for the deal as it is."), 409)
    except Stale:
        return refused(_("Somebody else changed this deal. Look again, then move it."), 409)
    text = _("%(deal)s is now in %(stage)s.") % {"deal": done, "stage": done.stage}
    messages.success(request, text, extra_tags=f"undo:{done.change_set_id}")
    return _moved(request, state, {before, done.stage_id})


def _moved(request: PageRequest, state: BoardState, stages: set[UUID]) -> HttpResponse:
    if state.pipeline is None:
        raise Http404
    board = _board(state, state.pipeline)
    drawer = state.drawer(board)
    lanes = [drawer.lane(column) for column in board.columns if column.stage.pk in stages]
    context = {"summary": drawer.summary(), "lanes": lanes}
    return render(request, "sales/board_moved.html", context)


def _board(state: BoardState, pipeline: Pipeline) -> Board:
    return boards.board(
        state.access, pipeline, state.query, whose=state.whose, per_column=AT_FIRST
    )  # fmt: skip


def _drawn(state: BoardState, board: Board) -> dict[str, Any]:
    drawer = state.drawer(board)
    return {
        "lanes": [drawer.lane(c) for c in board.columns if not c.stage.is_closed],
        "drops": [drawer.lane(c) for c in board.columns if c.stage.is_closed],
        "summary": drawer.summary(),
    }


def _head(state: BoardState) -> dict[str, Any]:
    """Whose deals they are and the saved views; which pipeline; what else cards may say."""
    whose = [(ALL, _("All")), (MINE, _("Mine")), (TEAM, _("My team"))]
    return {
        "chips": [
            {"label": label, "url": state.url(**{WHOSE: "" if value == ALL else value}),
             "current": state.whose == value}
            for value, label in whose
        ] + view_tabs.view_chips(state.list, view_tabs.views_of(state.resource, state.access)),
        "pipeline": state.pipeline,
        "pipelines": [
            {"label": pipeline.name, "url": state.url(**{PIPELINE: str(pipeline.pk)}),
             "current": pipeline == state.pipeline}
            for pipeline in state.pipelines
        ],
        "columns": [
            {"value": name, "label": spec.label, "checked": name in state.list.columns}
            for name, spec in state.resource.specs(state.access).items() if name not in SAID
        ],
        "actions": lists.actions(state.resource, state.access),
    }  # fmt: skip
