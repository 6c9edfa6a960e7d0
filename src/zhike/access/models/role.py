"""Roles: what a kind of work needs to see and do."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.ledger.models import Part, Record


class Scope(models.TextChoices):
    """Whose records a verb reaches."""

    OWN = "own", _("own")
    TEAM = "team", _("team")
    BELOW = "team_below", _("team and below")
    ALL = "all", _("all")


class Level(models.TextChoices):
    """What a role may do with a field."""

    HIDDEN = "hidden", _("hidden")
    MASKED = "masked", _("masked")
    READ = "read", _("read")
    WRITE = "write", _("read and write")


class Desk(models.TextChoices):
    """Where somebody works, and so what they ask first."""

    SALES = "sales", _("sales")
    MANAGEMENT = "management", _("management")
    MARKETING = "marketing", _("marketing")
    SERVICE = "service", _("service")
    ADMINISTRATION = "administration", _("administration")


class Role(Record):
    """A kind of work (sales representative, sales director, service): a bundle of rights."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}

    name = models.CharField(_("name"), max_length=100, unique=True)
    desk = models.CharField(
        _("desk"), max_length=16, choices=Desk.choices, blank=True,
        help_text=_("Its people's first page begins with what this desk asks."),
    )  # fmt: skip
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        """Sorted by name."""

        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self) -> str:
        return self.name


class Grant(Part):
    """A verb that a role may use on a kind of record, and how far it reaches; or may not at all.

    `kind` and `verb` may be `*`. A denial takes the verb away whatever other roles grant.
    """

    named_by = ("resource", "verb", "scope")
    part_of: ClassVar[str] = "role"
    role = models.ForeignKey(Role, models.CASCADE, related_name="grants")
    resource = models.CharField(_("record type"), max_length=40)
    verb = models.CharField(_("verb"), max_length=40)
    scope = models.CharField(_("reach"), max_length=10, choices=Scope.choices, default=Scope.OWN)
    is_denied = models.BooleanField(_("denied"), default=False)

    class Meta:
        """A verb once for a kind of record."""

        verbose_name = _("right")
        verbose_name_plural = _("rights")
        constraints = [
            models.UniqueConstraint(fields=["role", "resource", "verb"], name="grant_once")
        ]

    def __str__(self) -> str:
        return f"{self.resource}.{self.verb}: {self.scope}"


class FieldRight(Part):
    """What a role may do with one field; a denial holds whatever other roles allow."""

    named_by = ("resource", "field", "level")
    part_of: ClassVar[str] = "role"
    role = models.ForeignKey(Role, models.CASCADE, related_name="field_rights")
    resource = models.CharField(_("record type"), max_length=40)
    field = models.CharField(_("field"), max_length=60)
    level = models.CharField(_("level"), max_length=8, choices=Level.choices)
    is_denied = models.BooleanField(_("for all roles"), default=False)

    class Meta:
        """A field once."""

        verbose_name = _("field right")
        verbose_name_plural = _("field rights")
        constraints = [
            models.UniqueConstraint(fields=["role", "resource", "field"], name="field_right_once")
        ]

    def __str__(self) -> str:
        return f"{self.resource}.{self.field}: {self.level}"
