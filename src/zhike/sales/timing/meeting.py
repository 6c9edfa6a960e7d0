"""Whom rules meet, for somebody who reads it: customers in sight, with what was done about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.access.models import User
from zhike.access.rights import Access
from zhike.engagement.models import Task
from zhike.people.models import Party
from zhike.records.titles import named, titles
from zhike.sales.models import TimingRule
from zhike.sales.rules.timing import Period
from zhike.sales.timing.moments import Moment, moments
from zhike.sales.timing.purchases import Bound
from zhike.sales.timing.reminding import marks
from zhike.sales.timing.wording import short
from zhike.web.cells import Cell, opening_cell
from zhike.web.dates import day_text
from zhike.web.links import url_of

AHEAD, BEHIND = 90, 365
"""Days ahead that are shown, and days for which what is past is still worth a visit."""
READ_THROUGH = 2_000
SHOWN = 100


@dataclass(frozen=True)
class Met:
    """What rules meet, the earliest first; `is_cut` where there are more."""

    moments: Sequence[Moment]
    is_cut: bool

    def due(self, today: dt.date) -> list[Moment]:
        """Those to be reminded of by today."""
        return [moment for moment in self.moments if moment.remind_on <= today]

    def customers_due(self, today: dt.date) -> set[UUID]:
        """Whom one of them is about."""
        return {moment.party for moment in self.due(today)}

    @property
    def customers(self) -> set[UUID]:
        """Whom any is about."""
        return {moment.party for moment in self.moments}


def met(rules: Iterable[TimingRule], access: Access, today: dt.date) -> Met:
    """From a year ago until 90 days from now, as many as can be gone through at once."""
    return _read(rules, Period(today - dt.timedelta(days=BEHIND), _ahead(today)), access)


def preview(rule: TimingRule, access: Access, today: dt.date) -> Met:
    """What the rule would bring in the next 90 days, and what it has not yet reminded of."""
    return _read([rule], Period(min(rule.begins_on, today), _ahead(today)), access)


def _ahead(today: dt.date) -> dt.date:
    return today + dt.timedelta(days=AHEAD)


def _read(rules: Iterable[TimingRule], period: Period, access: Access) -> Met:
    bound = Bound(READ_THROUGH)
    found = [one for rule in rules for one in moments(rule, period, access, bound)]
    return Met(sorted(found, key=lambda one: (one.day, one.source)), bound.is_reached)


def may_meet(access: Access) -> bool:
    """Whether customers and tasks are in sight at all."""
    return access.can(Party, "read") and access.can(TimingRule, "read")


def columns() -> list[dict[str, Any]]:
    """Heads of the table; on a phone the customer and the day, why and the task below."""
    return [
        {"label": _("customer"), "pinned": True, "at": "2"},
        {"label": _("moment"), "at": "3"}, {"label": _("when"), "at": "2"},
        {"label": _("task"), "at": "3"}, {"label": _("owner")},
    ]  # fmt: skip


def rows(found: Sequence[Moment], access: Access) -> list[dict[str, Any]]:
    """A line for each: the customer, why, when, whose it is, the task."""
    shown = found[:SHOWN]
    parties = access.rows(Party).in_bulk({moment.party for moment in shown})
    called = titles(access, list(parties.values()))
    owners = named(access, User, {party.owner_id for party in parties.values()} - {None})
    known = marks(shown)
    written = {mark.task for mark in known.values()}
    tasks = access.rows(Task).in_bulk(written) if access.can(Task, "read") else {}
    today, drawn = timezone.localdate(), []
    for moment in shown:
        party = parties.get(moment.party)
        if party is None:
            continue
        mark = known.get(moment.key)
        task = tasks.get(mark.task) if mark is not None else None
        drawn.append({"id": moment.key, "label": called[party.pk], "cells": [
            opening_cell(access, party, called[party.pk], url_of(Party, party.pk)),
            {"kind": "text", "text": short(moment)}, _day(moment, today),
            _task(moment, task, today, is_marked=mark is not None),
            {"kind": "who", "text": owners.get(party.owner_id, "")},
        ]})  # fmt: skip
    return drawn


def _day(moment: Moment, today: dt.date) -> Cell:
    late = {"tone": "seal"} if moment.day < today else {}
    return {"kind": "date", "text": day_text(moment.day), "iso": moment.day.isoformat(), **late}


def _task(moment: Moment, task: Task | None, today: dt.date, *, is_marked: bool) -> Cell:
    if task is not None:
        return {"kind": "link", "text": str(task.get_status_display()),
                "url": url_of(Task, task.pk)}  # fmt: skip
    if is_marked:
        return {"kind": "text", "text": _("written")}
    if moment.remind_on <= today:
        return {"kind": "text", "text": ""}
    when = _("from %(day)s") % {"day": day_text(moment.remind_on, weekday=False)}
    return {"kind": "text", "text": when}
