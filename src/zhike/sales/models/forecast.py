"""Forecasts: what is expected of a quarter, as it was reckoned on a day."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Team
from zhike.ledger.fields import MoneyField
from zhike.ledger.models import Record
from zhike.records.fields import CurrencyField


class Forecast(Record):
    """What a team, or the company, will win in a quarter, reckoned on a day from its own past."""

    named_by = ("first_day", "reckoned_on")

    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, verbose_name=_("team"), related_name="+"
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    reckoned_on = models.DateField(_("reckoned on"))
    currency = CurrencyField(_("currency"))
    won = MoneyField(_("won so far"))
    low = MoneyField(_("at least"))
    middle = MoneyField(_("expected"))
    high = MoneyField(_("at most"))
    quarters_tested = models.PositiveSmallIntegerField(_("past quarters tried"), default=0)
    quarters_inside = models.PositiveSmallIntegerField(_("of these inside"), default=0)
    past_error = models.PositiveIntegerField(_("usual error in %"), null=True, blank=True)
    one_in = models.PositiveIntegerField(_("of past deals one in"), default=1)
    """1 where all were looked at, else the number of deals for which each one stands."""
    tests = models.JSONField(default=list, blank=True)
    """Past quarters: `[first day, low, middle, high, what came]`, sums as numbers."""

    class Meta:
        """The latest of a quarter is looked up by whose it is."""

        verbose_name = _("forecast")
        verbose_name_plural = _("forecasts")
        indexes = [
            models.Index(fields=["first_day", "team", "-reckoned_on"], name="forecast_of_quarter")
        ]

    def __str__(self) -> str:
        return f"{self.first_day} ({self.reckoned_on})"
