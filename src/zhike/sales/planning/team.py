"""The weeks of a team: what each of its people planned beside what they did."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhike.access.models import User
from zhike.access.rights import Access, Denied
from zhike.sales.achieved import percent
from zhike.sales.models import PlanLine, Target
from zhike.sales.planning.done import outcomes
from zhike.sales.planning.week import TEAM, address, lines_of, may_plan, read_week
from zhike.sales.rules.weeks import WEEK, monday
from zhike.web.attention import Figure
from zhike.web.cells import Cell
from zhike.web.dates import day_text
from zhike.web.requests import PageRequest

MOST, LOOKS_BACK = 3_000, 4
Kind = PlanLine.Kind


@dataclass
class Counts:
    """Lines planned and done, of each kind."""

    planned: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> int | None:
        """How much of all was done, in percent; None where nothing was planned."""
        return percent(Decimal(self.done.total()), Decimal(self.planned.total()))

    @property
    def text(self) -> str:
        """How much is done of how much; nothing where nothing was planned."""
        return f"{self.done.total()}/{self.planned.total()}" if self.planned else ""


@require_safe
def team_page(request: PageRequest) -> HttpResponse:
    """A line for each person in sight; who has planned nothing first."""
    access = request.access
    if not may_plan(access):
        raise Denied(PlanLine.record_type, "read")
    week = read_week(request.GET.get("week", ""))
    found = counts(access, week)
    whole = together(found)
    people = User.objects.in_bulk(_people(access, week) | found.keys())
    ordered = sorted(people.values(), key=lambda user: (_share(found, user), user.name_sort))
    idle = sum(user.pk not in found for user in ordered)
    context = {
        "span": f"{day_text(week)} – {day_text(week + WEEK - dt.timedelta(days=1))}",
        "count": whole.text,
        "weeks": _steps(week),
        "figures": [
            Figure(_("done, of what was planned"), whole.text or "0"),
            Figure(_("have planned nothing"), f"{idle:,}", tone="seal" if idle else ""),
        ],
        "columns": _columns(),
        "rows": [_row(access, user, found.get(user.pk, Counts()), week) for user in ordered],
        "totals": [{"kind": "text", "text": _("together")}, *_cells(whole)] if ordered else [],
    }  # fmt: skip
    return render(request, "sales/team_week.html", context)


def together(found: Mapping[UUID, Counts]) -> Counts:
    """What all of them planned and did."""
    whole = Counts()
    for one in found.values():
        whole.planned.update(one.planned)
        whole.done.update(one.done)
    return whole


def counts(access: Access, week: dt.date) -> dict[UUID, Counts]:
    """By owner what was planned for a week and done of it."""
    lines = list(lines_of(access, week).filter(owner__isnull=False).order_by("pk")[:MOST])
    known = outcomes(lines)
    found: dict[UUID, Counts] = {}
    for line in lines:
        one = found.setdefault(line.owner_id, Counts())
        one.planned[line.kind] += 1
        one.done[line.kind] += known[line.pk].is_done
    return found


def _people(access: Access, week: dt.date) -> set[UUID]:
    """Who is to sell something this year, or planned a week lately: they should have a plan."""
    lately = access.rows(PlanLine).filter(week__lt=week, week__gte=week - LOOKS_BACK * WEEK)
    found = set(lately.filter(owner__is_active=True).values_list("owner", flat=True).distinct())
    if access.can(Target, "read"):
        aimed = access.rows(Target).filter(year=week.year, owner__is_active=True)
        found |= set(aimed.values_list("owner", flat=True))
    return found


def _share(found: dict[UUID, Counts], user: User) -> int:
    share = found[user.pk].share if user.pk in found else None
    return -1 if share is None else share


def _steps(week: dt.date) -> list[Cell]:
    now = monday(timezone.localdate())
    labels = {now - WEEK: _("last week"), now: _("this week"), now + WEEK: _("next week")}
    return [
        {"label": capfirst(labels.get(one, day_text(one, weekday=False))),
         "url": f"{TEAM}?week={one}", "current": one == week}
        for one in (week - WEEK, week, week + WEEK)
    ]  # fmt: skip


def _columns() -> list[dict[str, Any]]:
    return [
        {"label": _("person"), "pinned": True, "at": "2"}, {"label": _("done"), "at": "3"},
        {"label": _("lines"), "numeric": True, "at": "2"},
        {"label": _("visits"), "numeric": True}, {"label": _("conversations"), "numeric": True},
        {"label": _("deals"), "numeric": True, "at": "3"},
        {"label": _("something else"), "numeric": True},
    ]  # fmt: skip


def _row(access: Access, user: User, one: Counts, week: dt.date) -> dict[str, Any]:
    return {"id": str(user.pk), "label": user.name, "cells": [
        {"kind": "link", "text": user.name, "url": address(week, user, access)}, *_cells(one),
    ]}  # fmt: skip


def _cells(one: Counts) -> Sequence[Cell]:
    share = one.share
    done: Cell = {"kind": "badge", "text": _("nothing planned"), "tone": "seal"}
    if share is not None:
        done = {"kind": "progress", "value": share, "note": f"{share}%"}
    return [done, {"kind": "number", "text": one.text}, *(
        {"kind": "number", "text": f"{one.done[kind]}/{one.planned[kind]}"
         if one.planned[kind] else ""}
        for kind in (Kind.VISIT, Kind.CONTACT, Kind.CLOSE, Kind.OTHER)
    )]  # fmt: skip
