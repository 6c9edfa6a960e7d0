"""vCard: customers and contacts as telephones, mail programs and WeCom take them in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhike.access.models.role import Level
from zhike.exchange.export_columns import Page
from zhike.exchange.formats import Format, Head, register_format
from zhike.people.models import Party, Relationship

WIDEST = 75
CONTENT_TYPE = "text/vcard; charset=utf-8"
_REACHED = {"phone": "TEL", "email": "EMAIL", "wechat": "X-WECHAT", "address": "ADR"}
_PLAIN = {"website": "URL", "note": "NOTE"}
Line = tuple[str, str]


@dataclass(frozen=True)
class Employer:
    """Where a person works, and as what."""

    name: str
    role: str


class CardFile:
    """A card a party, with what the reader may see of it."""

    def __init__(self, path: Path, head: Head, version: str) -> None:
        """`path` is made anew; `version` is 3.0 or 4.0."""
        self._file = path.open("w", encoding="utf-8", newline="")
        self._watermark, self._version = head.watermark, version
        shown = (c.target for c in head.columns if c.target is not None)
        # A telephone cannot dial what is masked.
        self._fields = {t.name: t for t in shown if t.spec.level != Level.MASKED}

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """Close the file."""
        self._file.close()

    def take(self, page: Page) -> None:
        """Add a card for each party."""
        employers = _employers(page)
        for party in page.items:
            lines = [*self._frame(party), *self._said(party, page, employers.get(party.pk))]
            for name, value in (("BEGIN", "VCARD"), *lines, ("END", "VCARD")):
                self._file.write(folded(f"{name}:{value}") + "\r\n")

    def _frame(self, party: Party) -> Iterator[Line]:
        yield "VERSION", self._version
        yield "UID", f"urn:uuid:{party.pk}"
        is_company = self._is_company(party)
        if self._version == "4.0":
            yield "KIND", "org" if is_company else "individual"
        elif is_company:
            yield "X-ABShowAs", "COMPANY"
        if self._watermark:
            yield "X-EXPORTED", escaped(self._watermark)

    def _said(self, party: Party, page: Page, employer: Employer | None) -> Iterator[Line]:
        name = self._text(party, "name") or str(party.pk)
        is_company = self._is_company(party)
        yield "FN", escaped(name)
        yield "N", ";;;;" if is_company else f"{escaped(name)};;;;"
        if is_company:
            yield "ORG", escaped(name)
        elif employer:
            yield "ORG", escaped(employer.name)
            yield "TITLE", escaped(employer.role)
        for variant, line in _REACHED.items():
            if target := self._fields.get(f"contact_points.{variant}"):
                yield from ((line, _reached(variant, text)) for text in page.texts(party, target))
        for field, line in _PLAIN.items():
            if text := self._text(party, field):
                yield line, escaped(text)
        if "tags" in self._fields and party.tags:
            yield "CATEGORIES", ",".join(map(escaped, party.tags))
        if "birthday" in self._fields and party.birthday:
            yield "BDAY", self._day(party.birthday)

    def _is_company(self, party: Party) -> bool:
        return "kind" in self._fields and party.kind == Party.Kind.ORGANIZATION

    def _text(self, party: Party, field: str) -> str:
        target = self._fields.get(field)
        return target.spec.text(party) if target is not None else ""

    def _day(self, day: dt.date) -> str:
        return day.strftime("%Y%m%d") if self._version == "4.0" else day.isoformat()


def _reached(variant: str, text: str) -> str:
    # An address is one text here; the street is the part of it that every program shows.
    return f";;{escaped(text)};;;;" if variant == "address" else escaped(text)


def _employers(page: Page) -> dict[UUID, Employer]:
    """Where the persons of a page work now, as far as the reader may see tie and employer."""
    access = page.access
    if not access.can(Relationship, "read"):
        return {}
    persons = [party.pk for party in page.items if party.kind == Party.Kind.PERSON]
    ties: Any = access.rows(Relationship).filter(
        from_party__in=persons, type=Relationship.Type.WORKS_FOR, until=None,
        to_party__in=access.rows(Party),
    )  # fmt: skip
    rows = ties.order_by("-pk").values_list("from_party", "to_party__name", "role")
    return {person: Employer(name, role) for person, name, role in rows}


def escaped(text: str) -> str:
    """A text as a value: what would end or divide it loses its meaning."""
    text = text.replace("\\", "\\\\").replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\n", "\\n").replace(",", "\\,").replace(";", "\\;")


def folded(line: str) -> str:
    """A line cut after 75 bytes, never within a character; a blank begins what continues it."""
    pieces, piece, width = [], "", 0
    for character in line:
        size = len(character.encode())
        if width + size > WIDEST:
            pieces.append(piece)
            piece, width = " ", 1
        piece, width = piece + character, width + size
    return "\r\n".join([*pieces, piece])


for _version, _hint in (
    ("4.0", _("for address books of telephones and mail programs")),
    ("3.0", _("for older telephones and programs")),
):
    register_format(
        Format(
            f"vcard-{_version[0]}", f"vCard {_version}", _hint, CONTENT_TYPE,
            partial(CardFile, version=_version), "vcf", "parties", is_fixed=True,
        )
    )  # fmt: skip
