"""The index of the directory as it is written: tokens of companies, gathered block by block."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any, TypeAlias

from django.db import connection, transaction

from zhike.base.grams import bare
from zhike.ledger import sql
from zhike.people.models import DirectoryPosting
from zhike.people.rules import directory_tokens as tokens
from zhike.people.rules.postings import BITS, PLACES, pack, places, unpack

TABLE = DirectoryPosting._meta.db_table
COLUMNS = ("id", "block", "members")
BLOCK_BITS = 20
AT_ONCE = 4_000
Some: TypeAlias = "array[int]"
_PUT = (
    f"INSERT INTO {TABLE} (id, block, members) VALUES (%s, %s, %s)"  # noqa: S608 — a constant
    " ON CONFLICT (id) DO UPDATE SET members = excluded.members"
)


def key_of(token: int, block: int) -> int:
    """The key of a token's members of a block."""
    return token << BLOCK_BITS | block


def searched_text(name: str, business: str) -> tuple[str, str]:
    """What words are looked for in."""
    return bare(name), bare(business[: tokens.MOST_WORDS])


def tokens_of_text(name: str, business: str) -> set[int]:
    """By which words a company is found, and by one pair that stands in neither text."""
    return tokens.of_text(bare(f"{name} {business[: tokens.MOST_WORDS]}"))


def tokens_of_facts(
    region: str, industry: str, capital: int | None, founded: str | None, first: int
) -> Iterator[tuple[int, ...]]:
    """By what else it is found: tokens that always come together, side by side."""
    yield (tokens.of_batch(first),)
    if region:
        yield tokens.of_region_and_above(region)
    if industry:
        yield (tokens.of_industry(industry),)
    if capital is not None:
        yield tokens.of_capital(capital)
    if founded:
        yield tokens.of_month(founded[:7])


class Index:
    """Gathers the members of one block after the other; written when the next begins."""

    def __init__(self, first: int) -> None:
        """`first`: the number of the first company to come."""
        self.block = first >> BITS
        self.begun = first & PLACES != 0
        self._forget()

    def _forget(self) -> None:
        # Arrays: the collector of cycles would walk through a million lists again and again.
        self.by_text: defaultdict[int, Some] = defaultdict(partial(array, "H"))
        self.by_facts: defaultdict[tuple[int, ...], Some] = defaultdict(partial(array, "H"))

    def add(self, number: int, text: Iterable[int], facts: Iterable[tuple[int, ...]]) -> None:
        """A company with its tokens; numbers rise."""
        block, place = number >> BITS, number & PLACES
        if block != self.block:
            self.flush()
            self.block, self.begun = block, False
        members, together = self.by_text, self.by_facts
        for token in text:
            members[token].append(place)
        for some in facts:
            together[some].append(place)

    def flush(self) -> None:
        """Write what was gathered, in short transactions."""
        for together, some in self.by_facts.items():
            for token in together:
                self.by_text[token].extend(some)
        rows = [(key_of(t, self.block), some) for t, some in sorted(self.by_text.items())]
        for start in range(0, len(rows), AT_ONCE):
            with transaction.atomic():
                _write(self.block, rows[start : start + AT_ONCE], is_new=not self.begun)
        self.begun = True
        self._forget()


def _write(block: int, rows: Sequence[tuple[int, Some]], *, is_new: bool) -> None:
    if is_new:
        sql.insert(TABLE, COLUMNS, [(key, block, pack(some)) for key, some in rows])
        return
    known = dict(_known([key for key, _ in rows]))
    merged: list[Any] = []
    for key, some in rows:
        before = known.get(key)
        after = pack(some) if before is None else pack([*places(unpack(before)), *some])
        merged.append((key, block, after))
    with connection.cursor() as cursor:
        cursor.executemany(_PUT, merged)


def _known(keys: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    for key, members in sql.select(TABLE, ("id", "members"), "id", keys):
        yield key, bytes(members)
