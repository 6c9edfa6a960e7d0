"""Lessons on every surface."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.records.resource import Resource, register
from zhike.sales.models import Lesson, LessonStage


@register
class LessonStageResource(Resource):
    """Where a lesson is shown."""

    model = LessonStage
    name = "lesson-stages"
    means = _("A stage in which a lesson is shown to whoever has a deal there.")
    icon = "board"
    sections = {_("stage of a lesson"): ("lesson", "stage")}
    columns = ("lesson", "stage")
    filters = ("stage",)


@register
class LessonResource(Resource):
    """What deals have taught."""

    model = Lesson
    name = "lessons"
    means = _("What a deal that was won or lost has taught; shown to deals in the same stage.")
    icon = "quote"
    page_rank = 48
    lanes = "kind"
    sections = {
        _("lesson"): ("title", "kind", "happened", "advice"),
        _("where it helps"): ("industry", "product", "tags"),
        _("where it comes from"): ("source", "owner"),
    }
    columns = ("title", "kind", "advice", "industry", "product", "owner", "created_at")
    filters = ("kind", "industry", "product", "tags", "owner")
    sorts = {"created_at": "created_at"}
    parts = ("stages",)
    search = {"names": ("title",), "texts": ("happened", "advice", "tags")}
