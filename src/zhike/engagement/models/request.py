"""Internal requests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.access.models import Owned, Team, User
from zhike.access.models.role import Scope
from zhike.access.rights import NAMED, Access
from zhike.base.errors import N_, BadValue
from zhike.engagement.models import clock
from zhike.engagement.models.about import customer_behind, record_of
from zhike.ledger.actions import action
from zhike.ledger.fields import RecordRef
from zhike.ledger.models import RecordQuerySet
from zhike.people.models import Party


def is_waiting(request: InternalRequest) -> bool:
    """Whether it still waits for an answer."""
    return request.status in InternalRequest.WAITING


def _is_open(request: InternalRequest) -> bool:
    return request.status == InternalRequest.Status.OPEN


class InternalRequestQuerySet(RecordQuerySet):
    """Reads internal requests."""

    def waiting(self) -> InternalRequestQuerySet:
        """Those that still wait for an answer."""
        return self.filter(status__in=InternalRequest.WAITING)

    def late(self, now: dt.datetime) -> InternalRequestQuerySet:
        """Those that wait though their time is over."""
        return self.waiting().filter(due_at__lte=now)


class InternalRequest(Owned):
    """What somebody asks another department for on a customer's behalf, with a clock that runs."""

    named_by = ("subject",)

    class Kind(models.TextChoices):
        """What is asked for."""

        INFORMATION = "information", pgettext_lazy("request", "information")
        SCOPE = "scope", _("scope of the solution")
        PRICE = "price", _("price or cost")
        DELIVERY = "delivery", _("delivery date")
        PLAN = "plan", _("delivery plan")
        CONSENT = "consent", _("consent")
        OTHER = "other", _("other")

    class Status(models.TextChoices):
        """How far it has come."""

        OPEN = "open", pgettext_lazy("request", "not taken up")
        TAKEN = "taken", pgettext_lazy("request", "in work")
        ANSWERED = "answered", pgettext_lazy("request", "answered")
        DECLINED = "declined", pgettext_lazy("request", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("request", "withdrawn")

    WAITING = (Status.OPEN, Status.TAKEN)
    everyone: ClassVar[dict[str, str]] = {
        "read": NAMED, "create": Scope.OWN, "update": Scope.OWN, "take_up": NAMED, "reply": NAMED,
        "decline": NAMED, "hand_on": NAMED, "withdraw": NAMED, "remind": NAMED,
    }  # fmt: skip
    """Any colleague may ask any department; who is asked answers without a role for it."""
    seen_with: ClassVar[tuple[str, ...]] = ("party",)

    subject = models.CharField(_("what is needed"), max_length=200)
    text = models.TextField(_("details"), blank=True, max_length=5000)
    kind = models.CharField(
        _("kind"), max_length=12, choices=Kind.choices, default=Kind.INFORMATION
    )
    party = models.ForeignKey(
        Party, models.CASCADE, null=True, blank=True, verbose_name=_("customer"),
        related_name="requests",
    )  # fmt: skip
    customer_name = models.CharField(
        _("customer's name"), max_length=200, blank=True, editable=False
    )
    about = RecordRef(_("about"))
    to_team = models.ForeignKey(
        Team, models.PROTECT, verbose_name=_("department asked"), related_name="+"
    )
    assignee = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name=_("who sees to it"),
        related_name="+",
    )  # fmt: skip
    hours = models.DecimalField(
        _("working hours allowed"), max_digits=6, decimal_places=2, default=Decimal(8)
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.OPEN, editable=False
    )
    asked_at = models.DateTimeField(_("asked at"), editable=False)
    since = models.DateTimeField(_("with the department since"), editable=False)
    remind_at = models.DateTimeField(_("reminder"), editable=False)
    due_at = models.DateTimeField(_("due"), editable=False)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True, editable=False)
    escalated_at = models.DateTimeField(_("escalated at"), null=True, blank=True, editable=False)
    escalated_to = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name=_("escalated to"),
        related_name="+", editable=False,
    )  # fmt: skip
    answer = models.TextField(_("answer"), blank=True, max_length=20_000, editable=False)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name=_("answered by"),
        related_name="+", editable=False,
    )  # fmt: skip
    worked_hours = models.DecimalField(
        _("working hours it took"), max_digits=8, decimal_places=2, null=True, blank=True,
        editable=False,
    )  # fmt: skip
    objects = InternalRequestQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        """Read by department, by who sees to it, by who asked; the clock looks for what is due."""

        verbose_name = _("internal request")
        verbose_name_plural = _("internal requests")
        indexes = [
            models.Index(fields=["to_team", "status", "due_at", "id"], name="request_team_due"),
            models.Index(fields=["assignee", "status", "due_at"], name="request_assignee_due"),
            models.Index(fields=["owner", "status", "due_at"], name="request_owner_due"),
            models.Index(fields=["due_at", "id", "owner"], name="request_due"),
            models.Index(fields=["created_at", "id", "owner"], name="request_created"),
            models.Index(fields=["asked_at", "to_team"], name="request_asked"),
            models.Index(
                fields=["about", "asked_at"], name="request_about", condition=~Q(about="")
            ),
            models.Index(
                fields=["due_at"], name="request_late",
                condition=Q(status__in=("open", "taken"), escalated_at__isnull=True),
            ),
            models.Index(
                fields=["remind_at"], name="request_remind",
                condition=Q(status__in=("open", "taken")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.subject

    @classmethod
    def naming(cls, verb: str, user: UUID, teams: list[UUID]) -> Q:
        """Who asked withdraws and reminds; who is asked answers; both read."""
        asked = Q(to_team__in=teams) | Q(assignee=user) | Q(escalated_to=user)
        if verb in ("withdraw", "remind"):
            return Q(owner=user)
        return Q(owner=user) | asked if verb == "read" else asked

    @property
    def is_late(self) -> bool:
        """Whether it was, or is still, unanswered when it was due."""
        return self.due_at < (self.answered_at or timezone.now()) and self.status != "withdrawn"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it with its clock."""
        self.settle()
        super().save(*args, **kwargs)

    def settle(self) -> None:
        """Name the customer behind it, and set the clock anew where somebody else is asked."""
        record = record_of(self.about)
        if self.party_id is None:
            self.party_id = customer_behind(record)
        if self._state.adding or self.party_id != self._loaded["party_id"]:
            self.customer_name = self.party.name[:200] if self.party else ""
        if self.asked_at is None:
            self.asked_at = timezone.now()
        if self.since is None:
            self.since = self.asked_at
        counts = is_waiting(self) or self._state.adding
        if counts and self.to_team_id and not self._is_running:
            self._wind()

    @property
    def _is_running(self) -> bool:
        names = ("to_team_id", "hours", "since")
        return not self._state.adding and all(getattr(self, n) == self._loaded[n] for n in names)

    def _wind(self) -> None:
        self.remind_at, self.due_at = clock.set_for(self.to_team_id, self.since, self.hours)
        self.escalated_at = self.escalated_to = None

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A clock that can run; another department is asked by handing on."""
        found = list(clock.hours_problems(self.to_team_id, self.hours))
        yield from found
        if not found and self.to_team_id:
            self.settle()
        if not self._state.adding and self.to_team_id != self._loaded["to_team_id"]:
            message = N_("Hand the request on instead of changing the department.")
            yield "to_team", BadValue("hand_on", message)

    # Verbs

    @action(pgettext_lazy("request", "take up"), when=_is_open, icon="check", with_access=True)
    def take_up(self, access: Access) -> None:
        """Somebody of the department sees to it."""
        self.status = self.Status.TAKEN
        if access.user is not None:
            self.assignee_id = access.user.pk
        self.save()

    @action(
        _("answer"), when=is_waiting, icon="interaction", with_access=True, fields=("answer",),
        required=("answer",),
    )  # fmt: skip
    def reply(self, access: Access, answer: str) -> None:
        """Give what was asked for; whoever asked is told."""
        self._end(self.Status.ANSWERED, access, answer)

    @action(
        pgettext_lazy("request", "decline"), when=is_waiting, icon="lost", with_access=True,
        fields=("answer",), required=("answer",),
    )  # fmt: skip
    def decline(self, access: Access, answer: str) -> None:
        """Say why it cannot be done."""
        self._end(self.Status.DECLINED, access, answer)

    @action(_("hand on"), when=is_waiting, icon="swap", fields=("to_team", "assignee"))
    def hand_on(self, to_team: UUID | None = None, assignee: UUID | None = None) -> None:
        """Let a colleague see to it, or another department, whose clock begins anew."""
        if to_team is not None and to_team != self.to_team_id:
            self.to_team_id, self.status = to_team, self.Status.OPEN
            self.since = timezone.now()
        self.assignee_id = assignee
        self.save()

    @action(_("remind"), when=is_waiting, icon="bell")
    def remind(self) -> None:
        """Tell those who are asked that one still waits."""
        self.reminded_at = timezone.now()
        self.save()

    @action(_("withdraw"), when=is_waiting, icon="close")
    def withdraw(self) -> None:
        """It need not be answered any more."""
        self.status = self.Status.WITHDRAWN
        self.save()

    def escalate(self, now: dt.datetime) -> None:
        """It is late: whoever answers for the department has it before them, too."""
        self.escalated_at = now
        self.escalated_to = clock.answers_for(self.to_team_id, besides=self.assignee_id)
        self.save(action="escalate")

    def asked(self) -> list[UUID]:
        """Who is to hear of it: the one who sees to it, else everybody in the department."""
        if self.assignee_id is not None:
            return [self.assignee_id]
        return clock.people_of(self.to_team_id)

    def _end(self, status: str, access: Access, answer: str) -> None:
        now = timezone.now()
        self.status, self.answer, self.answered_at = status, answer, now
        self.answered_by_id = access.user.pk if access.user is not None else None
        self.worked_hours = clock.hours_worked(self.to_team_id, self.since, now)
        self.save()
