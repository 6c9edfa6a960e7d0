"""Who else wants a deal, at what price, and where they are stronger or weaker."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.base.errors import N_, BadValue
from zhike.ledger.fields import MoneyField
from zhike.ledger.models import Part
from zhike.people.models import Party


class OpportunityCompetitor(Part):
    """A competitor for a deal: their price, their strengths and weaknesses."""

    named_by = ("party",)
    part_of = "opportunity"
    same_by = ("party",)
    opportunity = models.ForeignKey(
        "sales.Opportunity", models.CASCADE, verbose_name=_("opportunity"),
        related_name="competitors",
    )  # fmt: skip
    party = models.ForeignKey(
        Party, models.PROTECT, verbose_name=_("competitor"), related_name="competes_in"
    )
    price = MoneyField(_("their price"), null=True, blank=True)
    strengths = models.CharField(_("their strengths"), max_length=500, blank=True)
    weaknesses = models.CharField(_("their weaknesses"), max_length=500, blank=True)

    class Meta:
        """Under its opportunity."""

        verbose_name = _("competitor for a deal")
        verbose_name_plural = _("competitors for a deal")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.party)

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A price is not below nothing."""
        if (self.price or 0) < 0:
            yield "price", BadValue("negative", N_("Enter an amount of 0 or more."))
