"""A snapshot is one moment of the database: whoever reads it waits for nobody, nor the reverse."""

import threading

import pytest
from django.db import connection

from zhike.access.models import Team
from zhike.ledger.current import change_set
from zhike.ledger.snapshot import snapshot

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_written_meanwhile_is_not_seen_and_not_held_up() -> None:
    make("first")
    writer = threading.Thread(target=make_apart, args=("second",))
    with snapshot():
        assert names() == ["first"]
        writer.start()
        writer.join(timeout=60)
        assert not writer.is_alive(), "the writer waited for the reader"
        assert names() == ["first"]
    assert names() == ["first", "second"]


def make(name: str) -> None:
    with change_set(by=None, door="system"):
        Team(name=name).save()


def make_apart(name: str) -> None:
    make(name)
    connection.close()


def names() -> list[str]:
    return sorted(Team.objects.values_list("name", flat=True))
