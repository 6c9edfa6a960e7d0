"""Orders: what is to be delivered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.sales.models.contract import Contract
from zhike.sales.models.document import Document, DocumentLine
from zhike.sales.models.quote import Quote
from zhike.sales.models.sums import keep_sums


class Order(Document):
    """What a customer has ordered, and how far its delivery is."""

    class Status(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", pgettext_lazy("document", "draft")
        SUBMITTED = "submitted", pgettext_lazy("document", "waiting for consent")
        APPROVED = "approved", pgettext_lazy("document", "confirmed")
        IN_PRODUCTION = "production", pgettext_lazy("document", "in production")
        SHIPPED = "shipped", pgettext_lazy("document", "shipped")
        RECEIVED = "received", pgettext_lazy("document", "received")
        VOID = "void", pgettext_lazy("document", "void")

    standing: ClassVar[frozenset[str]] = frozenset(
        {"approved", "production", "shipped", "received"}
    )

    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    quote = models.ForeignKey(
        Quote, models.SET_NULL, null=True, blank=True, verbose_name=_("quote"),
        related_name="orders",
    )  # fmt: skip
    contract = models.ForeignKey(
        Contract, models.SET_NULL, null=True, blank=True, verbose_name=_("contract"),
        related_name="orders",
    )  # fmt: skip
    due_on = models.DateField(_("to be delivered on"), null=True, blank=True)

    class Meta(Document.Meta):
        """By owner and status, by when they are due."""

        abstract = False
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "status", "id"], name="order_owner"),
            models.Index(fields=["status", "due_on", "id", "owner"], name="order_status"),
            models.Index(fields=["amount", "id", "owner"], name="order_amount"),
            models.Index(fields=["updated_at", "id", "owner"], name="order_updated"),
        ]


class OrderLine(DocumentLine):
    """A product in an order, with its quantity and price."""

    part_of = "order"
    order = models.ForeignKey(Order, models.CASCADE, verbose_name=_("order"), related_name="lines")

    class Meta(DocumentLine.Meta):
        """In the order in which they were added."""

        abstract = False
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")


keep_sums(Order, OrderLine)
