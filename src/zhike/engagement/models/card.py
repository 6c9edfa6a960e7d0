"""Batches of business cards, as a fair brings them, and what became of each card."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Owned
from zhike.access.models.role import Scope
from zhike.base.errors import N_
from zhike.ledger.models import Record
from zhike.people.models import Lead, Party

LOOK = N_("Compare it with the picture.")


class CardBatch(Owned):
    """The business cards or lists of visitors of one occasion, a trade fair for the most part."""

    name = models.CharField(pgettext_lazy("of a batch of cards", "name"), max_length=120)
    day = models.DateField(
        _("day of the event"), default=timezone.localdate,
        help_text=_("What is done with its people afterwards counts as contacted."),
    )  # fmt: skip
    place = models.CharField(_("place"), max_length=120, blank=True)
    source = models.CharField(
        _("source"), max_length=14, choices=Party.Source.choices, default=Party.Source.FAIR
    )
    note = models.TextField(_("note"), blank=True, max_length=5000)

    class Meta:
        """Listed by day and by age, for all and for an owner."""

        verbose_name = _("batch of cards")
        verbose_name_plural = _("batches of cards")
        indexes = [
            models.Index(fields=["day", "id", "owner"], name="card_batch_day"),
            models.Index(fields=["created_at", "id", "owner"], name="card_batch_created"),
            models.Index(fields=["owner", "day", "id"], name="card_batch_owner"),
        ]

    def __str__(self) -> str:
        return self.name


class Card(Record):
    """A business card or a line of a list: what it says, and which lead or customer it became."""

    class Status(models.TextChoices):
        """How far one has come with it."""

        WAITING = "waiting", pgettext_lazy("card", "to be read")
        READ = "read", pgettext_lazy("card", "to be looked at")
        UNREADABLE = "unreadable", pgettext_lazy("card", "unreadable")
        NEW = "new", pgettext_lazy("card", "new lead")
        LINKED = "linked", pgettext_lazy("card", "known already")
        SKIPPED = "skipped", pgettext_lazy("card", "left out")

    named_by = ("file_name",)
    scoped_by = ("batch",)
    everyone: ClassVar[dict[str, str]] = dict.fromkeys(
        ("read", "create", "update", "delete"), Scope.OWN
    )
    """Whoever sees the batch sees its cards; what may be done with them the batch says."""
    OPEN = (Status.WAITING, Status.READ)
    TAKEN = (Status.NEW, Status.LINKED)

    batch = models.ForeignKey(
        CardBatch, models.CASCADE, verbose_name=_("batch of cards"), related_name="+",
        db_index=False,
    )  # fmt: skip
    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    row = models.PositiveIntegerField(_("line"), null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    storage_key = models.CharField(max_length=64, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.WAITING
    )
    reading = models.JSONField(default=dict, blank=True)
    """What stands on it by field: `{"mobile": {"value": …, "doubts": […], "box": […]}}`."""
    trouble = models.CharField(_("what is wrong"), max_length=300, blank=True)
    lead = models.ForeignKey(
        Lead, models.SET_NULL, null=True, blank=True, verbose_name=_("lead"), related_name="+"
    )
    party = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, verbose_name=_("customer"), related_name="+"
    )

    class Meta:
        """Each picture and each line once in a batch; read by batch and state."""

        verbose_name = _("business card")
        verbose_name_plural = _("business cards")
        constraints = [
            models.UniqueConstraint(fields=["batch", "sha256"], name="card_once_in_a_batch")
        ]
        indexes = [
            models.Index(fields=["batch", "status", "id"], name="card_batch_status"),
            models.Index(fields=["sha256"], name="card_picture"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def said(self) -> dict[str, str]:
        """The values that stand on it, by field."""
        fields: dict[str, dict[str, Any]] = self.reading or {}
        return {name: str(field.get("value") or "") for name, field in fields.items()}

    @property
    def doubts(self) -> dict[str, str]:
        """What is to be looked at, by field, with why in words."""
        fields: dict[str, dict[str, Any]] = self.reading or {}
        return {
            name: " ".join(map(gettext, field.get("doubts") or [LOOK]))
            for name, field in fields.items()
            if not field.get("is_certain", True)
        }
