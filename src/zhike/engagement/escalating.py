"""What is asked and not answered in time: reminders before, and whoever answers for it after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.access.rights import system_access
from zhike.engagement.models import Approval, ApprovalStep, InternalRequest
from zhike.engagement.models.approval import is_open
from zhike.ledger.jobs import each_minute
from zhike.ledger.locking import lock_ahead
from zhike.ledger.models import Record
from zhike.records.notifying import Kind, register_kind, tell_once
from zhike.records.reminders import Due, register_reminder

AT_ONCE = 200
LATE = "request_late"
CONSENT, CONSENT_LATE, DECIDED = "consent_asked", "consent_late", "approval_decided"


@each_minute
def escalate_requests() -> None:
    """Requests that are late go to whoever answers for the department, each once."""
    now = timezone.now()
    late = InternalRequest.objects.late(now).filter(escalated_at__isnull=True)
    for pk in late.order_by("due_at").values_list("pk", flat=True)[:AT_ONCE]:
        _one_by_one(pk, _escalate, now)


def _one_by_one(pk: UUID, deed: Callable[[UUID, dt.datetime], None], now: dt.datetime) -> None:
    with transaction.atomic(), system_access().change_set("escalate"):
        deed(pk, now)


def _escalate(pk: UUID, now: dt.datetime) -> None:
    late = InternalRequest.objects.late(now).filter(escalated_at__isnull=True)
    request = late.select_for_update(of=("self",)).filter(pk=pk).first()
    if request is None:  # Another worker was faster, or it was answered.
        return
    request.escalate(now)
    whom = {request.escalated_to_id, request.assignee_id, request.owner_id} - {None}
    _tell(whom, LATE, f"{LATE} {pk} {request.due_at:%Y%m%d%H%M%S}", now, request)


def _tell(users: Iterable[UUID], kind: str, cause: str, now: dt.datetime, record: Record) -> None:
    for user in users:
        tell_once(user, kind, cause, at=now, record_kind=record.record_type, record=record.pk)


@each_minute
def escalate_consents() -> None:
    """Consents that are late: to the head, reminded, or passed, as the approval says."""
    now = timezone.now()
    late = ApprovalStep.objects.filter(decision="open", due_at__lte=now, late_at__isnull=True)
    for pk in late.order_by("due_at").values_list("pk", flat=True)[:AT_ONCE]:
        _one_by_one(pk, _late_consent, now)


def _locked(pk: UUID) -> tuple[Approval, ApprovalStep]:
    """A step and its approval, locked in the order in which whoever decides locks them."""
    found = ApprovalStep.objects.filter(pk=pk).values_list("approval", flat=True).first()
    lock_ahead(ApprovalStep, [pk])
    approval = Approval.objects.select_for_update(of=("self",)).get(pk=found)
    return approval, ApprovalStep.objects.get(pk=pk)


def _late_consent(pk: UUID, now: dt.datetime) -> None:
    approval, step = _locked(pk)
    if not is_open(approval) or step.decision != "open" or step.late_at is not None:
        return
    before = {known.pk for known in approval.open_steps()}
    step.late_at = now
    if approval.when_late == Approval.WhenLate.PASS:
        approval.pass_over(step, system_access(), now)
    else:
        if approval.when_late == Approval.WhenLate.ESCALATE:
            step.escalate()
        step.save()
        told = {*step.asked(), approval.owner_id} - {None}
        _tell(told, CONSENT_LATE, f"{CONSENT_LATE} {pk}", now, approval)
    for opened in approval.open_steps():  # Its turn has come without anybody's deed.
        if opened.pk not in before:
            _tell(opened.asked(), CONSENT, f"{CONSENT} {opened.pk}", now, approval)
    if not is_open(approval) and approval.owner_id:
        _tell([approval.owner_id], DECIDED, f"{DECIDED} {approval.pk}", now, approval)


@each_minute
def replace_leavers() -> None:
    """A consent asked of somebody who has left is asked of somebody who is there."""
    gone = Q(acting__isnull=True, user__is_active=False) | Q(acting__is_active=False)
    left = ApprovalStep.objects.filter(gone, decision="open").order_by("pk")
    for pk in left.values_list("pk", flat=True)[:AT_ONCE]:
        _one_by_one(pk, _replace, timezone.now())


def _replace(pk: UUID, now: dt.datetime) -> None:
    approval, step = _locked(pk)
    if not is_open(approval) or step.decision != "open":
        return
    before = step.acting_id
    step.replace_acting(now)
    if step.acting_id is not None and step.acting_id != before:
        step.save()
        _tell(step.asked(), CONSENT, f"{CONSENT} {pk} {step.acting_id}", now, approval)


def requests_half_over(after: dt.datetime, until: dt.datetime) -> Iterator[Due]:
    """Requests of whose time half is over."""
    found = InternalRequest.objects.waiting().filter(remind_at__gt=after, remind_at__lte=until)
    for request in found:
        for user in request.asked():
            yield Due(user, request, request.remind_at)


def consents_half_over(after: dt.datetime, until: dt.datetime) -> Iterator[Due]:
    """Consents of whose time half is over."""
    found = ApprovalStep.objects.filter(
        decision="open", remind_at__gt=after, remind_at__lte=until
    ).select_related("approval")
    for step in found:
        for user in step.asked():
            yield Due(user, step.approval, step.remind_at)


register_kind(
    Kind(LATE, 15, _("a request is late"), _("late, not answered in time: %(what)s"), "clock")
)
register_kind(
    Kind("request_soon", 42, _("half the time of a request to me is over"),
         _("half of its time is over: %(what)s"), "clock")
)  # fmt: skip
register_kind(
    Kind(CONSENT_LATE, 16, _("a consent is late"), _("late, nobody has decided: %(what)s"), "clock")
)
register_kind(
    Kind("consent_soon", 43, _("half the time to decide is over"),
         _("half of the time to decide is over: %(what)s"), "clock")
)  # fmt: skip
register_reminder("request_soon", requests_half_over)
register_reminder("consent_soon", consents_half_over)
