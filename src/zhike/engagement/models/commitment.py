"""Commitments: promises made to customers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Owned, User
from zhike.access.rights import Access
from zhike.base.errors import N_, BadValue
from zhike.base.geo import region_name
from zhike.engagement.models.capacity import Capacity
from zhike.engagement.models.promise_kinds import Kind, Unit
from zhike.engagement.rules.promises import BEYOND, MET, SHORT, outcome
from zhike.ledger.actions import action
from zhike.ledger.current import current
from zhike.ledger.fields import RecordRef
from zhike.ledger.models import RecordQuerySet
from zhike.people.models import Party


def is_open(promise: Commitment) -> bool:
    """Whether it is still to be kept."""
    return promise.status == Commitment.Status.OPEN


def _is_over(promise: Commitment) -> bool:
    return not is_open(promise)


def is_contradicted(promise: Commitment) -> bool:
    """Whether somebody promised the same customer something else of the kind."""
    return is_open(promise) and promise.rivals().exists()


class CommitmentQuerySet(RecordQuerySet):
    """Reads commitments."""

    def open(self) -> CommitmentQuerySet:
        """Those that are still to be kept."""
        return self.filter(status=Commitment.Status.OPEN)

    def late(self) -> CommitmentQuerySet:
        """Those whose time is over."""
        return self.open().filter(due_at__lt=timezone.now())


class Commitment(Owned):
    """A promise made to a party: what, by whom, by when, and whether it was kept."""

    named_by = ("text",)

    Kind, Unit = Kind, Unit

    class Status(models.TextChoices):
        """What became of it."""

        OPEN = "open", pgettext_lazy("promise", "open")
        KEPT = "kept", _("kept")
        BROKEN = "broken", pgettext_lazy("promise", "broken")
        WAIVED = "waived", _("waived")

    class Met(models.TextChoices):
        """How what was delivered stands to what was expected."""

        BEYOND = BEYOND, _("exceeded")
        MET = MET, _("met")
        SHORT = SHORT, _("fell short")

    scoped_by = ("party",)

    party = models.ForeignKey(
        Party, models.CASCADE, verbose_name=_("customer"), related_name="commitments",
        db_index=False,
    )  # fmt: skip
    text = models.CharField(_("what was promised"), max_length=300)
    kind = models.CharField(
        _("kind of promise"), max_length=10, choices=Kind.choices, default=Kind.OTHER
    )
    quantity = models.DecimalField(
        _("how much"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=8, choices=Unit.choices, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    promised_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name=_("promised by"),
        related_name="+", help_text=_("Empty: whoever writes it down."),
    )  # fmt: skip
    source = RecordRef(_("said in"))
    status = models.CharField(
        _("status"), max_length=8, choices=Status.choices, default=Status.OPEN, editable=False
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)
    fulfilled_by = RecordRef(_("kept with"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    expected = models.DecimalField(
        _("what the customer expects"), max_digits=12, decimal_places=2, null=True, blank=True,
        help_text=_("In the same unit; empty: what was promised."),
    )  # fmt: skip
    delivered = models.DecimalField(
        _("what was delivered"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    met = models.CharField(
        _("expectation"), max_length=8, choices=Met.choices, blank=True, editable=False
    )
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True, editable=False)
    upheld_at = models.DateTimeField(_("upheld at"), null=True, blank=True, editable=False)
    note = models.TextField(_("note"), blank=True, max_length=5000)
    custom = models.JSONField(default=dict, blank=True, editable=False)
    objects = CommitmentQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        """Read by party, and by who must deliver and when."""

        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        indexes = [
            models.Index(fields=["party", "status", "kind"], name="commitment_party"),
            models.Index(fields=["owner", "status", "due_at", "id"], name="commitment_owner_due"),
            models.Index(fields=["due_at", "id", "owner"], name="commitment_due"),
            models.Index(fields=["created_at", "id", "owner"], name="commitment_created"),
            models.Index(fields=["ended_at", "status", "owner"], name="commitment_ended"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_late(self) -> bool:
        """Whether its time is over and nobody said what became of it."""
        return is_open(self) and self.due_at is not None and self.due_at < timezone.now()

    def rivals(self) -> QuerySet[Any]:
        """Open promises of the same kind and unit to the same customer, of another quantity."""
        if self.quantity is None or not self.unit:
            return Commitment.objects.none()
        same = Commitment.objects.open().filter(party=self.party_id, kind=self.kind, unit=self.unit)
        return same.filter(~Q(quantity=self.quantity), quantity__isnull=False).exclude(pk=self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it with what follows from its fields; whoever writes it down has promised it."""
        self.settle()
        if self._state.adding and self.promised_by_id is None:
            self.promised_by_id = current().row.actor
        super().save(*args, **kwargs)

    def settle(self) -> None:
        """Say whether expectations were met, as far as that is known."""
        expected = self.quantity if self.expected is None else self.expected
        self.met = ""
        if expected is not None and self.delivered is not None:
            self.met = outcome(self.kind, expected, self.delivered)

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A figure has its unit and is above nothing; nothing is promised beyond our means."""
        self.settle()
        for name in ("quantity", "expected", "delivered"):
            value = getattr(self, name)
            if value is not None and value < 0:
                yield name, BadValue("negative", N_("Enter a number of 0 or more."))
        if self.quantity is not None and not self.unit:
            yield "unit", BadValue("unit", N_("Choose in what it is counted: days, hours, people."))
        yield from self._beyond_means()

    def _beyond_means(self) -> Iterator[tuple[str, BadValue]]:
        """Whether less is promised than is possible where the customer is."""
        before = {} if self._state.adding else self._loaded
        asked = ("party_id", "kind", "quantity", "unit")
        if self.quantity is None or all(before.get(n, "") == getattr(self, n) for n in asked):
            return
        party = Party.objects.filter(pk=self.party_id).values_list("region", flat=True).first()
        known = Capacity.least_of(self.kind, self.unit, party or "")
        if known is None or self.quantity >= known[0]:
            return
        least, region = known
        where = region_name(region, get_language() or "en") if region else ""
        yield "quantity", BadValue(
            "capacity",
            N_("Nobody is free for that%(where)s. Promise %(least)s %(unit)s or more."),
            where=f" ({where})" if where else "", least=f"{least.normalize():f}",
            unit=str(Unit(self.unit).label),
        )  # fmt: skip

    # Verbs

    @action(_("kept"), permission="update", when=is_open, icon="check",
            fields=("fulfilled_by", "delivered"))  # fmt: skip
    def keep(self, fulfilled_by: str = "", delivered: Decimal | None = None) -> None:
        """It was done, perhaps with a record that shows it, and so much was delivered."""
        self.fulfilled_by = fulfilled_by or self.fulfilled_by
        self.delivered = self.delivered if delivered is None else delivered
        self._end(self.Status.KEPT)

    @action(_("broken"), permission="update", when=is_open, icon="lost",
            fields=("reason", "delivered"), required=("reason",))  # fmt: skip
    def breach(self, reason: str, delivered: Decimal | None = None) -> None:
        """It was not done, for a reason."""
        self.reason = reason
        self.delivered = self.delivered if delivered is None else delivered
        self._end(self.Status.BROKEN)

    @action(_("waive"), permission="update", when=is_open, icon="close",
            fields=("reason",), required=("reason",))  # fmt: skip
    def waive(self, reason: str) -> None:
        """The customer does not insist, or another promise stands instead."""
        self.reason = reason
        self._end(self.Status.WAIVED)

    @action(_("reopen"), permission="update", when=_is_over, icon="undo")
    def reopen(self) -> None:
        """It is to be kept after all."""
        self.status, self.ended_at, self.reason = self.Status.OPEN, None, ""
        self.save()

    @action(_("remind"), when=is_open, icon="bell")
    def remind(self) -> None:
        """Ask whoever must deliver how far it is."""
        self.reminded_at = timezone.now()
        self.save()

    @action(_("this one stands"), when=is_contradicted, icon="check", with_access=True)
    def uphold(self, access: Access) -> None:
        """Of promises that contradict each other this one stands; the others are waived."""
        for rival in self.rivals().order_by("pk"):
            access.require(rival, "uphold")
            rival.waive(reason=str(_("Instead: %(promise)s") % {"promise": self.text})[:300])
        self.upheld_at = timezone.now()
        self.save()

    def _end(self, status: str) -> None:
        self.status, self.ended_at = status, timezone.now()
        self.save()
