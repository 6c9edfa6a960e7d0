"""The duplicate check among leads: which open one is perhaps what is being typed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from zhike.access.rights import Access
from zhike.people.duplicates.checking import Suspect, candidates
from zhike.people.duplicates.keys import Described, asked_by
from zhike.people.duplicates.leads import Asker, as_parties, marked, open_leads, weigh
from zhike.people.duplicates.scorers import scorer
from zhike.people.duplicates.thresholds import thresholds
from zhike.people.models import Lead
from zhike.records.search.declared import searched

MOST_LEADS = 20
NOBODY = UUID(int=0)
"""The id of what is being typed in."""


def whom(typed: Mapping[str, Any], access: Access) -> list[dict[str, Any]]:
    """Whom a lead that is typed in may be about, by the fields that this user may search by."""
    hidden = _hidden(access)
    return list(as_parties({name: value for name, value in typed.items() if name not in hidden}))


def check_leads(asked: Sequence[Described], access: Access, limit: int = 10) -> list[Suspect]:
    """Which open leads are perhaps about one of these parties, the likeliest first."""
    if not access.can(Lead, "read"):
        return []
    ids: dict[UUID, None] = {}
    for party in asked:
        ids |= dict.fromkeys(candidates(marked(asked_by(party)), None, MOST_LEADS))
    if not ids:
        return []
    asker, settled = Asker.of(NOBODY, asked), thresholds()
    scorers = {kind: scorer(kind) for kind in asker.parties}
    suspects = []
    for lead in open_leads(ids, _hidden(access)):
        verdict = weigh(asker, lead, scorers, settled.here)
        if verdict is not None and (share := verdict.probability) >= settled.shown:
            decision = settled.decision(share)
            suspects.append(Suspect(lead.id, share, decision, verdict.reasons, Lead.record_type))
    return sorted(suspects, key=lambda suspect: -suspect.probability)[:limit]


def _hidden(access: Access) -> set[str]:
    known = searched(Lead.record_type)
    if known is None:
        raise LookupError(Lead.record_type)
    return known.hidden_fields(access)
