"""Margin floors: how little teams may earn without asking."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Scope, Team
from zhike.base.errors import N_, BadValue
from zhike.catalog.models.product import Product
from zhike.catalog.rules.floors import Floor
from zhike.ledger.models import Record
from zhike.records.rules.numbers import plain


class MarginFloor(Record):
    """The least margin at which a team may sell without consent; the teams below have it too."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}
    named_by = ("team", "series")

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
    percent = models.DecimalField(
        _("least margin in %"), max_digits=5, decimal_places=2,
        help_text=_("Of the price without tax: at a cost of 70, 20% asks for 87.50."),
    )  # fmt: skip
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        """Few of them."""

        verbose_name = _("margin floor")
        verbose_name_plural = _("margin floors")

    def __str__(self) -> str:
        return " ".join(filter(None, (str(self.team or ""), self.series))) or f"#{self.pk.hex[-4:]}"

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Less than the whole price; one floor of a team for the same products."""
        if not 0 <= (self.percent or 0) < 100:
            yield "percent", BadValue("percent", N_("Enter a number from 0 to below 100."))
        if self.product_id and self.series:
            message = N_("Choose a product or a series, not both.")
            yield "series", BadValue("either", message)
        same: Any = MarginFloor.objects.filter(
            team=self.team_id, product=self.product_id, series=self.series
        )
        if same.exclude(pk=self.pk).exists():
            message = N_("There is such a floor already; change that one.")
            yield "team", BadValue("taken", message)

    @property
    def as_rule(self) -> Floor:
        """The same for the rules, which know no database."""
        return Floor(self.percent, self.team_id, self.product_id, self.series)

    @property
    def share(self) -> str:
        """`20%`."""
        return f"{plain(self.percent)}%"
