"""The keys under which a party is found as perhaps the same as another.

They are made of what the matching engine reads in a party, so that both understand a name alike:
重庆川途客运有限公司 is found by 川途客运, 川途, 穿途 (by sound), chuantu, ctky, and 华瑞通物流 by
华瑞连物流; all by their telephones, addresses, credit code and site. The search index keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from zhike.base.pinyin import readings
from zhike.exchange.match.company_words import LATIN_TRADES
from zhike.exchange.match.preparing import Record, email_of, phone_of, record_of, telling
from zhike.people.models import ContactPoint, Party
from zhike.records.search.keys import Keys, Parts, Values, register_keys

VERSION = 2
OWN = "is_own"
LONGEST, MOST_POINTS = 300, 50
SHORTEST_SOUND = 4
SHORTEST_WORD = 3
INITIALS = "initials:"
LEAST_INITIALS, MOST_INITIALS = 3, 12
LONGEST_TO_MISTYPE = 12
USUAL_TYPE = str(ContactPoint.Type.PHONE)
_KINDS = frozenset(Party.Kind.values)
_MEANINGS: dict[str, str] = {ContactPoint.Type.PHONE: "phones", ContactPoint.Type.EMAIL: "emails",
             ContactPoint.Type.ADDRESS: "addresses"}  # fmt: skip


@dataclass
class Described:
    """What of a party tells it from others, as somebody typed it or as it is stored."""

    name: str = ""
    kind: str = Party.Kind.ORGANIZATION
    uscc: str = ""
    website: str = ""
    region: str = ""
    birthday: str = ""
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    other_names: list[str] = field(default_factory=list)
    own_phones: list[str] = field(default_factory=list)
    """Of whoever asks for a company: that it has one speaks for it, another one not against it."""
    own_emails: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, values: Values, points: Iterable[Values]) -> Described:
        """From the ledger's form of a party and its contact points, or from what was typed."""
        found = cls()
        for name in FIELDS:
            if values.get(name):
                setattr(found, name, str(values[name])[:LONGEST])
        others = values.get(OTHER_NAMES)
        if isinstance(others, list):
            found.other_names = [str(name)[:LONGEST] for name in others[:MOST_POINTS]]
        if found.kind not in _KINDS:
            found.kind = Party.Kind.ORGANIZATION
        for point in islice(points, MOST_POINTS):
            meaning = _MEANINGS.get(str(point.get("type") or USUAL_TYPE))
            if point.get(OWN) and meaning:
                meaning = f"own_{meaning}"
            if meaning and point.get("value"):
                getattr(found, meaning).append(str(point["value"])[:LONGEST])
        return found

    @property
    def is_person(self) -> bool:
        """Whether the name is read as a person's."""
        return self.kind == Party.Kind.PERSON

    def under_each_name(self) -> Iterator[Described]:
        """The party under its name, and under each that it had or is called by."""
        yield self
        yield from (replace(self, name=name, other_names=[]) for name in self.other_names)

    def facing(self, other: Described) -> Described:
        """With those of its own numbers and addresses that the other has too."""
        if not self.own_phones and not self.own_emails:
            return self
        theirs = {*map(phone_of, (*other.phones, *other.own_phones))}
        phones = [phone for phone in self.own_phones if phone_of(phone) in theirs]
        theirs = {*map(email_of, (*other.emails, *other.own_emails))}
        emails = [email for email in self.own_emails if email_of(email) in theirs]
        if not phones and not emails:
            return self
        return replace(self, phones=[*phones, *self.phones], emails=[*emails, *self.emails])

    def record(self) -> Record:
        """As the engine compares it."""
        said = {
            "person" if self.is_person else "company": self.name and [self.name],
            "uscc": self.uscc and [self.uscc], "web": self.website and [self.website],
            "birthday": self.birthday and [self.birthday],
            "city": self.region and [self.region],
            "phone": self.phones, "email": self.emails, "street": self.addresses,
        }  # fmt: skip
        return record_of({meaning: telling(texts) for meaning, texts in said.items() if texts})


