"""Approvals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.access.granted import NAMED
from zhike.access.models import Owned
from zhike.access.models.role import Scope
from zhike.access.models.user import User
from zhike.access.rights import Access, Denied
from zhike.base.errors import N_, BadValue
from zhike.engagement.models import clock
from zhike.engagement.models.about import customer_behind, record_of
from zhike.engagement.models.outcome import conclude
from zhike.ledger.actions import NotNow, action
from zhike.ledger.fields import RecordRef
from zhike.ledger.models.record import field_of
from zhike.people.models import Party

if TYPE_CHECKING:
    from zhike.engagement.models.approval_step import ApprovalStep


def may_decide(approval: Approval, access: Access) -> bool:
    """Whether this user's decision is waited for."""
    return any(step.decision == "open" for step in approval.asked_of(access))


def is_open(approval: Approval) -> bool:
    """Whether somebody is still to decide."""
    return approval.status == Approval.Status.OPEN


class Approval(Owned):
    """Who must agree to what before it goes on, in order or at the same time, within a time."""

    named_by = ("subject",)
    locked_after = "party"

    class Mode(models.TextChoices):
        """In which order they are asked, and how many must agree."""

        ALL = "all", _("all, at the same time")
        ORDER = "in_order", _("one after another")
        ANY = "any", _("any one is enough")

    class WhenLate(models.TextChoices):
        """What happens where somebody says nothing in time."""

        ESCALATE = "escalate", _("the head decides")
        REMIND = "remind", _("remind")
        PASS = "pass", _("counts as agreed")

    class Status(models.TextChoices):
        """How far it has come."""

        OPEN = "open", pgettext_lazy("approval", "waiting")
        AGREED = "agreed", pgettext_lazy("approval", "agreed")
        REFUSED = "refused", pgettext_lazy("approval", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("approval", "withdrawn")

    everyone: ClassVar[dict[str, str]] = {
        "read": NAMED, "create": Scope.OWN, "update": Scope.OWN, "agree": NAMED, "refuse": NAMED,
        "hand_over": NAMED, "withdraw": NAMED, "remind": NAMED,
    }  # fmt: skip
    """Any colleague may ask for consent; who is asked decides without a role for it."""
    seen_with: ClassVar[tuple[str, ...]] = ("party",)

    subject = models.CharField(_("what is to be agreed to"), max_length=200)
    text = models.TextField(_("details"), blank=True, max_length=5000)
    about = RecordRef(_("about"))
    party = models.ForeignKey(
        Party, models.CASCADE, null=True, blank=True, verbose_name=_("customer"),
        related_name="approvals",
    )  # fmt: skip
    customer_name = models.CharField(
        _("customer's name"), max_length=200, blank=True, editable=False
    )
    mode = models.CharField(
        _("order of asking"), max_length=8, choices=Mode.choices, default=Mode.ALL
    )
    hours = models.DecimalField(
        _("working hours allowed"), max_digits=6, decimal_places=2, default=Decimal(8)
    )
    when_late = models.CharField(
        _("who says nothing in time"), max_length=8, choices=WhenLate.choices,
        default=WhenLate.ESCALATE,
    )  # fmt: skip
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.OPEN, editable=False
    )
    purpose = models.CharField(_("purpose"), max_length=40, blank=True, editable=False)
    asked_at = models.DateTimeField(_("asked at"), editable=False)
    closed_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    worked_hours = models.DecimalField(
        _("working hours it took"), max_digits=8, decimal_places=2, null=True, blank=True,
        editable=False,
    )  # fmt: skip
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True, editable=False)
    comment = models.TextField(_("comment"), blank=True, max_length=2000, editable=False)
    deputy = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name=_("who decides instead"),
        related_name="+", editable=False,
    )  # fmt: skip

    class Meta:
        """Read by who asked and by what it is about."""

        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        indexes = [
            models.Index(fields=["owner", "status", "created_at"], name="approval_owner"),
            models.Index(fields=["created_at", "id", "owner"], name="approval_created"),
            models.Index(
                fields=["about", "asked_at"], name="approval_about", condition=~Q(about="")
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @classmethod
    def naming(cls, verb: str, user: UUID, teams: list[UUID]) -> Q:
        """Who asked withdraws and reminds; who is asked decides, but not on what they ask for."""
        if verb in ("withdraw", "remind"):
            return Q(owner=user)
        steps: Any = field_of(cls, "steps").related_model.objects
        asked = Q(user=user) | Q(acting=user)
        if verb == "read":
            asked |= Q(decided_by=user) | Q(team__in=teams)
            return Q(owner=user) | Q(pk__in=steps.filter(asked).values("approval"))
        asked |= Q(team__in=teams) & ~Q(approval__owner=user)
        return Q(pk__in=steps.filter(asked).values("approval"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it with what follows."""
        self.settle()
        super().save(*args, **kwargs)

    def settle(self) -> None:
        """Name the customer behind it, and when it was asked for."""
        if self.party_id is None:
            self.party_id = customer_behind(record_of(self.about))
        if self._state.adding or self.party_id != self._loaded["party_id"]:
            self.customer_name = self.party.name[:200] if self.party else ""
        if self.asked_at is None:
            self.asked_at = timezone.now()

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A clock that can run; what is asked stays what was asked."""
        self.settle()
        yield from clock.hours_problems(None, self.hours)
        if self._state.adding:
            return
        for name in ("subject", "text", "about", "mode"):
            if getattr(self, name) != self._loaded[name]:
                message = N_("Withdraw the approval and ask anew: people decide on what they read.")
                yield name, BadValue("asked", message)

    # Verbs

    @action(
        _("agree"), when=is_open, icon="check", with_access=True, fields=("comment",),
        offered=may_decide,
    )  # fmt: skip
    def agree(self, access: Access, comment: str = "") -> None:
        """Say yes for oneself, or for one's department."""
        now = timezone.now()
        for step in self._mine(access):
            step.decide(step.Decision.AGREED, _id(access), comment, now)
        self.go_on(access, comment, now)

    @action(
        _("refuse"), when=is_open, icon="lost", with_access=True, fields=("comment",),
        required=("comment",), offered=may_decide,
    )  # fmt: skip
    def refuse(self, access: Access, comment: str) -> None:
        """Say no, and why."""
        now = timezone.now()
        for step in self._mine(access):
            step.decide(step.Decision.REFUSED, _id(access), comment, now)
        self.go_on(access, comment, now)

    @action(
        _("hand over"), when=is_open, icon="swap", with_access=True, fields=("deputy",),
        required=("deputy",), offered=may_decide,
    )  # fmt: skip
    def hand_over(self, access: Access, deputy: UUID) -> None:
        """Let somebody else decide in one's place."""
        for step in self._mine(access):
            step.acting_id, step.acting_because = deputy, step.StandIn.HANDED
            step.save()
        self.deputy_id = deputy
        self.save()

    @action(_("remind"), when=is_open, icon="bell")
    def remind(self) -> None:
        """Tell those who are asked that one still waits."""
        self.reminded_at = timezone.now()
        self.save()

    @action(_("withdraw"), when=is_open, icon="close")
    def withdraw(self) -> None:
        """It need not be agreed to any more."""
        self._close(self.Status.WITHDRAWN, timezone.now())
        self.save()

    # What follows

    def open_steps(self) -> list[ApprovalStep]:
        """Whose decision is waited for, in their order."""
        open_ = self.steps.filter(decision="open").select_related("user", "team", "acting")
        return list(open_.order_by("position", "pk"))

    def asked_of(self, access: Access) -> list[ApprovalStep]:
        """The consents that this user is asked for, decided or not, but on one's own."""
        user, teams = _id(access), access.speaks_for
        if user is None:
            return []
        is_own = user == self.owner_id
        return [
            step for step in self.steps.select_related("user", "team")
            if user in (step.user_id, step.acting_id)
            or (step.team_id in teams and not is_own)
        ]  # fmt: skip

    def _mine(self, access: Access) -> list[ApprovalStep]:
        """The consents that this user is asked for. Raises Denied; NotNow: one was faster."""
        mine = self.asked_of(access)
        if not mine:
            raise Denied(self.record_type, "agree")
        if open_ := [step for step in mine if step.decision == step.Decision.OPEN]:
            return open_
        raise NotNow("agree")

    def pass_over(self, step: ApprovalStep, access: Access, now: dt.datetime) -> None:
        """Nobody said anything in time, which counts as yes."""
        step.decide(step.Decision.PASSED, None, "", now)
        self.go_on(access, "", now)

    def go_on(self, access: Access, comment: str, now: dt.datetime) -> None:
        """Ask the next, or end it: one no is enough but where any one yes is."""
        self.comment = comment
        decisions = list(self.steps.order_by("position", "pk"))
        said = [step.decision for step in decisions]
        waiting = [step for step in decisions if step.decision in ("later", "open")]
        yes = [said_ for said_ in said if said_ in ("agreed", "passed")]
        is_any = self.mode == self.Mode.ANY
        if (is_any and yes) or (not waiting and "refused" not in said):
            self._close(self.Status.AGREED, now)
        elif "refused" in said and (not is_any or not waiting):
            self._close(self.Status.REFUSED, now)
        elif waiting and not any(step.decision == "open" for step in waiting):
            waiting[0].open(now)
            waiting[0].save()
        self.save()
        if not is_open(self):
            conclude(access, self)

    def _close(self, status: str, now: dt.datetime) -> None:
        self.status, self.closed_at = status, now
        team = self.owner.team_id if self.owner else None
        self.worked_hours = clock.hours_worked(team, self.asked_at, now)
        for step in self.steps.filter(decision__in=("later", "open")):
            step.decision = step.Decision.SPARED
            step.save()


def _id(access: Access) -> UUID | None:
    return access.user.pk if access.user is not None else None
