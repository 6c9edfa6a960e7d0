"""Text as it is stored, and text as it is compared."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

from zhike.base.errors import N_, BadValue
from zhike.base.traditional import SIMPLIFIED, TRADITIONAL

MOST_MARKS = 30
_SHORT = 200
# U+FFFD is what a program leaves that could not read: a browser in place of half a pair, say.
UNREADABLE = "\ufffd"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd]")
_BREAK = re.compile(r"[\t\n]")
_MANY_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{MOST_MARKS + 1},}}")
# What cannot be seen (zero width, direction marks, soft hyphen) must not keep two texts apart.
_INVISIBLE = dict.fromkeys(
    [
        *(0xAD, 0x34F, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F)),
        *(*range(0x2060, 0x2070), *range(0xFE00, 0xFE10)),
    ]
)
_SIMPLE = str.maketrans(TRADITIONAL, SIMPLIFIED)
_FOLD: dict[int, int | None] = {**_INVISIBLE, **_SIMPLE}
_TO_SIMPLIFY = frozenset(TRADITIONAL)
_TO_FOLD = frozenset(map(chr, _FOLD))


class BadText(BadValue):
    """A text that cannot be kept: what is wrong with it and what to do."""


def clean_text(value: str, *, max_length: int | None, multiline: bool) -> str:
    """The text as it is stored: NFC, without outer white space, lines ended by a line feed.

    `max_length` counts characters of the result. Marks of writing direction stay (pages isolate
    every text). Raises `BadText` with code `too_long`, `nul`, `surrogate`, `unreadable`,
    `control`, `line_break` or `marks`.
    """
    if len(value) <= _SHORT and is_sound(value):
        value = value.strip()
    else:
        value = _clean_slowly(value, max_length, multiline)
    if max_length is not None and len(value) > max_length:
        raise _too_long(max_length)
    return value


def is_sound(value: str) -> bool:
    """Whether a text is stored as it is, white space around it aside; so are all its parts then."""
    if not value.isprintable():
        return False
    return value.isascii() or (UNREADABLE not in value and _is_composed(value))


def _is_composed(value: str) -> bool:
    # Marks first: composing many of them is what takes long.
    return not _MANY_MARKS.search(value) and unicodedata.is_normalized("NFC", value)


def _clean_slowly(value: str, max_length: int | None, multiline: bool) -> str:
    # Composing shortens a text to a quarter at most; beyond that it is too long unread.
    if max_length is not None and len(value) > 4 * max_length + _SHORT:
        raise _too_long(max_length)
    value = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    control = _CONTROL.search(value)
    if control:
        raise _control(control[0])
    if not multiline and _BREAK.search(value):
        message = N_("Write it on one line: line breaks and tabs cannot be kept here.")
        raise BadText("line_break", message)
    # Composing takes quadratic time in a run of marks: 40,000 of them would take seconds.
    if any(map(_has_many_marks, _MANY_MARKS.findall(value))):
        message = N_("Remove accents: more than %(limit)s on one character cannot be kept.")
        raise BadText("marks", message, limit=MOST_MARKS)
    return unicodedata.normalize("NFC", value)


def _has_many_marks(run: str) -> bool:
    groups = groupby(run, key=lambda char: unicodedata.combining(char) > 0)
    return any(is_mark and len(list(marks)) > MOST_MARKS for is_mark, marks in groups)


def _too_long(limit: int) -> BadText:
    message = N_("Shorten it: at most %(limit)s characters can be kept here.")
    return BadText("too_long", message, limit=limit)


def _control(char: str) -> BadText:
    if char == "\0":
        return BadText("nul", N_("Remove the NUL character: it cannot be kept."))
    if "\ud800" <= char <= "\udfff":
        message = N_("Remove the broken character (half of a pair): it cannot be kept.")
        return BadText("surrogate", message)
    if char == UNREADABLE:
        message = N_("Replace “%(char)s”: it stands for a character that could not be read.")
        return BadText("unreadable", message, char=char)
    message = N_("Remove the control character %(char)s: it cannot be kept.")
    return BadText("control", message, char=f"U+{ord(char):04X}")


def plain(value: str) -> str:
    """Half-width and lower-case: the form in which the letters themselves are read."""
    if value.isascii():
        return value.lower()
    value = unicodedata.normalize("NFKC", value).casefold()
    return unicodedata.normalize("NFKC", value)


def simplify(value: str) -> str:
    """Traditional characters as simplified ones, as many as before."""
    return value if _TO_SIMPLIFY.isdisjoint(value) else value.translate(_SIMPLE)


def fold(value: str) -> str:
    """The form in which texts are matched and searched: what a reader takes for the same is the
    same. Half-width, lower-case, in simplified characters, with nothing invisible.
    """
    value = plain(value)
    if _TO_FOLD.isdisjoint(value):
        return value
    return unicodedata.normalize("NFKC", value.translate(_FOLD))
