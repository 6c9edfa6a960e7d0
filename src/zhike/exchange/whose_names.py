"""Which of a file's names is the customer's own, which its company's, and whom one talks to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhike.exchange.joining import PERSONS
from zhike.exchange.relations import squeezed
from zhike.exchange.synonyms import PERSON_WORDS

CONTACT_POINTS = tuple(f"contact_points.{kind}" for kind in ("phone", "email", "wechat"))
_OF_CONTACT = re.compile("(?:客户)?(?:联系|聯絡|联络)人|contact", re.I)
_PERSON_WORDS = {squeezed(word) for word in PERSON_WORDS}


def sort_names(
    headings: Sequence[str], meant: Sequence[str], *, is_told: bool = False
) -> list[str]:
    """The same targets, with `name`, `employer` and `contact` told apart.

    A company's list may name somebody to talk to; a list of people names their companies. Which
    stands first tells, unless a word does, or a profile (`is_told`).
    """
    found = list(meant)
    companies = [place for place, to in enumerate(meant) if to == "employer"]
    named = [place for place, to in enumerate(meant) if to == "name"]
    pieces = [place for place, to in enumerate(meant) if to.startswith("name.")]
    if named and all(piece in meant for piece in PERSONS):
        for place in pieces:
            found[place] = "-"  # said once more, in one piece
    is_sure = any(squeezed(headings[place]) in _PERSON_WORDS for place in named)
    is_sure = is_sure or is_told or bool(pieces)
    if companies and not is_sure and (not named or named[0] > companies[0]):
        for place in (*companies, *named):
            found[place] = ""
        found[companies[0]] = "name"
        for place in named[:1]:
            found[place] = "contact"
    elif not pieces and named and not _OF_CONTACT.match(headings[named[0]]):
        for place in [place for place in named[1:] if _OF_CONTACT.match(headings[place])][:1]:
            found[place] = "contact"
    is_of_people = "employer" in found or bool(pieces)
    return [_whose(h, to, found, is_of_people) for h, to in zip(headings, found, strict=True)]


def _whose(heading: str, to: str, found: Sequence[str], is_of_people: bool) -> str:
    """A target, of the person to whom it belongs."""
    if to == "team" and is_of_people and squeezed(heading) in ("department", "部门"):
        return ""  # the customer's own, not one of ours
    if to == "employer.role" and not is_of_people:
        return "contact.role"
    if to in CONTACT_POINTS and "contact" in found and _OF_CONTACT.match(heading):
        return f"contact.{to}"
    return to
