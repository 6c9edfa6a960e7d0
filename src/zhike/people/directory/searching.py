"""Searching the directory: blocks of companies from the newest down, until a page is full.

In each block the members of every condition are laid over each other; the few that are left are
read, and compared with what was asked for, since tokens say a little less than that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import Any

from django.db.models import Sum

from zhike.base.grams import bare
from zhike.base.regions import region_name
from zhike.ledger import sql
from zhike.people.directory.indexing import BLOCK_BITS, TABLE, searched_text
from zhike.people.models import DirectoryBatch, DirectoryCompany
from zhike.people.rules import directory_tokens as tokens
from zhike.people.rules.postings import (
    BITS,
    Members,
    count,
    each_of,
    either,
    places,
    unpack,
)

PAGE = 50
AT_ONCE = 500
MOST_LOOKED_AT = 5_000
"""So many rows are read for a page at most: who asks for what is hardly there is told where it
stopped."""
KEYS = 400
COUNTED, FEW = 12, 100
"""About so many blocks are counted where there are more, unless fewer than so many fit there."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for; what is left empty is any."""

    words: str = ""
    region: str = ""
    industry: str = ""
    capital_from: int | None = None
    capital_to: int | None = None
    founded_from: dt.date | None = None
    founded_to: dt.date | None = None
    since: dt.date | None = None
    """Only companies which no list of an earlier day held."""

    @cached_property
    def folded(self) -> list[str]:
        """The words as they are compared."""
        return [one for word in self.words.split() if (one := bare(word))]

    @cached_property
    def newer(self) -> frozenset[int]:
        """The numbers of the batches as of that day and later."""
        found = DirectoryBatch.objects.filter(number__isnull=False, dated__gte=self.since)
        return frozenset(found.values_list("number", flat=True))

    def conditions(self) -> list[list[int]]:
        """Tokens, of which a company has one of each list."""
        found = [[one] for one in sorted(tokens.of_words(self.words))]
        if self.region:
            found.append([tokens.of_region(self.region)])
        if self.industry:
            found.append([tokens.of_industry(self.industry)])
        if self.capital_from is not None or self.capital_to is not None:
            found.append(tokens.capital_between(self.capital_from or 0, self.capital_to))
        if self.founded_from or self.founded_to:
            found.append(tokens.founded_between(self.founded_from, self.founded_to))
        if self.since:
            found.append([tokens.of_batch(number) for number in sorted(self.newer)])
        return found

    def exactly(self) -> dict[str, Any]:
        """The same as the database compares it, all but the words."""
        said = {
            "capital__gte": self.capital_from, "capital__lte": self.capital_to,
            "founded__gte": self.founded_from, "founded__lte": self.founded_to,
            "region__startswith": prefix_of(self.region) if self.region else None,
            "industry": self.industry or None, "first__in": self.newer if self.since else None,
        }  # fmt: skip
        return {name: value for name, value in said.items() if value is not None}

    def fits(self, name: str, business: str) -> bool:
        """Whether all words stand in the name or the business."""
        texts = searched_text(name, business) if self.folded else ()
        return all(any(word in text for text in texts) for word in self.folded)

    def said(self, language: str) -> str:
        """What was asked for, in short: for the log."""
        parts = [self.words, region_name(self.region, language) if self.region else "",
                 self.industry]  # fmt: skip
        return " · ".join(filter(None, parts))


@dataclass(frozen=True)
class Found:
    """A page of companies, the latest loaded first."""

    companies: Sequence[DirectoryCompany]
    after: int | None
    """What the next page begins below; None where this is the last."""


