"""Whose new instalments and payments are: those of the owner of their contract or customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zhike.access.rights import Access
from zhike.ledger.current import current
from zhike.ledger.models import Record
from zhike.ledger.writes import Write
from zhike.people.models import Party
from zhike.records.arriving import register_placer
from zhike.sales.models import Contract, InvoiceRequest, InvoiceTitle, Payment, PaymentPlan


@dataclass(frozen=True)
class WithItsWhole:
    """New records that come without an owner belong to whoever has what they are about."""

    field: str
    model: type[Record]

    def takes(self, access: Access) -> bool:
        """Finance enters what others will ask about: it is never simply whoever enters it."""
        return True

    def place(self, writes: Sequence[Write]) -> None:
        """Give them the owner, or the team, of their contract or customer; else who enters it."""
        lacking = [write for write in writes if not _has(write, "owner")]
        ids = {write.fields[self.field][1] for write in lacking if _has(write, self.field)}
        rows: Any = self.model.objects.filter(pk__in=ids)
        whose = {str(pk): found for pk, *found in rows.values_list("pk", "owner", "team")}
        for write in lacking:
            owner, team = whose.get(str(write.fields.get(self.field, ("", ""))[1]), (None, None))
            if owner is None and team is None:
                owner = current().row.actor
            if owner is not None:
                write.fields["owner"] = (None, str(owner))
            elif team is not None and not _has(write, "team"):
                write.fields["team"] = (None, str(team))


def _has(write: Write, name: str) -> bool:
    return bool(write.fields.get(name, (None, None))[1])


register_placer(PaymentPlan.record_type, WithItsWhole("contract", Contract))
register_placer(InvoiceRequest.record_type, WithItsWhole("party", Party))
register_placer(InvoiceTitle.record_type, WithItsWhole("party", Party))
register_placer(Payment.record_type, WithItsWhole("party", Party))
