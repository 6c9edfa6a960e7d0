"""Identities of records: UUID version 7 (RFC 9562), made by whoever creates the record."""

from __future__ import annotations

import os
import struct
import threading
import time
import uuid

_POOLED = 256
_RANDOM = 0x3FFF_FFFF_FFFF_FFFF
_FIXED = 0x7 << 76 | 0x2 << 62

_lock = threading.Lock()
_last = 0
_pool: list[int] = []
# A forked worker that went on with its parent's random numbers would make its parent's ids.
os.register_at_fork(after_in_child=_pool.clear)


def uuid7() -> uuid.UUID:
    """A new UUIDv7, greater than every one that this process made before.

    48 bits of milliseconds, 12 bits of the millisecond's fraction (RFC 9562 §6.2, method 3) and 62
    random bits. Two ids of one instant, or a clock set back, count the fraction on.
    """
    global _last
    stamp = (time.time_ns() << 12) // 1_000_000
    with _lock:
        if stamp <= _last:
            stamp = _last + 1
        _last = stamp
        if not _pool:
            _pool.extend(struct.unpack(f"{_POOLED}Q", os.urandom(8 * _POOLED)))
        random = _pool.pop()
    head = (stamp >> 12) << 80 | (stamp & 0xFFF) << 64
    return uuid.UUID(int=head | _FIXED | random & _RANDOM)
