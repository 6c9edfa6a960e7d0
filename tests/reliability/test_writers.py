"""Many writers at once: nobody is refused, nothing is lost, nobody who follows skips a change."""

from __future__ import annotations

import multiprocessing
import random
import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import close_old_connections, connection, connections, models, transaction

from zhike.access.rights import system_access
from zhike.ledger import consumers
from zhike.ledger.current import change_set, current
from zhike.ledger.models import Change
from zhike.people.models import Party
from zhike.records import saving
from zhike.records.resource import resource_named

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WRITERS, ROUNDS = 50, 20


def _add_one(name: str, database: dict, results: multiprocessing.Queue) -> None:
    """Read, add one, write: twenty times, in a process of its own."""
    connections.close_all()
    connections.databases["default"].update(database)
    del connections["default"]
    failed = []
    for _ in range(ROUNDS):
        try:
            with transaction.atomic():
                found = models.QuerySet(Party).select_for_update().get(name=name)
                found.employee_count = (found.employee_count or 0) + 1
                with change_set(by=None, door="api"):
                    found.save()
        except Exception as error:
            failed.append(repr(error))
    results.put(failed)
    connections.close_all()


def test_fifty_processes_that_read_change_and_write_are_all_heard(on_sqlite) -> None:
    saving.create(resource_named("parties"), system_access(), {"name": "计数"})
    database = {"NAME": connection.settings_dict["NAME"]}
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    results = fork.Queue()
    processes = [
        fork.Process(target=_add_one, args=("计数", database, results)) for _ in range(WRITERS)
    ]
    for process in processes:
        process.start()
    failed = [error for _ in processes for error in results.get(timeout=900)]
    for process in processes:
        process.join()
    assert failed == []
    counted = Party.objects.get(name="计数")
    assert counted.employee_count == WRITERS * ROUNDS
    assert counted.version == WRITERS * ROUNDS + 1
    assert Change.objects.filter(record=counted.pk).count() == WRITERS * ROUNDS + 1


def _in_threads(count: int, work: Callable[[int], None]) -> None:
    errors: list[BaseException] = []

    def run(number: int) -> None:
        try:
            work(number)
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_a_consumer_sees_every_change_of_eight_writers_once() -> None:
    seen: list[int] = []
    consumer = consumers.Consumer("test.all", lambda changes: seen.extend(c.seq for c in changes))
    stop = threading.Event()

    def follow() -> None:
        while not stop.is_set():
            close_old_connections()
            consumers.advance(consumer)
        connections.close_all()

    def write(number: int) -> None:
        chance = random.Random(number)
        for count in range(60):
            with transaction.atomic(), change_set(by=None, door="api"):
                Party(name=f"写{number}-{count}").save()
                # Some hold their transaction open while others, begun later, commit.
                if chance.random() < 0.1:
                    current().flush()
                    time.sleep(chance.uniform(0, 0.02))

    follower = threading.Thread(target=follow)
    follower.start()
    _in_threads(8, write)
    stop.set()
    follower.join()
    while consumers.advance(consumer):
        pass
    expected = Change.objects.filter(kind="party").values_list("seq", flat=True)
    assert Counter(seen) == Counter(expected)
    assert len(seen) == 8 * 60
