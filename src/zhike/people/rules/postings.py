"""Which of 65,536 neighbours have something in common: short lists of places, or a bit for each.

Where more than one in sixty-four have it, bits are kept: never more than 8 KB.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence

BITS = 16
SIZE = 1 << BITS
PLACES = SIZE - 1
MOST_LISTED = SIZE // 64
_LISTED, _MARKED = b"a", b"b"
Members = set[int] | bytes
"""Places within a block: as a set, or as a bit for each."""


def pack(places: Iterable[int]) -> bytes:
    """The stored form of places, each once."""
    some = array("H", places)
    if len(some) > MOST_LISTED:
        return _MARKED + _bits(some)
    if sys.byteorder == "big":
        some.byteswap()
    return _LISTED + some.tobytes()


def unpack(stored: bytes) -> Members:
    """The reverse: a set of few, the bits of many."""
    if stored[:1] == _MARKED:
        return stored[1:]
    some = array("H", stored[1:])
    if sys.byteorder == "big":
        some.byteswap()
    return set(some)


def places(members: Members) -> Iterator[int]:
    """All places, from the highest down."""
    if isinstance(members, set):
        yield from sorted(members, reverse=True)
        return
    while members := members.rstrip(b"\0"):
        last = len(members) - 1
        byte, members = members[last], members[:last]
        yield from (last * 8 + bit for bit in range(7, -1, -1) if byte >> bit & 1)


def either(some: Sequence[Members]) -> Members:
    """What is in any of them."""
    if len(some) == 1:
        return some[0]
    listed = [one for one in some if isinstance(one, set)]
    found: set[int] = set().union(*listed)
    marked = [one for one in some if not isinstance(one, set)]
    if not marked:
        return found if len(found) <= MOST_LISTED else _bits(found)
    whole = int.from_bytes(_bits(found), "little")
    for one in marked:
        whole |= int.from_bytes(one, "little")
    return whole.to_bytes(SIZE // 8, "little")


def each_of(some: Iterable[Members]) -> Members:
    """What is in each of them."""
    listed: list[set[int]] = []
    marked: list[bytes] = []
    for one in some:
        if isinstance(one, set):
            listed.append(one)
        else:
            marked.append(one)
    if not listed:
        return _each_marked(marked)
    found = set.intersection(*sorted(listed, key=len))
    for bits in marked:
        found = {place for place in found if bits[place >> 3] >> (place & 7) & 1}
    return found


def _each_marked(some: Sequence[bytes]) -> Members:
    whole = -1
    for one in some:
        whole &= int.from_bytes(one, "little")
    return whole.to_bytes(SIZE // 8, "little") if whole else set()


def count(members: Members) -> int:
    """How many there are."""
    if isinstance(members, set):
        return len(members)
    return int.from_bytes(members, "little").bit_count()


def _bits(some: Iterable[int]) -> bytes:
    bits = bytearray(SIZE // 8)
    for place in some:
        bits[place >> 3] |= 1 << (place & 7)
    return bytes(bits)
