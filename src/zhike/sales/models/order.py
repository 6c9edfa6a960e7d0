"""Orders: what is to be delivered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.base.errors import N_, BadValue
from zhike.ledger.actions import action
from zhike.ledger.current import current
from zhike.sales.models.contract import Contract
from zhike.sales.models.document import Document, DocumentLine
from zhike.sales.models.earning import keep_profit
from zhike.sales.models.quote import Quote
from zhike.sales.models.sums import keep_sums


def _waits(order: Order) -> bool:
    return order.status == Order.Status.APPROVED


def _is_confirmed(order: Order) -> bool:
    return order.status == Order.Status.CONFIRMED


def _is_to_be_shipped(order: Order) -> bool:
    return order.status in (Order.Status.CONFIRMED, Order.Status.IN_PRODUCTION)


def _is_shipped(order: Order) -> bool:
    return order.status == Order.Status.SHIPPED


class Order(Document):
    """What a customer has ordered, and how far its delivery is."""

    class Status(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", pgettext_lazy("document", "draft")
        SUBMITTED = "submitted", pgettext_lazy("document", "waiting for consent")
        APPROVED = "approved", pgettext_lazy("document", "waiting for the customer")
        CONFIRMED = "confirmed", pgettext_lazy("document", "confirmed")
        IN_PRODUCTION = "production", pgettext_lazy("document", "in production")
        SHIPPED = "shipped", pgettext_lazy("document", "shipped")
        RECEIVED = "received", pgettext_lazy("document", "received")
        VOID = "void", pgettext_lazy("document", "void")

    standing: ClassVar[frozenset[str]] = frozenset(
        {"approved", "confirmed", "production", "shipped", "received"}
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
    tracking = models.CharField(
        _("tracking"), max_length=200, blank=True,
        help_text=_("By which the delivery is followed: carrier and number."),
    )  # fmt: skip
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, editable=False)
    confirmed_by = models.CharField(_("confirmed by"), max_length=200, blank=True, editable=False)
    production_at = models.DateTimeField(_("in production since"), null=True, editable=False)
    shipped_at = models.DateTimeField(_("shipped at"), null=True, editable=False)
    received_at = models.DateTimeField(_("received at"), null=True, editable=False)

    stays_open: ClassVar[frozenset[str]] = Document.stays_open | {"tracking"}

    class Meta(Document.Meta):
        """By owner and status, by when they are due."""

        abstract = False
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "status", "id"], name="order_owner"),
            models.Index(fields=["status", "due_on", "id", "owner"], name="order_status"),
            models.Index(fields=["due_on", "id", "owner"], name="order_due"),
            models.Index(fields=["amount", "id", "owner"], name="order_amount"),
            models.Index(fields=["profit", "id", "owner"], name="order_profit"),
            models.Index(fields=["updated_at", "id", "owner"], name="order_updated"),
        ]

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """What holds for every document; quote and contract are the customer's."""
        yield from super().problems()
        for name in ("quote", "contract"):
            source: Any = getattr(self, name)
            if source is not None and self.party_id not in (None, source.party_id):
                yield name, BadValue("other_party", N_("Choose one of this customer."))

    # Verbs

    @action(_("confirm"), permission="update", when=_waits, icon="check")
    def confirm(self) -> None:
        """The customer takes it as it stands: by the public page, or told to us."""
        actor = current().row
        self.confirmed_at, self.confirmed_by = timezone.now(), actor.actor_name[:200]
        self.go_to(self.Status.CONFIRMED)

    @action(_("start production"), permission="update", when=_is_confirmed, icon="clock")
    def start_production(self) -> None:
        """It is being made."""
        self.production_at = timezone.now()
        self.go_to(self.Status.IN_PRODUCTION)

    @action(
        _("ship"), permission="update", when=_is_to_be_shipped, icon="export", fields=("tracking",)
    )
    def ship(self, tracking: str | None = None) -> None:
        """It is on its way."""
        if tracking is not None:
            self.tracking = tracking
        self.shipped_at = timezone.now()
        self.go_to(self.Status.SHIPPED)

    @action(_("received"), permission="update", when=_is_shipped, icon="won")
    def receive(self) -> None:
        """The customer has it."""
        self.received_at = timezone.now()
        self.go_to(self.Status.RECEIVED)


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
keep_profit(Order, OrderLine)
