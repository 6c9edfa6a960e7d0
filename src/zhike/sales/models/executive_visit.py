"""Visits of the management to customers: asked for, judged, decided, made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Owned
from zhike.base.errors import N_, BadValue
from zhike.engagement.models import Interaction
from zhike.ledger.actions import action
from zhike.people.models import Party
from zhike.sales.models.executive import Executive, VisitPolicy
from zhike.sales.models.opportunity import Opportunity
from zhike.sales.models.visit_facts import decides_for, facts_of
from zhike.sales.rules import go_or_no_go as rules

LONGEST = dt.timedelta(days=1)


class ExecutiveVisit(Owned):
    """A request that somebody of the management goes to a customer, and what became of it."""

    named_by = ("purpose",)
    scoped_by = ("party",)

    class Status(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("waits for a decision")
        POSTPONED = "postponed", _("put off")
        ACCEPTED = "accepted", _("will be made")
        DECLINED = "declined", _("will not be made")
        HELD = "held", _("made")
        CANCELLED = "cancelled", _("called off")

    class Recommendation(models.TextChoices):
        """What the rules say."""

        GO = rules.GO, _("go")
        LATER = rules.LATER, _("later")
        NO = rules.NO, _("do not go")

    class Rule(models.TextChoices):
        """What a visit is judged by."""

        ALL = rules.ALL_MET, _("everything required is met")
        STAGE = rules.STAGE, _("stage of the deal")
        AMOUNT = rules.AMOUNT, _("amount of the deal")
        LEADER = rules.LEADER, _("decision maker attends")
        CONTACT = rules.CONTACT, _("in contact lately")
        RELATION = rules.RELATION, _("relationship")
        COMPETITOR = rules.COMPETITOR, _("competitor at the customer")

    party = models.ForeignKey(
        Party, models.CASCADE, verbose_name=_("customer"), related_name="executive_visits"
    )
    opportunity = models.ForeignKey(
        Opportunity, models.SET_NULL, null=True, blank=True, verbose_name=_("opportunity"),
        related_name="executive_visits",
    )  # fmt: skip
    executive = models.ForeignKey(
        Executive, models.PROTECT, verbose_name=_("who is asked to go"), related_name="visits",
        db_index=False,
    )  # fmt: skip
    purpose = models.CharField(
        _("what for"), max_length=200, help_text=_("What the visit is to bring about.")
    )
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    attendee = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, verbose_name=_("whom they send"),
        related_name="executive_visits_received",
        help_text=_("The person of the customer who receives us."),
    )  # fmt: skip
    leader_attends = models.BooleanField(
        _("decision maker attends"), default=False,
        help_text=_("Known by itself where that person decides for the customer."),
    )  # fmt: skip
    talking_points = models.TextField(
        _("talking points"), blank=True, max_length=5000, help_text=_("One on each line.")
    )
    status = models.CharField(
        _("status"), max_length=9, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    recommendation = models.CharField(
        _("recommendation"), max_length=5, choices=Recommendation.choices, editable=False
    )
    score = models.PositiveSmallIntegerField(_("score"), default=0, editable=False)
    decided_by = models.CharField(
        _("deciding rule"), max_length=10, choices=Rule.choices, editable=False
    )
    judged = models.JSONField(default=dict, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("asked at"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    decision_note = models.CharField(_("reason"), max_length=500, blank=True, editable=False)
    is_override = models.BooleanField(
        _("against the recommendation"), default=False, editable=False
    )
    appointment = models.ForeignKey(
        Interaction, models.SET_NULL, null=True, blank=True, verbose_name=_("appointment"),
        related_name="+", editable=False,
    )  # fmt: skip
    held_at = models.DateTimeField(_("made at"), null=True, blank=True, editable=False)
    outcome = models.TextField(_("outcome"), blank=True, max_length=5000, editable=False)
    customer_said = models.TextField(
        _("what the customer told us"), blank=True, max_length=5000, editable=False,
        help_text=_("One opinion on each line: each is followed up until it has an answer."),
    )  # fmt: skip

    class Meta:
        """Read by who is asked and how far it is, and by when it is."""

        verbose_name = _("executive visit")
        verbose_name_plural = _("executive visits")
        indexes = [
            models.Index(fields=["executive", "status", "starts_at"], name="visit_executive"),
            models.Index(fields=["owner", "status", "starts_at"], name="visit_owner"),
            models.Index(fields=["starts_at", "id", "owner"], name="visit_starts"),
            models.Index(fields=["created_at", "id", "owner"], name="visit_created"),
        ]

    def __str__(self) -> str:
        return self.purpose

    @property
    def is_undecided(self) -> bool:
        """Whether it may still become anything."""
        return self.status in (self.Status.DRAFT, self.Status.SUBMITTED, self.Status.POSTPONED)

    @property
    def is_led_by_decider(self) -> bool:
        """Whether who decides there attends: said so, or known of the person who receives us."""
        if self.leader_attends or self.attendee is None:
            return self.leader_attends
        return decides_for(self.attendee, self.party)

    def facts(self) -> rules.Facts:
        """What is known now."""
        return facts_of(self.party, self.opportunity, leader_attends=self.is_led_by_decider)

    def judgement(self, *, anew: bool = True) -> tuple[rules.Facts, rules.Judgement]:
        """What is known and what follows: now while it is open, else as it was decided upon."""
        if (anew and self.is_undecided) or not self.judged:
            facts = self.facts()
            return facts, rules.judge(facts, VisitPolicy.here())
        known = dict(self.judged["facts"])
        amount = known.pop("amount")
        facts = rules.Facts(amount=None if amount is None else Decimal(amount), **known)
        findings = tuple(rules.Finding(**finding) for finding in self.judged["findings"])
        return facts, rules.Judgement(self.recommendation, self.score, self.decided_by, findings)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it with what the rules say of it."""
        self.settle()
        super().save(*args, **kwargs)

    def settle(self) -> None:
        """Take the customer from the deal, and judge it anew while nobody has decided."""
        if self.party_id is None and self.opportunity is not None:
            self.party_id = self.opportunity.party_id
        if self.party_id is None or not self.is_undecided:
            return
        facts, found = self.judgement()
        self.recommendation, self.score = found.recommendation, found.score
        self.decided_by = found.decided_by
        amount = None if facts.amount is None else str(facts.amount)
        self.judged = {
            "facts": asdict(facts) | {"amount": amount},
            "findings": [asdict(finding) for finding in found.findings],
        }

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Its deal is the customer's; it ends the day it begins; a person receives us."""
        self.settle()
        yield from self._decided_upon()
        deal = self.opportunity
        if deal is not None and self.party_id is not None and deal.party_id != self.party_id:
            message = N_("Choose an opportunity of this customer.")
            yield "opportunity", BadValue("other_party", message)
        if self.attendee is not None and self.attendee.kind != Party.Kind.PERSON:
            yield "attendee", BadValue("kind", N_("Choose a person."))
        if None not in (self.starts_at, self.ends_at):
            if self.ends_at <= self.starts_at:
                yield "ends_at", BadValue("order", N_("The end lies before the beginning."))
            elif self.ends_at - self.starts_at > LONGEST:
                yield "ends_at", BadValue("long", N_("A visit lasts a day at most."))

    def _decided_upon(self) -> Iterator[tuple[str, BadValue]]:
        """What somebody decided about stays as it was."""
        if self._state.adding or self.is_undecided:
            return
        for name in ("party_id", "opportunity_id", "executive_id", "starts_at", "ends_at"):
            if getattr(self, name) != self._loaded[name]:
                message = N_("This is decided upon: call the visit off and ask for a new one.")
                yield name.removesuffix("_id"), BadValue("decided", message)


