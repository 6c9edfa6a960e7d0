"""Lessons: what deals that were won and lost have taught, by the stages where it helps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Case, Count, F, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.access.models import Owned
from zhike.access.models.role import Scope
from zhike.base.errors import N_, BadValue
from zhike.catalog.models import Product
from zhike.ledger.fields import ListField, RecordRef, UuidKey
from zhike.ledger.models import Part, RecordQuerySet
from zhike.people.models import Party
from zhike.sales.models.pipeline import Stage

LIKENESS = 3
"""What the same industry counts, and the same product: as much as so many who found it useful."""


class LessonQuerySet(RecordQuerySet):
    """Reads lessons."""

    def of_stage(self, stage: Stage) -> LessonQuerySet:
        """Those that belong to a stage, or to one of its name in another pipeline."""
        here = LessonStage.objects.filter(stage__name=stage.name)
        return self.filter(pk__in=here.values("lesson"))

    def ranked(self, industry: str = "", products: tuple[UUID, ...] = ()) -> Any:
        """The most useful first, with how many found them so (`useful`); what is alike counts."""
        marks = UsefulMark.objects.filter(lesson=OuterRef("pk")).order_by().values("lesson")
        count = Subquery(marks.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        alike: Any = Value(0)
        if industry:
            alike = alike + _points(industry=industry)
        if products:
            alike = alike + _points(product__in=products)
        found = self.annotate(useful=Coalesce(count, 0))
        return found.annotate(weight=F("useful") + alike).order_by("-weight", "-created_at", "-pk")


def _points(**alike: Any) -> Case:
    return Case(When(then=Value(LIKENESS), **alike), default=Value(0), output_field=IntegerField())


class Lesson(Owned):
    """What a deal that was won or lost has taught: what happened, and what we would do."""

    named_by = ("title",)
    everyone: ClassVar[dict[str, str]] = {
        "read": Scope.ALL, "create": Scope.OWN, "update": Scope.OWN, "delete": Scope.OWN,
    }  # fmt: skip
    """A library is for all: whoever works here reads it and adds to it."""

    class Kind(models.TextChoices):
        """Whether it is to be done again or not."""

        FAILURE = "failure", pgettext_lazy("lesson", "failure")
        SUCCESS = "success", pgettext_lazy("lesson", "success")

    title = models.CharField(pgettext_lazy("lesson", "title"), max_length=200)
    kind = models.CharField(
        _("kind of lesson"), max_length=8, choices=Kind.choices, default=Kind.FAILURE
    )
    happened = models.TextField(_("what happened"), blank=True, max_length=5000)
    advice = models.TextField(_("what we would do"), max_length=5000)
    source = RecordRef(_("learnt from"))
    industry = models.CharField(
        _("industry"), max_length=24, choices=Party.Industry.choices, blank=True
    )
    product = models.ForeignKey(
        Product, models.SET_NULL, null=True, blank=True, verbose_name=_("product"),
        related_name="lessons",
    )  # fmt: skip
    tags = ListField(_("tags"), blank=True, default=list)
    objects = LessonQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        """Found by what it was learnt from."""

        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        indexes = [
            models.Index(fields=["created_at", "id", "owner"], name="lesson_created"),
            models.Index(fields=["source"], name="lesson_source", condition=~models.Q(source="")),
        ]

    def __str__(self) -> str:
        return self.title


class LessonStage(Part):
    """A stage in which a lesson is shown; the versions of its process share it."""

    named_by = ("stage",)
    part_of = "lesson"
    same_by = ("stage",)

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="stages")
    stage = models.ForeignKey(Stage, models.PROTECT, verbose_name=_("stage"), related_name="+")

    class Meta:
        """Each stage once."""

        verbose_name = _("stage of a lesson")
        verbose_name_plural = _("stages in which it is shown")
        constraints = [
            models.UniqueConstraint(fields=["lesson", "stage"], name="lesson_stage_once")
        ]

    def __str__(self) -> str:
        return str(self.stage)

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Each stage once."""
        same = LessonStage.objects.filter(lesson=self.lesson_id, stage=self.stage_id)
        if same.exclude(pk=self.pk).exists():
            yield "stage", BadValue("taken", N_("The lesson has this stage already."))


class UsefulMark(models.Model):
    """That somebody found a lesson useful: no record, so that a mark leaves the lesson as it is."""

    lesson = UuidKey()
    user = UuidKey()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One for each person."""

        constraints = [models.UniqueConstraint(fields=["lesson", "user"], name="useful_mark_once")]

    def __str__(self) -> str:
        return f"{self.lesson}:{self.user}"
