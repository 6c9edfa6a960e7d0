"""My week: what is planned beside what was done, what was left over, and how it adds up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from zhike.access.models import Scope, User
from zhike.access.rights import Access, Denied
from zhike.people.models import Party
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.resource import resource_for
from zhike.sales.models import AccountPlan, PlanLine
from zhike.sales.planning.carrying import carry_on, left_over
from zhike.sales.planning.done import Outcome, outcomes
from zhike.sales.planning.lines import PLACE, drawn_lines
from zhike.sales.planning.rolled import Rolled, rolled
from zhike.sales.planning.wording import columns, rows, warnings
from zhike.sales.rules.weeks import WEEK, monday
from zhike.web import inputs
from zhike.web.attention import Figure
from zhike.web.cells import Cell, money
from zhike.web.dates import day_text
from zhike.web.links import list_url
from zhike.web.navigation import MAIN, Entry, register_entry
from zhike.web.part_rows import posted_names
from zhike.web.requests import PageRequest, uuid_or_none

TEAM = "/week/team/"
FIELDS = ("kind", "party", "opportunity", "text")
MOST = 200


def may_plan(access: Access) -> bool:
    """Whether there are plans in sight at all."""
    return access.user is not None and access.can(PlanLine, "read")


def read_week(text: str) -> dt.date:
    """The Monday of a day that an address names; of today where it names none."""
    try:
        day = dt.date.fromisoformat(text) if text else timezone.localdate()
        return monday(day) if 2000 <= day.year <= 2100 else monday(timezone.localdate())
    except ValueError:
        raise Http404 from None


def address(week: dt.date, user: User, access: Access, place: str = PLACE) -> str:
    """The page of a person's week."""
    who = "" if access.user is not None and access.user.pk == user.pk else f"&who={user.pk}"
    return f"{place}?week={week}{who}"


def lines_of(access: Access, week: dt.date) -> QuerySet[Any]:
    """The plan lines of a week in sight."""
    return access.rows(PlanLine).filter(week=week)


@require_safe
def week_page(request: PageRequest) -> HttpResponse:
    """One's own week, or that of a person in sight."""
    if not may_plan(request.access):
        raise Denied(PlanLine.record_type, "read")
    return _page(request, read_week(request.GET.get("week", "")), {}, {})


@require_POST
def add_line(request: PageRequest) -> HttpResponse:
    """Plan one thing more for a week of one's own."""
    access, resource = request.access, resource_for(PlanLine)
    week = read_week(request.POST.get("week", ""))
    specs = resource.specs(access)
    known = [name for name in FIELDS if name in specs]
    values = {name: inputs.sent(specs[name], request.POST) or "" for name in known}
    try:
        saved = saving.create(resource, access, {**values, "week": week.isoformat()})
    except Invalid as invalid:
        return _page(request, week, {e.field: e.message for e in invalid.errors}, values)
    messages.success(request, _("Planned."), extra_tags=f"undo:{saved.change_set_id}")
    return redirect(f"{PLACE}?week={week}")


@require_POST
def carry(request: PageRequest) -> HttpResponse:
    """Take over what the week before left undone."""
    week = read_week(request.POST.get("week", ""))
    made, set_id = carry_on(request.access, request.user, week)
    said = ngettext("%(n)s line was taken over.", "%(n)s lines were taken over.", made)
    messages.success(request, said % {"n": made}, extra_tags=f"undo:{set_id}" if set_id else "")
    return redirect(f"{PLACE}?week={week}")


def _page(
    request: PageRequest, week: dt.date, errors: dict[str, str], values: dict[str, Any]
) -> HttpResponse:
    access, today = request.access, timezone.localdate()
    user = _whose(request)
    is_mine = user.pk == request.user.pk
    lines = list(
        lines_of(access, week).filter(owner=user.pk).select_related("party")
        .order_by("kind", "pk")[:MOST]
    )  # fmt: skip
    known = outcomes(lines)
    sums = rolled(access, user.pk, week, today)
    may_add = is_mine and access.can(PlanLine, "create")
    context = {
        "whose": "" if is_mine else user.name, "week": week.isoformat(),
        "span": f"{day_text(week)} – {day_text(week + WEEK - dt.timedelta(days=1))}",
        "weeks": _steps(week, user, access),
        "count": done_of(lines, known),
        "figures": list(_figures(lines, known, sums, week)),
        "tasks": drawn_lines(access, lines, known, week, may=is_mine),
        "left": len(left_over(access, user.pk, week)) if may_add else 0,
        "fields": _fields(access, errors, values) if may_add else [],
        "is_posted": request.method == "POST",
        "warnings": warnings(sums, week), "roll_columns": columns(),
        "roll": rows(sums), "ways": _ways(access, week),
    }  # fmt: skip
    return render(request, "sales/week.html", context, status=422 if errors else 200)


