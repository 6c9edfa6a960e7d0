"""What deals and documents earn: kept true with every write of theirs and of their lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from zhike.access.following import follow_rights
from zhike.catalog.models import Product
from zhike.ledger import sql
from zhike.ledger.fields import MoneyField
from zhike.ledger.models import Record
from zhike.ledger.models.record import field_of
from zhike.ledger.projections import register
from zhike.ledger.together import save_together
from zhike.ledger.writes import CREATE, DELETE, Write
from zhike.sales.models.priced import PricedLine
from zhike.sales.rules.profit import Sold, earned, nets

EARNED = ("net_amount", "costed", "profit", "margin")
MATTERS = frozenset({"amount", "discount"})
_lines: dict[str, type[PricedLine]] = {}
"""The kinds of lines by the kind of their whole."""


class Earning(models.Model):
    """What something that is sold earns, as far as the costs of its lines are known."""

    net_amount = MoneyField(
        _("amount without VAT"), null=True, editable=False,
        help_text=_("What its lines come to without the tax; nothing where it has none."),
    )  # fmt: skip
    costed = MoneyField(
        _("with known cost"), null=True, editable=False,
        help_text=_("The part of the amount without VAT whose cost is known."),
    )  # fmt: skip
    profit = MoneyField(
        _("profit"), null=True, editable=False,
        help_text=_("What is left without VAT and costs, of the part whose cost is known."),
    )  # fmt: skip
    margin = models.DecimalField(
        _("profit in %"), max_digits=7, decimal_places=2, null=True, editable=False
    )

    class Meta:
        """Not a table."""

        abstract = True


def keep_profit(whole: type[Record], line: type[PricedLine]) -> None:
    """Keep what a kind of deal or document earns, by its lines; said once beside the model.

    Whoever may not see what products cost, or an amount, sees nothing from which it follows.
    """
    _lines[whole.record_type] = line
    for name in ("costed", "profit", "margin"):
        follow_rights(whole, name, Product, "cost")
        follow_rights(whole, name, whole, "amount")
    follow_rights(whole, "net_amount", whole, "amount")
    for name in ("unit_cost", "cost"):
        follow_rights(line, name, Product, "cost")
    # A line's part is that of what was agreed on for the whole.
    for of in (line, whole):
        follow_rights(line, "net_amount", of, "amount")


class Profits:
    """The projection of what deals and documents earn, after the sums of their lines."""

    rank = 56
    is_late = False

    def apply(self, writes: Sequence[Write]) -> None:
        """Work out those of which these writes touch a line or the amount."""
        touched: dict[str, set[UUID]] = defaultdict(set)
        for write in writes:
            if write.kind in _lines and _concerns(write):
                touched[write.kind].add(write.id)
        for kind, ids in touched.items():
            work_out(_lines[kind], ids)


def _concerns(write: Write) -> bool:
    if write.operation == DELETE:
        return False
    if write.parts:
        kind = _lines[write.kind].record_type
        return any(part.kind == kind for part in write.parts)
    return write.operation != CREATE and bool(MATTERS & write.fields.keys())


Row = Mapping[str, Any]


def work_out(line: type[PricedLine], ids: Iterable[UUID]) -> None:
    """Work out what wholes of a kind earn, and each line's part of it; keep what changed."""
    whole = line._meta.get_field(line.part_of).related_model
    of_lines = models.QuerySet[Any](line).filter(**{f"{line.part_of}__in": set(ids)})
    lines: dict[UUID, list[Row]] = defaultdict(list)
    for row in of_lines.order_by("pk").values(
        "pk", line.part_of, "amount", "tax_rate", "cost", "net_amount"
    ):
        lines[row[line.part_of]].append(row)
    wholes = models.QuerySet[Any](whole).filter(pk__in=set(ids))
    news: list[list[Any]] = []
    of_wholes: list[list[Any]] = []
    for row in wholes.values("pk", "amount", *EARNED):
        found = lines.get(row["pk"], [])
        news += _net_news(found, row["amount"])
        values = _earned(found, row["amount"])
        if values != [row[name] for name in EARNED]:
            of_wholes.append([*values, row["pk"]])
    _fill(line, ("net_amount",), news)
    _fill(whole, EARNED, of_wholes)  # type: ignore[arg-type]


def _sold(rows: Sequence[Row]) -> list[Sold]:
    return [Sold(row["amount"], Decimal(row["tax_rate"] or 0), row["cost"]) for row in rows]


def _net_news(rows: Sequence[Row], amount: Decimal | None) -> list[list[Any]]:
    """The lines whose part of the whole is another than before."""
    found = zip(rows, nets(_sold(rows), amount), strict=True)
    return [[net, row["pk"]] for row, net in found if net != row["net_amount"]]


def _earned(rows: Sequence[Row], amount: Decimal | None) -> list[Any]:
    found = earned(_sold(rows), amount)
    return [found.net, found.costed, found.profit, found.margin] if found else [None] * len(EARNED)


def _fill(model: type[Record], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write projected columns; each row is their values and then the id."""
    if not rows:
        return
    fields = [field_of(model, name) for name in names]
    bound = [
        [field.get_db_prep_save(value, connection)
         for field, value in zip([*fields, model._meta.pk], row, strict=True)]
        for row in rows
    ]  # fmt: skip
    sql.fill(model._meta.db_table, [str(field.column) for field in fields], bound)


def take_costs_anew(whole: Any) -> None:
    """Give the lines their costs in the currency that their whole now has."""
    lines = list(whole.lines.exclude(unit_cost=None))
    for line in lines:
        setattr(line, line.part_of, whole)
    if lines:
        type(lines[0]).make_ready(lines)
    for line in lines:
        line.count_cost()
    save_together(lines)


register(Profits())
