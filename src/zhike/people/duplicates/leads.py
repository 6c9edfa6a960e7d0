"""Leads as the matching engine takes them: whom one may be about, a company and who asks for it.

A lead is compared as the parties that it would become. Only what is open is kept in the index: what
was converted or rejected is in nobody's way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from zhike.exchange.match.deciding import HELD_BACK_BY, need_a_person
from zhike.exchange.match.people_names import is_like_a_person
from zhike.exchange.match.preparing import Record
from zhike.exchange.match.scoring import Scorer, Verdict
from zhike.people.duplicates.keys import OWN, VERSION, Described, keys_by_strength
from zhike.people.models import Lead, Party
from zhike.records.search.keys import Keys, Parts, Values, register_keys

FIELDS = ("name", "company_name", "mobile", "phone", "email", "website", "region", "address",
          "uscc")  # fmt: skip
MARK = "lead/"
"""Before the keys of leads, so that who looks for customers finds none of them."""
Typed = dict[str, Any]


def as_parties(lead: Values) -> Iterator[Typed]:
    """Whom a lead may be about, as the form of a party would send it: the customer first."""
    name, company = _text(lead, "name"), _text(lead, "company_name")
    office = [("phone", _text(lead, "phone")), ("address", _text(lead, "address"))]
    own = [("phone", _text(lead, "mobile")), ("email", _text(lead, "email"))]
    if not company and name and not is_like_a_person(name) and not name.isascii():
        company = name
    if company or _text(lead, "uscc"):
        yield {"name": company, "kind": Party.Kind.ORGANIZATION, "uscc": _text(lead, "uscc"),
               "website": _text(lead, "website"), "region": _text(lead, "region"),
               "contact_points": [*_points(office), *_points(own, is_own=name != company)],
               }  # fmt: skip
    if name != company:
        points = _points(own) if company else [*_points(own), *_points(office)]
        yield {"name": name, "kind": Party.Kind.PERSON, "region": _text(lead, "region"),
               "contact_points": points}  # fmt: skip


def _text(lead: Values, name: str) -> str:
    return str(lead.get(name) or "").strip()


def _points(points: Iterable[tuple[str, str]], *, is_own: bool = False) -> list[Typed]:
    return [{"type": type_, "value": value, OWN: is_own} for type_, value in points if value]


def describe_lead(lead: Values) -> list[Described]:
    """The same as the engine compares it."""
    return [Described.of(typed, typed["contact_points"]) for typed in as_parties(lead)]


def marked(groups: Iterable[list[str]]) -> list[list[str]]:
    """The keys under which leads are found that have these."""
    return [[MARK + key for key in keys] for keys in groups]


def _stored(lead: Values, _parts: Parts) -> Iterator[str]:
    if lead.get("status") in Lead.OPEN:
        for described in describe_lead(lead):
            for keys in marked(keys_by_strength(described)):
                yield from keys


@dataclass(frozen=True)
class Asker:
    """A lead, or a party that is held against leads: as what kinds of parties it is compared."""

    id: UUID
    parties: Mapping[str, Described]

    @classmethod
    def of(cls, id_: UUID, parties: Iterable[Described]) -> Asker:
        """Each by its kind."""
        return cls(id_, {party.kind: party for party in parties})

    @cached_property
    def records(self) -> dict[str, Record]:
        """As the engine compares them."""
        return {kind: party.record() for kind, party in self.parties.items()}

    def facing(self, other: Asker, kind: str) -> Record:
        """As it is compared with another, of the same kind."""
        mine = self.parties[kind]
        facing = mine.facing(other.parties[kind])
        return self.records[kind] if facing is mine else facing.record()

    @property
    def person(self) -> str | None:
        """How the name of whoever asks sounds."""
        person = self.records.get(Party.Kind.PERSON)
        return person["person_sound"] if person else None


def open_leads(
    ids: Collection[UUID] | None = None, hidden: Collection[str] = ()
) -> Iterator[Asker]:
    """The open leads, or those of some ids, without what is hidden from the reader."""
    rows = Lead.objects.filter(status__in=Lead.OPEN).order_by("pk")
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    for row in rows.values("pk", *(name for name in FIELDS if name not in hidden)).iterator():
        yield Asker.of(row["pk"], describe_lead(row))


def weigh(
    one: Asker, other: Asker, scorers: Mapping[str, Scorer], sure_from: float
) -> Verdict | None:
    """How probably two mean one interest, by what both of them are; None where nothing compares.

    One company that two people ask for is worth a look, and never sure.
    """
    best: Verdict | None = None
    held_back = sure_from - HELD_BACK_BY
    for kind in one.parties.keys() & other.parties.keys():
        left, right = one.facing(other, kind), other.facing(one, kind)
        verdict = scorers[kind].weigh(left, right)
        if verdict.probability > held_back and (need_a_person(left, right) or _are_two(one, other)):
            verdict = replace(verdict, probability=held_back)
        if best is None or (verdict.probability, verdict.bits) > (best.probability, best.bits):
            best = verdict
    return best


def _are_two(one: Asker, other: Asker) -> bool:
    """Whether two people ask, as their names say."""
    return None not in (one.person, other.person) and one.person != other.person


register_keys(Lead, Keys((*FIELDS, "status"), _stored, VERSION))
