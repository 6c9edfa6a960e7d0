"""Key fields: by which the completeness of a customer is measured."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.ledger.fields import ListField
from zhike.ledger.models import Record
from zhike.people.models.party import Party


class KeyFields(Record):
    """The fields that should be known of every organization, or of every person."""

    named_by = ("kind",)
    administered: ClassVar[bool] = True

    kind = models.CharField(_("kind"), max_length=12, choices=Party.Kind.choices, unique=True)
    names = ListField(_("key fields"))

    class Meta:
        """One for each kind of party."""

        verbose_name = _("key fields")
        verbose_name_plural = _("key fields")

    def __str__(self) -> str:
        return str(self.get_kind_display())
