"""The board: what stands in each stage of a pipeline, in figures and in cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Func, OrderBy, OuterRef, QuerySet
from django.utils import timezone

from zhike.access.models import Scope, User
from zhike.access.rights import Access, Denied
from zhike.people.models import Party
from zhike.records import listing, totals
from zhike.records.currencies import Rates
from zhike.records.listing import Query
from zhike.records.models import Total
from zhike.records.resource import Resource, resource_for
from zhike.records.titles import named, titles
from zhike.records.totals import Figures
from zhike.sales.models import Opportunity, Pipeline, Stage

MINE, TEAM, ALL = "mine", "team", "all"
# Up to so many records of a column, sorting those of the user's people is quicker than going
# down the whole column in search of theirs.
SORTED = 20_000
OWNERS = 500


@dataclass
class Column:
    """A stage: how many deals, their sums by currency, and the first cards."""

    stage: Stage
    count: int = 0
    sums: dict[str, Decimal] = field(default_factory=dict)
    weighted_sums: dict[str, Decimal] = field(default_factory=dict)
    total: Decimal | None = None
    weighted: Decimal | None = None
    cards: list[Opportunity] = field(default_factory=list)
    more: str | None = None


@dataclass
class Board:
    """A pipeline's columns; `shows_amounts` is False where the user may not see them.

    Totals are in the currency of `rates`; where a rate is `missing` they are None, and the sums
    by currency stand alone. Closed stages have figures and no cards.
    """

    pipeline: Pipeline
    columns: list[Column]
    rates: Rates
    shows_amounts: bool
    missing: list[str] = field(default_factory=list)
    parties: Mapping[UUID, Party] = field(default_factory=dict)
    names: dict[UUID, str] = field(default_factory=dict)
    """What the cards' customers and owners are called, as far as the user may know."""

    @property
    def open(self) -> list[Column]:
        """The columns of deals that are still worked on."""
        return [column for column in self.columns if not column.stage.is_closed]

    @property
    def open_count(self) -> int:
        """How many deals are open."""
        return sum(column.count for column in self.open)

    @property
    def open_total(self) -> Decimal:
        """What the open deals come to; only where no rate is missing."""
        return sum((column.total or Decimal(0) for column in self.open), Decimal(0))

    @property
    def open_weighted(self) -> Decimal:
        """The same, each deal at its chance."""
        return sum((column.weighted or Decimal(0) for column in self.open), Decimal(0))


class Unindexed(Func):
    """A column by which SQLite is to sort, and not to search."""

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """A plus sign changes no value and hides the column from the planner."""
        return self.as_sql(compiler, connection, template="+%(expressions)s", **extra)


def board(
    access: Access, pipeline: Pipeline, query: Query, *, whose: str = ALL, per_column: int = 30,
    only: set[UUID] | None = None,
) -> Board:  # fmt: skip
    """The board as this user may see it: filter and search of `query`, narrowed to `whose` deals.

    `only` names the stages that are wanted. Raises Denied or Invalid.
    """
    resource = _resource(access)
    stages = Stage.objects.filter(pipeline=pipeline).order_by("position", "pk")
    columns = [Column(stage) for stage in stages if only is None or stage.pk in only]
    narrow = _of(access, whose)
    rows = _rows(resource, access, query, narrow)
    known = _figures(resource, access, query, rows, narrow, columns)
    made = Board(pipeline, columns, Rates("", timezone.localdate(), {}), _sees_amounts(access))
    owners = None if query.filter or query.search.strip() else _owners(access, narrow)
    _add_figures(made, access, known)
    for column in columns:
        if column.count and not column.stage.is_closed:
            found = rows.filter(stage=column.stage)
            theirs = owners if column.count <= SORTED else None
            _fill(column, resource, access, found, Query(limit=per_column), theirs)
    _finish(made, access)
    return made


def worth(access: Access, pipeline: Pipeline, *, whose: str = ALL) -> Board:
    """What stands in a pipeline's open stages, in figures alone; raises Denied."""
    resource = _resource(access)
    stages = Stage.objects.filter(pipeline=pipeline, is_closed=False)
    made = Board(
        pipeline, [Column(stage) for stage in stages], Rates("", timezone.localdate(), {}),
        _sees_amounts(access),
    )  # fmt: skip
    values = [str(column.stage.pk) for column in made.columns]
    _add_figures(made, access, totals.figures(resource, access, values, of=_of(access, whose)))
    _finish(made, access)
    return made


def usual_pipeline(pipelines: Sequence[Pipeline]) -> Pipeline | None:
    """The pipeline to open with: the default one, or the first where there is work at all."""
    if len(pipelines) < 2:
        return pipelines[0] if pipelines else None
    busy = Stage.objects.filter(Exists(Opportunity.objects.filter(stage=OuterRef("pk"))))
    at_work = set(busy.values_list("pipeline", flat=True))
    return next((p for p in pipelines if p.pk in at_work), pipelines[0])


def pipelines_of(access: Access) -> list[Pipeline]:
    """The pipelines that the user sees, the default one first."""
    return list(access.rows(Pipeline).order_by("-is_default", "pk"))


