"""Whether a version of a process can be gone through, and what a deal lacks for its next stage."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from zhike.base.errors import N_, BadValue

FIELD, FILTER, STRENGTHS, CONTACT, STEP = "field", "filter", "strengths", "contact", "step"
STRENGTH, WEAKNESS = "strength", "weakness"


@dataclass(frozen=True)
class Place:
    """A stage: where it stands in its pipeline."""

    name: str
    position: int


@dataclass(frozen=True)
class Work:
    """A step: its number, the stage in which it is done, the steps for which it waits."""

    number: int
    name: str
    position: int
    after: tuple[int, ...] = ()


@dataclass(frozen=True)
class Rule:
    """An entry criterion: what is looked at, and before which stage (by its position)."""

    kind: str
    field: str = ""
    days: int | None = None
    step: int | None = None
    sentence: str = ""
    key: str = ""
    place: int = 0


@dataclass(frozen=True)
class Facts:
    """What is known of a deal: by this its criteria are judged."""

    filled: frozenset[str] = frozenset()
    holding: frozenset[str] = frozenset()
    """The keys of the criteria whose filter holds."""
    days_since_contact: int | None = None
    done: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Lack:
    """A criterion that is not met, and which half of it where it asks for two things."""

    rule: Rule
    what: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


def unmet(rules: Iterable[Rule], facts: Facts) -> list[Lack]:
    """What the deal lacks, in the order of the criteria."""
    found = []
    for rule in rules:
        if rule.kind == STRENGTHS:
            wanted = [what for what in (STRENGTH, WEAKNESS) if what not in facts.filled]
            found += [Lack(rule, what) for what in wanted]
        elif not _is_met(rule, facts):
            found.append(Lack(rule, rule.field))
    return found


def _is_met(rule: Rule, facts: Facts) -> bool:
    if rule.kind == FIELD:
        return rule.field in facts.filled
    if rule.kind == FILTER:
        return rule.key in facts.holding
    if rule.kind == CONTACT:
        days = facts.days_since_contact
        return days is not None and days <= (rule.days or 0)
    return rule.step in facts.done


def flaws(places: Sequence[Place], works: Sequence[Work], rules: Sequence[Rule]) -> list[BadValue]:
    """Why deals could not go through this version: steps and criteria that wait for each other."""
    known = {work.number: work for work in works}
    found = []
    for work, number in [(one, number) for one in works for number in one.after]:
        before = known.get(number)
        if before is None:
            message = N_("“%(step)s” begins after step %(number)s, which this version has not.")
            found.append(BadValue("no_step", message, step=work.name, number=number))
        elif number >= work.number or before.position > work.position:
            message = N_("“%(step)s” would wait for “%(other)s”, which comes after it.")
            found.append(BadValue("circle", message, step=work.name, other=before.name))
    names = {place.position: place.name for place in places}
    for rule in (rule for rule in rules if rule.kind == STEP and rule.step):
        stage, asked = names.get(rule.place, ""), known.get(rule.step or 0)
        if asked is None:
            message = N_("Stage “%(stage)s” asks for step %(number)s, which this version has not.")
            found.append(BadValue("no_step", message, stage=stage, number=rule.step))
        elif asked.position >= rule.place:
            message = N_("Stage “%(stage)s” asks for “%(step)s”, which only begins there or later.")
            found.append(BadValue("circle", message, stage=stage, step=asked.name))
    return found


def may_begin(works: Iterable[Work], done: frozenset[int]) -> list[int]:
    """The numbers of a deal's steps that wait for nothing (any more).

    What it has not taken, since it passed over the stage, is not waited for.
    """
    taken = list(works)
    waited = {work.number for work in taken} - done
    return [work.number for work in taken if waited.isdisjoint(work.after)]


def numbers_in(text: str) -> tuple[int, ...]:
    """The numbers of steps that somebody wrote down, in order; raises ValueError."""
    return tuple(sorted({int(part) for part in re.split(r"[\s,，、;；]+", text) if part}))


def filter_in(text: str) -> Any:
    """The filter that somebody wrote down, or that the address of a filtered list holds."""
    text = text.strip()
    if not text.startswith("{"):
        text = parse_qs(urlsplit(text).query).get("filter", [""])[0]
    try:
        found = json.loads(text)
    except ValueError:
        raise BadValue("no_filter", N_("There is no filter in this address.")) from None
    return found
