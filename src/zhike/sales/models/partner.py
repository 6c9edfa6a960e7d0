"""What holds for partners: how long a registered customer stays theirs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Scope
from zhike.base.errors import N_, BadValue
from zhike.ledger.models import Record
from zhike.sales.rules import registration as rules


class PartnerPolicy(Record):
    """How long a customer that a partner registered stays theirs, and when its end is told."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}

    name = models.CharField(_("name"), max_length=100, default="")
    protected_days = models.PositiveSmallIntegerField(_("days of protection"), default=rules.DAYS)
    warning_days = models.PositiveSmallIntegerField(
        _("days before the end when it is told"), default=rules.WARNING
    )

    class Meta:
        """The first one holds."""

        verbose_name = _("policy for partners")
        verbose_name_plural = _("policies for partners")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A protection lasts a while, and is warned of before it ends."""
        if not 1 <= (self.protected_days or 0) <= rules.MOST_DAYS:
            message = N_("Enter from 1 to %(most)s days.")
            yield "protected_days", BadValue("days", message, most=rules.MOST_DAYS)
        elif (self.warning_days or 0) >= self.protected_days:
            yield "warning_days", BadValue("days", N_("Enter less than the days of protection."))

    @classmethod
    def here(cls) -> PartnerPolicy:
        """What holds now; the usual days before anybody has set any."""
        return cls.objects.order_by("pk").first() or cls()
