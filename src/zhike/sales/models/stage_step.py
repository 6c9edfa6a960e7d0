"""The steps inside the stages of a pipeline: who hands over what, in how many working hours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Team
from zhike.base.errors import N_, BadValue
from zhike.engagement.models import clock
from zhike.sales.models.pipeline import Stage
from zhike.sales.models.process import OfVersion, Process
from zhike.sales.rules.process import Work, numbers_in


class StageStep(OfVersion):
    """What has to be done while a deal is in a stage, by whom, in how many working hours."""

    class Responsible(models.TextChoices):
        """Who does it."""

        OWNER = "owner", _("owner of the deal")
        DEPARTMENT = "department", _("a department")

    class Evidence(models.TextChoices):
        """By what one sees that it is done."""

        TEXT = "text", _("a text")
        FILE = "file", _("a file")
        AMOUNT = "amount", _("the amount of the deal")
        CLOSE_DATE = "close_date", _("the close date of the deal")

    process = models.ForeignKey(
        Process, models.CASCADE, verbose_name=_("process version"), related_name="steps"
    )
    stage = models.ForeignKey(Stage, models.PROTECT, verbose_name=_("stage"), related_name="+")
    number = models.PositiveSmallIntegerField(_("no."), default=0, blank=True)
    name = models.CharField(_("name"), max_length=60)
    responsible = models.CharField(_("responsible"), max_length=10, choices=Responsible.choices)
    department = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, verbose_name=_("department"),
        related_name="+",
    )  # fmt: skip
    hours = models.DecimalField(
        _("working hours allowed"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    after = models.CharField(
        _("begins after steps no."), max_length=60, blank=True,
        help_text=_("Several as “2, 3”: it waits for all of them. Leave it empty for a step that "
                    "begins as the deal comes into the stage."),
    )  # fmt: skip
    deliverable = models.CharField(_("to be handed over"), max_length=200, blank=True)
    evidence = models.CharField(
        _("shown by"), max_length=10, choices=Evidence.choices, default=Evidence.TEXT
    )
    how_to = models.TextField(_("how it is done"), blank=True, max_length=2000)

    class Meta:
        """In the order of their numbers."""

        verbose_name = _("step of a stage")
        verbose_name_plural = _("steps of stages")
        ordering = ["number", "id"]
        indexes = [models.Index(fields=["process", "number"], name="stage_step_order")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it with what follows from its other fields."""
        self.settle()
        super().save(*args, **kwargs)

    def settle(self) -> None:
        """The next number where none is given; no department where the owner does it."""
        with suppress(ValueError):
            self.after = ", ".join(str(number) for number in numbers_in(str(self.after)))
        if not self.number:
            known = StageStep.objects.filter(process=self.process_id)
            self.number = (known.aggregate(most=models.Max("number"))["most"] or 0) + 1
        if self.responsible == self.Responsible.OWNER:
            self.department = None

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Somebody is responsible; it waits for no later step; its time is more than none."""
        yield from super().problems()
        self.settle()
        if self.responsible == self.Responsible.DEPARTMENT and self.department_id is None:
            yield "department", BadValue("required", N_("Say which department is responsible."))
        if self.hours is not None and not 0 < Decimal(self.hours) <= 2000:
            yield "hours", BadValue("range", N_("Enter a number above 0, at most 2,000."))
        yield from self._after_problems()
        if self.department_id and clock.is_nobody(self.department_id):
            message = N_("Nobody works in this department and nobody leads it: the step would wait "
                         "for nobody.")  # fmt: skip
            yield "department", BadValue("nobody", message)
        others = StageStep.objects.filter(process=self.process_id, number=self.number)
        if others.exclude(pk=self.pk).exists():
            yield "number", BadValue("taken", N_("Another step of this version has this number."))

    def _after_problems(self) -> Iterator[tuple[str, BadValue]]:
        """It waits for steps that have lower numbers: no circle can come of that."""
        try:
            earlier = numbers_in(self.after)
        except ValueError:
            yield "after", BadValue("numbers", N_("Enter numbers of steps, such as “2, 3”."))
            return
        if any(number >= self.number for number in earlier):
            message = N_("A step waits for earlier ones only, else they would wait for ever.")
            yield "after", BadValue("circle", message)

    def as_work(self) -> Work:
        """What the rules need to know of it."""
        return Work(self.number, self.name, self.stage.position, numbers_in(self.after))
