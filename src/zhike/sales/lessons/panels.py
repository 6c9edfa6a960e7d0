"""Lessons on the page of a deal, and on their own how useful they were."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.ledger.models import Record
from zhike.records.resource import resource_for
from zhike.sales.lessons.fitting import fitting, learnt_from, mark_of, marked_by, write_url
from zhike.sales.lessons.pages import URL
from zhike.sales.models import Lesson, Opportunity
from zhike.web.attention import sees
from zhike.web.links import record_url, url_of
from zhike.web.panels import Panel, register_panel

TONES = {Lesson.Kind.FAILURE: "ochre", Lesson.Kind.SUCCESS: "pine"}


def lessons_of_deal(access: Access, deal: Record) -> dict[str, Any] | None:
    """What others learnt in the stage of the deal; of one that has ended, what it taught."""
    if not isinstance(deal, Opportunity) or not sees(access, Opportunity, "stage"):
        return None
    if not sees(access, Lesson, "title", "advice"):
        return None
    is_over = deal.stage.is_closed
    found = learnt_from(access, deal) if is_over else fitting(access, deal)
    if not found and not is_over:
        return None
    back = record_url(resource_for(Opportunity), deal.pk)
    data = {"lessons": drawn(access, found, back), "is_over": is_over}
    if not is_over:
        title = _("Lessons in “%(stage)s”") % {"stage": deal.stage}
        return data | {"title": title, "more": f"{URL}?stage={deal.stage_id}", "actions": []}
    may_write = access.can(Lesson, "create")
    write = {"label": _("write a lesson"), "icon": "plus", "url": write_url(access, deal)}
    return data | {"title": _("What did we learn?"), "actions": [write] if may_write else []}


def drawn(access: Access, lessons: list[Any], back: str) -> list[dict[str, Any]]:
    """Lessons as they are read in passing, each with its mark."""
    mine = marked_by(access, lessons)
    return [
        {
            "title": lesson.title, "url": url_of(Lesson, lesson.pk), "advice": lesson.advice,
            "badge": {"text": lesson.get_kind_display(), "tone": TONES[lesson.kind]},
            "mark": mark_of(lesson, on=lesson.pk in mine, back=back),
        }
        for lesson in lessons
    ]  # fmt: skip


def usefulness(access: Access, lesson: Record) -> dict[str, Any] | None:
    """How many found a lesson useful, and the button that says so."""
    counted = Lesson.objects.filter(pk=lesson.pk).ranked().get()
    return {"mark": mark_of(counted, on=bool(marked_by(access, [counted])))}


register_panel(
    Opportunity,
    Panel("lessons", gettext_lazy("lessons"), 6, "sales/lessons_of_deal.html", lessons_of_deal),
)
register_panel(
    Lesson,
    Panel("useful", gettext_lazy("useful"), 8, "sales/lesson_useful.html", usefulness, side=True),
)
