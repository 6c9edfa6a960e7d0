"""What another system brings of customers who are here: which value stands, and what is noted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from django.db import models
from django.utils import timezone

from zhike.access.models import User
from zhike.base.ids import uuid7
from zhike.ledger.values import dump
from zhike.ledger.writes import CREATE, UPDATE, Diff, PartWrite, Write
from zhike.people.models import ContactPoint, Party, SourceRule, ValueConflict
from zhike.people.models.contact_point import normal_form
from zhike.people.rules.completeness import POINTS
from zhike.people.rules.survivorship import takes_its_place
from zhike.records.arriving import register_judge
from zhike.records.provenance import Origin, name_of_part, origins_of

UNCONTESTED = frozenset({"name", "owner", "team", "lifecycle", "note", "kind"})
"""A name is how one writes it, and the rest is ours to say."""
SINGLE = (str, int, float)
Outcome = ValueConflict.Outcome
Known: TypeAlias = dict[str, Origin]


@dataclass(frozen=True)
class Claim:
    """A value with who says so since when, and the contact point that holds it."""

    value: Any
    source: str
    at: Any
    part: UUID | None = None

    def fields(self, side: str) -> Diff:
        """The fields of one side of a conflict, in the ledger's form."""
        return {
            side: (None, self.value), f"{side}_source": (None, self.source),
            f"{side}_at": (None, dump(self.at)),
            f"{side}_part": (None, str(self.part) if self.part else None),
        }  # fmt: skip


def look_over(
    source: str, writes: Sequence[Write], *, by: User | None = None, keeps_parts: bool = False
) -> int:
    """Take out of these changes what is not to stand and note who contradicts whom."""
    if not source:
        return sum(_decide_by_hand(write, by) for write in writes)
    contested = [w for w in writes if w.operation == UPDATE and _may_contradict(w)]
    if not contested:
        return 0
    ids = [write.id for write in contested]
    court = _Court(source, ids, keeps_parts=keeps_parts)
    return sum(court.judge(write) for write in contested)


def _decide_by_hand(write: Write, by: User | None) -> int:
    """A person who changes a value of which sources disagree has settled that."""
    if not write.fields:
        return 0
    mine = models.QuerySet[Any](ValueConflict).filter(party=write.id, outcome=Outcome.OPEN)
    found = list(mine.filter(field__in=list(write.fields)))
    for conflict in found:
        value = write.fields[conflict.field][1]
        is_other = value == conflict.other
        fields: Diff = {
            "outcome": (Outcome.OPEN, Outcome.OTHER if is_other else Outcome.STANDING),
            "standing": (conflict.standing, conflict.standing if is_other else value),
            "decided_by": (None, str(by.pk) if by else None),
            "decided_at": (None, dump(timezone.now())),
        }
        changed = {name: pair for name, pair in fields.items() if pair[0] != pair[1]}
        write.parts.append(PartWrite(conflict.record_type, conflict.pk, UPDATE, changed))
    return len(found)


def _may_contradict(write: Write) -> bool:
    return any(part.kind == ContactPoint.record_type for part in write.parts) or any(
        _is_contested(name, pair) for name, pair in write.fields.items()
    )


def _is_contested(name: str, pair: tuple[Any, Any]) -> bool:
    """Whether one plain value takes the place of another."""
    return name not in UNCONTESTED and all(
        isinstance(value, SINGLE) and value != "" for value in pair
    )


