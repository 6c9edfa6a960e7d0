"""The consents of an approval: who is asked, since when, and what they said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.access.models import Team, User
from zhike.base.errors import N_, BadValue
from zhike.engagement.models import clock
from zhike.engagement.models.approval import Approval
from zhike.ledger.models import Part


class ApprovalStep(Part):
    """One person or department whose consent an approval needs."""

    class Decision(models.TextChoices):
        """What they said."""

        LATER = "later", pgettext_lazy("consent", "not yet asked")
        OPEN = "open", pgettext_lazy("consent", "asked")
        AGREED = "agreed", pgettext_lazy("consent", "agreed")
        REFUSED = "refused", pgettext_lazy("consent", "refused")
        PASSED = "passed", pgettext_lazy("consent", "passed by itself")
        SPARED = "spared", pgettext_lazy("consent", "no longer needed")

    class StandIn(models.TextChoices):
        """Why somebody decides in place of the one who is asked."""

        ABSENCE = "absence", _("deputy during an absence")
        LEFT = "left", _("the person asked has left")
        NOBODY = "nobody", _("nobody works in the department")
        LATE = "late", _("escalated")
        HANDED = "handed", _("handed over")

    named_by = ("team", "user")
    part_of = "approval"
    approval = models.ForeignKey(Approval, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(_("position"), default=0, editable=False)
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, verbose_name=_("department"), related_name="+"
    )
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name=_("colleague"), related_name="+"
    )
    decision = models.CharField(
        _("decision"), max_length=8, choices=Decision.choices, default=Decision.LATER,
        editable=False,
    )  # fmt: skip
    acting = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name=_("decides instead"),
        related_name="+", editable=False,
    )  # fmt: skip
    acting_because = models.CharField(
        _("why"), max_length=8, choices=StandIn.choices, blank=True, editable=False
    )
    opened_at = models.DateTimeField(_("asked at"), null=True, blank=True, editable=False)
    remind_at = models.DateTimeField(_("reminder"), null=True, blank=True, editable=False)
    due_at = models.DateTimeField(_("due"), null=True, blank=True, editable=False)
    late_at = models.DateTimeField(_("found late at"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name=_("decided by"),
        related_name="+", editable=False,
    )  # fmt: skip
    comment = models.TextField(_("comment"), blank=True, max_length=2000, editable=False)
    worked_hours = models.DecimalField(
        _("working hours it took"), max_digits=8, decimal_places=2, null=True, blank=True,
        editable=False,
    )  # fmt: skip

    class Meta:
        """Read by who is to decide; the clock looks for what is due."""

        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        indexes = [
            models.Index(fields=["team", "decision"], name="consent_team"),
            models.Index(fields=["user", "decision"], name="consent_user"),
            models.Index(fields=["acting", "decision"], name="consent_acting"),
            models.Index(
                fields=["due_at"], name="consent_late",
                condition=Q(decision="open", late_at__isnull=True),
            ),
            models.Index(
                fields=["remind_at"], name="consent_remind", condition=Q(decision="open")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.user or self.team or "")

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A person or a department, not both; who is asked stays who was asked."""
        if (self.team_id is None) == (self.user_id is None):
            message = N_("Choose a department or a colleague, one of the two.")
            yield "team", BadValue("one", message)
        names = ("team_id", "user_id")
        if not self._state.adding and any(getattr(self, n) != self._loaded[n] for n in names):
            message = N_("Withdraw the approval and ask anew instead of changing who is asked.")
            yield "team", BadValue("asked", message)
        is_open = self.approval_id is None or self.approval.status == Approval.Status.OPEN
        if self._state.adding and not is_open:
            message = N_("This approval is decided; ask for a new one.")
            yield "team", BadValue("closed", message)

        if self._state.adding and is_open:
            yield from self._nobody_problems()

    def _nobody_problems(self) -> Iterator[tuple[str, BadValue]]:
        """Somebody is there to decide; of a department, somebody else than who asks."""
        if self.user is not None:
            is_there = self.user.is_active or clock.in_place_of(self.user, timezone.now())
            if not is_there:
                message = N_("%(name)s has left and nobody stands in: choose somebody else.")
                yield "user", BadValue("nobody", message, name=self.user.name)
            return
        asker = self.approval.owner_id if self.approval_id else None
        if self.team_id is not None and clock.is_nobody(self.team_id, besides=asker):
            message = N_("Nobody in this department could decide: choose a colleague or another "
                         "department.")  # fmt: skip
            yield "team", BadValue("nobody", message)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it; one that is new is asked at once where it is its turn."""
        if self._state.adding:
            others = ApprovalStep.objects.filter(approval=self.approval_id)
            self.position = others.count() + 1
            in_order = self.approval.mode == Approval.Mode.ORDER
            waits = in_order and others.filter(decision__in=("later", "open")).exists()
            if self.approval.status == Approval.Status.OPEN and not waits:
                self.open(timezone.now())
        super().save(*args, **kwargs)

    def open(self, now: dt.datetime) -> None:
        """Ask now: the clock runs, and somebody is there to decide."""
        self.decision, self.opened_at = self.Decision.OPEN, now
        self.remind_at, self.due_at = clock.set_for(self.clock_team, now, self.approval.hours)
        self.find_somebody(now)

    @property
    def clock_team(self) -> UUID | None:
        """By whose calendar its hours run."""
        found: UUID | None = self.team_id if self.user is None else self.user.team_id
        return found

    def find_somebody(self, now: dt.datetime) -> None:
        """See to it that somebody who is there can decide."""
        if self.user is not None:
            self.acting = clock.in_place_of(self.user, now)
            left = self.StandIn.ABSENCE if self.user.is_active else self.StandIn.LEFT
            self.acting_because = left if self.acting else ""
        elif not User.objects.filter(team=self.team_id, is_active=True).exists():
            self.acting = clock.answers_for(self.team_id)
            self.acting_because = self.StandIn.NOBODY

    def replace_acting(self, now: dt.datetime) -> None:
        """Whoever was to decide has left."""
        if self.acting is not None and not self.acting.is_active:
            self.acting = clock.in_place_of(self.acting, now)
            self.acting_because = self.StandIn.LEFT
        elif self.user is not None:
            self.find_somebody(now)

    def escalate(self) -> None:
        """It is late: whoever answers for the department or the person may decide, too."""
        held = self.acting_id or self.user_id
        self.acting = clock.answers_for(self.clock_team, besides=held)
        self.acting_because = self.StandIn.LATE

    def asked(self) -> list[UUID]:
        """Who is to hear that a consent is asked for."""
        if self.acting_id is not None:
            return [self.acting_id]
        return [self.user_id] if self.user_id else clock.people_of(self.team_id)

    def decide(self, decision: str, by: UUID | None, comment: str, now: dt.datetime) -> None:
        """Keep what was said, and how long it took."""
        self.decision, self.decided_by_id, self.decided_at = decision, by, now
        self.comment = comment
        self.worked_hours = clock.hours_worked(self.clock_team, self.opened_at or now, now)
        self.save()
