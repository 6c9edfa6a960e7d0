"""Assignment rules: to whom new leads and customers go that nobody owns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Team, User
from zhike.base.errors import N_, BadValue
from zhike.ledger.fields import ListField, UuidKey
from zhike.ledger.models import Record
from zhike.people.models.party import Party
from zhike.people.models.pool import Pool
from zhike.people.rules.assignment import region_prefixes


class AssignmentRule(Record):
    """To whom a new lead or customer without an owner goes, and how soon it is to be answered."""

    administered: ClassVar[bool] = True

    name = models.CharField(_("name"), max_length=100, unique=True)
    rank = models.PositiveSmallIntegerField(
        _("rank"),
        default=10,
        help_text=_("The lowest is asked first; the first that fits decides."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    holds = models.CharField(
        _("for"), max_length=8, choices=Pool.Holds.choices, default=Pool.Holds.LEADS
    )
    industries = ListField(_("industries"), choices_from=tuple(Party.Industry.choices))
    regions = ListField(
        _("regions"), help_text=_("Provinces, cities, or large regions such as 华东. Empty: all.")
    )
    sources = ListField(_("sources"), choices_from=tuple(Party.Source.choices))
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, verbose_name=_("to a team"), related_name="+",
        help_text=_("Its people in turn."),
    )  # fmt: skip
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name=_("to a person"),
        related_name="+",
    )  # fmt: skip
    pool = models.ForeignKey(
        Pool, models.PROTECT, null=True, blank=True, verbose_name=_("into a pool"),
        related_name="+",
    )  # fmt: skip
    most_open = models.PositiveSmallIntegerField(
        _("most at once"), null=True, blank=True,
        help_text=_("Who has so many open ones is passed over. Empty: any number."),
    )  # fmt: skip
    only_in_hours = models.BooleanField(
        _("only in working time"), default=False,
        help_text=_("Outside of it, it waits with the team for whoever comes first."),
    )  # fmt: skip
    response_hours = models.DecimalField(
        _("to be answered within"), max_digits=6, decimal_places=2, null=True, blank=True,
        help_text=_("Working hours. Empty: whenever."),
    )  # fmt: skip
    escalate_hours = models.DecimalField(
        _("escalated after"), max_digits=6, decimal_places=2, null=True, blank=True,
        help_text=_("So many working hours later the superior is told. Empty: never."),
    )  # fmt: skip
    reassigns = models.BooleanField(
        _("then goes to the next"), default=False,
        help_text=_("What is escalated goes to whose turn it is next."),
    )  # fmt: skip
    last_given = UuidKey(_("last given to"), null=True, editable=False)

    projected: ClassVar[frozenset[str]] = frozenset({"last_given"})

    class Meta:
        """Few of them."""

        verbose_name = _("assignment rule")
        verbose_name_plural = _("assignment rules")

    def __str__(self) -> str:
        return self.name

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """One place to which it goes; regions that exist; hours above nothing."""
        ends: list[Any] = [self.team_id, self.user_id, self.pool_id]
        if sum(end is not None for end in ends) != 1:
            yield "team", BadValue("one", N_("Choose a team, a person or a pool."))
        pool: Any = self.pool
        if pool is not None and pool.holds != self.holds:
            yield "pool", BadValue("holds", N_("This pool holds something else."))
        for text in self.regions:
            if not region_prefixes(text):
                message = N_("There is no region “%(text)s”.")
                yield "regions", BadValue("region", message, text=text)
                return
        for name in ("response_hours", "escalate_hours"):
            hours = getattr(self, name)
            if hours is not None and hours <= 0:
                yield name, BadValue("hours", N_("Enter more than 0 hours."))
