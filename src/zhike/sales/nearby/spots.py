"""Where customers and leads are, as far as the reader may see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from zhike.access.rights import Access
from zhike.engagement.batches.said import region_of
from zhike.people.models import ContactPoint, Lead, Party
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import resource_for
from zhike.sales.rules.nearby import Spot
from zhike.web.attention import sees

ADDRESS = ContactPoint.Type.ADDRESS
MOST = 2_000
"""So many addresses are read of those who may be near."""


def said(spec: FieldSpec | None, record: Any) -> str:
    """What a field says; nothing where the reader sees less than all of it."""
    if spec is None or not spec.searchable or spec.veil(record):
        return ""
    return str(spec.value(record) or "")


def spot_of(access: Access, record: Party | Lead) -> Spot | None:
    """Where a customer or a lead is; None where no region or address says so."""
    if isinstance(record, Lead):
        address = said(resource_for(Lead).specs(access).get("address"), record)
    else:
        address = addresses(access, [record.pk]).get(record.pk, "")
    region = said(resource_for(type(record)).specs(access).get("region"), record)
    return spot_at(region, address)


def spot_at(region: str, address: str) -> Spot | None:
    """The place of a region and an address; the address may say more of the region."""
    by_address = region_of(address)
    if by_address and (not region or by_address.startswith(region.rstrip("0"))):
        region = by_address
    found = Spot.of(region, address) if region else None
    return found if found is not None and found.city else None


def addresses(access: Access, parties: Sequence[UUID]) -> dict[UUID, str]:
    """The first address of each, its primary one before others."""
    if not sees(access, ContactPoint, "value", "type"):
        return {}
    rows = access.rows(ContactPoint).filter(party__in=parties, type=ADDRESS)
    return {party: point.value for party, point in ContactPoint.first_of(rows, MOST).items()}
