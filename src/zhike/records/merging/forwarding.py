"""Who asks for a record that went into another is led there."""

from __future__ import annotations

from uuid import UUID

from zhike.access.rights import Access
from zhike.records.models import Merge
from zhike.records.resource import Resource

FURTHEST = 50


def survivor_of(access: Access, resource: Resource, id_: UUID) -> UUID | None:
    """The record into which this one went, as far as the user may see that."""
    if not resource.mergeable:
        return None
    found, kind = id_, resource.model.record_type
    for _step in range(FURTHEST):
        into = Merge.objects.filter(kind=kind, loser=found).values_list("survivor", flat=True)
        following = into.first()
        if following is None:
            break
        found = following
    if found == id_ or not access.rows(resource.model).filter(pk=found).exists():
        return None
    return found
