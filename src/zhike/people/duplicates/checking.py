"""The duplicate check (查重): who of those known already is perhaps the one being typed in.

Keys find a few hundred candidates in the whole book of customers, the engine weighs them. What is
said of a customer beyond the reader's sight is in `showing`, how often one may ask in `limits`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from zhike.access.rights import Access
from zhike.exchange.match.preparing import Record, phone_of
from zhike.exchange.match.scoring import Reason
from zhike.people.duplicates.keys import (
    FIELDS,
    OTHER_NAMES,
    Described,
    asked_by,
    initials_of,
    is_initials,
)
from zhike.people.duplicates.scorers import scorer
from zhike.people.duplicates.thresholds import thresholds
from zhike.people.models import ContactPoint, Party
from zhike.records.search.declared import Searched, searched
from zhike.records.search.keys import having_any

MOST_WEIGHED, MOST_WHILE_TYPING = 60, 40
FEWEST_HAN, FEWEST_LATIN = 2, 3
_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"\w")
POINT = ("type", "value")
# The engine compares no initials: of tables nobody types them.
BY_INITIALS = Reason("initials", "same initials", 1.0)


@dataclass(frozen=True)
class Suspect:
    """A party (or an open lead) that is perhaps what is being typed in, how probably, and why."""

    id: UUID
    probability: float
    decision: str
    """What the thresholds say: `same`, `ask` or `perhaps`."""
    reasons: tuple[Reason, ...]
    record_type: str = Party.record_type


def check(
    typed: Mapping[str, Any], access: Access, limit: int = 10, *, leave_out: UUID | None = None,
    most: int = MOST_WHILE_TYPING,
) -> list[Suspect]:  # fmt: skip
    """Who is perhaps the same as what was typed, the likeliest first, whosever they are.

    Only fields by which the user may search are compared, and only parties of the kind typed.
    """
    party = described(typed, access)
    found = candidates(asked_by(party), leave_out, most)
    if not found:
        return []
    record, weigh, settled = party.record(), scorer(party.kind), thresholds()
    asks_by_initials = is_initials(party.name)
    suspects = []
    for id_, candidate in described_all(found, (*party.phones, *party.own_phones), access):
        if typed.get("kind") and candidate.kind != party.kind:
            continue
        others = [named.record() for named in candidate.under_each_name()]
        facing = party.facing(candidate)
        mine = record if facing is party else facing.record()
        verdict = max((weigh.weigh(mine, other) for other in others), key=lambda v: v.bits)
        share, reasons = verdict.probability, verdict.reasons
        if share < settled.shown and asks_by_initials and _are_initials(record, others):
            share, reasons = settled.shown, (BY_INITIALS,)
        if share >= settled.shown:
            suspects.append(Suspect(id_, share, settled.decision(share), reasons))
    return sorted(suspects, key=lambda suspect: -suspect.probability)[:limit]


def _are_initials(record: Record, others: Iterable[Record]) -> bool:
    return any(record["core"] in initials_of(other) for other in others)


def described(typed: Mapping[str, Any], access: Access) -> Described:
    """What was typed and may be compared; half a name says nothing yet."""
    known = _searched()
    hidden = known.hidden_fields(access)
    values = {name: value for name, value in typed.items() if name not in hidden}
    if not is_enough(str(values.get("name") or "")):
        values["name"] = ""
    points = typed.get("contact_points")
    if known.hidden_parts(access) or not isinstance(points, list):
        points = []
    return Described.of(values, [p for p in points if isinstance(p, dict) and not p.get("remove")])


def is_enough(name: str) -> bool:
    """Whether so much of a name tells anything: two Chinese characters, three other letters."""
    han = len(_HAN.findall(name))
    return han >= FEWEST_HAN or (not han and len(_LETTER.findall(name)) >= FEWEST_LATIN)


def candidates(
    wanted: Iterable[list[str]], leave_out: UUID | None, most: int = MOST_WEIGHED
) -> list[UUID]:
    """Those found by what tells most first, no more than there is time to weigh."""
    found: dict[UUID, None] = {}
    for keys in wanted:
        if len(found) < most:
            found |= dict.fromkeys(having_any(keys, most))
    return [id_ for id_ in found if id_ != leave_out][:most]


def described_all(
    ids: list[UUID], phones: Iterable[str], access: Access
) -> Iterable[tuple[UUID, Described]]:
    """The candidates as they are compared: of many numbers, those that were typed come first."""
    known = _searched()
    hidden, points = known.hidden_fields(access), _points(ids, known, access)
    typed = set(map(phone_of, phones))
    for row in Party.objects.filter(pk__in=ids).values("pk", *FIELDS, OTHER_NAMES):
        values = {name: value for name, value in row.items() if name not in hidden}
        one = Described.of(values, points.get(row["pk"], []))
        if len(one.phones) > 1:
            one.phones.sort(key=lambda phone: phone_of(phone) not in typed)
        yield row["pk"], one


def _points(ids: list[UUID], known: Searched, access: Access) -> dict[UUID, list[dict[str, Any]]]:
    found: dict[UUID, list[dict[str, Any]]] = {}
    if known.hidden_parts(access):
        return found
    rows = ContactPoint.objects.filter(party__in=ids).order_by("-is_primary", "pk")
    for row in rows.values("party", *POINT):
        found.setdefault(row["party"], []).append(row)
    return found


def _searched() -> Searched:
    found = searched(Party.record_type)
    if found is None:
        raise LookupError(Party.record_type)
    return found