OTHER_NAMES = "other_names"
FIELDS = ("name", "kind", "uscc", "website", "region", "birthday")


def keys_by_strength(party: Described) -> list[list[str]]:
    """The keys of a party in groups: what tells most comes first."""
    record = party.record()
    return [
        [*_numbers(party, record)],
        [*_whole_name(record)],
        [*_parts_of_name(record), *_person(record)],
        [*_mistyped(record), *_beside_name(record)],
    ]


def surest_keys(party: Described) -> list[str]:
    """Those alone that tell most: its numbers, and its name as a whole."""
    record = party.record()
    return [*_numbers(party, record), *_whole_name(record)]


def asked_by(party: Described) -> list[list[str]]:
    """The keys by which others are looked for: by initials only where one typed some."""
    groups = keys_by_strength(party)
    by_initials = is_initials(party.name)
    return [[key for key in keys if by_initials or not key.startswith(INITIALS)] for keys in groups]


def is_initials(name: str) -> bool:
    """Whether a name may be typed in short."""
    return name.isascii()


def _numbers(party: Described, record: Record) -> Iterator[str]:
    phones = map(phone_of, (*party.phones, *party.own_phones))
    yield from (f"phone:{phone}" for phone in phones if phone)
    emails = map(email_of, (*party.emails, *party.own_emails))
    yield from (f"email:{email}" for email in emails if email)
    if uscc := record["uscc"]:
        yield f"uscc:{uscc}"


def _whole_name(record: Record) -> Iterator[str]:
    if core := record["core"]:
        yield f"name:{core}{record['trade'] or ''}"
        if place := record["town"] or record["province"]:
            yield f"placed:{core}{place}"
    if record["person_sound"] and record["birthday"]:
        yield f"person:{record['person_sound']}{record['birthday']}"


def _parts_of_name(record: Record) -> Iterator[str]:
    if core := record["core"]:
        yield f"core:{core}"
        for sound in dict.fromkeys((record["sound"], record["spelling"])):
            if sound and len(sound) >= SHORTEST_SOUND:
                yield f"sound:{sound}"


def _person(record: Record) -> Iterator[str]:
    if sound := record["person_sound"]:
        yield f"person:{sound}"
    if record["birthday"] and record["surname"]:
        yield f"born:{record['birthday']}"


def _mistyped(record: Record) -> Iterator[str]:
    """With one character left out, two names agree that are one error apart."""
    core, trade = record["core"] or "", record["trade"] or ""
    if len(core) == 2:
        yield f"letters:{record['letters']}"
    elif 2 < len(core) <= LONGEST_TO_MISTYPE and not core.isascii():
        yield from (f"name:{core[:at]}{core[at + 1 :]}{trade}" for at in range(len(core)))


def _beside_name(record: Record) -> Iterator[str]:
    yield from (f"{INITIALS}{initials}" for initials in initials_of(record))
    for word in (record["name_key"] or "").split():
        if len(word) >= SHORTEST_WORD and word not in LATIN_TRADES:
            yield f"word:{word}"
    if record["web"]:
        yield f"web:{record['web']}"


def initials_of(record: Record) -> list[str]:
    """By which letters a company's name is typed in short, with its trade and without."""
    core, trade = record["core"] or "", record["trade"] or ""
    found = dict.fromkeys(readings(text).initials for text in (core, core + trade))
    return [text for text in found if LEAST_INITIALS <= len(text) <= MOST_INITIALS]


def _stored(values: Values, parts: Parts) -> list[str]:
    described = Described.of(values, [part for _kind, part in parts])
    return [
        key
        for named in described.under_each_name()
        for keys in keys_by_strength(named)
        for key in keys
    ]


register_keys(Party, Keys((*FIELDS, OTHER_NAMES), _stored, VERSION))
