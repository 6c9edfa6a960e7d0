"""The page by which a manager steers: targets, what is expected, what moved, what stands still."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from zhike.access.rights import Access, Denied
from zhike.engagement.models import Task
from zhike.records.currencies import Rates
from zhike.records.resource import resource_for
from zhike.sales.achieved import Achieved, achieved
from zhike.sales.forecasts import Quarter, visible
from zhike.sales.models import Forecast, Opportunity, Target
from zhike.sales.next_steps import READ_THROUGH, open_deals, remind, without_next_step
from zhike.sales.rules.dwelling import days_in_stage, dwell_state
from zhike.sales.rules.moves import MOVES, Period, Waterfall, waterfall
from zhike.sales.standings import Between
from zhike.web.attention import Figure, sees
from zhike.web.cells import Cell, money
from zhike.web.dates import day_text
from zhike.web.links import list_url, record_url
from zhike.web.navigation import MAIN, Entry, register_entry
from zhike.web.question_pages import where
from zhike.web.requests import PageRequest, uuid_or_none
from zhike.web.summed import made_of

PLACE = "/cockpit/"
SPANS: dict[str, str | Promise] = {
    "week": gettext_lazy("7 days"), "month": gettext_lazy("this month"),
    "quarter": gettext_lazy("this quarter"),
}  # fmt: skip
MOVED: dict[str, str | Promise] = {
    "new": gettext_lazy("new"), "grown": gettext_lazy("grown"), "shrunk": gettext_lazy("shrunk"),
    "pulled": gettext_lazy("moved into the period"), "pushed": gettext_lazy("moved out of it"),
    "won": gettext_lazy("won"), "lost": gettext_lazy("lost"),
    "gone": gettext_lazy("deleted"),
}  # fmt: skip


def may_enter(access: Access) -> bool:
    """Whether deals and their amounts are in sight at all."""
    return access.can(Opportunity, "read") and sees(
        access, Opportunity, "amount", "stage", "owner", "close_date"
    )


@require_GET
def cockpit_page(request: PageRequest) -> HttpResponse:
    """Everything on one page, of the deals in the reader's sight."""
    access = request.access
    if not may_enter(access):
        raise Denied(Opportunity.record_type, "read")
    now = timezone.now()
    today = timezone.localdate(now)
    span = request.GET.get("span", "")
    span = span if span in SPANS else "month"
    goals = achieved(access, today)
    forecast = expected(access, today)
    people = _people(access, now)
    context = {
        "keys": [*_keys(goals, forecast), *_standing(people)],
        "goals": [_goal(one) for one in goals], "goal_columns": _goal_columns(),
        "said": list(_said_from(goals)), "expected": forecast,
        "tests": _tests(forecast), "test_columns": _test_columns(),
        "spans": [{"label": label, "url": f"{PLACE}?span={key}", "current": key == span}
                  for key, label in SPANS.items()],
        "moves": _moves(access, today, now, span),
        "people": [_person(row) for row in people], "people_columns": _people_columns(),
        "most": READ_THROUGH if sum(row["count"] for row in people) >= READ_THROUGH else 0,
        "bare": sum(row["bare"] for row in people), "may_remind": access.can(Task, "create"),
        "may_aim": access.can(Target, "create"),
    }  # fmt: skip
    return render(request, "sales/cockpit.html", context)


@require_POST
def remind_of(request: PageRequest) -> HttpResponse:
    """Ask for the next step of every deal without one, or of one owner's."""
    if not request.access.can(Task, "create"):
        raise Denied(Task.record_type, "create")
    made, set_id = remind(request.access, uuid_or_none(request.POST.get("owner", "")))
    said = ngettext("%(n)s task was written.", "%(n)s tasks were written.", made) % {"n": made}
    messages.success(request, said, extra_tags=f"undo:{set_id}" if set_id else "")
    return redirect(PLACE)


def _amount(amount: Decimal | float | int, currency: str) -> dict[str, str]:
    drawn = money(Decimal(amount), currency)
    return {"value": drawn["text"], "unit": drawn["unit"], "exact": drawn["exact"]}


def _said(amount: Decimal | float | int, currency: str) -> str:
    drawn = money(Decimal(amount), currency)
    return str(drawn["text"] + drawn["unit"])


def expected(access: Access, today: dt.date) -> Forecast | None:
    """The latest forecast of this quarter that the reader sees: the company's, or a team's."""
    rows = visible(access).filter(first_day=Quarter.of(today).first)
    found = list(rows.select_related("team").order_by("-reckoned_on", "pk")[:50])
    latest = [one for one in found if one.reckoned_on == found[0].reckoned_on]
    return max(latest, key=lambda one: (one.team_id is None, one.middle), default=None)


