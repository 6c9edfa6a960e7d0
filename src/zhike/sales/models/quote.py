"""Quotes: what a customer is offered, at which prices and until when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.sales.models.document import Document, DocumentLine
from zhike.sales.models.earning import keep_profit
from zhike.sales.models.sums import keep_sums


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
        ]


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
