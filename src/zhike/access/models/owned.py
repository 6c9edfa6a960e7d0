"""Owned: records that belong to somebody's work."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models.user import Team, User
from zhike.ledger.models import Record


class Owned(Record):
    """A record with an owner; who sees it follows from the owner's current team.

    The record's own team counts only while it has no owner.
    """

    scoped_by: ClassVar[tuple[str | tuple[str, ...], ...]] = ()
    """The relations to records with which it is read: each must be in sight; of several in one
    place, of which a record has one, that one."""
    seen_with: ClassVar[tuple[str, ...]] = ()
    """The relations to records with each of which it is read, whoever owns it."""

    owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name=_("owner"), related_name="+"
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, verbose_name=_("team"), related_name="+"
    )

    class Meta:
        """Not a table."""

        abstract = True
