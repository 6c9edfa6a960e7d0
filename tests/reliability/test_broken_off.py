"""What is killed halfway is done wholly or not at all, or goes on where it broke off."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any

import pytest

from tests.reliability.installations import ROOT, Installation
from tests.reliability.kill import await_end
from zhike.project.bench.client import Browser, Request
from zhike.project.bench.server import family, free_port, wait_until_ready

pytestmark = pytest.mark.slow

JSON = {"Content-Type": "application/json"}
SET_UP = """
import argparse
from zhike.access.models import ApiToken, User
from zhike.engagement.handover.doing import JOB, arguments
from zhike.engagement.handover.assigning import Order
from zhike.ledger.current import change_set
from zhike.ledger.jobs import enqueue
from zhike.people.models import Lead, Party
from zhike.project import first_start, static_files
from zhike.project.bench.company import write
from zhike.project.bench.records import new
from zhike.project.commands import migrate
migrate.run(argparse.Namespace())
first_start.ensure()
with change_set(by=None, door="system"):
    chief = User(login="chief", name="chief", is_admin=True); chief.save()
    leaver = User(login="leaver", name="leaver"); leaver.save()
    heir = User(login="heir", name="heir"); heir.save()
"""
LEADS = """
static_files.collect()
with change_set(by=None, door="system"):
    for n in range(300):
        Lead(name=f"王{n}", company_name=f"第{n}客运公司", mobile=f"138{n:08}", owner=chief).save()
    print(ApiToken.issue(chief))
print(" ".join(str(pk) for pk in Lead.objects.values_list("pk", flat=True)))
"""
CONVERTED = """
from tests.reliability.checks import assert_whole
from zhike.people.models import ContactPoint, Lead, Party, Relationship
from zhike.sales.models import Opportunity
from zhike.ledger.models import Change, ChangeSet
assert_whole()
for lead in Lead.objects.select_related("party"):
    made = [
        Party.objects.filter(name=lead.company_name).count(),
        Party.objects.filter(name=lead.name).count(),
        ContactPoint.objects.filter(value__endswith=lead.mobile[-8:]).count(),
        Relationship.objects.filter(from_party__name=lead.name).count()
        + Relationship.objects.filter(to_party__name=lead.name).count(),
        Opportunity.objects.filter(lead=lead).count(),
        Change.objects.filter(record=lead.pk, action="convert").count(),
    ]
    assert made == ([1] * 6 if lead.status == "converted" else [0] * 6), (lead.status, made)
done = Lead.objects.filter(status="converted").values_list("pk", flat=True)
print(" ".join(str(pk) for pk in done))
"""
HANDOVER = """
write("parties", [new(Party, {"name": f"第{n}公司", "kind": "organization", "owner": leaver.pk})
                  for n in range(4000)])
enqueue(JOB, arguments(Order(str(leaver.pk), "one", (str(heir.pk),))), actor=chief.pk)
"""
WATCH = """
import sys, time
from zhike.ledger.models import Job
from zhike.people.models import Party
job = Job.objects.get(name="engagement.handover")
Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(lease_until=job.created_at)
gone = Party.objects.filter(owner__login="heir").count
before, end = gone(), time.monotonic() + 120
while gone() - before < 150 and time.monotonic() < end:
    time.sleep(0.02)
print(gone())
"""
HANDED_OVER = """
import time
from zhike.ledger.models import ChangeSet, Job
from zhike.people.models import Party
job = Job.objects.get(name="engagement.handover")
Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(lease_until=job.created_at)
end = time.monotonic() + 240
while job.state != Job.State.DONE and time.monotonic() < end:
    time.sleep(0.2)
    job.refresh_from_db()
(made,) = ChangeSet.objects.filter(action="hand_over", change_count__gt=0)
print(job.state, job.attempts, made.pk, made.state, made.change_count,
      Party.objects.filter(owner__login="heir").count())
"""
LEFT = """
from zhike.people.models import Party
from tests.reliability.checks import assert_whole
assert_whole()
print(Party.objects.filter(owner__login="leaver").count())
"""


def started(there: Installation, *words: str) -> subprocess.Popen[bytes]:
    """A word of the command line in a session of its own, to be killed with all its processes."""
    return subprocess.Popen(
        [sys.executable, "-m", "zhike", *words], cwd=ROOT, env=there.environment,
        start_new_session=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def killed(process: subprocess.Popen[bytes]) -> None:
    """As if the power went: no process of it may say goodbye."""
    whole = family(process.pid)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    await_end(whole)


@contextmanager
def killed_in_the_end(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """A process for so long, whatever happens meanwhile."""
    try:
        yield
    finally:
        killed(process)


class Converter(threading.Thread):
    """A program that converts one lead after the other until the server is gone."""

    def __init__(self, port: int, token: str, leads: list[str]) -> None:
        super().__init__()
        self.browser = Browser(port, {"Authorization": f"Bearer {token}"})
        self.leads, self.done, self.unknown = leads, list[str](), list[str]()
        self.refused: list[Any] = []

    def run(self) -> None:
        """Convert, and remember which were acknowledged."""
        for lead in self.leads:
            body = json.dumps({"opportunity_name": lead})
            request = Request(f"/api/v1/leads/{lead}/convert", body, JSON)
            try:
                response, answer = self.browser.ask(request)
            except (OSError, HTTPException):
                self.unknown.append(lead)
                return
            if response.status != 200:
                self.refused.append((response.status, answer[:300]))
                return
            self.done.append(lead)


@pytest.mark.requirement("D03")
def test_a_lead_is_converted_wholly_or_not_at_all_by_a_server_that_is_killed(tmp_path) -> None:
    there = Installation(tmp_path)
    token, leads = there.python(SET_UP + LEADS).splitlines()[-2:]
    left = leads.split()
    acknowledged, unknown = set[str](), set[str]()
    for pause in (0.1, 0.4, 0.7):
        port = free_port()
        with killed_in_the_end(server := started(there, "serve", "--port", str(port))):
            wait_until_ready(port, server)
            converters = [Converter(port, token, left[n::4]) for n in range(4)]
            for converter in converters:
                converter.start()
            while not any(converter.done for converter in converters):
                assert any(one.is_alive() for one in converters), converters[0].refused
                time.sleep(0.01)
            time.sleep(pause)
        for converter in converters:
            converter.join()
            assert not converter.refused
            acknowledged.update(converter.done)
            unknown.update(converter.unknown)
        converted = set(there.python(CONVERTED).splitlines()[-1].split())
        assert acknowledged <= converted <= acknowledged | unknown
        left = [lead for lead in left if lead not in converted]
    assert unknown


@pytest.mark.requirement("D42")
def test_a_handover_whose_worker_is_killed_goes_on_and_is_undone_as_one(tmp_path) -> None:
    there = Installation(tmp_path)
    there.python(SET_UP + HANDOVER)
    for _ in range(2):
        with killed_in_the_end(started(there, "worker")):
            gone = int(there.python(WATCH).split()[-1])
        assert 0 < gone < 4000
    with killed_in_the_end(started(there, "worker")):
        state, tries, set_, closed, count, held = there.python(HANDED_OVER).split()[-6:]
    assert (state, closed) == ("done", "closed")
    assert (int(count), int(held)) == (4000, 4000)
    # The second worker may be killed before it takes the job up.
    assert int(tries) in (2, 3)
    code, said = there.zhike("undo", set_)
    assert code == 0, said
    assert there.python(LEFT).split()[-1] == "4000"
