"""Who hears of requests and approvals: that something is asked of them, that it is answered."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from zhike.engagement.escalating import CONSENT, DECIDED
from zhike.engagement.models import Approval, ApprovalStep, InternalRequest
from zhike.ledger.writes import CREATE, DELETE, PartWrite, Write
from zhike.records.notifying import Kind, Notice, register_kind, register_watcher

ASKED, ANSWERED = "request_asked", "request_answered"
OVER = ("answered", "declined")
CLOSED = ("agreed", "refused")


def of_requests(write: Write) -> Iterator[Notice]:
    """A department is asked or reminded; whoever asked has an answer."""
    if write.kind != InternalRequest.record_type or write.operation == DELETE:
        return
    request = InternalRequest.objects.filter(pk=write.id).first()
    if request is None:
        return
    _before, status = write.fields.get("status", (None, None))
    if status in OVER and request.owner_id:
        yield Notice(ANSWERED, request.owner_id)
    news = {"to_team", "assignee", "reminded_at"} & write.fields.keys()
    if write.operation == CREATE or (news and status != "taken"):
        for user in request.asked():
            yield Notice(ASKED, user)


def of_approvals(write: Write) -> Iterator[Notice]:
    """Somebody is to decide, or is reminded; whoever asked has the decision."""
    if write.kind != Approval.record_type or write.operation == DELETE:
        return
    approval = Approval.objects.filter(pk=write.id).first()
    if approval is None:
        return
    _before, status = write.fields.get("status", (None, None))
    if status in CLOSED and approval.owner_id:
        yield Notice(DECIDED, approval.owner_id)
    opened = {part.id for part in write.parts if _asks(part)}
    for step in approval.open_steps():
        if step.pk in opened or "reminded_at" in write.fields:
            for user in step.asked():
                yield Notice(CONSENT, user)


def _asks(part: PartWrite) -> bool:
    decision = part.fields.get("decision", (None, None))[1]
    is_step = part.kind == ApprovalStep.record_type
    return is_step and (decision == "open" or "acting" in part.fields)


register_kind(
    Kind(ASKED, 12, _("something is asked of me or my department"),
         _("%(who)s asks: %(what)s"), "chat")
)  # fmt: skip
register_kind(
    Kind(ANSWERED, 13, _("a request of mine is answered"),
         _("%(who)s answered your request %(what)s"), "chat")
)  # fmt: skip
register_kind(
    Kind(CONSENT, 11, _("my consent is asked for"),
         _("%(who)s asks for your consent: %(what)s"), "check")
)  # fmt: skip
register_kind(
    Kind(DECIDED, 14, _("an approval that I asked for is decided"),
         _("decided: %(what)s"), "check")
)  # fmt: skip
register_watcher(of_requests)
register_watcher(of_approvals)
