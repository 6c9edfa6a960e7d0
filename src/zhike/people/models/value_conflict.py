"""Value conflicts: two sources that say different things of the same customer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import User
from zhike.ledger.fields import UuidKey
from zhike.ledger.models import Part
from zhike.people.models.party import Party


class ValueConflict(Part):
    """Two values of one field from two sources: the one that stands, and the other one.

    `field` is the ledger's name of it, or `contact_points.<type>`; then `standing_part` and
    `other_part` are the contact points that hold the values, as far as there are any.
    """

    named_by = ("field",)
    part_of = "party"

    class Outcome(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("open")
        STANDING = "standing", _("what stood was kept")
        OTHER = "other", _("the other value was taken")
        BOTH = "both", _("both were kept")

    party = models.ForeignKey(
        Party, models.CASCADE, verbose_name=_("customer"), related_name="conflicts"
    )
    field = models.CharField(_("field"), max_length=80)
    standing = models.JSONField(_("value that stands"), null=True)
    standing_source = models.CharField(_("its source"), max_length=40)
    standing_at = models.DateTimeField(_("since"))
    standing_part = UuidKey(null=True)
    other = models.JSONField(_("other value"), null=True)
    other_source = models.CharField(_("source of the other value"), max_length=40)
    other_at = models.DateTimeField(_("date of the other value"))
    other_part = UuidKey(null=True)
    outcome = models.CharField(
        _("outcome"), max_length=8, choices=Outcome.choices, default=Outcome.OPEN
    )
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, verbose_name=_("decided by"), related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta:
        """The open ones are listed."""

        verbose_name = _("conflict between sources")
        verbose_name_plural = _("conflicts between sources")
        indexes = [
            models.Index(fields=["id"], name="value_conflict_open",
                         condition=models.Q(outcome="open")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.field
