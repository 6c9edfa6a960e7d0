"""Reward rules: what whoever brings us business gets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Scope
from zhike.base.errors import N_, BadValue
from zhike.ledger.fields import MoneyField
from zhike.records.fields import CurrencyField
from zhike.records.models import InCurrency


class RewardKind(models.TextChoices):
    """For what somebody is rewarded."""

    REFERRAL = "referral", _("referral")
    PARTNER = "partner", _("partner's deal")


class RewardRule(InCurrency):
    """What whoever brings us business gets: a share of the deal or a fixed sum, for a while."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}

    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(
        _("rewards"), max_length=8, choices=RewardKind.choices, default=RewardKind.REFERRAL
    )
    rate = models.DecimalField(
        _("share of the deal in %"), max_digits=5, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )  # fmt: skip
    fixed_amount = MoneyField(
        _("fixed sum"), null=True, blank=True, help_text=_("Instead of a share of the deal.")
    )
    cap = MoneyField(_("at most"), null=True, blank=True)
    currency = CurrencyField(
        _("currency"), blank=True, help_text=_("Of the fixed sum and of the limit.")
    )
    valid_from = models.DateField(_("valid from"), default=timezone.localdate)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        """Found by what they reward and since when."""

        verbose_name = _("reward rule")
        verbose_name_plural = _("reward rules")
        indexes = [models.Index(fields=["kind", "valid_from"], name="reward_rule_kind")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def in_force(cls, kind: str, day: dt.date) -> RewardRule | None:
        """The rule that holds on a day, the latest of several; None where there is none."""
        valid = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
        found = cls.objects.filter(valid, kind=kind, valid_from__lte=day)
        return found.order_by("-valid_from", "-pk").first()

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A share or a sum, not both; no figure below zero; what ends has begun."""
        self.settle()
        if (self.rate is None) == (self.fixed_amount is None):
            yield "rate", BadValue("either", N_("Enter a share in percent or a fixed sum."))
        if self.rate is not None and not 0 <= self.rate <= 100:
            yield "rate", BadValue("percent", N_("Enter a number from 0 to 100."))
        for name in ("fixed_amount", "cap"):
            value = getattr(self, name)
            if value is not None and value < 0:
                yield name, BadValue("negative", N_("Enter an amount of 0 or more."))
        ends: tuple[dt.date | None, ...] = (self.valid_from, self.valid_until)
        if all(ends) and ends != tuple(sorted(filter(None, ends))):
            yield "valid_until", BadValue("order", N_("The end lies before the beginning."))
