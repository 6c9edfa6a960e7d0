"""What somebody types into the one box of 查重: a name, a telephone number, a credit code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from zhike.access.rights import Access
from zhike.base import emails, phones, uscc
from zhike.base.errors import BadValue
from zhike.exchange.match.people_names import is_like_a_person
from zhike.people.duplicates.asking import LIMIT, Found, ask
from zhike.people.duplicates.showing import Shown
from zhike.people.models import ContactPoint, Party

LONGEST = 200
_LATIN_NAME = re.compile(r"[A-Za-z][A-Za-z .,'-]+")
Typed = dict[str, Any]


def ask_of(words: str, access: Access) -> Found:
    """Who is perhaps meant, the likeliest first; a name may be a company's and a person's."""
    found: dict[UUID, Shown] = {}
    is_spent = False
    for typed in readings(words[:LONGEST].strip()):
        answer = ask(typed, access)
        is_spent |= answer.is_spent
        for one in answer.suspects:
            if one.id not in found or found[one.id].percent < one.percent:
                found[one.id] = one
    likeliest = sorted(found.values(), key=lambda one: -one.percent)
    return Found(likeliest[:LIMIT], is_spent)


def readings(words: str) -> Iterator[Typed]:
    """What the words may mean, as a form would send it."""
    if _is(emails.normalise, words):
        yield {"contact_points": [{"type": ContactPoint.Type.EMAIL, "value": words}]}
    elif _is(uscc.normalise, words):
        yield {"uscc": words}
    elif _is(phones.normalise, words):
        yield {"contact_points": [{"type": ContactPoint.Type.PHONE, "value": words}]}
    elif words:
        yield {"name": words, "kind": Party.Kind.ORGANIZATION}
        if is_like_a_person(words) or _LATIN_NAME.fullmatch(words):
            yield {"name": words, "kind": Party.Kind.PERSON}


def _is(normalise: Callable[[str], str], words: str) -> bool:
    try:
        return bool(normalise(words))
    except BadValue:
        return False
