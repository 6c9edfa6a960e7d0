"""A visit in the executive's calendar: what clashes, what weighs more, which times are free."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.engagement.agenda import called, clashes, free_times
from zhike.engagement.calendar_page import time_text
from zhike.engagement.models import Appointment
from zhike.engagement.rules.slots import Span
from zhike.sales.models import ExecutiveVisit
from zhike.web.dates import day_text
from zhike.web.links import url_of


@dataclass(frozen=True)
class Clash:
    """What takes the time of a visit, and whether it weighs more than that."""

    text: str
    url: str
    compared: str


def span_of(visit: ExecutiveVisit) -> Span:
    """When it is."""
    return Span(visit.starts_at, visit.ends_at)


def when_text(span: Span) -> str:
    """The day, and from when to when."""
    return f"{day_text(timezone.localtime(span.starts).date())} {time_text(span)}"


def clashes_of(access: Access, visit: ExecutiveVisit) -> list[Clash]:
    """Everything in the way, in its order; what the reader may not see is merely taken."""
    found = clashes(visit.executive.user_id, span_of(visit), visit.appointment_id)
    names = called(access, found)
    drawn = []
    for entry in found:
        name = names.get(entry.record.pk, "")
        words = {"score": visit.score, "weight": entry.weight}
        heavier = (
            _("The visit weighs more: %(score)s against %(weight)s.")
            if visit.score > entry.weight
            else _("That weighs more: %(weight)s against the visit's %(score)s.")
        )
        url = url_of(type(entry.record), entry.record.pk) if name else ""
        text = f"{when_text(entry.span)} {name or _('taken')}"
        if isinstance(entry.record, Appointment):
            text += f" · {entry.record.get_priority_display()}"
        drawn.append(Clash(text, url, heavier % words))
    return drawn


def offers_of(visit: ExecutiveVisit) -> list[Span]:
    """Free times instead."""
    return free_times(visit.executive.user, span_of(visit), visit.appointment_id)
