"""Number rules: how documents are numbered; and how far each count has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.access.models.role import Scope
from zhike.base.errors import N_, BadValue
from zhike.ledger.models import Record
from zhike.records.models.company import Company
from zhike.records.rules import numbering

GREATEST_STEP = 1000


class NumberRule(Record):
    """How documents of a kind are numbered: a pattern, and when its serial begins anew."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}
    named_by = ("pattern",)

    class Reset(models.TextChoices):
        """When its serial begins anew."""

        NEVER = numbering.NEVER, pgettext_lazy("number rule", "never")
        DAY = numbering.DAY, _("every day")
        MONTH = numbering.MONTH, _("every month")
        YEAR = numbering.YEAR, _("every year")

    document = models.CharField(_("document"), max_length=40, unique=True)
    pattern = models.CharField(
        _("pattern"), max_length=numbering.LONGEST,
        help_text=_("At least two parts: words, {year}, {yy}, {month}, {day}, {entity}, {team}, "
                    "and the serial with its width, {serial:4}."),
    )  # fmt: skip
    reset = models.CharField(
        _("begins anew"), max_length=5, choices=Reset.choices, default=Reset.YEAR,
        help_text=_("By the company's own calendar."),
    )  # fmt: skip
    start = models.PositiveIntegerField(
        _("first serial"), default=1, help_text=_("Of each count that has not begun yet.")
    )
    step = models.PositiveSmallIntegerField(_("step of the serial"), default=1)

    class Meta:
        """One of each kind of document."""

        verbose_name = _("number rule")
        verbose_name_plural = _("number rules")

    def __str__(self) -> str:
        return self.pattern

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A pattern that says every number once; one rule of a kind of document."""
        try:
            numbering.check(self.pattern, self.reset)
        except BadValue as bad:
            yield "pattern", bad
        if not 1 <= (self.step or 0) <= GREATEST_STEP:
            yield "step", BadValue("range", N_("Enter a number from 1 to 1,000."))
        if not self.start:
            yield "start", BadValue("positive", N_("Enter a number greater than 0."))
        others: Any = NumberRule.objects.filter(document=self.document)
        if others.exclude(pk=self.pk).exists():
            message = N_("These documents have a number rule already; change that one.")
            yield "document", BadValue("taken", message)

    def day(self, at: dt.datetime) -> dt.date:
        """The day on which something is numbered, where the company is."""
        return at.astimezone(ZoneInfo(Company.here().time_zone)).date()


class NumberCounter(models.Model):
    """The last serial that a kind of document has in a period, of an entity and a team.

    Its row is written in the transaction of the document that takes the number: others wait for
    it, and what is rolled back gives its number back.
    """

    key = models.CharField(primary_key=True, max_length=160)
    serial = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.key}: {self.serial}"
