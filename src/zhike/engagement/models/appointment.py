"""Appointments of one's own calendar that are with no customer."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Owned
from zhike.base.errors import N_, BadValue


class Appointment(Owned):
    """A time that somebody keeps for something that is with no customer: a board meeting."""

    named_by = ("subject",)

    class Priority(models.TextChoices):
        """How hard it is to move."""

        LOW = "low", _("easy to move")
        NORMAL = "normal", _("ordinary")
        HIGH = "high", _("important")
        FIXED = "fixed", _("cannot be moved")

    subject = models.CharField(_("subject"), max_length=200)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    priority = models.CharField(
        _("priority"), max_length=6, choices=Priority.choices, default=Priority.NORMAL
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=5000)

    class Meta:
        """Read by whose calendar it stands in."""

        verbose_name = _("calendar entry")
        verbose_name_plural = _("calendar entries")
        indexes = [
            models.Index(fields=["owner", "starts_at", "id"], name="appointment_owner"),
            models.Index(fields=["starts_at", "id", "owner"], name="appointment_starts"),
            models.Index(fields=["created_at", "id", "owner"], name="appointment_created"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_weighty(self) -> bool:
        """Whether it is hard to move."""
        return self.priority in (self.Priority.HIGH, self.Priority.FIXED)

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """It ends after it begins."""
        if None not in (self.starts_at, self.ends_at) and self.ends_at <= self.starts_at:
            yield "ends_at", BadValue("order", N_("The end lies before the beginning."))