def prefix_of(code: str) -> str:
    """The digits that a region shares with everything in it."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def search(wanted: Wanted, below: int | None = None, limit: int = PAGE) -> Found:
    """The next companies that fit, below a number."""
    looked_at = _candidates(wanted, below)
    found: list[int] = []
    seen, last = 0, 0
    while len(found) <= limit and seen < MOST_LOOKED_AT:
        some = list(islice(looked_at, max(limit + 1, min(AT_ONCE, seen))))
        if not some:
            return Found(_read(found), None)
        seen, last = seen + len(some), some[-1]
        found += _fitting(wanted, some)
    if len(found) > limit:
        return Found(_read(found[:limit]), found[limit - 1])
    return Found(_read(found), last)


def each(wanted: Wanted) -> Iterator[DirectoryCompany]:
    """All that fit, one after the other."""
    looked_at = _candidates(wanted, None)
    while some := list(islice(looked_at, AT_ONCE)):
        yield from _read(_fitting(wanted, some))


def about(wanted: Wanted, page: Found | None = None) -> int:
    """How many fit, as the index says: of words and of ranges a little too many.

    Of many blocks some are counted, unless few are found there; none where the first `page` is
    all there is.
    """
    if page is not None and page.after is None:
        return len(page.companies)
    conditions = wanted.conditions()
    if not conditions:
        loaded = DirectoryBatch.objects.filter(status=DirectoryBatch.Status.LOADED)
        return loaded.aggregate(added=Sum("added"))["added"] or 0
    every = _blocks(None)
    some = every[:: max(1, len(every) // COUNTED)]
    found = _counted(conditions, some)
    if found < FEW and len(some) < len(every):
        return _counted(conditions, every)
    return found * len(every) // max(1, len(some))


def _counted(conditions: Sequence[Sequence[int]], blocks: Sequence[int]) -> int:
    return sum(count(members) for _, members in _laid_over(conditions, blocks))


def _fitting(wanted: Wanted, ids: Sequence[int]) -> list[int]:
    """Those that fit; no more of them is read than is compared, since it may be thousands."""
    rows = DirectoryCompany.objects.filter(pk__in=ids, **wanted.exactly())
    found = rows.values_list("pk", "name", "business")
    fitting = {pk for pk, name, business in found if wanted.fits(name, business)}
    return [id_ for id_ in ids if id_ in fitting]


def _read(ids: Sequence[int]) -> list[DirectoryCompany]:
    found = DirectoryCompany.objects.in_bulk(ids)
    return [found[id_] for id_ in ids if id_ in found]


def _candidates(wanted: Wanted, below: int | None) -> Iterator[int]:
    """The numbers of those that may fit, the highest first."""
    conditions = wanted.conditions()
    if not conditions:
        yield from _all(below)
        return
    for block, members in _laid_over(conditions, _blocks(below)):
        for place in places(members):
            number = block << BITS | place
            if below is None or number < below:
                yield number


def _all(below: int | None) -> Iterator[int]:
    rows = DirectoryCompany.objects.order_by("-pk").values_list("pk", flat=True)
    while some := list((rows if below is None else rows.filter(pk__lt=below))[:AT_ONCE]):
        yield from some
        below = some[-1]


def _blocks(below: int | None) -> range:
    """The blocks in which there are companies below a number, the highest first."""
    highest = DirectoryCompany.objects.order_by("-pk").values_list("pk", flat=True).first()
    if highest is None:
        return range(0)
    return range((highest if below is None else min(highest, below)) >> BITS, -1, -1)


def _laid_over(
    conditions: Sequence[Sequence[int]], blocks: Sequence[int]
) -> Iterator[tuple[int, Members]]:
    """Block by block what meets every condition; the first alone, since often it is enough."""
    if not all(conditions):
        return
    most = max(1, KEYS // sum(map(len, conditions)))
    start, at_once = 0, 1
    while some := blocks[start : start + at_once]:
        yield from _of_blocks(conditions, some)
        start, at_once = start + at_once, min(most, 4 * at_once)


def _of_blocks(
    conditions: Sequence[Sequence[int]], blocks: Sequence[int]
) -> Iterator[tuple[int, Members]]:
    stored = _stored(chain.from_iterable(conditions), blocks)
    for block in blocks:
        laid: list[Members] = []
        for some in conditions:
            there = [stored[key] for one in some if (key := one << BLOCK_BITS | block) in stored]
            if not there:
                break
            laid.append(either([unpack(one) for one in there]))
        else:
            if members := each_of(laid):
                yield block, members


def _stored(every: Iterable[int], blocks: Sequence[int]) -> dict[int, bytes]:
    keys = [one << BLOCK_BITS | block for one in every for block in blocks]
    rows = sql.select(TABLE, ("id", "members"), "id", keys)
    return {key: bytes(members) for key, members in rows}
