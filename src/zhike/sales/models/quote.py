"""Quotes: what a customer is offered, at which prices and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.base.errors import N_, BadValue
from zhike.ledger.actions import action
from zhike.ledger.fields import ListField
from zhike.sales.models.document import APPROVED, DRAFT, Document, DocumentLine, is_draft
from zhike.sales.models.earning import keep_profit
from zhike.sales.models.pricing_anew import price_anew
from zhike.sales.models.quote_policy import QuotePolicy
from zhike.sales.models.sums import keep_sums

SENT, ACCEPTED, SUPERSEDED = "sent", "accepted", "superseded"


def is_approved(quote: Quote) -> bool:
    """Whether it is agreed to and the customer has not got it yet."""
    return bool(quote.status == APPROVED)


class Quote(Document):
    """What a customer is offered: products, prices and until when they hold."""

    class Status(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", pgettext_lazy("document", "draft")
        SUBMITTED = "submitted", pgettext_lazy("document", "waiting for consent")
        APPROVED = "approved", pgettext_lazy("document", "agreed to")
        SENT = "sent", pgettext_lazy("document", "sent")
        ACCEPTED = "accepted", pgettext_lazy("document", "accepted")
        DECLINED = "declined", pgettext_lazy("document", "declined")
        SUPERSEDED = "superseded", pgettext_lazy("document", "superseded")
        VOID = "void", pgettext_lazy("document", "void")

    standing: ClassVar[frozenset[str]] = frozenset({"approved", "sent", "accepted"})

    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("The last day on which it holds.")
    )
    edition = models.PositiveSmallIntegerField(
        pgettext_lazy("quote", "version"), default=1, editable=False
    )
    revises = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False,
        verbose_name=_("new version of"), related_name="revisions",
    )  # fmt: skip
    superseded_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False,
        verbose_name=_("superseded by"), related_name="supersedes",
        help_text=_("The quote that holds instead of this one."),
    )  # fmt: skip
    sent_at = models.DateTimeField(_("sent at"), null=True, editable=False)
    priced_on = models.DateField(
        _("prices of"), null=True, editable=False,
        help_text=_("The day whose price list its lines were priced by."),
    )  # fmt: skip
    known_offers = ListField(
        _("other prices agreed to"), editable=False,
        help_text=_("The customer's other offers of which whoever agreed to this one knew."),
    )  # fmt: skip
    answered_by = models.CharField(
        _("answered by"), max_length=80, blank=True, editable=False,
        help_text=_("Who of the customer's people accepted or declined it."),
    )  # fmt: skip
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    decline_reason = models.CharField(
        _("why it was declined"), max_length=300, blank=True, editable=False
    )

    class Meta(Document.Meta):
        """By customer, by owner and status, by when they end."""

        abstract = False
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "status", "id"], name="quote_owner"),
            models.Index(fields=["status", "valid_until", "id", "owner"], name="quote_status"),
            models.Index(fields=["amount", "id", "owner"], name="quote_amount"),
            models.Index(fields=["profit", "id", "owner"], name="quote_profit"),
            models.Index(fields=["updated_at", "id", "owner"], name="quote_updated"),
            models.Index(fields=["party", "status", "valid_until"], name="quote_party_status"),
        ]

    def holds_on(self, day: dt.date) -> bool:
        """Whether the customer may rely on it on a day."""
        return self.status in self.standing and not self.has_expired(day)

    def has_expired(self, day: dt.date) -> bool:
        """Whether its last day is past."""
        return self.valid_until is not None and self.valid_until < day

    def settle(self) -> None:
        """Fill in what follows: of a new one the day on which it ends, and that of its prices."""
        super().settle()
        if self._state.adding and self.priced_on is None:
            self.priced_on = timezone.localdate()
            if self.valid_until is None:
                days = QuotePolicy.here().valid_days
                self.valid_until = timezone.localdate() + dt.timedelta(days=days)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it; lines are priced anew where the customer, the currency or the day changed."""
        self._is_anew = self._is_priced_anew()
        if self._is_anew:
            self.priced_on = timezone.localdate()
        super().save(*args, **kwargs)
        if self._is_anew:
            self._is_anew = False
            price_anew(self, self.lines.all())

    _is_anew = False

    def take_costs(self) -> None:
        """Lines that are priced anew take their costs anew with that."""
        if not self._is_anew:
            super().take_costs()

    def _is_priced_anew(self) -> bool:
        if self._state.adding or not is_draft(self) or self._loaded["status"] != DRAFT:
            return False
        is_of_today = self._loaded["priced_on"] == timezone.localdate()
        kept = all(getattr(self, name) == self._loaded[name] for name in ("party_id", "currency"))
        return not (is_of_today and kept)

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """What holds for every document; it ends on a day to come."""
        yield from super().problems()
        is_new_day = self._state.adding or self.valid_until != self._loaded["valid_until"]
        if is_new_day and is_draft(self) and self.has_expired(timezone.localdate()):
            yield "valid_until", BadValue("past", N_("Choose today or a later day."))

    # Verbs

    @action(_("price anew"), when=is_draft, permission="update", icon="redo")
    def price_by_today(self) -> None:
        """Look up the prices of today for every line at which nobody typed another one."""
        self.priced_on = timezone.localdate()
        self.save()
        price_anew(self, self.lines.all())

    @action(pgettext_lazy("quote", "send"), when=is_approved, permission="update", icon="mail")
    def send(self) -> None:
        """The customer has it from now on; what it takes the place of holds no more."""
        self.sent_at = timezone.now()
        self.go_to(SENT)

    @action(_("make it a draft again"), when=is_approved, permission="update", icon="undo")
    def rework(self) -> None:
        """Write it again before the customer has it; consent is asked for anew."""
        self.known_offers = []
        self.go_to(DRAFT)


class QuoteLine(DocumentLine):
    """A product in a quote, with its quantity and the price that is offered."""

    part_of = "quote"
    quote = models.ForeignKey(Quote, models.CASCADE, verbose_name=_("quote"), related_name="lines")

    class Meta(DocumentLine.Meta):
        """In the order in which they were added."""

        abstract = False
        verbose_name = _("quote line")
        verbose_name_plural = _("quote lines")


keep_sums(Quote, QuoteLine)
keep_profit(Quote, QuoteLine)
