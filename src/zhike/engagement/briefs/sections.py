"""What a brief is made of: sections that packages register, each read with the reader's rights."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from unicodedata import east_asian_width
from uuid import UUID

from django.utils.functional import Promise

from zhike.access.rights import Access
from zhike.ledger.models import Record
from zhike.people.models import Party

HANDOVER, VISIT = "handover", "visit"
SHORT, SHORT_HEAD = 14, 9
FOLLOW_UPS = {HANDOVER: 12, VISIT: 5}


@dataclass(frozen=True)
class Line:
    """One line of a section: what it is about, then what there is to say, in up to three pieces.

    One that `needs` somebody (a promise that is late) is set in seal.
    """

    head: str
    said: tuple[str, ...] = ()
    url: str = ""
    needs: bool = False

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """What there is to say, each with whether it is short enough to stay on one line."""
        return [(text, _width(text) <= SHORT) for text in self.said]

    @property
    def has_short_head(self) -> bool:
        """Whether what it is about, a day or a short name, stays on one line."""
        return _width(self.head) <= SHORT_HEAD


def _width(text: str) -> int:
    """How wide a text is: a Chinese character is as wide as two letters."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


@dataclass(frozen=True)
class Subject:
    """Whom or what a brief is about: the record, its customer, and what it is read for."""

    record: Any
    party: Party | None
    purpose: str = HANDOVER

    @property
    def follow_ups(self) -> int:
        """How far back it tells what was said."""
        return FOLLOW_UPS[self.purpose]

    def is_about(self, model: type[Record]) -> bool:
        """Whether it is the brief of such a record."""
        return isinstance(self.record, model)


Read = Callable[[Access, Subject], Iterable[Line]]


@dataclass(frozen=True)
class Section:
    """A part of every brief; `none` is what it says when there is nothing, else it is left out.

    `read` asks the same number of queries whatever it finds, and at most some dozen lines.
    """

    name: str
    title: str | Promise
    rank: int
    read: Read
    none: str | Promise = ""
    purposes: tuple[str, ...] = (HANDOVER, VISIT)


@dataclass(frozen=True)
class Written:
    """A section as it stands in one brief."""

    name: str
    title: str | Promise
    none: str | Promise
    lines: list[Line] = field(default_factory=list)


PartyOf = Callable[[Any], Party | None]
_subjects: dict[type[Record], PartyOf] = {}
_sections: list[Section] = []


def register_subject(model: type[Record], party_of: PartyOf) -> None:
    """Let records of this type have a brief; `party_of` says which customer one is about."""
    _subjects[model] = party_of


def register_section(section: Section) -> None:
    """Add a section to every brief, in the order of ranks."""
    _sections.append(section)
    _sections.sort(key=lambda known: known.rank)


def has_brief(model: type[Record]) -> bool:
    """Whether records of this type have a brief."""
    return model in _subjects


def subject_of(access: Access, record: Record, purpose: str = HANDOVER) -> Subject:
    """The record with its customer, as far as the reader may see that one."""
    party = _subjects[type(record)](record)
    if party is not None and party.pk != record.pk and not _sees(access, party.pk):
        party = None
    return Subject(record, party, purpose)


def _sees(access: Access, party: UUID) -> bool:
    return access.rows(Party).filter(pk=party).exists()


def written(access: Access, subject: Subject) -> list[Written]:
    """The sections of a brief that say something, for this reader."""
    found = []
    for section in _sections:
        if subject.purpose not in section.purposes:
            continue
        lines = list(section.read(access, subject))
        if lines or section.none:
            found.append(Written(section.name, section.title, section.none, lines))
    return found
