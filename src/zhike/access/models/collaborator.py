"""Collaborators: access to one record, until a day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models.user import User
from zhike.ledger.fields import UuidKey
from zhike.ledger.models import Record


class Collaborator(Record):
    """Someone who works on a single record that is not theirs, perhaps for a while."""

    named_by = ("user",)

    administered: ClassVar[bool] = True

    about_kind = models.CharField(_("record type"), max_length=40)
    about_id = UuidKey(_("record"))
    user = models.ForeignKey(User, models.CASCADE, verbose_name=_("user"), related_name="+")
    may_edit = models.BooleanField(_("may edit"), default=False)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        """Found by user (for rights) and by record (for its page)."""

        verbose_name = _("collaborator")
        verbose_name_plural = _("collaborators")
        indexes = [models.Index(fields=["about_id"], name="collaborator_about")]
        constraints = [
            models.UniqueConstraint(fields=["user", "about_id"], name="collaborator_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.about_kind} {self.about_id}"
