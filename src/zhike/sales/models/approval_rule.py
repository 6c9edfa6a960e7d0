"""Who consents to which documents: by kind, team, amount and discount."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Scope, Team, User
from zhike.base.errors import N_, BadValue
from zhike.engagement.models import Approval
from zhike.ledger.fields import MoneyField
from zhike.ledger.models import Part, Record

GREATEST = Decimal(10) ** 12


class ApprovalRule(Record):
    """Which quotes, contracts or orders need whose consent, in which order and time."""

    class Kind(models.TextChoices):
        """What it is about."""

        QUOTE = "quote", _("quotes")
        CONTRACT = "contract", _("contracts")
        ORDER = "order", _("orders")

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}

    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("about"), max_length=10, choices=Kind.choices, default=Kind.QUOTE)
    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, verbose_name=_("team"), related_name="+",
        help_text=_("Holds for this team and those below it; empty: for the company."),
    )  # fmt: skip
    amount_from = MoneyField(
        _("amount from"), null=True, blank=True,
        help_text=_("In the company's currency. Empty: whatever the amount."),
    )  # fmt: skip
    discount_above = models.DecimalField(
        _("discount above, in %"), max_digits=5, decimal_places=2, null=True, blank=True,
        help_text=_("Where a line is sold further below the list. Empty: whatever the discount."),
    )  # fmt: skip
    mode = models.CharField(
        _("who is asked when"), max_length=8, choices=Approval.Mode.choices,
        default=Approval.Mode.ORDER,
    )  # fmt: skip
    hours = models.DecimalField(
        _("working hours for each"), max_digits=6, decimal_places=2, default=Decimal("8.00")
    )
    when_late = models.CharField(
        _("if nobody answers in time"), max_length=8, choices=Approval.WhenLate.choices,
        default=Approval.WhenLate.ESCALATE,
    )  # fmt: skip
    is_active = models.BooleanField(_("in force"), default=True)

    class Meta:
        """By their names."""

        verbose_name = _("approval rule")
        verbose_name_plural = _("approval rules")
        ordering: ClassVar[list[str]] = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Sensible thresholds; time to answer."""
        if self.amount_from is not None and not 0 <= self.amount_from < GREATEST:
            message = N_("Enter an amount of 0 or more, below 1,000,000,000,000.")
            yield "amount_from", BadValue("range", message)
        if self.discount_above is not None and not 0 <= self.discount_above < 100:
            yield "discount_above", BadValue("percent", N_("Enter a number from 0 to below 100."))
        if not 0 < (self.hours or 0) <= 1000:
            yield "hours", BadValue("hours", N_("Enter a number above 0, at most 1,000."))


class ApprovalRuleStep(Part):
    """Who is asked by an approval rule: a person, a team's head, or the head of the sellers."""

    named_by = ("user", "team")
    part_of = "rule"
    rule = models.ForeignKey(
        ApprovalRule, models.CASCADE, verbose_name=_("approval rule"), related_name="steps"
    )
    user = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, verbose_name=_("person"), related_name="+"
    )
    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, verbose_name=_("department"),
        related_name="+",
        help_text=_("Whoever heads it. Neither: whoever answers for the selling team."),
    )  # fmt: skip

    class Meta:
        """In the order in which they are asked."""

        verbose_name = _("who is asked")
        verbose_name_plural = _("who is asked")
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return str(self.user or self.team or _("head of the selling team"))

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A person or a department, not both."""
        if self.user_id and self.team_id:
            message = N_("Choose a person or a department, not both.")
            yield "team", BadValue("either", message)
        if self.user_id and self.user is not None and not _works(self.user):
            yield "user", BadValue("left", N_("Choose somebody who works here."))


def _works(user: Any) -> bool:
    return bool(user.is_active)
