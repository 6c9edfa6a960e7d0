"""How long quotes hold, and when one is reminded of their end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Scope
from zhike.base.errors import N_, BadValue
from zhike.ledger.models import Record

LONGEST = 3650


class QuotePolicy(Record):
    """How many days quotes hold, and how long before their end their owners are reminded."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}

    name = models.CharField(_("name"), max_length=100)
    valid_days = models.PositiveSmallIntegerField(
        _("quotes are valid for, in days"), default=30,
        help_text=_("From the day on which they are drafted, unless somebody says another day."),
    )  # fmt: skip
    remind_days = models.PositiveSmallIntegerField(_("remind so many days before"), default=3)

    class Meta:
        """The first one holds."""

        verbose_name = _("policy for quotes")
        verbose_name_plural = _("policies for quotes")
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.name

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """They hold for a day at least; one is reminded before they end, not before they begin."""
        if not 1 <= (self.valid_days or 0) <= LONGEST:
            yield "valid_days", BadValue("days", N_("Enter 1 to 3,650 days."))
        elif (self.remind_days or 0) > self.valid_days:
            message = N_("Remind at most as many days before as quotes are valid.")
            yield "remind_days", BadValue("order", message)

    @classmethod
    def here(cls) -> QuotePolicy:
        """What holds now; the usual days before anybody has set any."""
        return cls.objects.order_by("pk").first() or cls()
