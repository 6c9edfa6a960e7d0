"""Fifty who are numbered at once: no number is missing, none comes twice."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from zhike.records import numbering
from zhike.records.numbering import Numbered, next_number

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WRITERS, ROUNDS = 50, 6


def _take(writer: int) -> list[str]:
    """Take numbers, some of which are given back since what they were for is broken off."""
    kept = []
    try:
        for turn in range(ROUNDS):
            is_kept = (writer + turn) % 3 != 0
            with transaction.atomic():
                number = next_number("paper", dt.datetime(2026, 3, 9, tzinfo=dt.UTC))
                transaction.set_rollback(not is_kept)
            if is_kept:
                kept.append(number)
    finally:
        connection.close()
    return kept


def test_of_fifty_writers_nobody_gets_a_number_twice_and_none_is_missing(monkeypatch) -> None:
    monkeypatch.setitem(numbering._known, "paper", Numbered("paper", "P{year}-{serial:3}"))
    with ThreadPoolExecutor(WRITERS) as pool:
        said = sorted(number for some in pool.map(_take, range(WRITERS)) for number in some)
    assert said == [f"P2026-{serial:03}" for serial in range(1, len(said) + 1)]
    assert len(said) == WRITERS * ROUNDS * 2 // 3
