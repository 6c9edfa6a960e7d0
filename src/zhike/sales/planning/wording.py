"""How week, month and year add up, in a table and in sentences that warn."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhike.sales.achieved import percent
from zhike.sales.planning.rolled import Rolled
from zhike.sales.rules.weeks import month_of
from zhike.web.cells import Cell, money
from zhike.web.dates import day_text


def said(amount: Decimal, currency: str) -> str:
    """An amount at a glance."""
    drawn = money(amount, currency)
    return str(drawn["text"] + drawn["unit"])


def exactly(amount: Decimal, currency: str) -> str:
    """An amount to the last unit, for what is warned of."""
    return str(money(amount, currency)["exact"])


def warnings(sums: Rolled, week: dt.date) -> list[str]:
    """What one level leaves out of the next."""
    found, currency = [], sums.currency
    year, month = month_of(week)
    if sums.year_left and sums.goal is not None:
        found.append(_("No month plans for %(gap)s of the %(sum)s of %(year)s.") % {
            "gap": exactly(sums.year_left, currency), "year": year,
            "sum": said(sums.goal.target.amount, currency),
        })  # fmt: skip
    if sums.customers_left:
        found.append(_("The plans of the customers leave out %(gap)s of %(year)s.") % {
            "gap": exactly(sums.customers_left, currency), "year": year,
        })  # fmt: skip
    if sums.month_left and (year, month) >= (timezone.localdate().year, timezone.localdate().month):
        found.append(_("%(gap)s of month %(month)s is neither won nor planned in a week.") % {
            "gap": exactly(sums.month_left, currency), "month": month,
        })  # fmt: skip
    return found


def columns() -> list[dict[str, Any]]:
    """Heads of the table of levels."""
    return [
        {"label": _("period"), "pinned": True, "at": "2"},
        {"label": _("planned"), "numeric": True, "at": "3"},
        {"label": _("won"), "numeric": True, "at": "2"}, {"label": _("share"), "at": "3"},
        {"label": _("the level below leaves out"), "numeric": True},
    ]  # fmt: skip


def rows(sums: Rolled) -> list[dict[str, Any]]:
    """The year, the customers' plans, the month and its weeks."""
    found, goal, left = [], sums.goal, sums
    if goal is not None:
        year = _("year %(year)s") % {"year": goal.target.year}
        found.append(_row(sums, year, goal.target.amount, goal.year, left.year_left))
    if sums.customers is not None:
        name = _("the customers' plans")
        found.append(_row(sums, name, sums.customers, None, left.customers_left))
    if goal is not None:
        month = _("month %(month)s") % {"month": goal.today.month}
        found.append(_row(sums, month, goal.planned_month, goal.month, left.month_left))
    found += [
        _row(sums, _("week from %(day)s") % {"day": day_text(week.first, weekday=False)},
             week.planned, week.won, None)
        for week in sums.weeks
    ]  # fmt: skip
    return found


def _row(
    sums: Rolled, name: str, planned: Decimal, won: Decimal | None, left: Decimal | None
) -> dict[str, Any]:
    share = percent(won, planned) if won is not None else None
    bar: Cell = {"kind": "text", "text": ""}
    if share is not None:
        bar = {"kind": "progress", "value": min(share, 100), "note": f"{share}%"}
    name = capfirst(name)
    return {"id": name, "label": name, "cells": [
        {"kind": "text", "text": name}, money(planned, sums.currency),
        {"kind": "text", "text": ""} if won is None else money(won, sums.currency), bar,
        {"kind": "text", "text": said(left, sums.currency) if left else ""},
    ]}  # fmt: skip
