"""What people hear of visits: that one is asked for, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from zhike.ledger.writes import UPDATE, Write
from zhike.records.notifying import Kind, Notice, register_kind, register_watcher
from zhike.sales.models import ExecutiveVisit

KIND, Status = ExecutiveVisit.record_type, ExecutiveVisit.Status
DECIDED = (Status.ACCEPTED, Status.DECLINED, Status.POSTPONED)


def went_on(write: Write) -> Iterator[Notice]:
    """A visit was submitted to somebody, or somebody decided about it."""
    if write.kind != KIND or write.operation != UPDATE or "status" not in write.fields:
        return
    status = write.fields["status"][1]
    visit = ExecutiveVisit.objects.filter(pk=write.id).select_related("executive").first()
    if visit is None:
        return
    if status == Status.SUBMITTED:
        yield Notice("visit_asked", visit.executive.user_id)
    elif status in DECIDED and visit.owner_id is not None:
        yield Notice("visit_decided", visit.owner_id)


register_kind(
    Kind("visit_asked", 18, _("I am asked to visit a customer"),
         _("%(who)s asks you to visit a customer: %(what)s"), "door")
)  # fmt: skip
register_kind(
    Kind("visit_decided", 19, _("somebody decides about a visit that I asked for"),
         _("%(who)s decided about the visit you asked for: %(what)s"), "door")
)  # fmt: skip
register_watcher(went_on)
