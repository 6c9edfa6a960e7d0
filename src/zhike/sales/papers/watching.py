"""What owners hear of their quotes: that a customer accepted or declined one."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from zhike.ledger.writes import UPDATE, Write
from zhike.records.notifying import Kind, Notice, register_kind, register_watcher
from zhike.sales.models import Quote

KINDS = {Quote.Status.ACCEPTED: "quote_accepted", Quote.Status.DECLINED: "quote_declined"}


def answered(write: Write) -> Iterator[Notice]:
    """Somebody else answered a quote: the customer by a link, or a colleague for them."""
    if write.kind != Quote.record_type or write.operation != UPDATE or "status" not in write.fields:
        return
    kind = KINDS.get(write.fields["status"][1])
    if kind is None:
        return
    owner = Quote.objects.filter(pk=write.id).values_list("owner", flat=True).first()
    if owner is not None:
        yield Notice(kind, owner)


register_kind(
    Kind("quote_accepted", 11, _("a customer accepts a quote of mine"),
         _("%(who)s accepted the quote %(what)s"), "won")
)  # fmt: skip
register_kind(
    Kind("quote_declined", 12, _("a customer declines a quote of mine"),
         _("%(who)s declined the quote %(what)s"), "lost")
)  # fmt: skip
register_watcher(answered)
