"""Who of the management goes to customers, and what the company asks before they do."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Scope, User
from zhike.base.errors import N_, BadValue
from zhike.ledger.fields import MoneyField
from zhike.ledger.models import Record
from zhike.sales.rules import go_or_no_go as rules


class Executive(Record):
    """Somebody of the management whom customers' owners may ask for a visit."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}
    named_by = ("title", "user")

    class Level(models.TextChoices):
        """How high: what stages of a deal name."""

        DEPUTY = rules.DEPUTY, _("deputy in charge")
        GENERAL = rules.GENERAL, _("general manager")

    user = models.ForeignKey(User, models.PROTECT, verbose_name=_("user"), related_name="+")
    title = models.CharField(_("title"), max_length=60, blank=True)
    level = models.CharField(_("level"), max_length=7, choices=Level.choices, default=Level.GENERAL)
    visits_per_quarter = models.PositiveSmallIntegerField(
        _("visits planned per quarter"), default=4
    )
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        """The highest first."""

        verbose_name = _("executive")
        verbose_name_plural = _("executives")
        ordering = ["-level", "id"]

    def __str__(self) -> str:
        return f"{self.title} {self.user}".strip()

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Nobody stands there twice."""
        if not self.is_active or self.user_id is None:
            return
        others = Executive.objects.filter(user=self.user_id, is_active=True).exclude(pk=self.pk)
        if others.exists():
            yield "user", BadValue("taken", N_("This user is an executive already."))


class VisitPolicy(Record):
    """What the company asks before somebody of the management goes: thresholds and weights."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}

    name = models.CharField(_("name"), max_length=100, default="")
    least_chance = models.PositiveSmallIntegerField(
        _("win probability of the stage from, in %"), default=50
    )
    least_amount = MoneyField(_("amount from"), default=Decimal(500_000))
    most_silent_days = models.PositiveSmallIntegerField(
        _("days since the last contact at most"), default=30,
        help_text=_("Longer, and the visit cannot be asked for."),
    )  # fmt: skip
    least_contacts = models.PositiveSmallIntegerField(_("contacts in half a year from"), default=3)
    later_from = models.PositiveSmallIntegerField(
        _("score from which one missing rule means later"), default=60
    )
    needs_stage = models.BooleanField(_("the stage is required"), default=True)
    needs_amount = models.BooleanField(_("the amount is required"), default=True)
    needs_leader = models.BooleanField(_("the decision maker is required"), default=True)
    weight_stage = models.PositiveSmallIntegerField(_("weight of the stage"), default=25)
    weight_amount = models.PositiveSmallIntegerField(_("weight of the amount"), default=25)
    weight_leader = models.PositiveSmallIntegerField(_("weight of the decision maker"), default=25)
    weight_contact = models.PositiveSmallIntegerField(_("weight of the last contact"), default=10)
    weight_relation = models.PositiveSmallIntegerField(_("weight of the relationship"), default=10)
    weight_competitor = models.PositiveSmallIntegerField(_("weight of competitors"), default=5)

    class Meta:
        """The first one holds."""

        verbose_name = _("policy for visits")
        verbose_name_plural = _("policies for visits")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Percentages are such; some weight must count."""
        for name in ("least_chance", "later_from"):
            if (getattr(self, name) or 0) > 100:
                yield name, BadValue("percent", N_("Enter a number from 0 to 100."))
        if self.least_amount is not None and self.least_amount < 0:
            yield "least_amount", BadValue("negative", N_("Enter an amount of 0 or more."))
        if not any(getattr(self, f"weight_{rule}") for rule in rules.RULES):
            yield "weight_stage", BadValue("none", N_("Give at least one rule a weight."))

    @property
    def as_rules(self) -> rules.Policy:
        """The same for the rules, which know no database."""
        needed = {rule for rule in (rules.STAGE, rules.AMOUNT, rules.LEADER)
                  if getattr(self, f"needs_{rule}")}  # fmt: skip
        return rules.Policy(
            chance=self.least_chance, amount=self.least_amount or Decimal(0),
            silent_days=self.most_silent_days, contacts=self.least_contacts,
            weights={rule: getattr(self, f"weight_{rule}") for rule in rules.RULES},
            required=frozenset(needed), later_from=self.later_from,
        )  # fmt: skip

    @classmethod
    def here(cls) -> rules.Policy:
        """What holds now; the usual thresholds before anybody has set any."""
        found = cls.objects.order_by("pk").first()
        return found.as_rules if found else rules.Policy()
