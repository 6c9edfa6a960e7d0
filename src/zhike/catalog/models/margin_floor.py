"""Margin floors: how little teams may earn without asking."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.base.errors import N_, BadValue
from zhike.catalog.models.team_limit import TeamLimit
from zhike.catalog.rules.floors import Floor
from zhike.records.rules.numbers import plain


class MarginFloor(TeamLimit):
    """The least margin at which a team may sell without consent; the teams below have it too."""

    named_by = ("team", "series")
    taken: ClassVar[BadValue] = BadValue(
        "taken", N_("There is such a floor already; change that one.")
    )

    percent = models.DecimalField(
        _("least margin in %"), max_digits=5, decimal_places=2,
        help_text=_("Of the price without tax: at a cost of 70, 20% asks for 87.50."),
    )  # fmt: skip

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
        yield from super().problems()

    @property
    def as_rule(self) -> Floor:
        """The same for the rules, which know no database."""
        return Floor(self.percent, self.team_id, self.product_id, self.series)

    @property
    def share(self) -> str:
        """`20%`."""
        return f"{plain(self.percent)}%"
