"""Leads that we give to partners to work on; who owns the lead stays credited with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.access.models import Owned
from zhike.base.errors import N_, BadValue
from zhike.people.models import Lead, Party


class LeadShare(Owned):
    """A lead that a partner works on for us, and how far the partner says it is."""

    named_by = ("lead", "partner")
    seen_with: ClassVar[tuple[str, ...]] = ("lead",)
    outsiders: ClassVar[dict[str, str]] = {"read": "partner", "report_progress": "partner"}

    class Progress(models.TextChoices):
        """How far the partner is."""

        GIVEN = "given", pgettext_lazy("shared lead", "given")
        CONTACTED = "contacted", pgettext_lazy("shared lead", "contacted")
        OFFERED = "offered", pgettext_lazy("shared lead", "offer made")
        WON = "won", pgettext_lazy("shared lead", "won")
        LOST = "lost", pgettext_lazy("shared lead", "nothing came of it")
        TAKEN_BACK = "taken_back", pgettext_lazy("shared lead", "taken back")

    OVER = (Progress.WON, Progress.LOST, Progress.TAKEN_BACK)

    lead = models.ForeignKey(Lead, models.CASCADE, verbose_name=_("lead"), related_name="shares")
    partner = models.ForeignKey(
        Party, models.CASCADE, verbose_name=_("partner"), related_name="shared_leads"
    )
    note = models.TextField(
        _("what the partner is to know"), max_length=2000, blank=True,
        help_text=_("The partner reads it, with name, telephone numbers and need of the lead."),
    )  # fmt: skip
    progress = models.CharField(
        _("progress"), max_length=10, choices=Progress.choices, default=Progress.GIVEN,
        editable=False,
    )  # fmt: skip
    report = models.CharField(_("last report"), max_length=300, blank=True, editable=False)
    reported_at = models.DateTimeField(_("reported at"), null=True, blank=True, editable=False)

    class Meta:
        """A lead once to a partner; read by partner, by age."""

        verbose_name = _("shared lead")
        verbose_name_plural = _("shared leads")
        indexes = [
            models.Index(fields=["partner", "-created_at"], name="share_partner"),
            models.Index(fields=["created_at", "id", "owner"], name="share_created"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["lead", "partner"], name="share_once"),
        ]

    def __str__(self) -> str:
        return f"{self.lead} → {self.partner}"

    @property
    def is_running(self) -> bool:
        """Whether the partner still works on it."""
        return self.progress not in self.OVER

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Nobody is given what is settled already."""
        if self._state.adding and self.lead_id and self.lead.status not in Lead.OPEN:
            yield "lead", BadValue("closed", N_("Choose a lead that is still open."))
