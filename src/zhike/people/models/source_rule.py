"""Source rules: whose word counts for a field when two systems contradict each other."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.ledger.fields import ListField
from zhike.ledger.models import Record
from zhike.people.rules import survivorship


class SourceRule(Record):
    """What stands in a field when two sources say different things of a customer."""

    named_by = ("field",)
    administered: ClassVar[bool] = True

    class Policy(models.TextChoices):
        """By what it is decided."""

        NEWEST = survivorship.NEWEST, _("what came last")
        RANKING = survivorship.RANKING, _("the better source")
        ASK = survivorship.ASK, _("what was there, until somebody decides")

    field = models.CharField(_("field"), max_length=80, blank=True, unique=True)
    policy = models.CharField(
        _("what stands"), max_length=8, choices=Policy.choices, default=Policy.NEWEST
    )
    sources = ListField(_("sources, the best first"))

    class Meta:
        """One for each field; the one without a field is for all others."""

        verbose_name = _("source rule")
        verbose_name_plural = _("source rules")

    def __str__(self) -> str:
        return self.field or "*"
