"""Saved views: a list that people come back to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Owned, Scope, User
from zhike.ledger.fields import ListField


class SavedView(Owned):
    """A list with its filter, order, columns and groups under a name, for oneself or for others."""

    class Visibility(models.TextChoices):
        """Who has it among the tabs of the list."""

        PRIVATE = "private", _("only me")
        TEAM = "team", _("my team")
        PUBLIC = "public", _("everybody")

    everyone: ClassVar[dict[str, str]] = dict.fromkeys(
        ("read", "create", "update", "delete"), Scope.OWN
    )

    name = models.CharField(_("name"), max_length=60)
    resource = models.CharField(_("record type"), max_length=40)
    filter = models.JSONField(_("filter"), default=dict, blank=True)
    sort = models.CharField(_("sorting"), max_length=120, blank=True)
    columns = ListField(_("columns"))
    group = models.CharField(_("grouped by"), max_length=60, blank=True)
    visibility = models.CharField(
        _("visible to"), max_length=8, choices=Visibility.choices, default=Visibility.PRIVATE
    )

    class Meta:
        """Read with every list."""

        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        indexes = [models.Index(fields=["resource"], name="saved_view_resource")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, user: User | None) -> models.QuerySet[Any]:
        """The views that this user has: their own, their team's, everybody's."""
        theirs = Q(owner=user) | Q(visibility=cls.Visibility.PUBLIC)
        if user is not None and user.team_id:
            theirs |= Q(visibility=cls.Visibility.TEAM, owner__team=user.team_id)
        return cls.objects.filter(theirs)

    @classmethod
    def tabs(cls, resource: str, user: User | None) -> models.QuerySet[Any]:
        """The views of a list that this user has, in the order in which they were saved."""
        return cls.of(user).filter(resource=resource).order_by("id")
