"""A killed import goes on where it was: no row lost, none twice."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.utils import timezone

from tests.exchange.office import counts
from zhike.exchange import jobs as import_jobs
from zhike.exchange import runner, uploads
from zhike.exchange.mapping import read_mapping
from zhike.exchange.readers import Layout
from zhike.ledger import bulk, jobs
from zhike.ledger.models import Change, ChangeSet, Job
from zhike.ledger.undo import undo
from zhike.people.models import ContactPoint, Party

pytestmark = pytest.mark.full

COLUMNS = [{"to": "external_ids.erp", "from": "no"}, {"to": "name", "from": "name"},
           {"to": "contact_points.phone", "from": "phone"}]  # fmt: skip
ROOT = Path(__file__).parents[2]


class Killed(BaseException):
    """As if the process had ended here."""


def list_of(count):
    rows = (f"{n},公司{n},{'bad' if n % 50 == 0 else f'138{n:08d}'}\n" for n in range(count))
    return "no,name,phone\n" + "".join(rows)


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(runner, "paced", lambda items: bulk.paced(items, start=20))
    monkeypatch.setattr(bulk, "TARGET_SECONDS", 0.001)


@pytest.mark.slow
def test_a_run_broken_off_anywhere_goes_on_without_losing_or_doubling(office, small_chunks):
    order = office.order(list_of(300), COLUMNS, match={"by": "external_ids.erp", "found": "skip"})
    large = runner.begin(order)
    write = bulk.LargeSet.write
    dice = random.Random(4)

    def fragile(self, plan, rows):
        if dice.random() < 0.2:
            raise Killed  # before the transaction
        done = write(self, plan, rows)
        if dice.random() < 0.2:
            raise Killed  # after it
        return done

    bulk.LargeSet.write = fragile
    try:
        for _ in range(200):
            row = ChangeSet.objects.get(pk=large.row.pk)
            try:
                done = runner.run(order, bulk.LargeSet(row))
                break
            except Killed:
                continue
    finally:
        bulk.LargeSet.write = write
    assert counts(done) == (294, 0, 0, 6)
    assert Party.objects.count() == 294 == Change.objects.filter(change_set=done).count()
    assert [row[0] for row in office.refused()][1:] == [str(n + 2) for n in range(0, 300, 50)]


def test_a_worker_that_was_frozen_writes_nothing_more(office, small_chunks):
    order = office.order(list_of(100), COLUMNS)
    large = runner.begin(order)
    frozen = bulk.LargeSet(ChangeSet.objects.get(pk=large.row.pk))
    runner.run(order, large)
    with pytest.raises(jobs.JobStopped):
        runner.run(order, frozen)
    assert Party.objects.count() == 98


def run_of(office, count=120):
    content = [list_of(count).encode()]
    run = uploads.store(content, name="list.csv", resource="parties", actor=office.users["li"].pk)
    uploads.unfold(run, Layout())
    uploads.remember(run, read_mapping({"columns": COLUMNS}))
    return run


def test_a_job_whose_worker_died_is_finished_by_the_next(office, small_chunks, monkeypatch):
    run = run_of(office)
    import_jobs.start(run, import_jobs.RUN)
    job = jobs.claim()
    with monkeypatch.context() as dying:
        dying.setattr(jobs.Running, "progress", _dying(after=3))
        with pytest.raises(Killed):
            jobs.run(job)
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now())
    time.sleep(0.01)
    jobs.run(jobs.claim())
    run.refresh_from_db()
    assert Job.objects.get(pk=job.pk).state == Job.State.DONE
    assert counts(run.change_set) == (117, 0, 0, 3)
    assert Party.objects.count() == 117


def _dying(after):
    calls = []

    def progress(self, done, total=None):
        calls.append(done)
        if len(calls) > after:
            raise Killed

    return progress


def test_a_stopped_import_keeps_what_is_done_and_can_be_undone(office, small_chunks, monkeypatch):
    run = run_of(office)
    job = import_jobs.start(run, import_jobs.RUN)
    leased = jobs.claim()

    def stopping(self, done, total=None):
        if done > 40:
            jobs.stop_job(job)
            raise jobs.JobStopped

    monkeypatch.setattr(jobs.Running, "progress", stopping)
    jobs.run(leased)
    run.refresh_from_db()
    assert run.change_set.state == ChangeSet.State.STOPPED
    assert 0 < Party.objects.count() < 117
    undo(run.change_set, by=None, door="web")
    assert (Party.objects.count(), ContactPoint.objects.count()) == (0, 0)


@pytest.mark.slow
def test_a_process_killed_again_and_again_imports_every_row_once(tmp_path):
    rows, dice = 9000, random.Random(1)
    (tmp_path / "list.csv").write_text(list_of(rows))
    command = [sys.executable, "-m", "zhike"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"),
                   "ZHIKE_DATA_DIR": str(tmp_path / "data")}  # fmt: skip
    for name in ("DJANGO_SETTINGS_MODULE", "ZHIKE_DATABASE_URL"):
        environment.pop(name, None)
    (tmp_path / "data").mkdir()
    subprocess.run([*command, "migrate"], env=environment, check=True)
    database = tmp_path / "data" / "zhike.sqlite3"
    words = ["import", str(tmp_path / "list.csv"), "--resource", "parties"]
    kills = 0
    for _ in range(30):
        process = subprocess.Popen([*command, *words], env=environment, stdout=subprocess.DEVNULL)
        done = _asked(database, "SELECT coalesce(max(rows_done), 0) FROM ledger_changeset")
        end = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < end:
            now = _asked(database, "SELECT coalesce(max(rows_done), 0) FROM ledger_changeset")
            # Not so near its end that it is over before the signal arrives.
            if done < now < rows - 3000 and kills < 6:
                time.sleep(dice.random() * 0.3)
                process.send_signal(signal.SIGKILL)
                kills += 1
                break
            time.sleep(0.01)
        process.wait()
        if process.returncode >= 0:
            break
        found = _asked(database, "SELECT id FROM exchange_importrun")
        words = ["import", "--resume", found.hex()]
    assert process.returncode == 1
    assert kills >= 3
    assert _asked(database, "SELECT count(*) FROM people_party") == rows - rows // 50
    assert (
        _asked(database, "SELECT count(DISTINCT value) FROM records_externalid")
        == rows - rows // 50
    )
    changes = "SELECT count(*) FROM ledger_change WHERE kind = 'party'"
    assert _asked(database, changes) == rows - rows // 50
    assert _asked(database, "SELECT max(rows_done) FROM ledger_changeset") == rows
    [failures] = (tmp_path / "data" / "uploads").glob("*.failed.csv")
    assert len(failures.read_text("utf-8-sig").splitlines()) == rows // 50 + 1


def _asked(database, sql):
    with sqlite3.connect(database, timeout=20) as connection:
        [[value]] = connection.execute(sql).fetchall()
    return value
