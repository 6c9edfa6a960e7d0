"""Promises that contradict each other: the same customer, kind and unit, different quantities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.translation import gettext

from zhike.access.rights import Access
from zhike.engagement.models import Commitment
from zhike.people.models import Party
from zhike.web.attention import sees

MOST = 200


@dataclass(frozen=True)
class Conflict:
    """Open promises of one kind that cannot all be kept."""

    kind: str
    unit: str
    promises: tuple[Commitment, ...]

    @property
    def label(self) -> str:
        """What they are about: delivery time."""
        return str(Commitment.Kind(self.kind).label)


def open_promises(access: Access, party: Party) -> list[Commitment]:
    """What is still to be kept for a customer, whoever promised it; the first due first."""
    rows: Any = access.rows(Commitment).filter(party=party.pk, status=Commitment.Status.OPEN)
    rows = rows.select_related("promised_by", "owner")
    return list(rows.order_by(F("due_at").asc(nulls_last=True), "pk")[:MOST])


def conflicts(access: Access, promises: Sequence[Commitment]) -> list[Conflict]:
    """The contradictions among a customer's open promises, as far as the reader may see them."""
    if not sees(access, Commitment, "kind", "quantity", "unit"):
        return []
    groups: dict[tuple[str, str], list[Commitment]] = defaultdict(list)
    for promise in promises:
        if promise.quantity is not None and promise.unit:
            groups[promise.kind, promise.unit].append(promise)
    return [
        Conflict(kind, unit, tuple(some)) for (kind, unit), some in groups.items()
        if len({promise.quantity for promise in some}) > 1
    ]  # fmt: skip


def amount_of(promise: Commitment) -> str:
    """How much was promised: 30 days."""
    if promise.quantity is None:
        return ""
    number = f"{promise.quantity.normalize():f}"
    return gettext("%(n)s %(unit)s") % {"n": number, "unit": promise.get_unit_display()}
