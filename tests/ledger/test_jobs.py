"""Jobs are leased, fenced, retried and never stuck."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from zhike.ledger import jobs
from zhike.ledger.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def ran(monkeypatch) -> list:
    calls: list = []

    def count(running):
        calls.append(running)
        return {}

    monkeypatch.setitem(jobs._handlers, "test.count", count)
    return calls


def test_a_job_runs_once(ran) -> None:
    jobs.enqueue("test.count", {"n": 1})
    jobs.run(jobs.claim())
    assert jobs.claim() is None
    assert Job.objects.get().state == "done"
    assert [r.arguments for r in ran] == [{"n": 1}]


def test_a_job_of_a_dead_worker_is_taken_over_and_the_dead_can_write_no_more(ran) -> None:
    jobs.enqueue("test.count", {})
    frozen = jobs.Running(jobs.claim())
    Job.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    jobs.run(jobs.claim())
    with pytest.raises(jobs.JobStopped):
        frozen.progress(5, total=10)
    assert Job.objects.get().done == 0


def test_a_failing_job_is_tried_five_times_and_then_listed_as_failed(monkeypatch) -> None:
    def fail(running):
        raise ValueError("no such file")

    monkeypatch.setitem(jobs._handlers, "test.fail", fail)
    jobs.enqueue("test.fail", {})
    for _ in range(5):
        Job.objects.update(run_after=timezone.now())
        jobs.run(jobs.claim())
    job = Job.objects.get()
    assert (job.state, job.attempts, job.error) == ("failed", 5, "no such file")


def test_a_stopped_job_ends_at_its_next_progress(ran) -> None:
    job = jobs.enqueue("test.count", {})
    running = jobs.Running(jobs.claim())
    jobs.stop_job(job)
    with pytest.raises(jobs.JobStopped):
        running.progress(1, total=2)


def test_a_job_asked_for_in_a_transaction_that_fails_does_not_exist() -> None:
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic():
        jobs.enqueue("test.count", {})
        raise RuntimeError
    assert not Job.objects.exists()
