"""What people hear of registrations: one waits for an answer, one names a customer of theirs."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from zhike.ledger.writes import DELETE, UPDATE, Write
from zhike.records.notifying import Kind, Notice, register_kind, register_watcher
from zhike.sales.models import DealRegistration, LeadShare

KIND, Status = DealRegistration.record_type, DealRegistration.Status


def registered(write: Write) -> Iterator[Notice]:
    """A partner registered a customer or asks for more time; somebody else's customer is named."""
    if write.kind != KIND or write.operation == DELETE:
        return
    known = DealRegistration.objects.select_related("party", "lead").filter(pk=write.id).first()
    if known is None:
        return
    # Where it is made and checked at once, what came of it counts.
    status = known.status if "status" in write.fields else None
    if status in DealRegistration.UNDECIDED:
        whose = {record.owner_id for record in (known.party, known.lead) if record is not None}
        for owner in whose - {None, known.owner_id}:
            yield Notice("customer_registered", owner)
    asked = write.fields.get("extension_asked_at", (None, None))[1]
    if known.owner_id is not None:
        if status in DealRegistration.UNDECIDED or asked:
            yield Notice("registration_waits", known.owner_id)
        elif status == Status.PROTECTED:
            yield Notice("deal_protected", known.owner_id)


def reported(write: Write) -> Iterator[Notice]:
    """A partner said how far it is with a lead: whoever shared it and whose it is hear of it."""
    if (write.kind, write.operation) != (LeadShare.record_type, UPDATE):
        return
    share = LeadShare.objects.select_related("lead").filter(pk=write.id).first()
    if share is not None and "reported_at" in write.fields:
        for owner in {share.owner_id, share.lead.owner_id} - {None}:
            yield Notice("partner_reported", owner)


register_kind(
    Kind("partner_reported", 19, _("a partner reports about a lead of mine"),
         _("%(who)s reports about the lead that you shared: %(what)s"), "chat")
)  # fmt: skip
register_watcher(reported)
register_kind(
    Kind("customer_registered", 16, _("a partner registers a customer of mine"),
         _("%(who)s registered a customer of yours: %(what)s"), "lock")
)  # fmt: skip
register_kind(
    Kind("registration_waits", 17, _("a partner's registration waits for my answer"),
         _("%(who)s waits for your answer to a registration: %(what)s"), "lock")
)  # fmt: skip
register_kind(
    Kind("deal_protected", 17, _("a customer is protected for a partner of mine"),
         _("%(who)s registered a free customer: %(what)s"), "lock")
)  # fmt: skip
register_watcher(registered)
