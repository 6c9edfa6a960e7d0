"""What the form for converting a lead proposes: whom it may be about, and what to call the deal."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from zhike.access.rights import Access
from zhike.people.matches import MOST, matches
from zhike.people.models import Lead, Party
from zhike.records.titles import named
from zhike.web.proposals import Options, register_proposals

LONGEST_NEED = 30


def propose(access: Access, lead: Lead) -> Mapping[str, Options]:
    """Customers and persons that are there already; an opportunity named after who needs what."""
    found = matches(access, lead)
    called = named(access, Party, {*found.organizations, *found.persons})
    if not lead.company_name:
        found.organizations, found.persons = found.organizations | found.persons, {}
    return {
        "party": _options(found.organizations, called),
        "person": _options(found.persons, called),
        "opportunity_name": [{"value": text, "label": text} for text in _names(lead)],
    }


def _options(found: Mapping[UUID, str], called: Mapping[UUID, str]) -> Options:
    return [
        {"value": str(id_), "label": f"{called[id_]} · {why}"}
        for id_, why in list(found.items())[:MOST]
        if id_ in called
    ]


def _names(lead: Lead) -> list[str]:
    need = (lead.need.strip().splitlines() or [""])[0][:LONGEST_NEED]
    return [" ".join(text for text in (lead.company_name or lead.name, need) if text)]


register_proposals(Lead, "convert", propose)