def _whose(request: PageRequest) -> User:
    """The person whom the address names; oneself without. Out of reach they do not exist."""
    asked, access = request.GET.get("who", ""), request.access
    if not asked:
        return request.user
    id_ = uuid_or_none(asked)
    scope = access.scope(PlanLine, "read") or ""
    if id_ is None or not (scope == Scope.ALL or id_ in access.owners.get(scope, ())):
        raise Http404
    found: User | None = User.objects.filter(pk=id_).first()
    if found is None:
        raise Http404
    return found


def _ways(access: Access, week: dt.date) -> list[Cell]:
    """Where one goes on from here."""
    found: list[Cell] = [{"label": _("The team"), "icon": "team", "url": f"{TEAM}?week={week}"}]
    if access.can(AccountPlan, "read"):
        url = list_url(resource_for(AccountPlan))
        found.append({"label": _("Account plans"), "icon": "opportunity", "url": url})
    if access.can(Party, "read"):
        found.append({"label": _("Due customers"), "icon": "clock", "url": "/parties/due/"})
    return found


def _steps(week: dt.date, user: User, access: Access) -> list[Cell]:
    now = monday(timezone.localdate())
    labels = {now - WEEK: _("last week"), now: _("this week"), now + WEEK: _("next week")}
    shown = sorted({week - WEEK, week, week + WEEK} | ({now} if week != now else set()))
    return [
        {"label": capfirst(labels.get(one, day_text(one, weekday=False))),
         "url": address(one, user, access), "current": one == week}
        for one in shown
    ]  # fmt: skip


def done_of(lines: Sequence[PlanLine], known: Mapping[Any, Outcome]) -> str:
    """How much is done of how much, as figures say it."""
    done = sum(known[line.pk].is_done for line in lines)
    return f"{done}/{len(lines)}" if lines else "0"


def _figures(
    lines: Sequence[PlanLine], known: Mapping[Any, Outcome], sums: Rolled, week: dt.date
) -> Iterator[Figure]:
    yield Figure(_("done, of what was planned"), done_of(lines, known))
    here = next((one for one in sums.weeks if one.first == week), None)
    if here is not None:
        worth = money(here.planned, sums.currency)
        won = money(here.won, sums.currency)
        yield Figure(
            _("to be closed this week"), worth["text"], worth["unit"], worth["exact"],
            note=_("%(sum)s won") % {"sum": won["text"] + won["unit"]},
        )  # fmt: skip
    if sums.goal is not None:
        left = money(sums.month_left, sums.currency)
        yield Figure(
            _("the month still lacks a plan for"), left["text"], left["unit"], left["exact"],
            tone="seal" if sums.month_left else "",
        )  # fmt: skip


def _fields(access: Access, errors: dict[str, str], values: dict[str, Any]) -> list[Cell]:
    specs = resource_for(PlanLine).specs(access)
    shown = [specs[name] for name in FIELDS if name in specs and specs[name].writable]
    wanted = {(spec, str(values.get(spec.name, ""))) for spec in shown if spec.target}
    names = posted_names(access, wanted)
    return [
        inputs.drawn(spec, values.get(spec.name, spec.default or ""), names,
                     error=errors.get(spec.name, errors.get("week", "") if spec.name == "kind"
                                      else ""))
        for spec in shown
    ]  # fmt: skip


register_entry(
    Entry(MAIN, 24, gettext_lazy("Week plan"), PLACE, "check", may_plan,
          also=("/plan-lines/", "/account-plans/", "/parties/due/"))
)  # fmt: skip
