"""The index of the directory as it is written: tokens of companies, gathered block by block."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

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


def tokens_of(
    name: str, business: str, region: str, industry: str, capital: int | None,
    founded: str | None, first: int,
) -> list[int]:  # fmt: skip
    """Everything by which a company is found."""
    found = set[int]()
    for text in searched_text(name, business):
        found |= tokens.of_text(text)
    every = [*found, tokens.of_batch(first)]
    if region:
        every += tokens.of_region_and_above(region)
    if industry:
        every.append(tokens.of_industry(industry))
    if capital is not None:
        every += tokens.of_capital(capital)
    if founded:
        every += tokens.of_month(founded[:7])
    return every


class Index:
    """Gathers the members of one block after the other; written when the next begins."""

    def __init__(self, first: int) -> None:
        """`first`: the number of the first company to come."""
        self.block = first >> BITS
        self.begun = first & PLACES != 0
        self.members: defaultdict[int, list[int]] = defaultdict(list)

    def add(self, number: int, found: Sequence[int]) -> None:
        """A company with its tokens; numbers rise."""
        block, place = number >> BITS, number & PLACES
        if block != self.block:
            self.flush()
            self.block, self.begun = block, False
        members = self.members
        for token in found:
            members[token].append(place)

    def flush(self) -> None:
        """Write what was gathered, in short transactions."""
        rows = [(key_of(t, self.block), some) for t, some in sorted(self.members.items())]
        for start in range(0, len(rows), AT_ONCE):
            with transaction.atomic():
                _write(self.block, rows[start : start + AT_ONCE], is_new=not self.begun)
        self.begun, self.members = True, defaultdict(list)


def _write(block: int, rows: Sequence[tuple[int, list[int]]], *, is_new: bool) -> None:
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
