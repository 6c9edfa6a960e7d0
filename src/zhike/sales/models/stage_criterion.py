"""What must be so before a deal may come into a stage."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.rights import system_access
from zhike.base.errors import N_, BadValue
from zhike.records.errors import Invalid
from zhike.records.filters import condition
from zhike.records.resource import resource_named
from zhike.sales.models.pipeline import Stage
from zhike.sales.models.process import OfVersion, Process
from zhike.sales.rules.process import Rule, filter_in

NEEDED = {"field": "field", "filter": "filter", "contact": "days", "step": "step"}
"""What each kind of criterion has to say besides."""


class StageCriterion(OfVersion):
    """What must be so before a deal may come into a stage."""

    named_by = ("kind",)

    class Kind(models.TextChoices):
        """What is looked at."""

        FIELD = "field", _("a field is filled in")
        FILTER = "filter", _("a filter holds")
        STRENGTHS = "strengths", _("a strength and a weakness are known")
        CONTACT = "contact", _("the customer was met or spoken to")
        STEP = "step", _("a step is done")

    class Fact(models.TextChoices):
        """The fields that can be asked for; custom fields are asked by a filter."""

        PARTY = "party", _("customer")
        AMOUNT = "amount", _("amount")
        CLOSE_DATE = "close_date", _("close date")
        PROBABILITY = "probability", _("probability in %")
        SOURCE = "source", _("source")
        NOTE = "note", _("note")
        LINES = "lines", _("product lines")
        COMPETITORS = "competitors", _("competitors")

    process = models.ForeignKey(
        Process, models.CASCADE, verbose_name=_("process version"), related_name="criteria"
    )
    stage = models.ForeignKey(
        Stage, models.PROTECT, verbose_name=_("before stage"), related_name="+"
    )
    kind = models.CharField(_("what must be so"), max_length=10, choices=Kind.choices)
    field = models.CharField(_("field"), max_length=12, choices=Fact.choices, blank=True)
    filter = models.TextField(
        _("filter"), blank=True, max_length=4000,
        help_text=_("Filter the list of opportunities and put its address here."),
    )  # fmt: skip
    days = models.PositiveSmallIntegerField(_("within days"), null=True, blank=True)
    step = models.PositiveSmallIntegerField(_("step no."), null=True, blank=True)
    sentence = models.CharField(
        _("in words"), max_length=200, blank=True,
        help_text=_("What people read when it is not so. Empty: said by itself."),
    )  # fmt: skip

    class Meta:
        """In the order in which they were added."""

        verbose_name = _("entry criterion")
        verbose_name_plural = _("entry criteria")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.sentence or str(self.get_kind_display())

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Each kind says what it asks for; a filter is one that can be asked."""
        yield from super().problems()
        needed = NEEDED.get(self.kind, "")
        if needed and not getattr(self, needed):
            yield needed, BadValue("required", N_("Fill this in."))
        if self.kind == self.Kind.FILTER and not self.sentence:
            yield "sentence", BadValue("required", N_("Say in words what the filter asks for."))
        if self.kind == self.Kind.FILTER and self.filter:
            yield from self._filter_problems()

    def _filter_problems(self) -> Iterator[tuple[str, BadValue]]:
        try:
            self.filter = json.dumps(filter_in(self.filter), ensure_ascii=False)
            deals = resource_named("opportunities")
            condition(deals, system_access(), json.loads(self.filter))
        except BadValue as error:
            yield "filter", error
        except Invalid as invalid:
            message = invalid.errors[0].message
            yield "filter", BadValue("filter", N_("This filter cannot be asked: %(why)s"),
                                     why=message)  # fmt: skip

    def as_rule(self) -> Rule:
        """What the rules need to know of it."""
        return Rule(self.kind, self.field, self.days, self.step, self.sentence,
                    key=str(self.pk), place=self.stage.position)  # fmt: skip
