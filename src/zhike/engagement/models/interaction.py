"""Interactions: every touch between us and a party, and appointments to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Owned, User
from zhike.base.errors import N_, BadValue
from zhike.ledger.fields import RecordRef
from zhike.ledger.models import Part, RecordQuerySet
from zhike.people.models import Lead, Party


class InteractionQuerySet(RecordQuerySet):
    """Reads interactions."""

    def awaiting_contact(self, until: dt.datetime) -> InteractionQuerySet:
        """The last interactions with those whose next contact was promised for before `until`."""
        later = Interaction.objects.filter(at__gt=OuterRef("at"), at__lte=timezone.now())
        with_party = later.filter(party=OuterRef("party"))
        with_lead = later.filter(lead=OuterRef("lead"))
        return self.filter(~Exists(with_party), ~Exists(with_lead), next_contact_at__lt=until)


def whose_problems(party: UUID | None, lead: UUID | None) -> Iterator[tuple[str, BadValue]]:
    """It belongs to one: to a customer, or to a lead as long as that is none."""
    if party is None and lead is None:
        yield "party", BadValue("nobody", N_("Choose a customer, or a lead."))
    elif party is not None and lead is not None:
        yield "lead", BadValue("both", N_("Choose a customer or a lead, not both."))


class Interaction(Owned):
    """One touch on any channel: a visit, a call, a message; one to come is an appointment."""

    named_by = ("subject",)

    class Channel(models.TextChoices):
        """How we met."""

        VISIT = "visit", _("visit")
        CALL = "call", _("telephone call")
        WECHAT = "wechat", _("WeChat")
        EMAIL = "email", _("email")
        MEETING = "meeting", _("meeting")
        WEB = "web", _("website")
        FAIR = "fair", _("trade fair")
        MESSAGE = "message", _("text message")
        TICKET = "ticket", _("service request")
        ORDER = "order", _("order")
        OTHER = "other", _("other")

    class Direction(models.TextChoices):
        """Who began."""

        OUT = "out", _("from us")
        IN = "in", _("from them")

    scoped_by = (("party", "lead"),)

    party = models.ForeignKey(
        Party, models.CASCADE, null=True, blank=True, verbose_name=_("customer"),
        related_name="interactions", db_index=False,
    )  # fmt: skip
    lead = models.ForeignKey(
        Lead, models.CASCADE, null=True, blank=True, verbose_name=_("lead"),
        related_name="interactions", db_index=False,
        help_text=_("Of somebody who is no customer yet."),
    )  # fmt: skip
    channel = models.CharField(
        _("channel"), max_length=8, choices=Channel.choices, default=Channel.VISIT
    )
    direction = models.CharField(
        _("direction"), max_length=3, choices=Direction.choices, default=Direction.OUT
    )
    at = models.DateTimeField(_("time"), default=timezone.now)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("what was said"), blank=True, max_length=20_000)
    about = RecordRef(_("about"))
    next_contact_at = models.DateTimeField(_("next contact"), null=True, blank=True)
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    custom = models.JSONField(default=dict, blank=True, editable=False)
    objects = InteractionQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        """Read by party and time, by what it is about, and by when its next is due."""

        verbose_name = _("interaction")
        verbose_name_plural = _("interactions")
        indexes = [
            models.Index(fields=["party", "-at"], name="interaction_party_at"),
            models.Index(fields=["-at", "-id", "party"], name="interaction_at"),
            models.Index(
                fields=["lead", "-at"], name="interaction_lead_at",
                condition=models.Q(lead__isnull=False),
            ),
            models.Index(
                fields=["about", "-at"], name="interaction_about", condition=~models.Q(about="")
            ),
            models.Index(
                fields=["owner", "next_contact_at"], name="interaction_next",
                condition=models.Q(next_contact_at__isnull=False),
            ),
            models.Index(
                fields=["owner", "starts_at"], name="interaction_starts",
                condition=models.Q(starts_at__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.subject

    @property
    def holder(self) -> Party | Lead:
        """With whom it is."""
        return self.party if self.party is not None else self.lead  # type: ignore[return-value]

    @property
    def is_appointment(self) -> bool:
        """Whether it is still to come."""
        return self.starts_at is not None and self.starts_at > timezone.now()

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """It is with a customer or with a lead; what ends or follows comes later."""
        yield from whose_problems(self.party_id, self.lead_id)
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            yield "ends_at", BadValue("order", N_("The end lies before the beginning."))
        if self.next_contact_at and self.next_contact_at <= self.at:
            yield "next_contact_at", BadValue("order", N_("Choose a later time than this contact."))
        if self.starts_at and self.starts_at > self.at:
            self.at = self.starts_at


class Participant(Part):
    """Someone else who took part: a colleague, or a person of theirs."""

    named_by = ("user", "party")
    part_of = "interaction"
    interaction = models.ForeignKey(Interaction, models.CASCADE, related_name="participants")
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name=_("colleague"), related_name="+"
    )
    party = models.ForeignKey(
        Party, models.CASCADE, null=True, blank=True, verbose_name=_("person"), related_name="+"
    )

    class Meta:
        """Under its interaction."""

        verbose_name = _("participant")
        verbose_name_plural = _("participants")

    def __str__(self) -> str:
        return str(self.user or self.party or "")

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Somebody must be named."""
        if self.user_id is None and self.party_id is None:
            yield "user", BadValue("nobody", N_("Choose a colleague or a person."))
