"""Numbers of documents: without gap or double, however many are numbered at once.

A kind of document is made known with the pattern that it has until an administrator says otherwise
(`register_numbered`); `next_number` is asked within the transaction in which the document becomes
what it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from zhike.access.rights import Access
from zhike.base.errors import N_, BadValue
from zhike.ledger import sql
from zhike.records.models import NumberCounter, NumberRule
from zhike.records.rules import numbering

IsTaken = Callable[[str], bool]
SHOWN = 12


@dataclass(frozen=True)
class Numbered:
    """A kind of document with how it is numbered where nobody has said so yet."""

    kind: str
    pattern: str
    reset: str = NumberRule.Reset.YEAR


_known: dict[str, Numbered] = {}


class NotNumbered(RuntimeError):
    """A number was asked for outside a transaction: nothing could give it back."""


def register_numbered(kind: str, pattern: str, reset: str = NumberRule.Reset.YEAR) -> None:
    """Make a kind of document known, when apps are ready."""
    numbering.check(pattern, reset)
    _known[kind] = Numbered(kind, pattern, reset)


def numbered() -> list[Numbered]:
    """Every kind of document that is numbered."""
    return list(_known.values())


def ensure_number_rules(access: Access) -> None:
    """Give each kind of document its rule, where it has none; any number of times."""
    there = set(NumberRule.objects.values_list("document", flat=True))
    for one in numbered():
        if one.kind not in there:
            with access.change_set("set_up"):
                NumberRule(document=one.kind, pattern=one.pattern, reset=one.reset).save()


def next_number(
    kind: str, at: dt.datetime | None = None, parts: Mapping[str, str] | None = None, *,
    is_taken: IsTaken = lambda number: False,
) -> str:  # fmt: skip
    """The next number of a kind of document; within the transaction that stores it.

    `parts` are the codes that a pattern may ask for (`entity`, `team`); raises BadValue where it
    asks for one that the document has not. `is_taken` says of a number whether a document has it
    already (from an import, or by an earlier pattern): that one is passed over.
    """
    if not connection.in_atomic_block:
        raise NotNumbered(kind)
    rule = _rule_of(kind)
    day = rule.day(at or timezone.now())
    codes = _codes(rule, parts or {})
    key = _key(rule, day, codes)
    while True:
        serial = sql.count_on(
            NumberCounter._meta.db_table, "key", "serial", key, first=rule.start, step=rule.step
        )
        number = numbering.written(rule.pattern, day, codes, serial)
        if not is_taken(number):
            return number


def _rule_of(kind: str) -> NumberRule:
    """The administrator's rule, else the one with which the kind is made known."""
    found: NumberRule | None = NumberRule.objects.filter(document=kind).first()
    if found is not None:
        return found
    known = _known[kind]
    return NumberRule(document=kind, pattern=known.pattern, reset=known.reset)


def _codes(rule: NumberRule, parts: Mapping[str, str]) -> dict[str, str]:
    """The codes that the pattern asks for. Raises BadValue where one is missing."""
    codes = {name: (parts.get(name) or "").strip()[:20] for name in numbering.asked(rule.pattern)}
    for name, code in codes.items():
        if not code:
            message = (
                N_("Its number needs the code of the legal entity: choose one that has a code.")
                if name == numbering.ENTITY
                else N_("Its number needs the code of the team: let its owner's team have one.")
            )
            raise BadValue(name, message)
    return codes


def _key(rule: NumberRule, day: dt.date, codes: Mapping[str, str]) -> str:
    """Which count it is: each entity and each team has its own."""
    period = numbering.period_of(rule.reset, day)
    own = (codes.get(name, "") for name in (numbering.ENTITY, numbering.TEAM))
    return "|".join((rule.document, rule.reset, period, *own))


def upcoming(rule: NumberRule, at: dt.datetime | None = None) -> Iterator[str]:
    """The numbers that come next, one of each count that has begun; else how the first looks."""
    day = rule.day(at or timezone.now())
    asked = numbering.asked(rule.pattern)
    prefix = _key(rule, day, {}).removesuffix("||")
    began = NumberCounter.objects.filter(key__startswith=prefix + "|").order_by("key")
    counts = [(row.key.split("|")[-2:], row.serial + rule.step) for row in began[:SHOWN]]
    names = (numbering.ENTITY, numbering.TEAM)
    found = [
        (codes, serial) for (own, serial) in counts
        if (codes := {n: c for n, c in zip(names, own, strict=True) if c}).keys() == set(asked)
    ]  # fmt: skip
    for codes, serial in found or [(dict.fromkeys(asked, "…"), rule.start)]:
        yield numbering.written(rule.pattern, day, codes, serial)
