"""Targets: what is to be sold in a year and its months."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.base.errors import N_, BadValue
from zhike.sales.models.year_plan import YearPlan


class Target(YearPlan):
    """What a person, a team or the company is to win in a year, with a plan for its months.

    It is a person's where it has an owner, else a team's, else the company's.
    """

    named_by = ("year", "kind")

    class Kind(models.TextChoices):
        """What is counted towards it."""

        WON = "won", _("amounts won")
        CONTRACTS = "contract", _("contracts signed")
        RECEIPTS = "receipts", _("money received")

    kind = models.CharField(_("counts"), max_length=8, choices=Kind.choices, default=Kind.WON)

    class Meta:
        """Looked up by year and whose it is."""

        verbose_name = _("target")
        verbose_name_plural = _("targets")
        indexes = [models.Index(fields=["year", "owner", "team"], name="target_of_year")]

    def __str__(self) -> str:
        return f"{self.year} {self.get_kind_display()}"

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """One a year for each person, team and the company; no sum is below zero."""
        yield from super().problems()
        if self.owner_id and self.team_id:
            yield "team", BadValue("both", N_("Choose a person or a team, not both."))
        same = Target.objects.filter(
            year=self.year, kind=self.kind, owner=self.owner_id, team=self.team_id
        )
        if same.exclude(pk=self.pk).exists():
            yield "year", BadValue("taken", N_("There is a target of this year already."))
