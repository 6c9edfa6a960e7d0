"""Totals of boards: kept with every write in its transaction, read by what the user may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import BigIntegerField, Count, ExpressionWrapper, F, Q, QuerySet, Sum

from zhike.access.models import Scope
from zhike.access.rights import Access
from zhike.base.money import CENT
from zhike.ledger import sql
from zhike.ledger.models import Record
from zhike.ledger.models.record import field_of
from zhike.ledger.values import dump
from zhike.ledger.writes import CREATE, DELETE, UPDATE, Write
from zhike.records.models import Total
from zhike.records.resource import Resource, resource_of_kind

NOBODY = UUID(int=0)
KEYS = ("kind", "holder", "value", "currency")
SUMS = ("count", "amount", "rated", "weighed")
Values = Mapping[str, Any]
Deltas = dict[tuple[str, UUID, str, str], list[int]]
# So many holders are read row by row; of more, the database makes the sums.
FEW = 200


@cache
def _fields(kind: str) -> dict[str, str]:
    """The fields that decide about a record's totals, by their part in them; {} for no board."""
    try:
        resource = resource_of_kind(kind)
    except KeyError:
        return {}
    if not resource.board:
        return {}
    own = {f.name for f in resource.model._meta.concrete_fields}
    parts = {"value": resource.board, "amount": resource.board_sum, "weight": resource.board_weight}
    parts |= {name: name for name in ("owner", "team", "currency")}
    return {part: name for part, name in parts.items() if name in own}


class Totals:
    """The projection that keeps totals; the last, so that its locks are short."""

    rank = 90
    is_late = True

    def apply(self, writes: Sequence[Write]) -> None:
        """Add what these writes change, key by key in order."""
        chosen: dict[str, list[Write]] = defaultdict(list)
        for write in writes:
            if _concerns(write):
                chosen[write.kind].append(write)
        deltas: Deltas = {}
        for kind, some in chosen.items():
            _add_up(kind, some, deltas)
        store(deltas)


def _concerns(write: Write) -> bool:
    fields = _fields(write.kind)
    if write.operation != UPDATE:
        return bool(fields)
    return any(name in write.fields for name in fields.values())


def _add_up(kind: str, writes: Sequence[Write], deltas: Deltas) -> None:
    """What these writes of one kind change in all.

    An update holds only what it changed; the rest is read from the rows as they stand now, and
    followed backwards where one record is written several times.
    """
    names = _fields(kind)
    rows = _rows(kind, [w.id for w in writes if w.operation == UPDATE])
    earlier: dict[UUID, Values | None] = {}
    for write in reversed(writes):
        if write.id in earlier:
            after = earlier[write.id]
        else:
            after = _side(write, 1) if write.operation == CREATE else rows.get(write.id)
            after = None if write.operation == DELETE else after
            _count(kind, after, 1, deltas)
        if write.operation == CREATE:
            before: Values | None = None
        elif write.operation == DELETE:
            before = _side(write, 0)
        else:
            changed = {n: write.fields[n][0] for n in names.values() if n in write.fields}
            before = {**(after or {}), **changed}
        earlier[write.id] = before
    for before in earlier.values():
        _count(kind, before, -1, deltas)


def _side(write: Write, side: int) -> Values:
    return {name: pair[side] for name, pair in write.fields.items()}


def _rows(kind: str, ids: Sequence[UUID]) -> dict[UUID, Values]:
    """The deciding fields of stored rows, in the ledger's form; one query."""
    if not ids:
        return {}
    names = list(_fields(kind).values())
    model = resource_of_kind(kind).model
    columns = [field_of(model, name).attname for name in names]
    found = models.QuerySet[Any](model).filter(pk__in=ids).values_list("pk", *columns)
    return {pk: dict(zip(names, map(dump, values), strict=True)) for pk, *values in found}


def _count(kind: str, values: Values | None, sign: int, deltas: Deltas) -> None:
    """Add one record to the totals, or take it away."""
    if values is None:
        return
    part = {part: values.get(name) for part, name in _fields(kind).items()}
    holder = part.get("owner") or part.get("team")
    key = (
        kind, UUID(holder) if holder else NOBODY, str(part["value"] or ""),
        str(part.get("currency") or ""),
    )  # fmt: skip
    amount = int(Decimal(part.get("amount") or 0).scaleb(2)) * sign
    weight = part.get("weight")
    sums = deltas.setdefault(key, [0, 0, 0, 0])
    sums[0] += sign
    sums[1] += amount
    if weight is not None:
        sums[2] += amount
        sums[3] += amount * int(weight)


def store(deltas: Deltas) -> None:
    """Add deltas to the stored totals, in the order of their keys."""
    rows = [
        (kind, sql.key(holder), value, currency, *sums)
        for (kind, holder, value, currency), sums in sorted(deltas.items())
        if any(sums)
    ]
    if rows:
        sql.accumulate(Total._meta.db_table, KEYS, SUMS, rows)


