"""Which field a heading means, as far as its words and its first cells tell."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from django.utils.translation import override

from zhike.access.rights import Access
from zhike.base.errors import BadValue
from zhike.exchange.converters import number, order_of
from zhike.exchange.mapping import Column, Mapping
from zhike.exchange.relations import squeezed
from zhike.exchange.synonyms import BY_RESOURCE, EVERYWHERE
from zhike.exchange.targets import Target, targets, writable_targets
from zhike.exchange.trial import nearest
from zhike.records.resource import Resource

CLOSE = 0.88
SHORTEST = 5
SAMPLE = 500


def suggest(
    resource: Resource, access: Access, headings: Sequence[str], rows: Sequence[list[str]]
) -> Mapping:
    """A first mapping, for a person to look over; `rows` are the first of the file.

    Records that the file and the database both know by a unique key are matched by it.
    """
    words = vocabulary(resource, access)
    known = writable_targets(resource, access)
    columns: list[Column] = []
    used: set[str] = set()
    for place, heading in enumerate(headings):
        texts = [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
        to = _meant(heading, words)
        if to in used and not to.startswith("contact_points."):
            to = ""
        used.add(to)
        columns.append(complete(Column(to, (heading,)), known, texts))
    by = next((name for name in ("id", *resource.unique) if name in used), "")
    external = next((name for name in used if name.startswith("external_ids.")), "")
    by = external if by == "external_ids" else by or external
    return Mapping(tuple(columns), (by,) if by else ())


def vocabulary(resource: Resource, access: Access) -> dict[str, str]:
    """Every word for a field, squeezed: its name, its labels in both languages, its synonyms."""
    words: dict[str, str] = {}
    known = targets(resource, access)
    fillable = {name for name, target in known.items() if target.spec.writable}
    for table in (BY_RESOURCE.get(resource.name, {}), EVERYWHERE):
        for to, synonyms in table.items():
            if to in fillable or to.partition(".")[0] in fillable:
                for word in synonyms.split():
                    words.setdefault(squeezed(word), to)
    own: dict[str, str] = {"id": "id"}
    for language in ("en", "zh-hans"):
        with override(language):
            for name in fillable:
                for word in (name, str(known[name].label)):
                    own.setdefault(squeezed(word), name)
    return words | own


def _meant(heading: str, words: dict[str, str]) -> str:
    word = squeezed(heading)
    if not word or word in words:
        return words.get(word, "")
    bare = squeezed(heading.replace("（", "(").partition("(")[0])
    if bare in words:
        return words[bare]
    if len(word) < SHORTEST:
        return ""
    found = difflib.get_close_matches(word, list(words), n=1, cutoff=CLOSE)
    return words[found[0]] if found else ""


def complete(column: Column, known: dict[str, Target], texts: Sequence[str]) -> Column:
    """What the first cells say of a column: the order of its dates, the choices it means."""
    target = known.get(column.to)
    if target is None:
        return column
    kind = target.spec.kind.name
    if kind in ("date", "moment") and not column.dates:
        return Column(**{**vars(column), "dates": order_of(list(texts))})
    if kind == "choice" and not column.values:
        return Column(**{**vars(column), "values": _values(target, texts)})
    return column


def _values(target: Target, texts: Sequence[str]) -> dict[str, str]:
    """For texts that fit no choice, the nearest."""
    found: dict[str, str] = {}
    for text in dict.fromkeys(texts):
        if target.spec.choice_value(text) is None and (best := nearest(text, target.spec.choices)):
            found[text] = best
    return found


def guessed_kind(texts: Sequence[str]) -> str:
    """What a new field for these texts would hold: integer, date or text."""
    if texts and all(_is_whole(text) for text in texts):
        return "integer"
    if texts and (order_of(list(texts)) or all(len(text) == 10 for text in texts)):
        return "date" if all(_is_date(text) for text in texts) else "text"
    return "text"


def _is_whole(text: str) -> bool:
    try:
        found = number(text)
    except BadValue:
        return False
    # A leading zero or a length like a telephone's makes it a code.
    return found == found.to_integral_value() and len(text) < 10 and text[:1] != "0"


def _is_date(text: str) -> bool:
    parts = text.replace("/", "-").replace(".", "-").split("-")
    return len(parts) == 3 and all(part.isdigit() for part in parts)
