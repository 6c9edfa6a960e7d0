"""Sums and groups of a whole list, not of the page that is shown; amounts by the rates of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from zhike.records.currencies import Rates
from zhike.records.custom_specs import CustomValue
from zhike.records.fieldspec import FieldSpec
from zhike.records.models import Company
from zhike.records.resource import Resource

MOST_GROUPS = 200
SUMMED = ("money", "number", "integer")
MARK = 100
"""Shares and marks of at most a hundred are no quantities that add up."""
GROUPED = ("choice", "boolean", "relation", "date", "moment")


@dataclass
class Group:
    """The records of a list that share a value: how many, and what their numbers come to.

    A sum is None where a rate of exchange is missing; amounts are in `currency`. A day's `value`
    is the first of its month.
    """

    value: Any
    count: int = 0
    sums: dict[str, Decimal | None] = field(default_factory=dict)
    currency: str = ""


def summed(specs: Iterable[FieldSpec]) -> list[FieldSpec]:
    """Those of these fields that can be added up by this reader."""
    return [
        s for s in specs
        if s.kind.name in SUMMED and s.searchable and s.adds_up and s.maximum != MARK
    ]  # fmt: skip


def can_group(spec: FieldSpec) -> bool:
    """Whether a list may be grouped by this field."""
    is_text = spec.is_custom and spec.kind.name in ("date", "moment")
    return spec.kind.name in GROUPED and spec.searchable and spec.filterable and not is_text


def total(resource: Resource, found: QuerySet[Any], specs: Sequence[FieldSpec]) -> Group:
    """The whole list as one group."""
    return next(iter(groups(resource, found, None, specs)), Group(None))


def grouped(
    resource: Resource, found: QuerySet[Any], by: FieldSpec, specs: Sequence[FieldSpec]
) -> list[Group]:
    """The list's groups, at most two hundred: choices in their order, months the latest first, the
    rest by size, those without a value last.
    """
    made = groups(resource, found, _key(by), specs)
    order = {value: place for place, (value, _label) in enumerate(by.choices)}
    if order:
        made.sort(key=lambda group: order.get(group.value, len(order)))
    elif by.kind.name in ("date", "moment"):
        made.sort(key=lambda group: group.value or dt.date.min, reverse=True)
    made.sort(key=lambda group: group.value in (None, ""))
    return made[:MOST_GROUPS]


def groups(
    resource: Resource, found: QuerySet[Any], by: Any, specs: Sequence[FieldSpec]
) -> list[Group]:
    """The groups by an expression (None: all in one), the largest first.

    One query: a row for each value and currency.
    """
    has_currency = "currency" in resource.coded
    keys: dict[str, Any] = {} if by is None else {"by_value": by}
    keys |= {"by_currency": F("currency")} if has_currency else {}
    sums = {f"sum_{n}": Sum(value_of(spec)) for n, spec in enumerate(specs)}
    rows = found.order_by().annotate(**keys).values(*keys).annotate(of=Count("pk"), **sums)
    raw: dict[Any, tuple[Group, list[dict[str, Decimal]]]] = {}
    base = Company.here().base_currency
    currencies = {base}
    for row in rows:
        value = _plain(row.get("by_value"))
        group, parts = raw.setdefault(value, (Group(value), [{} for _ in specs]))
        group.count += row["of"]
        currency = row.get("by_currency") or base
        currencies.add(currency)
        for number, (spec, part) in enumerate(zip(specs, parts, strict=True)):
            amount = row[f"sum_{number}"]
            if amount is not None:
                unit = currency if spec.kind.name == "money" else base
                part[unit] = part.get(unit, Decimal(0)) + _loaded(spec, amount)
    rates = Rates.of(currencies, timezone.localdate())
    for group, parts in raw.values():
        group.sums, group.currency = _converted(specs, parts, rates), rates.base
    return sorted((group for group, _parts in raw.values()), key=lambda group: -group.count)


def _converted(
    specs: Sequence[FieldSpec], parts: Sequence[Mapping[str, Decimal]], rates: Rates
) -> dict[str, Decimal | None]:
    found: dict[str, Decimal | None] = {}
    for spec, part in zip(specs, parts, strict=True):
        if part:
            is_money = spec.kind.name == "money"
            found[spec.name] = rates.total(part) if is_money else sum(part.values(), Decimal(0))
    return found


def _key(by: FieldSpec) -> Any:
    value = value_of(by)
    return TruncMonth(value) if by.kind.name in ("date", "moment") else value


def value_of(spec: FieldSpec) -> Any:
    """A field's value as the database reads it."""
    if spec.is_custom:
        return CustomValue(spec.column[7:], spec.kind.name)
    return F(spec.column)


def _loaded(spec: FieldSpec, amount: Any) -> Decimal:
    loaded = spec.load(amount) if spec.is_custom else amount
    return loaded if isinstance(loaded, Decimal) else Decimal(loaded)


def _plain(value: Any) -> Any:
    """A month as its first day, whatever the database makes of it."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value
