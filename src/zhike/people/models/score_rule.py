"""Score rules: what makes a lead worth calling first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.base.errors import N_, BadValue
from zhike.ledger.fields import ListField
from zhike.ledger.models import Record
from zhike.people.models.party import Party
from zhike.people.rules.assignment import region_prefixes
from zhike.people.rules.scoring import number

CHOICES = {"industry": Party.Industry.values, "source": Party.Source.values}


class ScoreRule(Record):
    """Points that a lead gets for what it is, or for what was done with it lately."""

    administered: ClassVar[bool] = True

    class Measures(models.TextChoices):
        """Whether it speaks of the lead itself or of contacts with it."""

        FIT = "fit", _("fit")
        CONTACT = "contact", _("contacts")

    class Field(models.TextChoices):
        """What is looked at."""

        INDUSTRY = "industry", _("industry")
        REGION = "region", _("region")
        SOURCE = "source", _("source")
        TITLE = "title", _("job title")
        NEED = "need", _("need")
        AMOUNT = "amount", _("expected amount")
        COMPANY = "company_name", _("company name")
        EMAIL = "email", _("email")
        MOBILE = "mobile", _("mobile phone")

    name = models.CharField(
        _("reason in words"), max_length=100, unique=True, help_text=_("Stands on the lead's page.")
    )
    measures = models.CharField(
        _("measures"), max_length=8, choices=Measures.choices, default=Measures.FIT
    )
    field = models.CharField(_("field"), max_length=16, choices=Field.choices, blank=True)
    values = ListField(
        _("values"),
        help_text=_("Words, values, regions, or the least amount. Empty: whatever stands there."),
    )
    points = models.SmallIntegerField(_("points"))
    half_life_days = models.PositiveSmallIntegerField(
        _("half-life in days"), default=14, help_text=_("Contacts count half after so many days.")
    )

    class Meta:
        """Few of them."""

        verbose_name = _("score rule")
        verbose_name_plural = _("score rules")

    def __str__(self) -> str:
        return self.name

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Points within a hundred; a field for what fits, and values that it can hold."""
        if not -100 <= (self.points or 0) <= 100:
            yield "points", BadValue("points", N_("Enter a number from -100 to 100."))
        if self.measures == self.Measures.FIT and not self.field:
            yield "field", BadValue("required", N_("Fill this in."))
        if not self.half_life_days:
            yield "half_life_days", BadValue("days", N_("Enter 1 or more days."))
        for value in self.values:
            if not self._can_be(value):
                message = N_("“%(text)s” cannot stand in this field.")
                yield "values", BadValue("value", message, text=value)
                return

    def _can_be(self, value: str) -> bool:
        if self.field == self.Field.REGION:
            return bool(region_prefixes(value))
        if self.field == self.Field.AMOUNT:
            return number(value).is_finite()
        return value in CHOICES.get(self.field, (value,))
