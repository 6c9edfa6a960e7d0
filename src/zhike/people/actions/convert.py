"""Converting a lead: customer, contact person and their tie are made of it, or found to be there.

What higher packages keep about leads follows by `register_follower`: an opportunity is opened,
what was said and planned goes over to the customer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhike.access.rights import Access
from zhike.base.errors import N_, BadValue
from zhike.ledger.actions import action
from zhike.ledger.models import Record
from zhike.people.models import ContactPoint, Lead, Party, Relationship
from zhike.people.models.contact_point import normal_form
from zhike.people.models.lead import is_open
from zhike.records import saving
from zhike.records.errors import Duplicate, Invalid
from zhike.records.resource import Resource, resource_for

OF_ORGANIZATION = ("industry", "region", "country", "website", "uscc", "source", "tags")
OF_PERSON = ("region", "country", "source", "tags")
Points = list[tuple[str, str]]
Said = Mapping[str, Any]


@dataclass(frozen=True)
class Conversion:
    """A lead with what it became; `person` is who asked, where that is not the customer itself."""

    access: Access
    lead: Lead
    party: Party
    person: Party | None


Follow = Callable[[Conversion], None]
_followers: list[tuple[int, Follow]] = []


def register_follower(rank: int, follow: Follow) -> None:
    """Let something follow, within the same change set, when a lead is converted."""
    _followers.append((rank, follow))
    _followers.sort(key=lambda known: known[0])


@action(
    _("convert"), on=Lead, when=is_open, icon="party", with_access=True,
    fields=("party", "person", "opportunity_name"),
)  # fmt: skip
def convert(lead: Lead, access: Access, **chosen: Any) -> None:
    """Make customer and contact person of it where none is named, tie them, open what follows.

    What is not chosen is as the lead has it. Raises Denied or Invalid where the user could not have
    made it. Existing records are told what they lacked, never overwritten.
    """
    party, person = chosen.get("party", lead.party_id), chosen.get("person", lead.person_id)
    said = readable(access, lead)
    customer = Party.objects.get(pk=party) if party else None
    who = Party.objects.get(pk=person) if person else None
    if customer is None and said["company_name"]:
        customer = _new_organization(access, said)
    if who is None and not _is_one(said, customer):
        who = _new_person(access, said, at_work=customer is not None)
    elif who is not None:
        _add_points(access, who, _persons_points(said))
    elif party is not None and customer is not None:
        _add_points(access, customer, [*_persons_points(said), *_office_points(said)])
    if customer is None:
        customer, who = who, None
    assert customer is not None  # noqa: S101 — a lead has a name, so somebody was made
    if who is not None and customer.kind == Party.Kind.ORGANIZATION:
        _tie(access, who, customer, said["title"])
    lead.party, lead.person = customer, who
    lead.opportunity_name = chosen.get("opportunity_name", lead.opportunity_name)
    lead.status = lead.Status.CONVERTED
    lead.save()
    done = Conversion(access, lead, customer, who)
    for _rank, follow in _followers:
        follow(done)


def readable(access: Access, lead: Lead) -> Said:
    """What the user may read of the lead: the rest neither goes over nor is looked for."""
    specs = resource_for(Lead).specs(access)
    known = {name: spec.value(lead) for name, spec in specs.items() if spec.searchable}
    return defaultdict(str, known)


def _is_one(said: Said, customer: Party | None) -> bool:
    """Whether nobody but the customer is meant: a person, or a company without anybody's name."""
    if customer is None:
        return False
    return customer.kind == Party.Kind.PERSON or said["name"] in (
        said["company_name"], customer.name
    )  # fmt: skip


def _new_organization(access: Access, said: Said) -> Party:
    points = _office_points(said)
    if said["name"] == said["company_name"]:
        points += _persons_points(said)
    values = {name: said[name] for name in OF_ORGANIZATION}
    return _made(access, said, points, name=said["company_name"], kind="organization", **values)


def _new_person(access: Access, said: Said, *, at_work: bool) -> Party:
    """Whoever asked; where they ask for a company, the telephone at work is not theirs."""
    points = _persons_points(said) + ([] if at_work else _office_points(said))
    values = {name: said[name] for name in OF_PERSON}
    return _made(access, said, points, name=said["name"], kind="person", **values)


def _made(access: Access, said: Said, points: Points, **values: Any) -> Party:
    """A new customer, as far as the user may fill it in."""
    raw = writable(resource_for(Party), access, values | {"owner": said["owner"]})
    rows = [
        writable(resource_for(ContactPoint), access, {"type": type_, "value": value})
        for type_, value in points
    ]
    raw["contact_points"] = [row for row in rows if len(row) == len(("type", "value"))]
    try:
        made: Party = create(access, Party, raw)
    except Duplicate:
        message = N_("There is a customer with this unified social credit code: choose it.")
        raise Invalid.field("party", BadValue("taken", message)) from None
    return made


def create(access: Access, model: type[Record], raw: dict[str, Any]) -> Any:
    """A record that follows from the lead, with the rights of whoever converts it."""
    return saving.create(resource_for(model), access, raw)


def writable(resource: Resource, access: Access, values: dict[str, Any]) -> dict[str, Any]:
    """Of these values those that say something and that the user may write."""
    specs = resource.specs(access)
    return {n: v for n, v in values.items() if v and n in specs and specs[n].writable}


def _persons_points(said: Said) -> Points:
    found = (("phone", said["mobile"]), ("email", said["email"]), ("wechat", said["wechat"]))
    return [(type_, value) for type_, value in found if value]


def _office_points(said: Said) -> Points:
    found = (("phone", said["phone"]), ("address", said["address"]))
    return [(type_, value) for type_, value in found if value]


def _add_points(access: Access, party: Party, points: Points) -> None:
    """Ways to reach somebody that were not known, where the user may write them."""
    if not access.reaches(party, "update"):
        return
    known = set(party.contact_points.values_list("normalised", flat=True))
    for type_, value in points:
        if normal_form(type_, value) not in known:
            values = {"party": str(party.pk), "type": type_, "value": value}
            raw = writable(resource_for(ContactPoint), access, values)
            if len(raw) == len(values):
                create(access, ContactPoint, raw)


def _tie(access: Access, person: Party, organization: Party, role: str) -> None:
    """Who works where, unless the two are tied already."""
    known = Relationship.objects.filter(from_party=person, to_party=organization).exists()
    if not known and access.can(Relationship, "create"):
        values = {"from_party": str(person.pk), "to_party": str(organization.pk),
                  "type": Relationship.Type.WORKS_FOR, "role": role}  # fmt: skip
        create(access, Relationship, writable(resource_for(Relationship), access, values))
