"""What requests and approvals say at the head of records: who owes an answer, until when."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.access.models import Owned
from zhike.access.rights import Access
from zhike.engagement.models import Approval, InternalRequest
from zhike.engagement.models.about import about
from zhike.engagement.models.approval import is_open
from zhike.engagement.models.request import is_waiting
from zhike.ledger.models import Record
from zhike.records.titles import titles
from zhike.web.attention import Alert, Step, register_attention, sees
from zhike.web.dates import moment_text
from zhike.web.links import url_of


def owed(access: Access, record: Record) -> Iterator[Alert]:
    """Answers about a record that are late, and who owes them."""
    rows = InternalRequest.objects.waiting().filter(about(record))
    rows = rows.filter(access.row_by_row(InternalRequest))
    late = rows.filter(due_at__lt=timezone.now())
    for request in late.select_related("to_team").order_by("due_at")[:3]:
        said = {"team": request.to_team, "since": moment_text(request.since)}
        url = url_of(InternalRequest, request.pk)
        yield Alert(
            _("%(team)s owes an answer, asked %(since)s") % said,
            titles(access, [request])[request.pk], "seal",
            [{"label": _("Look"), "url": url, "icon": "chat"}],
        )  # fmt: skip


def clock_of(access: Access, request: InternalRequest) -> Iterator[Step | Alert]:
    """Until when a request is to be answered; what was answered."""
    if request.answer and sees(access, InternalRequest, "answer"):
        by = request.answered_by or request.to_team
        yield Alert(f"{by} · {request.get_status_display()}", request.answer, "")
    if is_waiting(request):
        who = str(request.assignee or request.to_team)
        is_late = request.is_late
        text = _("Answer is late") if is_late else _("Answer is due")
        yield Step(text, "", request.due_at, moment_text(request.due_at), who, is_late)


def consents_waited_for(_access: Access, approval: Approval) -> Iterator[Step]:
    """Whose decision is waited for."""
    if is_open(approval):
        for step in approval.open_steps():
            if step.due_at is None:
                continue
            who = str(step.acting or step)
            is_late = step.due_at < timezone.now()
            text = _("Decision is late") if is_late else _("Decision is due")
            yield Step(text, "", step.due_at, moment_text(step.due_at), who, is_late)


register_attention(30, Owned, owed)
register_attention(10, InternalRequest, clock_of)
register_attention(10, Approval, consents_waited_for)
