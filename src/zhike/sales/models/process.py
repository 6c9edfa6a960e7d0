"""Versions of what deals have to do on their way through a pipeline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Scope
from zhike.base.errors import N_, BadValue
from zhike.ledger.actions import action
from zhike.ledger.models import Part, Record
from zhike.ledger.models.record import ledger_fields
from zhike.records.errors import Invalid
from zhike.sales.models.pipeline import Pipeline, Stage
from zhike.sales.rules.process import flaws

FIXED = N_("This version is in force or was. Make a new version of the pipeline's process.")


def _is_draft(process: Process) -> bool:
    return process.status == Process.Status.DRAFT


class Process(Record):
    """A version of what deals of a pipeline have to do; deals finish on the one they began."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}
    named_by = ("pipeline", "number")

    class Status(models.TextChoices):
        """A version is written, then in force, then followed by another."""

        DRAFT = "draft", _("draft")
        IN_FORCE = "in_force", _("in force")
        FORMER = "former", _("former")

    pipeline = models.ForeignKey(
        Pipeline, models.CASCADE, verbose_name=_("pipeline"), related_name="processes"
    )
    number = models.PositiveSmallIntegerField(_("number of the version"), default=0, editable=False)
    status = models.CharField(
        _("status"), max_length=8, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    in_force_since = models.DateTimeField(_("in force since"), null=True, editable=False)
    note = models.CharField(_("what is new"), max_length=300, blank=True)

    class Meta:
        """Numbered within its pipeline, of which one version is in force."""

        verbose_name = _("process version")
        verbose_name_plural = _("process versions")
        constraints = [
            models.UniqueConstraint(fields=["pipeline", "number"], name="process_number"),
            models.UniqueConstraint(
                fields=["pipeline"], name="process_in_force",
                condition=models.Q(status="in_force"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.pipeline} v{self.number}"

    @classmethod
    def in_force(cls, pipeline: Any) -> Process | None:
        """The version on which new deals of a pipeline begin; None before there is any."""
        return cls.objects.filter(pipeline=pipeline, status=cls.Status.IN_FORCE).first()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new version takes the next number."""
        if not self.number:
            known = Process.objects.filter(pipeline=self.pipeline_id)
            self.number = (known.aggregate(most=models.Max("number"))["most"] or 0) + 1
        super().save(*args, **kwargs)

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """What deals go by stays as it is."""
        if not self._state.adding and not _is_draft(self):
            yield "note", BadValue("fixed", FIXED)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Take it away with its pieces; raises RecordInUse where deals run on it."""
        for piece in (*self.criteria.all(), *self.steps.all()):
            piece.go_with_it()
        return super().delete(*args, **kwargs)

    @action(_("put in force"), when=_is_draft, icon="check")
    def publish(self) -> None:
        """Let new deals begin on it; those under way finish on theirs."""
        wrong = flaws(
            [stage.as_place() for stage in Stage.objects.filter(pipeline=self.pipeline_id)],
            [step.as_work() for step in self.steps.select_related("stage")],
            [one.as_rule() for one in self.criteria.select_related("stage")],
        )
        if wrong:
            raise Invalid.field("note", wrong[0])
        before = Process.in_force(self.pipeline_id)
        if before is not None:
            before.status = self.Status.FORMER
            before.save()
        self.status, self.in_force_since = self.Status.IN_FORCE, timezone.now()
        self.save()


class OfVersion(Part):
    """A piece of a version, which stays as it is once the version is in force."""

    part_of = "process"
    process: Any
    process_id: Any
    stage: Any
    stage_id: Any

    class Meta:
        """Not a table."""

        abstract = True

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """It belongs to a stage of its pipeline, and its version is still written."""
        if self.process_id is None:
            return
        if not _is_draft(self.process):
            yield "stage", BadValue("fixed", FIXED)
        elif self.stage_id and self.stage.pipeline_id != self.process.pipeline_id:
            yield "stage", BadValue("other_pipeline", N_("Choose a stage of this pipeline."))

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Take it out of a version that is still written."""
        if not _is_draft(self.process):
            raise Invalid.field("stage", BadValue("fixed", FIXED))
        return super().delete(*args, **kwargs)

    def go_with_it(self) -> None:
        """Be taken away with the whole version."""
        super().delete()

    def copied_to(self, process: Process) -> None:
        """The same in another version."""
        values = {f.attname: getattr(self, f.attname) for f in ledger_fields(type(self))}
        type(self)(**(values | {"process_id": process.pk})).save()


@action(_("new version"), on=Pipeline, icon="plus")
def revise(pipeline: Pipeline) -> None:
    """Write a new version of what its deals have to do, beginning with the one in force."""
    draft = Process(pipeline=pipeline)
    draft.save()
    known = Process.in_force(pipeline)
    if known is not None:
        for piece in (*known.steps.all(), *known.criteria.all()):
            piece.copied_to(draft)