@dataclass
class Figures:
    """How many records have a value, and their sums by currency."""

    count: int = 0
    amounts: dict[str, Decimal] = field(default_factory=dict)
    rated: dict[str, Decimal] = field(default_factory=dict)
    weighed: dict[str, Decimal] = field(default_factory=dict)

    def add(self, currency: str, count: int, amount: Any, rated: Any, weighed: Any) -> None:
        """Add a row of totals; `weighed` is in hundredths times percent."""
        self.count += count
        for sums, more in (
            (self.amounts, amount or 0),
            (self.rated, rated or 0),
            (self.weighed, Decimal(int(weighed or 0)).scaleb(-4)),
        ):
            sums[currency] = sums.get(currency, Decimal(0)) + more

    def weighted(self, percent: int) -> dict[str, Decimal]:
        """The sums with every record at its own weight, or at `percent` where it has none."""
        return {
            currency: (
                self.weighed[currency] + (amount - self.rated[currency]) * percent / 100
            ).quantize(CENT)
            for currency, amount in self.amounts.items()
        }


def holders(access: Access, model: type[Record]) -> set[UUID] | None:
    """Whose records the user reads: ids of owners and of teams; None for everybody's."""
    scope = access.scope(model, "read")
    if scope == Scope.ALL:
        return None
    return {*access.owners[scope], *access.teams[scope]} if scope else set()


def figures(
    resource: Resource, access: Access, values: Iterable[str], *, of: set[UUID] | None = None
) -> dict[str, Figures]:
    """The user's totals by value, without reading a record; `of` narrows whose.

    Only what is shared with the user record by record is counted by reading it.
    """
    kind = resource.model.record_type
    reach = holders(access, resource.model)
    known: dict[str, Figures] = defaultdict(Figures)
    rows = Total.objects.filter(kind=kind, value__in=list(values), count__gt=0)
    chosen = reach if of is None else of if reach is None else reach & of
    if chosen is not None:
        rows = rows.filter(holder__in=sorted(chosen))
    found: Any = rows.values_list("value", "currency")
    if chosen is not None and len(chosen) <= FEW:
        found = found.values_list("value", "currency", *SUMS)
    else:
        found = found.annotate(*(Sum(name) for name in SUMS))
    for value, currency, count, amount, rated, weighed in found:
        known[value].add(currency, count, amount, rated, weighed)
    shared = access.shared.get(kind)
    if shared and reach is not None:
        others = models.QuerySet[Any](resource.model).filter(pk__in=list(shared))
        others = others.exclude(held_by(reach))
        live(resource, others if of is None else others.filter(held_by(of)), known)
    return known


def held_by(ids: set[UUID]) -> Q:
    """Records of these owners, or without an owner of these teams."""
    some = sorted(ids)
    return Q(owner__in=some) | Q(owner__isnull=True, team__in=some)


def live(
    resource: Resource, rows: QuerySet[Any], into: dict[str, Figures] | None = None
) -> dict[str, Figures]:
    """The figures of any rows, counted now."""
    known = defaultdict(Figures) if into is None else into
    for row in _grouped(resource, rows, ()):
        known[str(row["value_key"] or "")].add(
            row.get("currency", ""), *(row["total_" + name] for name in SUMS)
        )
    return known


def _grouped(resource: Resource, rows: QuerySet[Any], also: tuple[str, ...]) -> QuerySet[Any]:
    names = _fields(resource.model.record_type)
    by = [names["currency"]] if "currency" in names else []
    amount, weight = names.get("amount"), names.get("weight")
    sums: dict[str, Any] = {"total_count": Count("*")}
    if amount:
        sums["total_amount"] = Sum(amount)
    if amount and weight:
        product = ExpressionWrapper(F(amount) * F(weight), output_field=BigIntegerField())
        sums["total_rated"] = Sum(amount, filter=Q(**{weight + "__isnull": False}))
        sums["total_weighed"] = Sum(product)
    nothing = {"total_" + name: models.Value(0) for name in SUMS if "total_" + name not in sums}
    keyed = rows.order_by().annotate(value_key=F(names["value"]))
    grouped: QuerySet[Any] = keyed.values("value_key", *by, *also).annotate(**sums, **nothing)
    return grouped


def rebuild(resource: Resource) -> None:
    """Count a record type's totals anew (after a restore, or when a board is declared)."""
    kind = resource.model.record_type
    also = tuple(n for part, n in _fields(kind).items() if part in ("owner", "team"))
    deltas: Deltas = {}
    with transaction.atomic():
        Total.objects.filter(kind=kind).delete()
        for row in _grouped(resource, models.QuerySet[Any](resource.model), also):
            holder = row.get("owner") or row.get("team") or NOBODY
            key = (kind, holder, str(row["value_key"] or ""), row.get("currency", ""))
            sums = deltas.setdefault(key, [0, 0, 0, 0])
            for place, name in enumerate(SUMS):
                number = Decimal(row["total_" + name] or 0)
                sums[place] += int(number.scaleb(2) if name in ("amount", "rated") else number)
        store(deltas)