def _keys(goals: Sequence[Achieved], expected: Forecast | None) -> Iterable[Figure]:
    first = next((one for one in goals if one.target.kind == Target.Kind.WON), None)
    if first is not None:
        currency = first.target.currency
        share = first.percent_of_month
        yield Figure(
            _("won this month"), **_amount(first.month, currency),
            note=_("%(share)s%% of the plan") % {"share": share} if share is not None else "",
        )  # fmt: skip
        yield Figure(
            _("still missing this month"), **_amount(first.missing, currency),
            tone="seal" if first.missing else "",
            note=_("planned %(sum)s") % {"sum": _said(first.planned_month, currency)},
        )  # fmt: skip
    if expected is not None:
        low, high = (_said(one, expected.currency) for one in (expected.low, expected.high))
        yield Figure(
            _("expected this quarter"), **_amount(expected.middle, expected.currency),
            note=_("%(low)s to %(high)s") % {"low": low, "high": high},
        )  # fmt: skip


def _standing(people: Sequence[dict[str, Any]]) -> Iterable[Figure]:
    bare, slow = (sum(row[name] for row in people) for name in ("bare", "slow"))
    yield Figure(_("without a next step"), f"{bare:,}", tone="seal" if bare else "", url="#people")
    yield Figure(_("too long in their stage"), f"{slow:,}", tone="seal" if slow else "",
                 url="#people")  # fmt: skip


def _goal_columns() -> list[dict[str, Any]]:
    return [
        {"label": _("target of"), "pinned": True, "at": "2"},
        {"label": _("this month"), "at": "3"}, {"label": _("won"), "numeric": True, "at": "2"},
        {"label": _("missing"), "numeric": True}, {"label": _("this year")},
        {"label": _("no month plans for"), "numeric": True},
    ]  # fmt: skip


def _whose(one: Achieved) -> str:
    target = one.target
    whose = str(target.owner or target.team or _("the company"))
    return whose if target.kind == Target.Kind.WON else f"{whose} · {target.get_kind_display()}"


def _goal(one: Achieved) -> dict[str, Any]:
    target = one.target
    whose = _whose(one)
    share = {True: one.percent_of_month, False: one.percent_of_year}
    bars: list[Cell] = [
        {"kind": "progress", "value": min(value or 0, 100),
         "note": f"{value}%" if value is not None else "–"}
        for value in share.values()
    ]  # fmt: skip
    gap: Cell = {"kind": "text", "text": _said(target.gap, target.currency) if target.gap else ""}
    return {"id": str(target.pk), "label": whose, "cells": [
        {"kind": "link", "text": whose, "url": record_url(resource_for(Target), target.pk)},
        bars[0], {"kind": "text", "text": _said(one.month, target.currency)},
        {"kind": "text", "text": _said(one.missing, target.currency)}, bars[1], gap,
    ]}  # fmt: skip


def _said_from(goals: Sequence[Achieved]) -> Iterable[str]:
    """What sums in other currencies count with: of the first target of each kind."""
    first = {one.target.kind: one for one in reversed(goals)}
    for one in first.values():
        if text := made_of(one.made_of):
            yield f"{_whose(one)}: {text}"


def _test_columns() -> list[dict[str, Any]]:
    return [
        {"label": _("quarter from"), "pinned": True, "at": "2"},
        {"label": _("forecast"), "numeric": True, "at": "2"},
        {"label": _("what came"), "numeric": True, "at": "3"}, {"label": _("inside")},
    ]  # fmt: skip


def _tests(expected: Forecast | None) -> list[dict[str, Any]]:
    rows = []
    for first, low, middle, high, actual in expected.tests if expected else []:
        currency = expected.currency if expected else ""
        inside = low <= actual <= high
        spread = _("%(middle)s (%(low)s to %(high)s)") % {
            "middle": _said(middle, currency), "low": _said(low, currency),
            "high": _said(high, currency),
        }  # fmt: skip
        rows.append({"id": first, "label": first, "cells": [
            {"kind": "text", "text": day_text(dt.date.fromisoformat(first), weekday=False)},
            {"kind": "text", "text": spread}, {"kind": "text", "text": _said(actual, currency)},
            {"kind": "badge", "text": _("inside") if inside else _("outside"),
             "tone": "pine" if inside else "ochre"},
        ]})  # fmt: skip
    return rows


def _moves(access: Access, today: dt.date, now: dt.datetime, span: str) -> dict[str, Any]:
    """The pipeline of this quarter and what moved it, as the component `waterfall` takes it."""
    quarter = Quarter.of(today)
    begin = {"week": today - dt.timedelta(days=7), "month": today.replace(day=1),
             "quarter": quarter.first}[span]  # fmt: skip
    since = timezone.make_aware(dt.datetime.combine(begin, dt.time()))
    between = Between.of(access.rows(Opportunity), since, now)
    period = Period(quarter.first, quarter.last)
    made = waterfall(between.pairs(period), period)
    heads = {"head": _("move"), "unit": _("amount")}
    return {
        "steps": _steps(made, between.rates.base),
        **heads,
        "since": day_text(begin, weekday=False),
    } | _zero(made)


