"""What a team may do with some products by itself; beyond it somebody is asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Scope, Team
from zhike.base.errors import N_, BadValue
from zhike.catalog.models.product import Product
from zhike.ledger.models import Record


class TeamLimit(Record):
    """A limit of a team, or of the company, for all products, one of them or a series."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}
    taken: ClassVar[BadValue]
    """What is said where a team has such a limit for the same products already."""

    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, verbose_name=_("team"), related_name="+",
        help_text=_("Holds for this team and those below it; empty: for the company."),
    )  # fmt: skip
    product = models.ForeignKey(
        Product, models.CASCADE, null=True, blank=True, verbose_name=_("product"),
        related_name="+", help_text=_("With its variants. Empty: all products."),
    )  # fmt: skip
    series = models.CharField(
        _("series"), max_length=100, blank=True, help_text=_("Only products of this series.")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        """Not a table."""

        abstract = True

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A product or a series; one limit of a team for the same products."""
        if self.product_id and self.series:
            message = N_("Choose a product or a series, not both.")
            yield "series", BadValue("either", message)
        same: Any = type(self).objects.filter(
            team=self.team_id, product=self.product_id, series=self.series
        )
        if same.exclude(pk=self.pk).exists():
            yield "team", self.taken
