"""Discount caps: what teams may give by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Scope, Team
from zhike.base.errors import N_, BadValue
from zhike.catalog.models.product import Product
from zhike.catalog.rules.caps import Cap
from zhike.ledger.models import Record
from zhike.records.rules.numbers import plain


class DiscountCap(Record):
    """The most discount that a team may give by itself; the teams below have it from there."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}
    named_by = ("team", "percent")

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
    percent = models.DecimalField(_("most discount in %"), max_digits=5, decimal_places=2)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        """Few of them."""

        verbose_name = _("discount cap")
        verbose_name_plural = _("discount caps")

    def __str__(self) -> str:
        return " ".join(filter(None, (str(self.team or ""), f"{plain(self.percent)}%")))

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A percentage; one cap of a team for the same products."""
        if not 0 <= (self.percent or 0) <= 100:
            yield "percent", BadValue("percent", N_("Enter a number from 0 to 100."))
        if self.product_id and self.series:
            message = N_("Choose a product or a series, not both.")
            yield "series", BadValue("either", message)
        same: Any = DiscountCap.objects.filter(
            team=self.team_id, product=self.product_id, series=self.series
        )
        if same.exclude(pk=self.pk).exists():
            message = N_("There is such a cap already; change that one.")
            yield "team", BadValue("taken", message)

    @property
    def as_rule(self) -> Cap:
        """The same for the rules, which know no database."""
        return Cap(self.percent, self.team_id, self.product_id, self.series)
