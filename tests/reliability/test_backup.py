"""Backups under writers, restores that are cut off, older and newer ones: with real processes."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.reliability.clients import Client, History
from tests.reliability.installations import Installation, acknowledged, database

pytestmark = [
    pytest.mark.slow, pytest.mark.requirement("D50"),
    # For the run on PostgreSQL, which leaves out what asks no database.
    pytest.mark.django_db,
]  # fmt: skip
WRITERS = 20


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> Iterator[tuple[Installation, str]]:
    """A new installation with an administrator, to be copied; and the administrator's token."""
    with database() as url:
        made = Installation(tmp_path_factory.mktemp("first"), url)
        said = made.python("from tests.reliability.kill import _install; print(_install())")
        yield made, said.splitlines()[-1]


@pytest.fixture
def here(first, tmp_path: Path) -> Iterator[Installation]:
    """A new installation with an administrator."""
    made, _token = first
    folder = tmp_path / "here"
    shutil.copytree(made.folder, folder)
    with database(like=made.url) as url:
        yield Installation(folder, url)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Installation]:
    """An empty one."""
    with database() as url:
        yield Installation(tmp_path / "elsewhere", url)


@pytest.fixture
def older(tmp_path: Path) -> Iterator[Installation]:
    """One in which nothing is migrated yet."""
    with database() as url:
        yield Installation(tmp_path / "older", url)


@pytest.fixture
def clients(first, tmp_path: Path) -> list[Client]:
    """Who writes there."""
    _made, token = first
    history = History(tmp_path / "history.jsonl")
    return [Client(n, token, random.Random(n), history) for n in range(WRITERS)]


def wait_for(what: Callable[[], object]) -> None:
    end = time.monotonic() + 120
    while not what():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_twenty_writers_find_all_that_was_acknowledged_before_in_each_backup(
    here, elsewhere, clients, tmp_path
) -> None:
    kept = []
    with here.written_to(clients) as written:
        wait_for(lambda: len(acknowledged(clients)) > WRITERS and written["uploads"])
        for number in range(3):
            before, uploads = acknowledged(clients), list(written["uploads"])
            path = tmp_path / f"{number}.zip"
            code, said = here.zhike("backup", path)
            assert code == 0, said
            kept.append((path, before, uploads))
            time.sleep(0.5)
    refused = [deed.verdict for c in clients for deed in c.done if deed.verdict[0].isdigit()]
    assert refused == [], "nobody is kept from writing"
    for path, before, uploads in kept:
        assert len(before) > WRITERS
        assert uploads
        code, said = elsewhere.zhike("restore", path, "--replace")
        assert code == 0, said
        found = elsewhere.state()
        behind = [k for k, version in before.items() if found["versions"].get(k, 0) < version]
        assert behind == [], "acknowledged before the backup began, and not in it"
        assert set(uploads) <= set(found["files"])
        assert found["missing"] == 0
        assert found["is_held"]
        assert found["sessions"] == 0


def test_what_is_here_stays_without_replace_and_comes_back_with_it(here, tmp_path) -> None:
    path = tmp_path / "a.zip"
    assert here.zhike("backup", path)[0] == 0
    make = "from zhike.ledger.current import change_set\nfrom zhike.people.models import Party\n"
    here.python(make + "with change_set(by=None, door='system'): Party(name='later').save()")
    later = here.state()
    code, said = here.zhike("restore", path)
    assert (code, here.state()) == (2, later)
    assert "--replace" in said
    code, said = here.zhike("restore", path, "--replace")
    assert code == 0, said
    assert here.state()["versions"] == {}
    (former,) = (here.folder / "backups").glob("*-before-restore.zip")
    assert here.zhike("restore", former, "--replace")[0] == 0
    assert here.state()["versions"] == later["versions"]


def test_a_restore_that_is_killed_leaves_the_old_or_the_new_whole(here, clients, tmp_path) -> None:
    path, chance = tmp_path / "a.zip", random.Random(9)
    with here.written_to(clients):
        wait_for(lambda: acknowledged(clients))
        assert here.zhike("backup", path)[0] == 0
        count = len(acknowledged(clients))
        wait_for(lambda: len(acknowledged(clients)) > count)
    old = here.state()
    start = time.monotonic()
    assert here.zhike("restore", path, "--check")[0] == 0
    whole = time.monotonic() - start
    for _ in range(8):
        process = here.start("restore", path, "--replace")
        time.sleep(chance.uniform(0.2, 1.2) * whole)
        process.kill()
        process.communicate()
        found = here.state()
        if found["is_held"]:
            break
        assert found == old
    assert here.zhike("restore", path, "--replace")[0] == 0
    found = here.state()
    assert found["missing"] == 0
    assert not list(here.folder.glob("restoring-*"))


def test_a_running_installation_is_not_restored_over(here, clients, tmp_path) -> None:
    with here.written_to(clients[:1]):
        assert here.zhike("backup", tmp_path / "a.zip")[0] == 0
        code, said = here.zhike("restore", tmp_path / "a.zip", "--replace")
        assert (code, "stop it first" in said) == (2, True)
        assert here.zhike("restore", tmp_path / "a.zip", "--check")[0] == 0
    assert not here.state()["is_held"]


def test_an_older_backup_is_migrated_and_a_newer_one_refused(
    older, here, elsewhere, tmp_path
) -> None:
    migrate = "from django.core.management import call_command as c\n"
    older.python(migrate + "c('migrate', 'ledger', '0001', verbosity=0)")
    assert older.zhike("backup", tmp_path / "old.zip")[0] == 0
    code, said = elsewhere.zhike("restore", tmp_path / "old.zip")
    assert code == 0, said
    assert elsewhere.state()["is_held"]
    note = "from django.db.migrations.recorder import MigrationRecorder as R\n"
    here.python(
        note + "from django.db import connection\nR(connection).record_applied('sales', '9999_x')"
    )
    assert here.zhike("backup", tmp_path / "new.zip")[0] == 0
    code, said = elsewhere.zhike("restore", tmp_path / "new.zip", "--replace")
    assert (code, "newer version" in said) == (2, True)


def test_a_damaged_backup_changes_nothing(here, tmp_path) -> None:
    path, chance = tmp_path / "a.zip", random.Random(3)
    assert here.zhike("backup", path)[0] == 0
    old, whole = here.state(), path.read_bytes()
    for _ in range(3):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        code, said = here.zhike("restore", path, "--replace")
        assert (code, "nothing was changed" in said) == (2, True)
    path.write_bytes(whole[: len(whole) // 2])
    assert here.zhike("restore", path, "--replace")[0] == 2
    assert here.state() == old
