"""Relationships between parties."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Owned
from zhike.base.errors import N_, BadValue
from zhike.people.models.party import Party


class Relationship(Owned):
    """How one party stands to another: works for, decides for, refers, belongs to."""

    named_by = ("type",)

    class Type(models.TextChoices):
        """What kind of tie it is."""

        WORKS_FOR = "works_for", _("works for")
        DECIDES_FOR = "decides_for", _("decides for")
        REFERS = "refers", _("refers")
        PARENT_OF = "parent_of", _("parent of")
        FAMILY_OF = "family_of", _("family of")
        SUPPLIES = "supplies", _("supplies")
        OTHER = "other", _("other")

    scoped_by = ("from_party", "to_party")

    from_party = models.ForeignKey(
        Party, models.CASCADE, verbose_name=_("from"), related_name="relationships_from"
    )
    type = models.CharField(_("relationship"), max_length=12, choices=Type.choices)
    to_party = models.ForeignKey(
        Party, models.CASCADE, verbose_name=_("to"), related_name="relationships_to"
    )
    role = models.CharField(_("role"), max_length=60, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    custom = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        """Found from both ends."""

        verbose_name = _("relationship")
        verbose_name_plural = _("relationships")
        constraints = [
            models.UniqueConstraint(
                fields=["from_party", "type", "to_party"], name="relationship_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_type_display())

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Nobody is related to themselves; what ends has begun."""
        if self.from_party_id == self.to_party_id:
            yield "to_party", BadValue("self", N_("Choose another party than the first."))
        if self.since and self.until and self.until < self.since:
            yield "until", BadValue("order", N_("The end lies before the beginning."))
