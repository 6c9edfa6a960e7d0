"""Numbers of documents, as a pattern says them: `HT-{year}{month}-{serial:4}`. No database."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from zhike.base.errors import N_, BadValue

YEAR, SHORT_YEAR, MONTH, DAY = "year", "yy", "month", "day"
ENTITY, TEAM, SERIAL = "entity", "team", "serial"
NEVER = "never"
WIDEST, LONGEST = 9, 40
_HOLE = re.compile(r"\{([^{}]*)\}")
_NAMES = {
    "年": YEAR, "月": MONTH, "日": DAY, "主体": ENTITY, "部门": TEAM, "流水": SERIAL,
    "流水号": SERIAL,
    "yyyy": YEAR, "mm": MONTH, "dd": DAY,
    **{name: name for name in (YEAR, SHORT_YEAR, MONTH, DAY, ENTITY, TEAM, SERIAL)},
}  # fmt: skip
_TOLD_BY = {
    NEVER: (), YEAR: ((YEAR, SHORT_YEAR),), MONTH: ((YEAR, SHORT_YEAR), (MONTH,)),
    DAY: ((YEAR, SHORT_YEAR), (MONTH,), (DAY,)),
}  # fmt: skip
"""What a pattern must say, one of each, lest a number come twice when its serial begins anew."""
_PERIODS = {NEVER: "", YEAR: "%Y", MONTH: "%Y-%m", DAY: "%Y-%m-%d"}


@dataclass(frozen=True)
class Piece:
    """A part of a pattern: words as they stand, or what is filled in, serials with their width."""

    name: str
    text: str = ""
    width: int = 0


@cache
def pieces(pattern: str) -> tuple[Piece, ...]:
    """A pattern in its parts. Raises BadValue for what cannot be filled in."""
    found, behind = [], 0
    for hole in _HOLE.finditer(pattern):
        found += _words(pattern[behind : hole.start()])
        found.append(_filled(hole[1]))
        behind = hole.end()
    found += _words(pattern[behind:])
    serials = sum(piece.name == SERIAL for piece in found)
    if serials != 1:
        raise BadValue("serial", N_("A number needs its serial once: {serial:4}."))
    if len(found) < 2:
        raise BadValue("parts", N_("Give at least two parts, such as HT-{serial:4}."))
    return tuple(found)


def _words(text: str) -> list[Piece]:
    if "{" in text or "}" in text:
        raise BadValue("braces", N_("A brace is open: write {year}, {month} or {serial:4}."))
    return [Piece("", text)] if text else []


def _filled(said: str) -> Piece:
    name, _colon, width = said.replace("：", ":").partition(":")
    known = _NAMES.get(name.strip().lower(), "")
    is_width = width.strip().isascii() and width.strip().isdigit()
    if known == SERIAL and (not width or (is_width and 1 <= int(width) <= WIDEST)):
        return Piece(SERIAL, width=int(width or 4))
    if not known or width or known == SERIAL:
        message = N_("There is no part {%(part)s}: choose {year}, {yy}, {month}, {day}, {entity}, "
                     "{team} or {serial:4}.")  # fmt: skip
        raise BadValue("part", message, part=said[:40])
    return Piece(known)


def check(pattern: str, reset: str) -> None:
    """Raises BadValue for a pattern that cannot be read, or that would say a number twice."""
    names = {piece.name for piece in pieces(pattern)}
    if any(names.isdisjoint(choice) for choice in _TOLD_BY.get(reset, ())):
        message = N_(
            "Serials that begin anew need their date in the number, or numbers come twice."
        )
        raise BadValue("reset", message)


def period_of(reset: str, day: dt.date) -> str:
    """In which of its counts a day is, `2026-11` where it begins anew every month."""
    return day.strftime(_PERIODS[reset])


def asked(pattern: str) -> tuple[str, ...]:
    """What a document must bring of its own: its legal entity's code, its team's."""
    return tuple(piece.name for piece in pieces(pattern) if piece.name in (ENTITY, TEAM))


def written(pattern: str, day: dt.date, codes: Mapping[str, str], serial: int) -> str:
    """The number. A serial beyond its width is written out: nothing is ever cut off."""
    dates = {
        YEAR: f"{day:%Y}", SHORT_YEAR: f"{day:%y}", MONTH: f"{day:%m}", DAY: f"{day:%d}",
    }  # fmt: skip
    filled = {**codes, **dates}
    return "".join(
        f"{serial:0{piece.width}}" if piece.name == SERIAL else filled.get(piece.name, piece.text)
        for piece in pieces(pattern)
    )
