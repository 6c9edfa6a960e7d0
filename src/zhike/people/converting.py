"""What the form for converting a lead proposes: whom it may be about, and what to call the deal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from uuid import UUID

from zhike.access.rights import Access
from zhike.people.actions.convert import Said, readable
from zhike.people.matches import MOST, matches
from zhike.people.models import Lead, Party
from zhike.records.titles import named
from zhike.web.proposals import Options, register_proposals

LONGEST_NEED = 30
CLAUSE = re.compile(r"[\n，。；;]|[,.] ")


def propose(access: Access, lead: Lead) -> Mapping[str, Options]:
    """Customers and persons that are there already; an opportunity named after who needs what."""
    found, said = matches(access, lead), readable(access, lead)
    called = named(access, Party, {*found.organizations, *found.persons})
    if not said["company_name"]:
        found.organizations, found.persons = found.organizations | found.persons, {}
    return {
        "party": _options(found.organizations, called),
        "person": _options(found.persons, called),
        "opportunity_name": [{"value": text, "label": text} for text in _names(said)],
    }


def _options(found: Mapping[UUID, str], called: Mapping[UUID, str]) -> Options:
    return [
        {"value": str(id_), "label": f"{called[id_]} · {why}"}
        for id_, why in list(found.items())[:MOST]
        if id_ in called
    ]


def _names(said: Said) -> list[str]:
    need = CLAUSE.split(said["need"].strip())[0][:LONGEST_NEED]
    texts = [text for text in (said["company_name"] or said["name"], need) if text]
    return [" ".join(texts)] if texts else []


register_proposals(Lead, "convert", propose)
