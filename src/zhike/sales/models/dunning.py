"""Dunning steps: what happens so many days after an instalment was due."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.access.models import Scope
from zhike.base.errors import N_, BadValue
from zhike.ledger.fields import UuidKey
from zhike.ledger.models import Record

LONGEST = 3650


class DunningStep(Record):
    """What happens so many days after an instalment was due: a reminder, a call, no more credit."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}

    class Kind(models.TextChoices):
        """What is done."""

        REMIND = "remind", pgettext_lazy("dunning", "remind")
        CALL = "call", pgettext_lazy("dunning", "call")
        STOP = "stop", pgettext_lazy("dunning", "stop credit")

    name = models.CharField(_("name"), max_length=100, unique=True)
    is_active = models.BooleanField(_("active"), default=True)
    days = models.PositiveSmallIntegerField(_("days overdue"))
    kind = models.CharField(
        _("what is done"), max_length=6, choices=Kind.choices, default=Kind.REMIND
    )
    subject = models.CharField(_("task"), max_length=200)
    letter = models.TextField(
        _("letter"), blank=True, max_length=5000,
        help_text=_("{customer}, {contract}, {amount}, {due} and {days} are filled in."),
    )  # fmt: skip

    class Meta:
        """Few of them."""

        verbose_name = _("dunning step")
        verbose_name_plural = _("dunning steps")

    def __str__(self) -> str:
        return self.name

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """After at least a day."""
        days: int | None = self.days
        if days is None or not 0 < days <= LONGEST:
            yield "days", BadValue("range", N_("Enter a number from 1 to 3,650."))


class DunningMark(models.Model):
    """That a step was done for an instalment: it stays when its task is undone or deleted."""

    plan = UuidKey()
    step = UuidKey()
    task = UuidKey(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Each step once for each instalment."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "step"], name="dunning_once")
        ]

    def __str__(self) -> str:
        return f"{self.plan}:{self.step}"
