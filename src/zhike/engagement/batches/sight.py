"""Who may look at cards: what stands on them are the data of leads."""

from __future__ import annotations

from zhike.access.models import Level
from zhike.access.rights import Access
from zhike.engagement.batches.said import SHOWN
from zhike.engagement.models import CardBatch
from zhike.people.models import Lead
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import resource_for


def may_look(access: Access, batch: CardBatch) -> bool:
    """Whether the user works on the cards: whoever may change the batch and make leads."""
    return access.can(Lead, "create") and access.reaches(batch, "update")


def fields_of(access: Access) -> list[FieldSpec]:
    """The fields of a card that the user reads and writes as those of a lead."""
    specs = resource_for(Lead).specs(access)
    return [specs[name] for name in SHOWN if name in specs and specs[name].level == Level.WRITE]


def sees_pictures(access: Access) -> bool:
    """Whether nothing that stands on a card is hidden from the user: a picture shows it all."""
    return len(fields_of(access)) == len(SHOWN)