def _bounds(made: Waterfall) -> tuple[Decimal, Decimal]:
    level, levels = made.start, [Decimal(0), made.start, made.end]
    for move in MOVES:
        level += made.sums[move]
        levels.append(level)
    return min(levels), max(max(levels), Decimal(1))


def _zero(made: Waterfall) -> dict[str, float]:
    low, high = _bounds(made)
    return {"zero": float(-low / (high - low) * 100)}


def _steps(made: Waterfall, currency: str) -> list[dict[str, Any]]:
    low, high = _bounds(made)

    def bar(begin: Decimal, end: Decimal) -> dict[str, float]:
        left, right = sorted(((begin - low) / (high - low), (end - low) / (high - low)))
        return {"x": round(float(left) * 100, 2), "width": round(float(right - left) * 100, 2)}

    zero = Decimal(0)
    steps = [{"about": _("at the beginning"), "signed": _said(made.start, currency),
              "tone": "total", **bar(zero, made.start)}]  # fmt: skip
    level = made.start
    for move in MOVES:
        amount = made.sums[move]
        if not made.counts[move]:
            continue
        words = ngettext("%(n)s deal", "%(n)s deals", made.counts[move]) % {"n": made.counts[move]}
        steps.append({
            "about": str(MOVED[move]), "words": words,
            "signed": ("+" if amount > 0 else "") + _said(amount, currency),
            "tone": "for" if amount > 0 or move == "won" else "against",
            **bar(level, level + amount),
        })  # fmt: skip
        level += amount
    steps.append({"about": _("now"), "signed": _said(made.end, currency), "tone": "total",
                  **bar(zero, made.end)})  # fmt: skip
    return steps


def _people(access: Access, now: dt.datetime) -> list[dict[str, Any]]:
    """By owner: how many open deals, their worth, how many stand still or lack a next step."""
    deals = open_deals(access)
    bare = {deal.pk for deal in without_next_step(deals, now)}
    rates = Rates.of({deal.currency for deal in deals}, timezone.localdate(now))
    zone = timezone.get_current_timezone()
    found: dict[Any, dict[str, Any]] = {}
    for deal in deals:
        row = found.setdefault(deal.owner_id, {
            "owner": deal.owner, "count": 0, "sum": Decimal(0), "weighted": Decimal(0),
            "slow": 0, "bare": 0, "currency": rates.base,
        })  # fmt: skip
        row["count"] += 1
        row["bare"] += deal.pk in bare
        days = days_in_stage(deal.stage_since, now, zone)
        row["slow"] += dwell_state(days, deal.stage.max_days) == "late"
        if deal.amount is not None and deal.currency in rates.known:
            row["sum"] += rates.convert(deal.amount, deal.currency)
            row["weighted"] += rates.convert(deal.weighted or Decimal(0), deal.currency)
    return sorted(found.values(), key=lambda row: -row["sum"])


def _people_columns() -> list[dict[str, Any]]:
    return [
        {"label": _("owner"), "pinned": True, "at": "2"},
        {"label": _("open deals"), "numeric": True},
        {"label": _("their worth"), "numeric": True, "at": "2"},
        {"label": _("weighted"), "numeric": True},
        {"label": _("too long in their stage"), "numeric": True},
        {"label": _("without a next step"), "numeric": True, "at": "3"},
    ]  # fmt: skip


def _person(row: dict[str, Any]) -> dict[str, Any]:
    name = str(row["owner"] or _("nobody"))
    own = (
        where("owner", "eq", str(row["owner"].pk))
        if row["owner"]
        else where("owner", "empty", True)
    )
    whose = list_url(
        resource_for(Opportunity), filter={"all": [own, where("stage.is_closed", "eq", False)]}
    )
    return {"id": name, "label": name, "cells": [
        {"kind": "link", "text": name, "url": whose},
        {"kind": "text", "text": f"{row['count']:,}"},
        {"kind": "text", "text": _said(row["sum"], row["currency"])},
        {"kind": "text", "text": _said(row["weighted"], row["currency"])},
        {"kind": "text", "text": str(row["slow"] or "")},
        {"kind": "text", "text": str(row["bare"] or "")},
    ]}  # fmt: skip


register_entry(
    Entry(MAIN, 25, gettext_lazy("Cockpit"), PLACE, "chart", may_enter, also=["/targets/"])
)
