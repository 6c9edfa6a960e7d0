"""What owners hear of their deals: that somebody else won, lost or moved one."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from zhike.ledger.writes import UPDATE, Write
from zhike.records.notifying import Kind, Notice, register_kind, register_watcher
from zhike.sales.models import Opportunity

KIND = Opportunity.record_type


def moved(write: Write) -> Iterator[Notice]:
    """A deal went to another stage, perhaps to its end."""
    if write.kind != KIND or write.operation != UPDATE or "stage" not in write.fields:
        return
    owner = Opportunity.objects.filter(pk=write.id).values_list("owner", flat=True).first()
    if owner is not None:
        ended = [name for name in ("won", "lost") if write.fields.get(f"{name}_at", (0, None))[1]]
        yield Notice(f"deal_{ended[0]}" if ended else "deal_moved", owner)


register_kind(
    Kind("deal_won", 21, _("a deal of mine is won by somebody else"),
         _("%(who)s won your deal %(what)s"), "won")
)  # fmt: skip
register_kind(
    Kind("deal_lost", 22, _("a deal of mine is lost by somebody else"),
         _("%(who)s marked your deal %(what)s as lost"), "lost")
)  # fmt: skip
register_kind(
    Kind("deal_moved", 31, _("a deal of mine is moved by somebody else"),
         _("%(who)s moved your deal %(what)s to another stage"), "swap")
)  # fmt: skip
register_watcher(moved)
