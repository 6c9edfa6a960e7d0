"""Pools (公海): leads and customers that nobody owns and that their people may claim."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Scope, Team, User
from zhike.base.errors import N_, BadValue
from zhike.ledger.fields import ListField
from zhike.ledger.models import Part, Record
from zhike.records.models import SavedView
from zhike.records.resource import Resource, resource_named


class PoolReason(models.TextChoices):
    """Why a record lies in a pool."""

    NEW = "new", _("nobody was responsible for it")
    NO_TIME = "no_time", _("no time for it")
    UNREACHABLE = "unreachable", _("cannot be reached")
    NO_NEED = "no_need", _("no need at present")
    NOT_MINE = "not_mine", _("belongs to another region or trade")
    LEFT = "left", _("its owner left")
    OTHER = "other", _("other")
    NO_FOLLOW_UP = "no_follow_up", _("not followed up in time")
    NO_DEAL = "no_deal", _("no opportunity in time")
    NOT_WON = "not_won", _("nothing won in time")


class Pool(Record):
    """A place for leads or customers that nobody owns, from which its people claim some."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}

    class Holds(models.TextChoices):
        """What lies in it."""

        LEADS = "lead", _("leads")
        PARTIES = "party", _("customers")

    name = models.CharField(_("name"), max_length=100, unique=True)
    holds = models.CharField(_("holds"), max_length=8, choices=Holds.choices)
    is_usual = models.BooleanField(
        _("takes what no rule assigns"), default=False,
        help_text=_("New records of its kind without an owner come here."),
    )  # fmt: skip
    hidden = ListField(
        _("hidden fields"),
        help_text=_("Members see them once they own the record, such as note, need, email."),
    )
    masked = ListField(
        _("masked fields"),
        help_text=_("Members see the first and last signs, such as mobile, contact_points."),
    )
    daily_claims = models.PositiveSmallIntegerField(
        _("claims a day"), null=True, blank=True,
        help_text=_("How many each member may claim a day, kept or given back. Empty: any number."),
    )  # fmt: skip
    most_owned = models.PositiveIntegerField(
        _("most owned"), null=True, blank=True,
        help_text=_("Who owns so many claims no more. Empty: any number."),
    )  # fmt: skip
    not_counted = models.ForeignKey(
        SavedView, models.PROTECT, null=True, blank=True, verbose_name=_("does not count"),
        related_name="+", help_text=_("What this saved view finds does not count as owned."),
    )  # fmt: skip
    cool_down_days = models.PositiveSmallIntegerField(
        _("days of cool-down"),
        default=0,
        help_text=_("Whoever owned it last claims it only after so many days."),
    )
    freeze_days = models.PositiveSmallIntegerField(
        _("days of freeze"),
        default=0,
        help_text=_("What comes into the pool can be claimed only after so many days."),
    )
    warn_days = models.PositiveSmallIntegerField(
        _("days of warning"),
        default=3,
        help_text=_("So many days before a record goes into the pool, its owner is told."),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        """Few of them."""

        verbose_name = _("pool")
        verbose_name_plural = _("pools")

    def __str__(self) -> str:
        return self.name

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """One usual pool for a kind; a view of what it holds; it keeps its kind."""
        if not self._state.adding and self.holds != self._loaded["holds"]:
            yield "holds", BadValue("fixed", N_("A pool goes on holding what it holds."))
        others = Pool.objects.filter(is_usual=True, holds=self.holds).exclude(pk=self.pk)
        if self.is_usual and others.exists():
            message = N_("There is such a pool already; change that one first.")
            yield "is_usual", BadValue("usual", message)
        view: Any = self.not_counted
        if view is not None and view.resource != RESOURCES.get(self.holds):
            yield "not_counted", BadValue("view", N_("Choose a view of what the pool holds."))
        if self.holds in RESOURCES:
            yield from self._unknown_fields()

    def _unknown_fields(self) -> Iterator[tuple[str, BadValue]]:
        resource = resource_named(RESOURCES[self.holds])
        texts = veilable(resource)
        of_one_value = {name for name, part in resource.part_resources().items() if part.shown_by}
        message = N_("“%(name)s” cannot be veiled; these can: %(known)s.")
        for field, known in (
            ("hidden", {*texts, *resource.parts}),
            ("masked", texts | of_one_value),
        ):
            for name in getattr(self, field):
                if name not in known:
                    said = ", ".join(sorted(known))
                    yield field, BadValue("field", message, name=name, known=said)


def veilable(resource: Resource) -> set[str]:
    """The texts of a record that do not name it and by which nothing is sorted or summed."""
    return {
        name for name, spec in resource.coded.items()
        if spec.kind.name in ("text", "long_text") and not spec.sort and not spec.choices
        and spec.name not in resource.model.named_by
    }  # fmt: skip


RESOURCES: dict[str, str] = {Pool.Holds.LEADS: "leads", Pool.Holds.PARTIES: "parties"}


class PoolMember(Part):
    """A team or a person that may claim from a pool, or runs it."""

    named_by = ("pool",)
    part_of = "pool"
    pool = models.ForeignKey(Pool, models.CASCADE, related_name="members")
    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, verbose_name=_("team"), related_name="+",
        help_text=_("With the teams below it."),
    )  # fmt: skip
    user = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, verbose_name=_("user"), related_name="+"
    )
    runs_it = models.BooleanField(
        _("runs the pool"),
        default=False,
        help_text=_("Assigns what lies in it, sees all of it, and has no limits."),
    )

    class Meta:
        """Few of them."""

        verbose_name = _("member of a pool")
        verbose_name_plural = _("members of a pool")

    def __str__(self) -> str:
        return f"{self.pool_id}: {self.team_id or self.user_id}"

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A team or a person, not both."""
        if (self.team_id is None) == (self.user_id is None):
            yield "team", BadValue("either", N_("Choose a team or a person."))


class RecycleRule(Part):
    """When what a member of a pool owns goes back into it."""

    class Lacks(models.TextChoices):
        """What did not happen in time."""

        FOLLOW_UP = PoolReason.NO_FOLLOW_UP.value, _("no follow-up")
        DEAL = PoolReason.NO_DEAL.value, _("no opportunity")
        WIN = PoolReason.NOT_WON.value, _("nothing won")

    named_by = ("lacks", "days")
    part_of = "pool"
    pool = models.ForeignKey(Pool, models.CASCADE, related_name="recycle_rules")
    lacks = models.CharField(
        _("lacks"), max_length=16, choices=Lacks.choices, default=Lacks.FOLLOW_UP
    )
    days = models.PositiveSmallIntegerField(_("days"))
    in_workdays = models.BooleanField(_("counted in workdays"), default=False)
    levels = ListField(
        _("tiers or statuses"),
        help_text=_("Only customers of these tiers, only leads of these statuses. Empty: all."),
    )
    excluded = models.ForeignKey(
        SavedView, models.PROTECT, null=True, blank=True, verbose_name=_("but not"),
        related_name="+", help_text=_("What this saved view finds stays with its owner."),
    )  # fmt: skip

    class Meta:
        """Few of them."""

        verbose_name = _("recycle rule")
        verbose_name_plural = _("recycle rules")

    def __str__(self) -> str:
        return f"{self.lacks} {self.days}"

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """At least a day; a view of what the pool holds."""
        if not self.days:
            yield "days", BadValue("days", N_("Enter 1 or more days."))
        view: Any = self.excluded
        if view is not None and view.resource != RESOURCES[self.pool.holds]:
            yield "excluded", BadValue("view", N_("Choose a view of what the pool holds."))
