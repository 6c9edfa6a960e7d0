"""The swimlane of a deal: which department does which step, which has it now, and since when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.engagement.models import InternalRequest
from zhike.ledger.actions import actions_of
from zhike.records.resource import resource_for
from zhike.records.work_calendar import WorkTimes
from zhike.sales.models import Opportunity, OpportunityStep, Stage, StageStep
from zhike.web.attention import sees
from zhike.web.dates import moment_text
from zhike.web.links import record_url

Drawn = dict[str, Any]
HOUR = Decimal(3600)
TONES = {"done": "pine", "running": "ochre", "late": "seal"}
ICONS = {"done": "check", "running": "clock", "late": "alert", "skipped": "close"}


@dataclass(frozen=True)
class Taken:
    """A step of the process with how far the deal has come in it (None: not begun)."""

    step: StageStep
    now: OpportunityStep | None
    department: str
    hours: Decimal | None
    """The working hours that it has taken so far."""

    def status(self, now: dt.datetime) -> str:
        """`waiting`, `running`, `late`, `done` or `skipped`."""
        if self.now is None:
            return "waiting"
        return "late" if self.now.is_late_at(now) else str(self.now.status)


def steps_of(deal: Opportunity) -> list[Taken]:
    """The steps of the version on which the deal runs, in their order."""
    if deal.process_id is None:
        return []
    taken = {
        one.step_id: one
        for one in OpportunityStep.objects.filter(opportunity=deal.pk)
        .select_related("done_by", "file")
    }  # fmt: skip
    steps = StageStep.objects.filter(process=deal.process_id)
    found = list(steps.select_related("stage", "department").order_by("number", "pk"))
    own = _own_department(deal)
    times = WorkTimes.read() if taken else None
    return [
        Taken(
            step, taken.get(step.pk), str(step.department or own),
            _hours(times, step.department_id or deal.selling_team, taken[step.pk])
            if times is not None and step.pk in taken else None,
        )
        for step in found
    ]  # fmt: skip


def _own_department(deal: Opportunity) -> str:
    team = deal.owner.team if deal.owner is not None else deal.team
    return str(team or _("owner of the deal"))


def _hours(times: WorkTimes, team: UUID | None, step: OpportunityStep) -> Decimal | None:
    if step.since is None:
        return None
    worked = times.of(team).worked(step.since, step.done_at or timezone.now())
    return (Decimal(worked.total_seconds()) / HOUR).quantize(Decimal("0.1"))


def swimlane(access: Access, deal: Opportunity) -> Drawn | None:
    """The parameters of the component `swimlane`, and who has the deal now; None: no steps."""
    if not sees(access, OpportunityStep, "status", "since", "step"):
        return None
    steps = steps_of(deal)
    if not steps:
        return None
    now = timezone.now()
    drawer = Drawer(access, deal, now)
    stages = list(dict.fromkeys(one.step.stage for one in steps))
    stages.sort(key=lambda stage: (stage.position, stage.pk))
    lanes = dict.fromkeys(one.department for one in steps)
    return {
        "stages": [{"label": s.name, "current": s.pk == deal.stage_id} for s in stages],
        "lanes": [drawer.lane(name, stages, steps) for name in lanes],
        "holding": [drawer.holding(one) for one in steps if one.status(now) in ("running", "late")],
        "rows": [drawer.row(one) for one in steps],
        "page": record_url(resource_for(Opportunity), deal.pk, "process"),
    }


class Drawer:
    """Draws the steps of one deal for one reader."""

    def __init__(self, access: Access, deal: Opportunity, now: dt.datetime) -> None:
        """Ask once whether this reader may tick steps off."""
        self.access, self.deal, self.now = access, deal, now
        self.may_edit = access.reaches(deal, "update")
        self.evidence = sees(access, OpportunityStep, "evidence")
        asked = [one.request_id for one in deal.steps.all() if one.request_id]
        self.requests = set(
            access.rows(InternalRequest).filter(pk__in=asked).values_list("pk", flat=True)
        ) if asked else set()  # fmt: skip

    def lane(self, name: str, stages: list[Stage], steps: list[Taken]) -> Drawn:
        """A department with its steps under each stage."""
        mine = [one for one in steps if one.department == name]
        return {
            "name": name,
            "is_holding": any(one.status(self.now) in ("running", "late") for one in mine),
            "cells": [
                {"stage": stage.name,
                 "boxes": [self.box(one) for one in mine if one.step.stage_id == stage.pk]}
                for stage in stages
            ],
        }  # fmt: skip

    def box(self, one: Taken) -> Drawn:
        """A step in its lane."""
        status = one.status(self.now)
        return {
            "number": one.step.number, "name": one.step.name, "status": status,
            "word": self.word(status), "icon": ICONS.get(status, ""), "time": self.time(one),
        }  # fmt: skip

    def word(self, status: str) -> str:
        """How far a step is, in a word."""
        return _("late") if status == "late" else str(OpportunityStep.Status(status).label)

    def time(self, one: Taken) -> str:
        """Since when it runs, or how many working hours it took; for what it waits."""
        if one.now is None or one.now.since is None:
            after = one.step.after
            return _("after step %(numbers)s") % {"numbers": after} if after else ""
        if one.now.done_at is not None:
            return _("%(hours)s working h") % {"hours": one.hours}
        return _("since %(moment)s") % {"moment": moment_text(one.now.since)}

    def holding(self, one: Taken) -> Drawn:
        """Which department has the deal now, since when, until when, and what can be done."""
        step = one.now
        due = step.due_at if step else None
        since = step.since if step else None
        text = _("%(department)s has had “%(step)s” since %(moment)s")
        return {
            "text": text % {"department": one.department, "step": one.step.name,
                            "moment": moment_text(since or self.now)},
            "due": _("due %(moment)s") % {"moment": moment_text(due)} if due else "",
            "late": one.status(self.now) == "late", "hours": one.hours,
            "deliverable": one.step.deliverable, "how_to": one.step.how_to,
            "actions": self.actions(one),
        }  # fmt: skip

    def row(self, one: Taken) -> Drawn:
        """A step in the table beside."""
        step = one.now
        status = one.status(self.now)
        cells = [
            {"kind": "text", "text": f"{one.step.number} {one.step.name}"},
            {"kind": "text", "text": one.step.stage.name},
            {"kind": "text", "text": one.department},
            {"kind": "badge", "text": self.word(status), "tone": TONES.get(status, "")},
            self._moment(step.since if step else None), self._moment(step.due_at if step else None),
            self._moment(step.done_at if step else None),
            {"kind": "number", "text": str(one.hours)} if one.hours is not None else {},
            {"kind": "text", "text": self._result(step)},
        ]  # fmt: skip
        return {"id": str(one.step.pk), "label": one.step.name, "cells": cells}

    def _moment(self, at: dt.datetime | None) -> Drawn:
        return {"kind": "date", "text": moment_text(at), "iso": at.isoformat()} if at else {}

    def _result(self, step: OpportunityStep | None) -> str:
        if step is None or not self.evidence:
            return ""
        return step.evidence or str(step.file or "") or step.reason

    def actions(self, one: Taken) -> list[Drawn]:
        """Tick it off or skip it; see what its department was asked."""
        found: list[Drawn] = []
        if one.now is None:
            return found
        back = f"?back={record_url(resource_for(Opportunity), self.deal.pk)}"
        if self.may_edit:
            for verb in ("complete", "skip"):
                action = actions_of(OpportunityStep)[verb]
                url = record_url(resource_for(OpportunityStep), one.now.pk, verb) + back
                found.append({"label": action.label, "icon": action.icon, "url": url,
                              "size": "small",
                              "tone": "" if verb == "complete" else "quiet"})  # fmt: skip
        if one.now.request_id in self.requests and one.now.request_id is not None:
            url = record_url(resource_for(InternalRequest), one.now.request_id)
            found.append({"label": _("the request"), "icon": "chat", "url": url, "size": "small",
                          "tone": "quiet"})  # fmt: skip
        return found


def columns() -> Iterator[Drawn]:
    """The heads of the table beside the swimlane."""
    yield {"label": _("step"), "pinned": True, "at": "2"}
    yield {"label": _("stage")}
    yield {"label": _("department"), "at": "2"}
    yield {"label": _("status"), "at": "3"}
    yield {"label": _("since"), "at": "2"}
    yield {"label": _("due"), "at": "3"}
    yield {"label": _("done at")}
    yield {"label": _("working hours"), "numeric": True}
    yield {"label": _("result")}
