"""Account plans: what a customer is to bring in a year and its months."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.base.errors import N_, BadValue
from zhike.people.models import Party
from zhike.sales.models.year_plan import YearPlan


class AccountPlan(YearPlan):
    """What a customer is to bring in a year, month by month, and how we mean to get there."""

    named_by = ("year", "party")
    scoped_by = ("party",)

    party = models.ForeignKey(
        Party, models.CASCADE, verbose_name=_("customer"), related_name="account_plans"
    )
    approach = models.TextField(
        _("how we get there"), blank=True, max_length=5000,
        help_text=_("Whom we win over, with what, by when."),
    )  # fmt: skip

    class Meta:
        """Looked up by customer, and by who works for it."""

        verbose_name = _("account plan")
        verbose_name_plural = _("account plans")
        indexes = [models.Index(fields=["owner", "year"], name="account_plan_of_owner")]

    def __str__(self) -> str:
        return f"{self.year} {self.party}"

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """One a year for each customer."""
        yield from super().problems()
        same = AccountPlan.objects.filter(year=self.year, party=self.party_id)
        if same.exclude(pk=self.pk).exists():
            yield "year", BadValue("taken", N_("This customer has a plan for this year already."))
