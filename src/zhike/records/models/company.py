"""The company that uses Zhike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar
from zoneinfo import available_timezones

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models.role import Scope
from zhike.base.errors import N_, BadValue
from zhike.base.reading import once
from zhike.ledger.models import Record
from zhike.records.fields import CurrencyField

LEAST_SHARE, GREATEST_SHARE = 1, 99
THRESHOLDS = (("suspected_from", "likely_from"), ("shown_from", "probably_here_from", "here_from"))
"""The shares of suspected duplicates and of the duplicate check, from the lowest up."""


class Company(Record):
    """The company itself: its name, and the currency, language and time zone of its books."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}

    class SecondStep(models.TextChoices):
        """Of whom a password is not enough."""

        NOBODY = "", _("whoever wants to")
        ADMINISTRATORS = "administrators", _("administrators")
        EVERYBODY = "everybody", _("everybody")

    name = models.CharField(_("name"), max_length=200)
    base_currency = CurrencyField(_("base currency"), default="CNY")
    language = models.CharField(
        _("language"), max_length=10, default="zh-hans",
        choices=[("zh-hans", "中文"), ("en", "English")],
    )  # fmt: skip
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Shanghai")
    second_step = models.CharField(
        _("two-step verification"), max_length=16, choices=SecondStep.choices, blank=True,
        help_text=_("Who must confirm every log-in with a code of the telephone."),
    )  # fmt: skip

    backups_kept = models.PositiveSmallIntegerField(
        _("daily backups kept"), default=7,
        help_text=_("A backup is made every night, and so many are kept; with 0 none is made."),
    )  # fmt: skip
    watermark_from = models.PositiveIntegerField(
        _("watermark on exports from"), null=True, blank=True, default=100,
        help_text=_("Exports of so many records say who took them, and when. Empty: none does."),
    )  # fmt: skip

    likely_from = models.PositiveSmallIntegerField(
        _("likely the same from, in %"), default=90,
        help_text=_("So probable pairs head the list of suspected duplicates as likely."),
    )  # fmt: skip
    suspected_from = models.PositiveSmallIntegerField(
        _("suspected from, in %"), default=50,
        help_text=_("Less probable pairs are not asked about. A lower figure counts from the next "
                    "search of all customers on."),
    )  # fmt: skip
    merges_same_code = models.BooleanField(
        _("the same credit code merges by itself"), default=True,
        help_text=_("Without it such customers wait for a person like all others."),
    )  # fmt: skip
    here_from = models.PositiveSmallIntegerField(
        _("duplicate check: is here already from, in %"), default=90,
        help_text=_("Programs are refused such a customer unless they insist."),
    )  # fmt: skip
    probably_here_from = models.PositiveSmallIntegerField(
        _("duplicate check: is probably here from, in %"), default=50
    )
    shown_from = models.PositiveSmallIntegerField(
        _("duplicate check: shown from, in %"), default=10
    )

    class Meta:
        """One row."""

        verbose_name = _("company")
        verbose_name_plural = _("companies")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def here(cls) -> Company:
        """The company of this installation; before it is set up, one with the defaults."""
        return once(cls, lambda: cls.objects.order_by("pk").first() or cls())

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """There is one company, in a time zone that exists."""
        if self._state.adding and Company.objects.exists():
            yield "name", BadValue("one", N_("The company is set up already; change it instead."))
        if self.time_zone not in available_timezones():
            yield "time_zone", BadValue("zone", N_("Give a time zone such as Asia/Shanghai."))
        yield from self._wrong_thresholds()

    def _wrong_thresholds(self) -> Iterator[tuple[str, BadValue]]:
        """Percentages that mean something, each scale in its order."""
        for scale in THRESHOLDS:
            below = 0
            for name in scale:
                share = getattr(self, name) or 0
                if not LEAST_SHARE <= share <= GREATEST_SHARE:
                    yield name, BadValue("percent", N_("Enter a number from 1 to 99."))
                elif share <= below:
                    yield name, BadValue("order", N_("Enter more than in the field before it."))
                below = share
