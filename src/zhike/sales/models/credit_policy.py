"""What the company gives on credit: grades with their limits, and how a score comes about."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Role, Scope, Team
from zhike.base.errors import N_, BadValue
from zhike.ledger.fields import MoneyField
from zhike.ledger.models import Record
from zhike.records.fields import CurrencyField
from zhike.records.models import InCurrency
from zhike.sales.rules import credit as rules

MOST_DAYS = 3650
PERCENT = (MinValueValidator(0), MaxValueValidator(100))


def percent_problems(record: Any, *names: str) -> Iterator[tuple[str, BadValue]]:
    """Those of these fields that are no percentage."""
    for name in names:
        if not 0 <= (getattr(record, name) or 0) <= 100:
            yield name, BadValue("percent", N_("Enter a number from 0 to 100."))


class CreditGrade(InCurrency):
    """What customers of one credit grade may do: how much on credit, how long, how much at once."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}

    name = models.CharField(_("name"), max_length=20, unique=True)
    from_score = models.PositiveSmallIntegerField(
        _("from a score of"), default=0,
        help_text=_("Whoever reaches it, and not that of a better grade, has this one."),
    )  # fmt: skip
    limit = MoneyField(
        _("credit limit"), null=True, blank=True,
        help_text=_("What may be owed at the same time. Empty: as much as anybody likes."),
    )  # fmt: skip
    currency = CurrencyField(_("currency"), blank=True)
    days = models.PositiveSmallIntegerField(_("days to pay"), default=30)
    prepay = models.DecimalField(
        _("to be paid beforehand in %"), max_digits=5, decimal_places=2, default=Decimal("0.00"),
        validators=PERCENT,
    )  # fmt: skip
    discount = models.DecimalField(
        _("discount at most in %"), max_digits=5, decimal_places=2, null=True, blank=True,
        validators=PERCENT, help_text=_("Empty: as the cap of the team says."),
    )  # fmt: skip
    talk = models.TextField(
        _("when talking"), blank=True, max_length=1000,
        help_text=_("What a seller should heed before there is a contract."),
    )  # fmt: skip
    sign = models.TextField(_("when signing"), blank=True, max_length=1000)
    ship = models.TextField(_("when shipping"), blank=True, max_length=1000)
    collect = models.TextField(_("when collecting"), blank=True, max_length=1000)

    class Meta:
        """The best first."""

        verbose_name = _("credit grade")
        verbose_name_plural = _("credit grades")
        ordering = ["-from_score", "id"]

    def __str__(self) -> str:
        return self.name

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Sensible figures; no two grades begin at the same score."""
        self.settle()
        if not 0 <= (self.from_score or 0) <= rules.BEST:
            yield "from_score", BadValue("percent", N_("Enter a number from 0 to 100."))
        same = CreditGrade.objects.filter(from_score=self.from_score or 0).exclude(pk=self.pk)
        if same.exists():
            message = N_("Another grade begins at this score: enter a different one.")
            yield "from_score", BadValue("taken", message)
        if self.limit is not None and self.limit < 0:
            yield "limit", BadValue("negative", N_("Enter an amount of 0 or more."))
        if (self.days or 0) > MOST_DAYS:
            yield "days", BadValue("range", N_("Enter at most 3,650 days."))
        yield from percent_problems(self, "prepay", "discount")


class CreditPolicy(Record):
    """How the company judges credit: what counts how much, and who is asked beyond a limit."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}

    name = models.CharField(_("name"), max_length=100)
    points_per_overdue = models.PositiveSmallIntegerField(
        _("points off for an overdue instalment"), default=rules.POINTS
    )
    most_points = models.PositiveSmallIntegerField(
        _("points off at most"), default=rules.MOST_POINTS
    )
    grace_days = models.PositiveSmallIntegerField(
        _("days of grace"), default=0,
        help_text=_("An instalment that is paid so many days late is not held against anybody."),
    )  # fmt: skip
    months_back = models.PositiveSmallIntegerField(
        _("months that count"), default=rules.MONTHS,
        help_text=_("Older ratings and older overdue instalments are forgotten."),
    )  # fmt: skip
    score_without = models.PositiveSmallIntegerField(
        _("score without a rating"), default=rules.WITHOUT
    )
    weight_agency = models.PositiveSmallIntegerField(_("weight of agencies"), default=1)
    weight_bank = models.PositiveSmallIntegerField(_("weight of banks"), default=1)
    weight_registry = models.PositiveSmallIntegerField(_("weight of registries"), default=1)
    weight_trade = models.PositiveSmallIntegerField(_("weight of trade references"), default=1)
    weight_own = models.PositiveSmallIntegerField(_("weight of our own judgement"), default=1)
    stop_days = models.PositiveSmallIntegerField(
        _("days overdue that stop everything"), default=rules.STOP_DAYS,
        help_text=_("Nothing is signed or shipped without consent from then on. 0: never."),
    )  # fmt: skip
    grade_without_file = models.ForeignKey(
        CreditGrade, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("grade of customers without a file"),
        help_text=_("Empty: nothing limits them."),
    )  # fmt: skip
    consent_team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("team that is asked"),
    )  # fmt: skip
    consent_role = models.ForeignKey(
        Role, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("role that is asked"),
        help_text=_("Any one of its people. Without team and role the head of the selling team."),
    )  # fmt: skip

    class Meta:
        """The first one holds."""

        verbose_name = _("credit policy")
        verbose_name_plural = _("credit policies")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def here(cls) -> CreditPolicy:
        """What holds now; the usual figures before anybody has set any."""
        related = ("grade_without_file", "consent_team", "consent_role")
        return cls.objects.select_related(*related).order_by("pk").first() or cls()

    @property
    def weighing(self) -> rules.Weighing:
        """The same for the rules, which know no database."""
        return rules.Weighing(self.points_per_overdue, self.most_points, self.score_without)

    def weight(self, source: str) -> int:
        """How much a source counts; what is not among the weighed counts once."""
        return int(getattr(self, f"weight_{source}", 1))

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Scores go to 100; something is looked back upon; a team or a role is asked."""
        for name in ("points_per_overdue", "most_points", "score_without"):
            if (getattr(self, name) or 0) > rules.BEST:
                yield name, BadValue("percent", N_("Enter a number from 0 to 100."))
        if not 1 <= (self.months_back or 0) <= 120:
            yield "months_back", BadValue("range", N_("Enter from 1 to 120 months."))
        if self.consent_team_id and self.consent_role_id:
            yield "consent_role", BadValue("both", N_("Choose a team or a role, not both."))
