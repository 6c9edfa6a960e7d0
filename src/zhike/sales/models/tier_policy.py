"""What customers of a tier get, and from which profit on a customer belongs to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Scope
from zhike.base.errors import N_, BadValue
from zhike.ledger.actions import NEVER, action
from zhike.ledger.fields import MoneyField, UuidKey
from zhike.ledger.jobs import enqueue
from zhike.people.models import Party
from zhike.records.fields import CurrencyField
from zhike.records.models import InCurrency
from zhike.sales.models.credit_policy import MOST_DAYS, PERCENT, percent_problems

TIERS = "sales.tiers"
"""The job that works tiers out."""


class TierPolicy(InCurrency):
    """What customers of a tier get, and from which profit of twelve months on they belong to it."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}
    named_by = ("tier",)

    tier = models.CharField(_("tier"), max_length=8, choices=Party.Tier.choices, unique=True)
    from_profit = MoneyField(
        _("profit of twelve months from"),
        help_text=_("What was won in that time, less what it cost."),
    )
    currency = CurrencyField(_("currency"), blank=True)
    discount = models.DecimalField(
        _("discount at most in %"), max_digits=5, decimal_places=2, null=True, blank=True,
        validators=PERCENT, help_text=_("Empty: as the cap of the team says."),
    )  # fmt: skip
    days = models.PositiveSmallIntegerField(
        _("days to pay"), null=True, blank=True,
        help_text=_("The credit grade may allow fewer: then those hold."),
    )  # fmt: skip
    answer_hours = models.PositiveSmallIntegerField(
        _("answered within working hours"), null=True, blank=True
    )
    visit_days = models.PositiveSmallIntegerField(_("visited every so many days"), null=True,
                                                  blank=True)  # fmt: skip

    class Meta:
        """The highest first."""

        verbose_name = _("tier policy")
        verbose_name_plural = _("tier policies")
        ordering = ["-from_profit", "id"]

    def __str__(self) -> str:
        return str(self.get_tier_display())

    @action(_("work out all tiers"), icon="redo", undo=NEVER)
    def work_out(self) -> None:
        """Have every customer's tier worked out now instead of in the night."""
        enqueue(TIERS, {})

    @classmethod
    def of(cls, tier: str) -> TierPolicy | None:
        """The policy of a tier; None where there is none, or no tier."""
        return cls.objects.filter(tier=tier).first() if tier else None

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """One for a tier; sensible figures."""
        self.settle()
        same = TierPolicy.objects.filter(tier=self.tier).exclude(pk=self.pk)
        if self.tier and same.exists():
            message = N_("This tier has a policy already: change that one.")
            yield "tier", BadValue("taken", message)
        if self.from_profit is not None and self.from_profit < 0:
            yield "from_profit", BadValue("negative", N_("Enter an amount of 0 or more."))
        yield from percent_problems(self, "discount")
        for name in ("days", "visit_days"):
            if (getattr(self, name) or 0) > MOST_DAYS:
                yield name, BadValue("range", N_("Enter at most 3,650 days."))


class TierMark(models.Model):
    """What a customer's profit came to when its tier was worked out, which tier followed."""

    party = UuidKey(primary_key=True)
    profit = MoneyField()
    tier = models.CharField(max_length=8, blank=True)
    computed_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.party} {self.profit}"
