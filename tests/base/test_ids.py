"""Identities: UUIDv7, in the order in which they were made."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from zhike.base import ids
from zhike.base.ids import uuid7


def test_an_id_is_a_uuid_of_version_7_with_the_time_in_front():
    before = time.time_ns() // 1_000_000
    made = uuid7()
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000 + 1


def test_ids_of_one_process_ascend_also_over_threads():
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: [uuid7() for _ in range(2_000)], range(4)))
    assert all(part == sorted(part) for part in made)
    assert len({one for part in made for one in part}) == 8_000


def test_a_clock_set_back_does_not_reverse_the_order(monkeypatch: pytest.MonkeyPatch):
    first = uuid7()
    monkeypatch.setattr(time, "time_ns", lambda: 1_000_000_000)
    second, third = uuid7(), uuid7()
    assert first < second < third


def test_a_forked_worker_does_not_repeat_its_parents_random_numbers():
    uuid7()
    assert ids._pool
    ids._pool.clear()  # what the hook after a fork does
    assert uuid7() != uuid7()
