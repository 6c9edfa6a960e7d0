"""Merges: which record was found to be another one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models.role import Scope
from zhike.ledger.fields import UuidKey
from zhike.ledger.models import Record


class Merge(Record):
    """That one record (the loser) turned out to be another (the survivor) and went into it.

    What it wrote stands in the ledger: the first `size` changes of its set from its own creation
    on. An un-merge takes exactly those back; then this row goes, too.
    """

    named_by = ("kind",)

    everyone: ClassVar[dict[str, str]] = dict.fromkeys(("read", "create", "delete"), Scope.ALL)
    """Nobody reads or writes one but through the two records, whose rights are asked."""

    kind = models.CharField(_("record type"), max_length=40)
    survivor = UuidKey(_("survivor"))
    loser = UuidKey(_("merged record"), unique=True)
    size = models.PositiveIntegerField(_("number of changes"), default=0)
    sources = models.JSONField(_("where values come from"), default=dict)
    """Of each field that the survivor has from elsewhere: `merged` (the loser), `both`, `typed`."""
    moved = models.JSONField(_("what moved"), default=dict)
    """How many records of each kind moved over."""

    class Meta:
        """Found by the loser, to be led to the survivor, and by the survivor."""

        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        indexes = [models.Index(fields=["survivor"], name="merge_survivor")]

    def __str__(self) -> str:
        return f"{self.kind} {self.loser} is {self.survivor}"
