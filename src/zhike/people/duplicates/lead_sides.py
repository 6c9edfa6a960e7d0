"""A lead beside another one, or beside the customer that it may be about."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst

from zhike.access.rights import Access
from zhike.people.duplicates.sides import fact
from zhike.people.models import ContactPoint, Lead, LeadPair, Party
from zhike.records.resource import resource_for
from zhike.web.names import names_of

# Of a lead, and where a customer says the same.
SHOWN = {
    "name": "name", "company_name": "name", "title": "", "mobile": "phone", "phone": "phone",
    "email": "email", "wechat": "wechat", "address": "address", "uscc": "uscc",
    "region": "region", "website": "website", "need": "", "source": "source", "status": "lifecycle",
    "owner": "owner", "created_at": "created_at",
}  # fmt: skip
POINTS = ("phone", "email", "wechat", "address")
OURS = ("source", "status", "owner", "created_at")
MOST_POINTS = 8


def facts_of(access: Access, pair: LeadPair) -> list[dict[str, Any]]:
    """The fields that the lead has or the other side, with both values and whether they differ."""
    specs = resource_for(Lead).specs(access)
    mine = _texts(access, pair.lead)
    if pair.other is not None:
        theirs = _texts(access, pair.other)
    else:
        theirs = _of_party(access, pair.party, pair.lead)
    return [
        fact(specs[name].label, _held(mine[name], theirs.get(name, "")), is_ours=name in OURS)
        for name in SHOWN
        if name in mine and (mine[name] or theirs.get(name))
    ]


def _held(mine: str, theirs: str) -> list[str]:
    """Of several numbers of a customer the one that the lead has, too, tells enough."""
    return [mine, mine if mine in theirs.splitlines() else theirs]


def _texts(access: Access, record: Any) -> dict[str, str]:
    resource = resource_for(type(record))
    names, specs = names_of(resource, access, [record]), resource.specs(access)
    found = {}
    for name in {*SHOWN, *SHOWN.values()} & specs.keys():
        spec = specs[name]
        text = names.get(spec.value(record), "") if spec.target is not None else spec.text(record)
        found[name] = capfirst(text) if spec.choices else text
    return found


def _of_party(access: Access, party: Any, lead: Lead) -> dict[str, str]:
    """What a customer says under a lead's fields; its name stands where the lead has one."""
    texts = _texts(access, party) | _points(access, party)
    found = {name: texts.get(theirs, "") for name, theirs in SHOWN.items() if theirs}
    is_person = party.kind == Party.Kind.PERSON or not lead.company_name
    del found["company_name" if is_person else "name"]
    if lead.mobile:
        found["phone"] = found["phone"] if lead.phone else ""
    else:
        found["mobile"] = ""
    return found


def _points(access: Access, party: Any) -> dict[str, str]:
    specs = resource_for(ContactPoint).specs(access)
    if "value" not in specs:
        return {}
    found: dict[str, list[str]] = {type_: [] for type_ in POINTS}
    for point in access.rows(ContactPoint).filter(party=party.pk).order_by("-is_primary", "pk"):
        if len(found.get(point.type, [""] * MOST_POINTS)) < MOST_POINTS:
            found[point.type].append(specs["value"].text(point))
    return {type_: "\n".join(values) for type_, values in found.items()}