class CustomerOpinion(Owned):
    """Something that a customer told the management, with who sees to it until it has an answer."""

    named_by = ("text",)
    scoped_by = ("visit",)

    class Status(models.TextChoices):
        """Whether it has an answer."""

        OPEN = "open", _("to be answered")
        ANSWERED = "answered", _("answered")

    visit = models.ForeignKey(
        ExecutiveVisit, models.CASCADE, verbose_name=_("visit"), related_name="opinions"
    )
    party = models.ForeignKey(
        Party, models.CASCADE, verbose_name=_("customer"), related_name="opinions", editable=False
    )
    text = models.CharField(_("opinion"), max_length=500)
    due_on = models.DateField(_("due"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=8, choices=Status.choices, default=Status.OPEN, editable=False
    )
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)

    class Meta:
        """Read by who has to answer."""

        verbose_name = _("customer's opinion")
        verbose_name_plural = _("customers' opinions")
        indexes = [
            models.Index(fields=["owner", "status", "created_at"], name="opinion_owner"),
            models.Index(fields=["created_at", "id", "owner"], name="opinion_created"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to see to it."""
        return self.status == self.Status.OPEN

    def save(self, *args: Any, **kwargs: Any) -> None:
        """It is of the customer who was visited."""
        self.party_id = self.visit.party_id
        super().save(*args, **kwargs)

    @action(
        _("answer"), permission="update", when=lambda opinion: opinion.is_open, icon="check",
        fields=("answer",), required=("answer",),
    )  # fmt: skip
    def answered(self, answer: str) -> None:
        """The customer has heard what became of it."""
        self.answer, self.status = answer, self.Status.ANSWERED
        self.answered_at = timezone.now()
        self.save()

    @action(_("reopen"), permission="update", when=lambda opinion: not opinion.is_open, icon="redo")
    def reopen(self) -> None:
        """It needs somebody after all."""
        self.status, self.answered_at = self.Status.OPEN, None
        self.save()

    @action(_("assign"), permission="update", icon="user", fields=("owner",), required=("owner",))
    def assign(self, owner: Any) -> None:
        """Let somebody else see to it."""
        self.owner_id = owner
        self.save()
