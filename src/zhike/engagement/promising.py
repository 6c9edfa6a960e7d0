"""Promises within what somebody writes down: a line that begins with 承诺, 答应 or promise."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from zhike.access.rights import Access
from zhike.base.dates import BadDate, parse_date
from zhike.engagement.models import Commitment, Interaction
from zhike.engagement.rules.promises import Said, said_in
from zhike.ledger.fields import RecordRef
from zhike.records import saving
from zhike.records.resource import resource_for


def note_promises(access: Access, interaction: Interaction) -> list[Commitment]:
    """Enter what the contact says was promised, in the open change set; raises as `create`."""
    if interaction.party_id is None or not access.can(Commitment, "create"):
        return []
    resource = resource_for(Commitment)
    allowed = {name for name, spec in resource.specs(access).items() if spec.writable}
    made = []
    for said in said_in(f"{interaction.subject}\n{interaction.body}"):
        raw = raw_of(said) | {
            "party": str(interaction.party_id), "source": RecordRef.to(interaction),
        }  # fmt: skip
        raw = {name: value for name, value in raw.items() if name in allowed}
        made.append(saving.create(resource, access, raw))
    return made


def raw_of(said: Said) -> dict[str, Any]:
    """What a promise says of itself as values of a commitment."""
    return {
        "text": said.text[:300], "kind": said.kind, "unit": said.unit,
        "quantity": said.quantity, "due_at": _due(said.until),
    }  # fmt: skip


def _due(text: str) -> dt.datetime | None:
    """The end of the working day that is meant; None where no day can be read."""
    if not text:
        return None
    try:
        day = parse_date(text, today=timezone.localdate(), lang=get_language() or "en")
    except BadDate:
        return None
    return timezone.make_aware(dt.datetime.combine(day, dt.time(18)))
