"""The page of lessons by stage, and the mark of a useful one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhike.access.rights import Access
from zhike.records.resource import resource_for
from zhike.sales.models import Lesson, LessonStage, Stage, UsefulMark
from zhike.web.attention import sees
from zhike.web.links import list_url, record_url, url_of
from zhike.web.names import referred
from zhike.web.question_pages import AT_A_GLANCE, where
from zhike.web.requests import (
    PageRequest,
    back_or,
    record_or_404,
    resource_or_404,
    uuid_or_none,
)

URL = "/lessons/by-stage/"
MOST = 50


@require_safe
def by_stage_page(request: PageRequest) -> HttpResponse:
    """What deals taught that were lost or won in a stage, the most useful first."""
    resource_or_404(request, "lessons")
    access = request.access
    stages = _stages()
    wanted = uuid_or_none(request.GET.get("stage", ""))
    stage = next((one for one in stages if one.pk == wanted), None) or _fullest(stages)
    rows: Any = access.rows(Lesson)
    rows = rows.of_stage(stage) if stage else rows.none()
    failed = {"all": [where("kind", "in", [Lesson.Kind.FAILURE])]}
    context = {
        "stage": stage, "chips": _chips(stages, stage), "columns": _columns(),
        "rows": _rows(access, list(rows.ranked()[:MOST])),
        "count": failures(access),
        "all_url": list_url(resource_for(Lesson)),
        "lost_url": list_url(resource_for(Lesson), filter=failed),
    }  # fmt: skip
    return render(request, "sales/lessons_by_stage.html", context)


def failures(access: Access) -> str:
    """How many lessons of deals that were lost there are."""
    rows = access.rows(Lesson).filter(kind=Lesson.Kind.FAILURE).order_by().values("pk")
    found = rows[: AT_A_GLANCE + 1].count()
    return f"{AT_A_GLANCE:,}+" if found > AT_A_GLANCE else f"{found:,}"


def _stages() -> list[Any]:
    """The stages in which deals are worked on, each with its number of lessons (`lessons`)."""
    counted = LessonStage.objects.order_by().values_list("stage__name").annotate(n=Count("lesson"))
    counts: dict[str, int] = dict(counted)
    stages: list[Any] = list(
        Stage.objects.filter(is_closed=False).order_by("-pipeline__is_default", "pipeline",
                                                       "position", "pk")[:100]
    )  # fmt: skip
    for stage in stages:
        stage.lessons = counts.get(stage.name, 0)
    return list({stage.name: stage for stage in reversed(stages)}.values())[::-1]


def _fullest(stages: list[Any]) -> Any:
    return max(stages, key=lambda stage: stage.lessons, default=None)


def _chips(stages: list[Any], current: Any) -> list[dict[str, Any]]:
    return [
        {"label": stage.name, "url": f"{URL}?stage={stage.pk}", "current": stage is current,
         "count": stage.lessons}
        for stage in stages
    ]  # fmt: skip


def _columns() -> list[dict[str, Any]]:
    return [
        {"label": _("lesson"), "pinned": True, "at": "2"},
        {"label": _("kind of lesson"), "at": "3"},
        {"label": _("what we would do"), "at": "2"},
        {"label": _("found useful"), "numeric": True, "at": "3"}, {"label": _("learnt from")},
    ]  # fmt: skip


def _rows(access: Access, lessons: list[Any]) -> list[dict[str, Any]]:
    if not sees(access, Lesson, "title", "advice", "source"):
        return []
    names = referred(access, {lesson.source for lesson in lessons if lesson.source})
    tones = {Lesson.Kind.FAILURE: "ochre", Lesson.Kind.SUCCESS: "pine"}
    return [
        {"id": str(lesson.pk), "label": lesson.title, "cells": [
            {"kind": "link", "text": lesson.title, "url": url_of(Lesson, lesson.pk)},
            {"kind": "badge", "text": lesson.get_kind_display(), "tone": tones[lesson.kind]},
            {"kind": "long", "text": lesson.advice},
            {"kind": "number", "text": f"{lesson.useful:,}"},
            {"kind": "text", "text": names.get(lesson.source, "")},
        ]}
        for lesson in lessons
    ]  # fmt: skip


@require_POST
def mark_useful(request: PageRequest, id_: UUID) -> HttpResponse:
    """Say that a lesson was useful, or take that back; pressing twice says it once."""
    lesson = record_or_404(request, resource_or_404(request, "lessons"), id_)
    mine = UsefulMark.objects.filter(lesson=lesson.pk, user=request.user.pk)
    if request.POST.get("on") == "1":
        UsefulMark.objects.get_or_create(lesson=lesson.pk, user=request.user.pk)
    else:
        mine.delete()
    return redirect(back_or(request, record_url(resource_for(Lesson), lesson.pk)))
