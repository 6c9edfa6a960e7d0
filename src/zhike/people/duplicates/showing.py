"""What the duplicate check says of a suspect to somebody: everything there is a link to, or little.

Of a party beyond the reader's sight: name, whose it is, how it stands, a masked telephone number
and the month of the last contact. That is what keeps two people from courting one customer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.access.models.role import Level
from zhike.access.rights import Access
from zhike.base import phones
from zhike.people.duplicates.checking import Suspect
from zhike.people.duplicates.reasons import said
from zhike.people.models import ContactPoint, Lead, Party
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import resource_for

LastContacts = Callable[[Collection[UUID]], Mapping[UUID, dt.datetime]]
_last_contacts: list[LastContacts] = []


def register_last_contact(find: LastContacts) -> None:
    """Let a higher package say when parties were last in contact; called when apps are ready."""
    _last_contacts.append(find)


@dataclass(frozen=True)
class Shown:
    """A suspect as one reader may see it."""

    id: UUID
    name: str
    kind: str
    owner: str
    owner_id: UUID | None
    status: str
    phone: str
    last_contact: str
    """A month such as 2026-03."""
    decision: str
    percent: int
    reasons: Sequence[str]
    url: str = ""
    record_type: str = Party.record_type

    @property
    def is_visible(self) -> bool:
        """Whether the reader may open it."""
        return bool(self.url)


def shown(suspects: Sequence[Suspect], access: Access) -> list[Shown]:
    """The suspects for this reader; of what no role of theirs may read, nothing is said."""
    of_parties = [one for one in suspects if one.record_type == Party.record_type]
    of_leads = [one for one in suspects if one.record_type == Lead.record_type]
    found = {one.id: one for one in [*_parties(of_parties, access), *_leads(of_leads, access)]}
    return [found[suspect.id] for suspect in suspects if suspect.id in found]


def _parties(suspects: Sequence[Suspect], access: Access) -> Iterator[Shown]:
    ids = [suspect.id for suspect in suspects]
    if not ids:
        return
    specs = resource_for(Party).specs(access)
    in_sight = set(access.rows(Party).filter(pk__in=ids).values_list("pk", flat=True))
    parties = Party.objects.select_related("owner").in_bulk(ids)
    numbers, contacts = _phones(access, ids), _contacts(ids)
    for suspect in suspects:
        if (party := parties.get(suspect.id)) is not None:
            yield Shown(
                suspect.id, _text(specs, "name", party), party.kind, _owner(specs, party),
                party.owner_id if "owner" in specs else None, _status(specs, party, "lifecycle"),
                numbers.get(suspect.id, ""), contacts.get(suspect.id, ""), suspect.decision,
                round(suspect.probability * 100), said(suspect.reasons),
                f"/parties/{suspect.id}/" if suspect.id in in_sight else "",
            )  # fmt: skip


def _leads(suspects: Sequence[Suspect], access: Access) -> Iterator[Shown]:
    ids = [suspect.id for suspect in suspects]
    if not ids:
        return
    specs = resource_for(Lead).specs(access)
    in_sight = set(access.rows(Lead).filter(pk__in=ids).values_list("pk", flat=True))
    leads = Lead.objects.select_related("owner").in_bulk(ids)
    for suspect in suspects:
        if (lead := leads.get(suspect.id)) is not None:
            names = (_text(specs, name, lead) for name in ("name", "company_name"))
            yield Shown(
                suspect.id, " · ".join(dict.fromkeys(filter(None, names))), "lead",
                _owner(specs, lead), lead.owner_id if "owner" in specs else None,
                _status(specs, lead, "status"), _phone_of(specs, lead), "", suspect.decision,
                round(suspect.probability * 100), said(suspect.reasons),
                f"/leads/{suspect.id}/" if suspect.id in in_sight else "", Lead.record_type,
            )  # fmt: skip


def strangers(found: Iterable[Shown]) -> dict[UUID, str]:
    """Those beyond the reader's sight, with their record types."""
    return {one.id: one.record_type for one in found if not one.is_visible}


def _text(specs: Mapping[str, FieldSpec], name: str, record: Party | Lead) -> str:
    return specs[name].text(record) if name in specs else ""


def _owner(specs: Mapping[str, FieldSpec], record: Party | Lead) -> str:
    return str(record.owner) if "owner" in specs and record.owner else ""


def _status(specs: Mapping[str, FieldSpec], record: Party | Lead, name: str) -> str:
    if record.owner_id is None:
        return _("in the public pool")
    return _text(specs, name, record)


def _phone_of(specs: Mapping[str, FieldSpec], lead: Lead) -> str:
    """The telephone number that the reader may know of, masked for everybody."""
    numbers = (getattr(lead, name) for name in ("mobile", "phone")
               if name in specs and specs[name].level != Level.HIDDEN)  # fmt: skip
    return _masked(next(filter(None, numbers), ""))


def _masked(number: str) -> str:
    return phones.mask(number).removeprefix("+86 ") if number else ""


def _phones(access: Access, ids: list[UUID]) -> dict[UUID, str]:
    """The first telephone number of each, masked for everybody."""
    spec = resource_for(ContactPoint).specs(access).get("value")
    if spec is None or spec.level == Level.HIDDEN:
        return {}
    points = ContactPoint.objects.filter(party__in=ids, type=ContactPoint.Type.PHONE)
    rows = points.order_by("is_primary", "-pk").values_list("party", "normalised")
    return {party: _masked(number) for party, number in rows}


def _contacts(ids: list[UUID]) -> dict[UUID, str]:
    found: dict[UUID, dt.datetime] = {}
    for find in _last_contacts:
        for party, at in find(ids).items():
            found[party] = max(at, found.get(party, at))
    return {party: f"{at:%Y-%m}" for party, at in found.items()}


def as_json(one: Shown) -> dict[str, Any]:
    """The same for a program; an id only of what it may read."""
    found: dict[str, Any] = {
        "record": one.record_type, "name": one.name, "kind": one.kind, "owner": one.owner,
        "status": one.status,
        "phone": one.phone, "last_contact": one.last_contact, "decision": one.decision,
        "probability": one.percent / 100, "reasons": list(one.reasons),
    }  # fmt: skip
    return {"id": str(one.id), **found} if one.is_visible else found
