"""What a file holds, and which program wrote it, as its headings and cells tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhike.access.rights import Access
from zhike.exchange.evidence import fits
from zhike.exchange.joining import ORDER, piece_of
from zhike.exchange.profiles import PROFILES, Profile
from zhike.exchange.relations import squeezed
from zhike.exchange.synonyms import BY_RESOURCE, TOLD_BY
from zhike.exchange.targets import writable_targets
from zhike.exchange.vocabulary import Vocabulary, forms
from zhike.records.resource import Resource

KNOWN = 0.7
DISTINCT = 1.2
FEWEST = 4


@dataclass(frozen=True)
class Found:
    """The record type that a file most likely holds, and its program, if it is one we know."""

    resource: Resource
    profile: Profile | None = None


def recognise(
    headings: Sequence[str], rows: Sequence[list[str]], access: Access,
    resources: Sequence[Resource],
) -> Found:  # fmt: skip
    """The likeliest of `resources`, of which there is at least one; `rows` are the file's first."""
    profile = profile_of(headings, {resource.name for resource in resources})
    if profile is not None:
        named = {resource.name: resource for resource in resources}
        return Found(named[profile.resource], profile)
    known = [r for r in resources if r.name in BY_RESOURCE and _is_said(r, headings)]
    known = known or list(resources)
    cells = [_texts(rows, place) for place in range(len(headings))]
    hits = {resource.name: _hits(resource, access, headings, cells) for resource in known}
    common: dict[int, int] = {}
    for found in hits.values():
        for place in found:
            common[place] = common.get(place, 0) + 1

    def score(resource: Resource) -> float:
        found = hits[resource.name]
        points = sum(1 / common[place] for place in found)
        needed = {spec.name for spec in resource.specs(access).values() if spec.required}
        filled = {to.partition(".")[0] for to in found.values()}
        # A heading that names the kind itself says more than one that several kinds have.
        named = 1.5 if resource.name in TOLD_BY else 1
        return points * named * (1 if needed <= filled else 0.5)

    return Found(max(known, key=score))


def profile_of(headings: Sequence[str], resources: set[str]) -> Profile | None:
    """The program whose headings these are: nearly all, and several that are hardly another's."""
    # The lines of an address are the same everywhere and tell nothing.
    words = [[*forms(heading)] for heading in headings if not piece_of(heading)[0]]
    words = [found for found in words if found]
    best, most = None, 0.0
    for profile in PROFILES:
        if profile.resource not in resources:
            continue
        known = [next((f for f in found if f in profile.words), "") for found in words]
        known = [word for word in known if word]
        distinct = sum(1 / _systems(word) for word in known)
        share = len(known) / max(len(words), 1)
        if len(known) < FEWEST or share < KNOWN or distinct < DISTINCT:
            continue
        own = sum(1 / _profiles(word) for word in known) / max(len(words), 1)
        if share + own > most:
            best, most = profile, share + own
    return best


def _systems(word: str) -> int:
    return len({str(p.system) for p in PROFILES if word in p.words}) or 1


def _profiles(word: str) -> int:
    return sum(word in profile.words for profile in PROFILES) or 1


def _hits(
    resource: Resource, access: Access, headings: Sequence[str], cells: Sequence[Sequence[str]]
) -> dict[int, str]:
    """The columns that would go somewhere, with their targets; each target once."""
    vocabulary, known = Vocabulary(resource, access, headings), writable_targets(resource, access)
    found: dict[int, str] = {}
    for place, (heading, texts) in enumerate(zip(headings, cells, strict=True)):
        to = vocabulary.meant(heading)
        is_own = to in known and not known[to].companion
        is_known = is_own and fits(known[to], texts, is_own=vocabulary.is_own(heading))
        if (is_known or to.partition(".")[0] in ORDER) and to not in found.values():
            found[place] = to
    return found


def _is_said(resource: Resource, headings: Sequence[str]) -> bool:
    """What looks like a list of contacts is one of something else only where a heading says so."""
    words = TOLD_BY.get(resource.name)
    return words is None or any(squeezed(heading).startswith(words) for heading in headings)


def _texts(rows: Sequence[list[str]], place: int) -> list[str]:
    return [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
