"""Rewards: who brought us business gets what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.access.models import Owned, User
from zhike.access.rights import Access
from zhike.base.errors import N_, BadValue
from zhike.ledger.actions import action
from zhike.ledger.fields import MoneyField
from zhike.people.models import Party
from zhike.records.fields import CurrencyField
from zhike.sales.models.reward_rule import RewardKind, RewardRule


def _is_earned(reward: Reward) -> bool:
    return reward.opportunity.won_at is not None


def _is_pending(reward: Reward) -> bool:
    return reward.status == Reward.Status.PENDING


def _may_be_approved(reward: Reward) -> bool:
    return _is_pending(reward) and _is_earned(reward)


def _may_be_paid(reward: Reward) -> bool:
    return reward.status == Reward.Status.APPROVED and _is_earned(reward)


class Reward(Owned):
    """What somebody gets for having brought us a deal, from its being earned to its payment."""

    named_by = ("kind", "amount", "currency")
    scoped_by = ("opportunity", "party")
    outsiders: ClassVar[dict[str, str]] = {"read": "party"}

    class Status(models.TextChoices):
        """How far it has come."""

        PENDING = "pending", pgettext_lazy("reward", "to be approved")
        APPROVED = "approved", pgettext_lazy("reward", "approved")
        PAID = "paid", pgettext_lazy("reward", "paid")
        REFUSED = "refused", pgettext_lazy("reward", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("reward", "taken back")

    COUNTED = (Status.PENDING, Status.APPROVED, Status.PAID)

    party = models.ForeignKey(
        Party, models.PROTECT, verbose_name=_("who is rewarded"), related_name="rewards"
    )
    kind = models.CharField(
        _("for"), max_length=8, choices=RewardKind.choices, default=RewardKind.REFERRAL
    )
    opportunity = models.ForeignKey(
        "sales.Opportunity", models.CASCADE, verbose_name=_("opportunity"), related_name="rewards"
    )
    rule = models.ForeignKey(
        RewardRule, models.PROTECT, null=True, blank=True, verbose_name=_("reward rule"),
        related_name="rewards",
    )  # fmt: skip
    base_amount = MoneyField(_("amount of the deal"), null=True, blank=True, editable=False)
    base_currency = CurrencyField(_("currency of the deal"), blank=True, editable=False)
    rate = models.DecimalField(
        _("share in %"), max_digits=5, decimal_places=2, null=True, blank=True, editable=False
    )
    amount = MoneyField(_("reward"))
    currency = CurrencyField(_("currency"), blank=True)
    status = models.CharField(
        _("status"), max_length=9, choices=Status.choices, default=Status.PENDING, editable=False
    )
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name=_("decided by"),
        related_name="+", editable=False,
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    paid_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name=_("paid by"), related_name="+",
        editable=False,
    )  # fmt: skip
    paid_at = models.DateTimeField(_("paid at"), null=True, blank=True, editable=False)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        """By rule, once for a deal, a party and what it is for; read by how far they are."""

        verbose_name = _("reward")
        verbose_name_plural = _("rewards")
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "kind", "party"],
                name="reward_once",
                condition=models.Q(rule__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["status", "created_at", "id"], name="reward_status"),
            models.Index(fields=["created_at", "id", "owner"], name="reward_created"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount} {self.currency}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it with what it is a share of."""
        self.settle()
        super().save(*args, **kwargs)

    def settle(self) -> None:
        """Take the deal's amount, currency and owner where nothing else was said."""
        if not self._state.adding or self.opportunity_id is None:
            return
        deal = self.opportunity
        if self.base_amount is None:
            self.base_amount, self.base_currency = deal.amount, deal.currency
        self.currency = self.currency or deal.currency
        if self.owner_id is None:
            self.owner_id = deal.owner_id

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A sum that can be paid, once for a deal; what is decided stays as it was decided."""
        self.settle()
        if self.amount is not None and self.amount < 0:
            yield "amount", BadValue("negative", N_("Enter an amount of 0 or more."))
        same = Reward.objects.filter(
            opportunity=self.opportunity_id,
            kind=self.kind,
            party=self.party_id,
            rule__isnull=False,
        )
        if self.rule_id and same.exclude(pk=self.pk).exists():
            message = N_("They have a reward for this deal already.")
            yield "party", BadValue("taken", message)
        if self._state.adding or _is_pending(self):
            return
        for name in ("party_id", "opportunity_id", "kind", "amount", "currency"):
            if getattr(self, name) != self._loaded[name]:
                message = N_("This reward is decided upon: it stays as it is.")
                yield name.removesuffix("_id"), BadValue("decided", message)

    # Verbs

    @action(
        pgettext_lazy("reward", "approve"), permission="approve", when=_may_be_approved,
        icon="check", with_access=True,
    )  # fmt: skip
    def approve(self, access: Access) -> None:
        """It may be paid."""
        self._decide(self.Status.APPROVED, access)

    @action(
        pgettext_lazy("reward", "refuse"), permission="approve", when=_is_pending, icon="lost",
        fields=("note",), required=("note",), with_access=True,
    )  # fmt: skip
    def refuse(self, access: Access, note: str) -> None:
        """Nothing is paid, for a reason that stays on record."""
        self.note = note
        self._decide(self.Status.REFUSED, access)

    @action(pgettext_lazy("reward", "mark as paid"), permission="pay", when=_may_be_paid,
            icon="won", with_access=True)  # fmt: skip
    def pay(self, access: Access) -> None:
        """The money is with them."""
        self.status, self.paid_at = self.Status.PAID, timezone.now()
        self.paid_by = access.user
        self.save()

    def take_back(self) -> None:
        """What is not paid yet is not paid any more."""
        if self.status in (self.Status.PENDING, self.Status.APPROVED):
            self.status = self.Status.WITHDRAWN
            self.save()

    def _decide(self, status: str, access: Access) -> None:
        self.status, self.decided_at, self.decided_by = status, timezone.now(), access.user
        self.save()
