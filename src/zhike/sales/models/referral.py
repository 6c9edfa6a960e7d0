"""Referrals: who brought us whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.access.models import Owned, User
from zhike.access.rights import Access, access_of, system_access
from zhike.base.errors import N_, BadValue
from zhike.ledger.current import current
from zhike.people.models import Lead, Party
from zhike.records.errors import Invalid
from zhike.records.titles import named
from zhike.sales.models import rewarding
from zhike.sales.models.reward import Reward
from zhike.sales.models.reward_rule import RewardKind, RewardRule
from zhike.sales.rules import referring

LOCK = 4_711_031
"""The number under which writers of referrals wait for each other."""


class Referral(Owned):
    """That a customer or a friend of the house brought us another: who, whom, and what came of it.

    Its status is never typed: it follows from the lead and the deals of whom was brought.
    """

    named_by = ("referred_on",)
    scoped_by = ("referrer", ("party", "lead"))

    class Status(models.TextChoices):
        """What came of it."""

        OPEN = referring.OPEN, pgettext_lazy("referral", "open")
        QUALIFIED = referring.QUALIFIED, pgettext_lazy("referral", "qualified")
        WON = referring.WON, pgettext_lazy("referral", "became a customer")
        LOST = referring.LOST, pgettext_lazy("referral", "came to nothing")

    referrer = models.ForeignKey(
        Party, models.CASCADE, verbose_name=_("referrer"), related_name="referrals_made"
    )
    said_by = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, verbose_name=_("who said it"),
        related_name="referrals_told", help_text=_("The person of the referrer, if known."),
    )  # fmt: skip
    party = models.ForeignKey(
        Party, models.CASCADE, null=True, blank=True, verbose_name=_("customer brought"),
        related_name="referrals_received",
    )  # fmt: skip
    lead = models.ForeignKey(
        Lead, models.CASCADE, null=True, blank=True, verbose_name=_("lead brought"),
        related_name="referrals",
    )  # fmt: skip
    referred_on = models.DateField(_("referred on"), default=timezone.localdate)
    rule = models.ForeignKey(
        RewardRule, models.PROTECT, null=True, blank=True, verbose_name=_("reward rule"),
        related_name="referrals", help_text=_("The one in force that day where it is empty."),
    )  # fmt: skip
    status = models.CharField(
        _("status"), max_length=9, choices=Status.choices, default=Status.OPEN,
        db_default=Status.OPEN.value, editable=False,
    )  # fmt: skip
    note = models.CharField(_("note"), max_length=500, blank=True)

    projected = frozenset({"status"})

    class Meta:
        """Whoever is brought is brought once; read by how far they are."""

        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        constraints = [
            models.UniqueConstraint(fields=["party"], name="referral_of_party"),
            models.UniqueConstraint(fields=["lead"], name="referral_of_lead"),
        ]
        indexes = [
            models.Index(fields=["status", "referred_on", "id"], name="referral_status"),
            models.Index(fields=["referred_on", "id", "owner"], name="referral_on"),
            models.Index(fields=["created_at", "id", "owner"], name="referral_created"),
        ]

    def __str__(self) -> str:
        return f"{self.referred_on}"

    @classmethod
    def behind(cls, party: Any, lead: Any) -> Referral | None:
        """The referral that brought a customer, or the lead from whom a deal came."""
        asked = {"party": party} if party else {"lead": lead}
        found = cls.objects.select_related("referrer", "rule").filter(**asked)
        return found.first() if party or lead else None

    @property
    def rule_in_force(self) -> RewardRule | None:
        """By which rule the referrer is rewarded."""
        return self.rule or RewardRule.in_force(RewardKind.REFERRAL, self.referred_on)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it; raises Invalid, with the chain, where it would go round in a circle."""
        if self.lead is not None and self.party_id is None:
            self.party_id = self.lead.party_id
        is_new_way = self._is_new_way
        if is_new_way:
            _wait_for_others()
            if circle := self._circle():
                raise Invalid.field("referrer", _circle_seen(circle))
        super().save(*args, **kwargs)
        if is_new_way:
            self._tell_the_deals()

    def _tell_the_deals(self) -> None:
        """What was won since is rewarded; what has no source yet came by referral."""
        access = _writer()
        deals = [] if self.party is None else list(self.party.opportunities.all())
        for deal in deals:
            if deal.won_at is not None:
                rewarding.settle_rewards(deal)
        running = [deal for deal in deals if deal.won_at is None and deal.lost_at is None]
        for record in (self.lead, self.party, *running):
            if record is not None and not record.source and access.reaches(record, "update"):
                record.source = Party.Source.REFERRAL
                record.save()

    @property
    def _is_new_way(self) -> bool:
        ends = ("referrer_id", "party_id")
        return self._state.adding or any(getattr(self, n) != self._loaded[n] for n in ends)

    def _circle(self) -> list[UUID]:
        if self.party_id is None:
            return []
        others = Referral.objects.exclude(pk=self.pk)

        def brought_by(who: UUID) -> UUID | None:
            return others.filter(party=who).values_list("referrer", flat=True).first()

        return referring.circle(self.referrer_id, self.party_id, brought_by)

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Somebody brings somebody else, whom nobody brought before.

        What is to itself by a merge (code `self`) goes with the merge.
        """
        if self.party_id is None and self.lead_id is None:
            yield "party", BadValue("nobody", N_("Choose the customer or the lead they brought."))
        if self.referrer_id is not None and self.referrer_id == self.party_id:
            yield "referrer", BadValue("self", N_("Nobody brings themselves: choose another."))
        elif not self._state.adding and self._is_new_way and self._circle():
            message = N_("This would go round in a circle of referrals.")
            yield "referrer", BadValue("self", message)
        for name in ("party", "lead"):
            value = getattr(self, f"{name}_id")
            same = Referral.objects.filter(**{name: value}).exclude(pk=self.pk)
            if value is not None and same.exists():
                yield name, BadValue("taken", N_("It is known already who brought them."))
        if self.said_by is not None and self.said_by.kind != Party.Kind.PERSON:
            yield "said_by", BadValue("kind", N_("Choose a person."))

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Take it away, with what nobody has approved for it yet.

        Within a merge the deals may have gone over to the referrer already.
        """
        ends = {self.referrer_id, self.party_id} - {None}
        theirs = Q(opportunity__party=self.party_id) if self.party_id else Q(pk__in=[])
        waiting = Reward.objects.filter(
            theirs | Q(party__in=ends, opportunity__party__in=ends),
            kind=RewardKind.REFERRAL, status=Reward.Status.PENDING,
        )  # fmt: skip
        for reward in waiting.order_by("pk"):
            reward.take_back()
        return super().delete(*args, **kwargs)


def _wait_for_others() -> None:
    """Let one referral be written at a time: two at once could close a circle between them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _writer() -> Access:
    """The rights of whoever writes."""
    row = current().row
    user = User.objects.filter(pk=row.actor).first() if row.actor else None
    return access_of(user, row.door) if user else system_access()


def _circle_seen(circle: list[UUID]) -> BadValue:
    """The chain in names, as far as whoever writes may see them."""
    names = named(_writer(), Party, set(circle))
    chain = " → ".join(names.get(who) or _now("somebody") for who in circle)
    message = N_("This goes round in a circle: %(chain)s. Nobody is rewarded for that.")
    return BadValue("circle", message, chain=chain)