def more(
    access: Access, stage: Stage, query: Query, *, whose: str = ALL, per_column: int = 30
) -> Board:
    """The next cards of one column, behind the query's cursor; without figures."""
    resource = _resource(access)
    column = Column(stage)
    found = _rows(resource, access, query, _of(access, whose)).filter(stage=stage)
    _fill(column, resource, access, found, Query(limit=per_column, cursor=query.cursor), None)
    rates = Rates("", timezone.localdate(), {})
    made = Board(stage.pipeline, [column], rates, _sees_amounts(access))
    _finish(made, access)
    return made


def _resource(access: Access) -> Resource:
    """The opportunities; Denied to whoever may see neither them nor their stage."""
    resource = resource_for(Opportunity)
    spec = resource.specs(access).get("stage")
    if not access.can(Opportunity, "read") or spec is None or not spec.searchable:
        raise Denied(Opportunity.record_type, "read", "stage")
    return resource


def _sees(access: Access, *names: str) -> bool:
    """Whether the user sees these fields as they are: neither hidden nor masked."""
    specs = resource_for(Opportunity).specs(access)
    return all(name in specs and specs[name].searchable for name in names)


def _sees_amounts(access: Access) -> bool:
    return _sees(access, "amount", "currency")


def _of(access: Access, whose: str) -> set[UUID] | None:
    """Owners and teams to whom the board is narrowed; None for no narrowing."""
    if whose == MINE:
        return {access.user.pk} if access.user else set()
    if whose == TEAM:
        return {*access.owners.get(Scope.TEAM, ()), *access.teams.get(Scope.TEAM, ())}
    return None


def _rows(
    resource: Resource, access: Access, query: Query, narrow: set[UUID] | None
) -> QuerySet[Any]:
    found = listing.rows(resource, access, replace(query, cursor=""))
    return found if narrow is None else found.filter(totals.held_by(narrow))


def _figures(
    resource: Resource, access: Access, query: Query, rows: QuerySet[Any],
    narrow: set[UUID] | None, columns: list[Column],
) -> Mapping[str, Figures]:  # fmt: skip
    """Counts and sums: kept ones, or counted now where the board is filtered."""
    stages = [column.stage.pk for column in columns]
    if query.filter or query.search.strip():
        return totals.live(resource, rows.filter(stage__in=stages))
    return totals.figures(resource, access, [str(pk) for pk in stages], of=narrow)


def _add_figures(board: Board, access: Access, known: Mapping[str, Figures]) -> None:
    """Counts and sums into their columns, as far as the user may see amounts and chances."""
    weighs = board.shows_amounts and _sees(access, "probability")
    for column in board.columns:
        figures = known.get(str(column.stage.pk))
        if figures:
            column.count = figures.count
            column.sums = dict(figures.amounts) if board.shows_amounts else {}
            if weighs:
                column.weighted_sums = figures.weighted(column.stage.win_probability)


def _owners(access: Access, narrow: set[UUID] | None) -> list[UUID] | None:
    """The owners alone to whom all of the user's deals here belong; None if that cannot be said."""
    reach = totals.holders(access, Opportunity)
    chosen = narrow if reach is None else reach if narrow is None else reach & narrow
    kind = Opportunity.record_type
    if chosen is None or len(chosen) > OWNERS or access.shared.get(kind):
        return None
    teams = [id_ for ids in access.teams.values() for id_ in ids if id_ in chosen]
    if teams and Total.objects.filter(kind=kind, holder__in=teams).exists():
        return None
    return sorted(chosen)


def _fill(
    column: Column, resource: Resource, access: Access, found: QuerySet[Any], query: Query,
    owners: list[UUID] | None,
) -> None:  # fmt: skip
    """The cards of a column, the greatest amounts first (the newest, for who sees no amounts)."""
    sort = "-amount" if _sees_amounts(access) else "-created_at"
    keys = listing.sort_keys(resource, access, sort)
    if owners is not None and sort == "-amount":
        order = OrderBy(Unindexed(F("amount")), descending=True, nulls_last=True)
        theirs = Opportunity.objects.filter(owner__in=owners, stage=column.stage)
        first = theirs.order_by(order, "-pk").values("pk")[: query.limit + 1]
        found = Opportunity.objects.filter(pk__in=first)
    column.cards, column.more = listing.cut(found, keys, query)


def _finish(board: Board, access: Access) -> None:
    """Rates, totals in one currency, and the names that cards show."""
    cards = [card for column in board.columns for card in column.cards]
    known = {currency for column in board.columns for currency in column.sums}
    if board.shows_amounts:
        known |= {card.currency for card in cards}
    board.rates = Rates.of(known, board.rates.day)
    board.missing = board.rates.missing(known)
    for column in board.columns:
        column.total = board.rates.total(column.sums)
        column.weighted = board.rates.total(column.weighted_sums)
    if _sees(access, "party") and access.can(Party, "read"):
        parties = access.rows(Party).filter(pk__in={c.party_id for c in cards} - {None})
        board.parties = {party.pk: party for party in parties}
        board.names |= titles(access, list(parties))
    if _sees(access, "owner"):
        board.names |= named(access, User, {c.owner_id for c in cards} - {None})