class _Court:
    """Judges what one source brings of some customers."""

    def __init__(self, source: str, ids: Collection[UUID], *, keeps_parts: bool) -> None:
        self.source, self.keeps_parts, self.now = source, keeps_parts, timezone.now()
        self.known = origins_of(Party.record_type, ids)
        self.rules = {rule.field: rule for rule in SourceRule.objects.all()}
        self.earlier: dict[UUID, list[ValueConflict]] = defaultdict(list)
        for conflict in models.QuerySet[Any](ValueConflict).filter(party__in=ids).order_by("pk"):
            self.earlier[conflict.party_id].append(conflict)
        self.points: dict[UUID, list[ContactPoint]] = defaultdict(list)
        points = models.QuerySet[Any](ContactPoint).filter(party__in=ids)
        for point in points.exclude(status=ContactPoint.Status.INVALID).order_by("pk"):
            self.points[point.party_id].append(point)

    def judge(self, write: Write) -> int:
        """Judge every value that this write brings; how many contradict another source."""
        found = 0
        for name, pair in list(write.fields.items()):
            if _is_contested(name, pair):
                found += self._field(write, name, *pair)
        for part in list(write.parts):
            if part.kind == ContactPoint.record_type and part.operation == CREATE:
                found += self._point(write, part)
        return found

    def _field(self, write: Write, name: str, before: Any, after: Any) -> bool:
        origin = self.known[write.id].get(name)
        if origin is not None and origin.source == self.source:
            self._says_now(write, name, after)
        if origin is None or origin.source == self.source:
            return False
        if self._is_decided(write.id, name, before, after):
            del write.fields[name]
            return False
        there = Claim(before, origin.source, origin.at)
        arriving = Claim(after, self.source, self.now)
        if self._takes(name, origin.source):
            return self._note(write, name, arriving, there)
        del write.fields[name]
        return self._note(write, name, there, arriving)

    def _says_now(self, write: Write, name: str, value: Any) -> None:
        """The source whose value stands says another one: an open conflict is about that."""
        for conflict in self.earlier[write.id]:
            if conflict.field == name and conflict.outcome == Outcome.OPEN:
                fields: Diff = {
                    "standing": (conflict.standing, value),
                    "standing_at": (dump(conflict.standing_at), dump(self.now)),
                }
                write.parts.append(PartWrite(conflict.record_type, conflict.pk, UPDATE, fields))

    def _point(self, write: Write, part: PartWrite) -> bool:
        values = {name: pair[1] for name, pair in part.fields.items()}
        type_, value = values.get("type") or ContactPoint.Type.PHONE, values.get("value") or ""
        rival = self._rival(write.id, type_, values.get("label") or "", value)
        if rival is None:
            return False
        name = POINTS + type_
        if self._is_decided(write.id, name, rival.value, value, point=type_):
            if not self.keeps_parts:
                write.parts.remove(part)
            return False
        origin = self.known[write.id][name_of_part(part.kind, rival.pk)]
        there = Claim(rival.value, origin.source, origin.at, rival.pk)
        if self._takes(name, origin.source):
            return self._note(write, name, Claim(value, self.source, self.now, part.id), there)
        if not self.keeps_parts:
            write.parts.remove(part)
        kept = part.id if self.keeps_parts else None
        return self._note(write, name, there, Claim(value, self.source, self.now, kept))

    def _rival(self, party: UUID, type_: str, label: str, value: str) -> ContactPoint | None:
        """The number of the same use that another source gave; None where nobody contradicts."""
        same = [p for p in self.points[party] if p.type == type_ and p.label == label]
        known = {p.pk: self.known[party].get(name_of_part(p.record_type, p.pk)) for p in same}
        form = normal_form(type_, value)
        if any(p.normalised == form for p in same):
            return None
        if any(origin is not None and origin.source == self.source for origin in known.values()):
            return None
        return next((p for p in same if known[p.pk] is not None), None)

    def _takes(self, name: str, standing: str) -> bool:
        rule = self.rules.get(name) or self.rules.get("")
        if rule is None:
            return True
        return takes_its_place(rule.policy, rule.sources, standing, self.source)

    def _is_decided(
        self, party: UUID, name: str, there: Any, arriving: Any, *, point: str = ""
    ) -> bool:
        """Whether a person has decided already that this value is not the right one."""
        form = (lambda value: normal_form(point, str(value))) if point else (lambda value: value)
        for conflict in self.earlier[party]:
            if conflict.field != name or conflict.outcome not in (Outcome.STANDING, Outcome.OTHER):
                continue
            lost = conflict.other if conflict.outcome == Outcome.STANDING else conflict.standing
            won = conflict.standing if conflict.outcome == Outcome.STANDING else conflict.other
            if form(lost) == form(arriving) and form(won) == form(there):
                return True
        return False

    def _note(self, write: Write, name: str, standing: Claim, other: Claim) -> bool:
        """Add the conflict to what is written; one that is open already is brought up to date."""
        fields = standing.fields("standing") | other.fields("other")
        for conflict in self.earlier[write.id]:
            if conflict.field == name and conflict.outcome == Outcome.OPEN:
                held = conflict.state()
                changed = {n: (held.get(n), pair[1]) for n, pair in fields.items()
                           if held.get(n) != pair[1]}  # fmt: skip
                if {"standing", "other"}.isdisjoint(changed):
                    return False
                write.parts.append(PartWrite(conflict.record_type, conflict.pk, UPDATE, changed))
                return True
        fields |= {"party": (None, str(write.id)), "field": (None, name)}
        fields |= {"outcome": (None, str(Outcome.OPEN))}
        given = {name: pair for name, pair in fields.items() if pair[1] is not None}
        write.parts.append(PartWrite(ValueConflict.record_type, uuid7(), CREATE, given))
        return True


register_judge(Party.record_type, look_over)
