"""Discount caps: what teams may give by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.base.errors import N_, BadValue
from zhike.catalog.models.team_limit import TeamLimit
from zhike.catalog.rules.caps import Cap
from zhike.records.rules.numbers import plain


class DiscountCap(TeamLimit):
    """The most discount that a team may give by itself; the teams below have it from there."""

    named_by = ("team", "percent")
    taken: ClassVar[BadValue] = BadValue(
        "taken", N_("There is such a cap already; change that one.")
    )

    percent = models.DecimalField(_("most discount in %"), max_digits=5, decimal_places=2)

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
        yield from super().problems()

    @property
    def as_rule(self) -> Cap:
        """The same for the rules, which know no database."""
        return Cap(self.percent, self.team_id, self.product_id, self.series)
