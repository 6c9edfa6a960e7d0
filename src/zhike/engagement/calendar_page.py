"""The calendar of a person: a week or a day, what takes their time, and what overlaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from zhike.access.models import User
from zhike.access.rights import Access
from zhike.base.worktime import WorkTime
from zhike.engagement.agenda import Entry, called, entries, may_see
from zhike.engagement.models import Appointment, Interaction
from zhike.engagement.rules.slots import Span
from zhike.records.models import Absence
from zhike.records.work_calendar import worktime_of
from zhike.web.cells import Cell
from zhike.web.dates import day_text
from zhike.web.links import url_of
from zhike.web.navigation import MAIN, register_entry
from zhike.web.navigation import Entry as Place
from zhike.web.requests import PageRequest, uuid_or_none

DAY = dt.timedelta(days=1)
WEEK, ONE_DAY = "week", "day"
LENGTHS = {WEEK: 7, ONE_DAY: 1}
COLLEAGUES = 12
URL = "/calendar/"


@require_GET
def calendar_page(request: PageRequest) -> HttpResponse:
    """What stands in one's own calendar, or in that of somebody whose one may see."""
    view = request.GET.get("view", WEEK)
    if view not in LENGTHS:
        raise Http404
    user, first = _whose(request), _first_day(request, view)
    days = [first + DAY * number for number in range(LENGTHS[view])]
    whole = Span(_midnight(days[0]), _midnight(days[-1] + DAY))
    found = entries(user.pk, whole)
    context = {
        "person": user, "is_mine": user == request.user,
        "days": _days(request.access, days, found, worktime_of(user.team_id)),
        "shown": _shown(days), "views": _views(user, first, view, request.user),
        "steps": _steps(user, first, view, request.user),
        "colleagues": _colleagues(request, whole, user),
        "add": _add(request.access, user, first),
    }  # fmt: skip
    return render(request, "engagement/calendar.html", context)


def _whose(request: PageRequest) -> User:
    """The person asked for; one whose calendar is out of reach does not exist here."""
    if not request.GET.get("user"):
        return request.user
    wanted = uuid_or_none(request.GET["user"])
    user: User | None = User.objects.filter(pk=wanted).first() if wanted else None
    if user is None or not may_see(request.access, user):
        raise Http404
    return user


def _first_day(request: PageRequest, view: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = timezone.localdate()
    if not 1971 < day.year < 2999:
        raise Http404
    return day - DAY * day.weekday() if view == WEEK else day


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _days(
    access: Access, days: Sequence[dt.date], found: list[Entry], working: WorkTime
) -> list[dict[str, Any]]:
    names, crossed = called(access, found), _crossed(found)
    drawn = []
    for day in days:
        span = Span(_midnight(day), _midnight(day + DAY))
        drawn.append({
            "label": day_text(day), "iso": day.isoformat(), "is_today": day == timezone.localdate(),
            "is_off": not working.is_workday(day),
            "entries": [
                _drawn(entry, span, names, is_crossed=entry.record.pk in crossed)
                for entry in found if entry.span.meets(span)
            ],
        })  # fmt: skip
    return drawn


def _crossed(found: list[Entry]) -> set[UUID]:
    """What takes the same time as something else."""
    crossed: set[UUID] = set()
    last: Entry | None = None
    for entry in found:
        if last is not None and entry.span.meets(last.span):
            crossed |= {last.record.pk, entry.record.pk}
        if last is None or entry.span.ends > last.span.ends:
            last = entry
    return crossed


def _drawn(
    entry: Entry, day: Span, names: dict[UUID, str], *, is_crossed: bool
) -> dict[str, Any]:  # fmt: skip
    """One line of a day: from when to when, what it is, what is special about it."""
    record, badges = entry.record, list[Cell]()
    if is_crossed:
        badges.append({"text": _("overlaps"), "tone": "seal", "icon": "alert"})
    name, notes = names.get(record.pk), []
    if isinstance(record, Appointment) and name:
        notes = [record.place, record.get_priority_display() if record.is_weighty else ""]
    if isinstance(record, Absence):
        name, url = _("away"), ""
    else:
        url = url_of(type(record), record.pk) if name else ""
    whole = entry.span.starts <= day.starts and entry.span.ends >= day.ends
    return {
        "when": _("all day") if whole else time_text(entry.span),
        "name": name or _("taken"), "url": url, "badges": badges,
        "note": " · ".join(filter(None, notes)),
        "kind": "customer" if isinstance(record, Interaction) else "own",
    }  # fmt: skip


def time_text(span: Span) -> str:
    """From when to when, by the clock."""
    starts, ends = timezone.localtime(span.starts), timezone.localtime(span.ends)
    return f"{starts:%H:%M}–{ends:%H:%M}"


def _shown(days: Sequence[dt.date]) -> str:
    if len(days) == 1:
        return day_text(days[0])
    return f"{day_text(days[0], weekday=False)} – {day_text(days[-1], weekday=False)}"


def calendar_url(user: User, day: dt.date, view: str, reader: User) -> str:
    """The calendar of a person around a day."""
    asked = {"day": day.isoformat(), "view": view}
    return f"{URL}?{urlencode(asked if user == reader else {'user': str(user.pk), **asked})}"


def _views(user: User, first: dt.date, view: str, reader: User) -> list[Cell]:
    labels = {WEEK: _("Week"), ONE_DAY: _("Day")}
    return [
        {"label": label, "url": calendar_url(user, first, name, reader), "current": name == view}
        for name, label in labels.items()
    ]


def _steps(user: User, first: dt.date, view: str, reader: User) -> list[Cell]:
    step = DAY * LENGTHS[view]
    known = (
        (_("Earlier"), "chevron-left", first - step), (_("Today"), "", timezone.localdate()),
        (_("Later"), "chevron-right", first + step),
    )  # fmt: skip
    return [
        {"label": label, "icon": icon, "bare": bool(icon), "size": "small",
         "url": calendar_url(user, day, view, reader)}
        for label, icon, day in known
    ]  # fmt: skip


def _colleagues(request: PageRequest, whole: Span, chosen: User) -> list[Cell]:
    """Those within reach in whose calendars something stands, to look at."""
    rows = request.access.rows(Appointment).filter(
        starts_at__lt=whole.ends, ends_at__gt=whole.starts
    )
    ids = {request.user.pk, chosen.pk, *rows.values_list("owner", flat=True)[:200]} - {None}
    found = [
        user for user in User.objects.filter(pk__in=ids, is_active=True).order_by("name_sort")
        if may_see(request.access, user)
    ]  # fmt: skip
    day = timezone.localtime(whole.starts).date()
    return [
        {"label": str(user), "url": calendar_url(user, day, WEEK, request.user),
         "current": user == chosen}
        for user in found[:COLLEAGUES]
    ] if len(found) > 1 else []  # fmt: skip


def _add(access: Access, user: User, day: dt.date) -> Cell | None:
    if not access.can(Appointment, "create"):
        return None
    begins = max(day, timezone.localdate())
    asked = urlencode({"owner": str(user.pk), "starts_at": f"{begins.isoformat()}T09:00"})
    return {"label": _("New calendar entry"), "icon": "plus", "tone": "primary",
            "url": f"/appointments/new/?{asked}"}  # fmt: skip


register_entry(
    Place(MAIN, 45, gettext_lazy("Calendar"), URL, "calendar",
          lambda access: access.can(Appointment, "read"), also=("/appointments/",))
)  # fmt: skip
