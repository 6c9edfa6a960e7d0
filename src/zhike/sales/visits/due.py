"""What waits for somebody about visits: a decision, a new time, an outcome, an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.engagement.due import marks_of
from zhike.ledger.fields import RecordRef
from zhike.people.models import Party
from zhike.records.resource import resource_for
from zhike.records.titles import named, titles
from zhike.sales.models import CustomerOpinion, ExecutiveVisit
from zhike.sales.rules.go_or_no_go import GO
from zhike.sales.visits.times import clashes_of
from zhike.sales.visits.wording import Verdict, verdict
from zhike.web.cells import Cell
from zhike.web.links import record_url
from zhike.web.today import MOST, Due, Press, Source, pressing, register_source

Status = ExecutiveVisit.Status
SHOWN = 5
"""Decisions in full, with their reasons: more are nobody's morning."""


def to_decide(access: Access) -> QuerySet[Any]:
    """The visits about which this reader is asked."""
    if access.user is None or not access.can(ExecutiveVisit, "accept"):
        return ExecutiveVisit.objects.none()
    rows = access.rows(ExecutiveVisit).filter(
        executive__user=access.user.pk, status=Status.SUBMITTED
    )
    return rows.select_related("party", "attendee", "opportunity__stage", "executive__user")


def due_for(access: Access, now: dt.datetime) -> Iterator[Due]:
    """Everything about visits that waits for the reader."""
    yield from _decisions(access)
    yield from _own(access, now)
    yield from _opinions(access, now)


def _decisions(access: Access) -> Iterator[Due]:
    """Go or not: what the rules say, what clashes, and the two buttons."""
    found = list(to_decide(access).order_by("starts_at", "pk")[:SHOWN])
    for visit, title, customer in _called(access, found):
        said = verdict(access, visit, anew=False)
        clashes = clashes_of(access, visit)
        badges: list[Cell] = [{"text": f"{said.label} {said.score}", "tone": said.tone}]
        if clashes:
            badges.append({"text": _("the time is taken"), "tone": "seal", "icon": "calendar"})
        reasons = [one.text for one in said.unmet] or [said.because]
        yield Due(
            RecordRef.to(visit), title, record_url(resource_for(ExecutiveVisit), visit.pk),
            " ".join([*reasons, *(clash.text for clash in clashes)]), Press.WAITING,
            visit.starts_at, name=customer,
            marks={**marks_of(access, visit.party), "badges": badges},
            actions=_decide(visit, said),
        )  # fmt: skip


def _decide(visit: ExecutiveVisit, said: Verdict) -> tuple[Cell, ...]:
    resource = resource_for(ExecutiveVisit)
    go: Cell = {"label": _("Go"), "icon": "check", "method": "post", "name": "version",
                "value": str(visit.version),
                "url": record_url(resource, visit.pk, "accept") + "?back=/"}  # fmt: skip
    if said.recommendation != GO:
        go = {"label": _("Go all the same"), "url": record_url(resource, visit.pk, "override")}
    no: Cell = {"label": _("Do not go"), "url": record_url(resource, visit.pk, "decline")}
    brief: Cell = {"label": _("Brief"), "icon": "print", "tone": "quiet",
                   "url": record_url(resource, visit.pk, "brief") + "?for=visit"}  # fmt: skip
    return go, no, brief


def _own(access: Access, now: dt.datetime) -> Iterator[Due]:
    """Visits that the reader asked for: put off, or over without an outcome."""
    if not access.can(ExecutiveVisit, "read"):
        return
    mine = access.rows(ExecutiveVisit).filter(owner=access.user).select_related("party")
    later = mine.filter(status=Status.POSTPONED).order_by("starts_at", "pk")[:MOST]
    over = mine.filter(status=Status.ACCEPTED, starts_at__lt=now, ends_at__lt=now)
    found = [*later, *over.order_by("starts_at", "pk")[:MOST]]
    for visit, title, customer in _called(access, found):
        url = record_url(resource_for(ExecutiveVisit), visit.pk)
        why, button = _("Put off: agree the new time and submit it again."), _("See the visit")
        at = visit.starts_at
        press = Press.WAITING
        if visit.status == Status.ACCEPTED:
            why = _("What came of it, and what did the customer say?")
            button, at, press = _("Record the outcome"), visit.ends_at, pressing(at, now)[0]
            action: Cell = {"label": button, "icon": "edit", "url": f"{url}hold/"}
        else:
            action = {"label": button, "url": url}
        yield Due(RecordRef.to(visit), title, url, why, press, at, name=customer,
                  marks=marks_of(access, visit.party), actions=(action,))  # fmt: skip


def _opinions(access: Access, now: dt.datetime) -> Iterator[Due]:
    """What customers told the management, and the reader is to answer."""
    if not access.can(CustomerOpinion, "read"):
        return
    mine = access.rows(CustomerOpinion).filter(
        owner=access.user, status=CustomerOpinion.Status.OPEN
    )
    found = list(mine.select_related("party").order_by("created_at", "pk")[:MOST])
    for opinion, title, customer in _called(access, found):
        url = record_url(resource_for(CustomerOpinion), opinion.pk)
        press, at = Press.WAITING, None
        if opinion.due_on:
            at = timezone.make_aware(dt.datetime.combine(opinion.due_on, dt.time()))
            press = pressing(at, now)[0]
        answer: Cell = {"label": _("Answer"), "icon": "check", "url": f"{url}answered/"}
        yield Due(RecordRef.to(opinion), title, url, _("The customer waits for an answer."),
                  press, at, is_day=True, name=customer, marks=marks_of(access, opinion.party),
                  actions=(answer,))  # fmt: skip


def _called(access: Access, found: Sequence[Any]) -> Iterator[tuple[Any, str, str]]:
    """Each record with what it is called, and the name of its customer."""
    called = titles(access, found)
    names = named(access, Party, {record.party_id for record in found})
    for record in found:
        customer = names.get(record.party_id, "")
        yield record, " · ".join(filter(None, (customer, called[record.pk]))), customer


register_source(Source("visits", 15, gettext_lazy("Visits of the management"), "door", due_for))
