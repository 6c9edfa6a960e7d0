"""Deals that partners register (报备): whose a customer is while somebody outside sells to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.access.models import Owned
from zhike.base import phones, uscc
from zhike.base.errors import N_, BadValue
from zhike.ledger.fields import MoneyField
from zhike.ledger.models import RecordQuerySet
from zhike.people.models import Lead, Party
from zhike.records.fields import CurrencyField
from zhike.records.models import Company
from zhike.sales.models.opportunity import Opportunity
from zhike.sales.rules.registration import days_left


class DealRegistrationQuerySet(RecordQuerySet):
    """Reads deal registrations."""

    def open(self) -> DealRegistrationQuerySet:
        """Those that count: undecided, protected, or a deal by now."""
        return self.filter(status__in=DealRegistration.OPEN)

    def protected(self) -> DealRegistrationQuerySet:
        """Those whose customer is a partner's now."""
        return self.filter(status=DealRegistration.Status.PROTECTED)

    def to_answer(self) -> DealRegistrationQuerySet:
        """Those about which we owe the partner a word."""
        asked = Q(status=DealRegistration.Status.PROTECTED, extension_asked_at__isnull=False)
        return self.filter(Q(status__in=DealRegistration.UNDECIDED) | asked)


class DealRegistration(Owned):
    """A customer that a partner registers for itself, and for how long it is protected."""

    named_by = ("customer_name",)
    seen_with: ClassVar[tuple[str, ...]] = ("party", "lead")
    outsiders: ClassVar[dict[str, str]] = {
        "read": "partner", "create": "partner", "ask_extension": "partner",
    }  # fmt: skip

    class Status(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", pgettext_lazy("registration", "being checked")
        CONFLICT = "conflict", pgettext_lazy("registration", "already in progress")
        PROTECTED = "protected", pgettext_lazy("registration", "protected")
        CONVERTED = "converted", pgettext_lazy("registration", "became a deal")
        REFUSED = "refused", pgettext_lazy("registration", "refused")
        EXPIRED = "expired", pgettext_lazy("registration", "expired")
        ENDED = "ended", pgettext_lazy("registration", "ended")

    UNDECIDED = (Status.WAITING, Status.CONFLICT)
    OPEN = (*UNDECIDED, Status.PROTECTED, Status.CONVERTED)

    partner = models.ForeignKey(
        Party, models.CASCADE, verbose_name=_("partner"), related_name="deal_registrations"
    )
    customer_name = models.CharField(_("customer's name"), max_length=200)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=100, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    need = models.TextField(_("what they need"), max_length=2000, blank=True)
    amount = MoneyField(_("expected amount"), null=True, blank=True)
    currency = CurrencyField(_("currency"), blank=True)
    expected_on = models.DateField(_("expected by"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=9, choices=Status.choices, default=Status.WAITING, editable=False
    )
    party = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, verbose_name=_("customer as we know it"),
        related_name="registered_by_partners",
    )  # fmt: skip
    lead = models.ForeignKey(
        Lead, models.SET_NULL, null=True, blank=True, verbose_name=_("lead"),
        related_name="deal_registrations",
    )  # fmt: skip
    opportunity = models.ForeignKey(
        Opportunity, models.SET_NULL, null=True, blank=True, verbose_name=_("opportunity"),
        related_name="deal_registrations", editable=False,
    )  # fmt: skip
    protected_until = models.DateField(_("protected until"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    answer = models.CharField(
        _("our answer"), max_length=500, blank=True, editable=False,
        help_text=_("The partner reads it: name nobody else's customers."),
    )  # fmt: skip
    extension_reason = models.CharField(
        _("reason for an extension"), max_length=300, blank=True, editable=False
    )
    extension_asked_at = models.DateTimeField(
        _("extension asked for at"), null=True, blank=True, editable=False
    )
    objects = DealRegistrationQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        """Read by partner, by who answers and how far it is, by when the protection ends."""

        verbose_name = _("deal registration")
        verbose_name_plural = _("deal registrations")
        indexes = [
            models.Index(fields=["partner", "status", "-created_at"], name="registration_partner"),
            models.Index(fields=["status", "created_at", "owner"], name="registration_status"),
            models.Index(fields=["created_at", "id", "owner"], name="registration_created"),
            models.Index(
                fields=["protected_until"], name="registration_until",
                condition=models.Q(status="protected"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.customer_name

    @property
    def is_undecided(self) -> bool:
        """Whether the partner waits for our word."""
        return self.status in self.UNDECIDED

    @property
    def is_protected(self) -> bool:
        """Whether the customer is the partner's now."""
        return self.status == self.Status.PROTECTED

    def days_left(self, today: dt.date | None = None) -> int | None:
        """How many days of protection are left; None where there is none."""
        if not self.is_protected or self.protected_until is None:
            return None
        return days_left(self.protected_until, today or timezone.localdate())

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it; whoever looks after the partner answers."""
        self.settle()
        super().save(*args, **kwargs)

    def settle(self) -> None:
        """Who answers is the partner's own account manager; an amount has a currency."""
        if self._state.adding and self.owner_id is None and self.partner_id is not None:
            self.owner_id = self.partner.owner_id
        if self.amount is not None and not self.currency:
            self.currency = Company.here().base_currency

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Numbers must be possible; a partner registers a customer once."""
        self.settle()
        for name, normalise in (("phone", phones.normalise), ("uscc", uscc.normalise)):
            if value := getattr(self, name):
                try:
                    setattr(self, name, normalise(value))
                except BadValue as error:
                    yield name, error
        if self.amount is not None and self.amount < 0:
            yield "amount", BadValue("negative", N_("Enter an amount of 0 or more."))
        if self._state.adding and self.partner_id is not None and self._is_registered():
            message = N_("You have registered this customer already.")
            yield "customer_name", BadValue("again", message)

    def _is_registered(self) -> bool:
        mine = DealRegistration.objects.open().filter(partner=self.partner_id)
        return mine.filter(same_customer(self)).exists()


def same_customer(registration: DealRegistration) -> Q:
    """Registrations that name the same customer, by what is written in them."""
    same = Q(customer_name__iexact=registration.customer_name.strip())
    for name in ("uscc", "phone"):
        if value := getattr(registration, name):
            same |= Q(**{name: value})
    return same
