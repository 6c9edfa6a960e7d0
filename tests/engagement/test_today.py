"""Today: what waits for a person, in order, with the button beside it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from zhike.engagement.models import Interaction, Task
from zhike.ledger.current import change_set
from zhike.people.models import Party
from zhike.web import today

pytestmark = pytest.mark.django_db


def written(*records):
    with change_set(by=None, door="system"):
        for record in records:
            record.save()
    return records[0]


@pytest.fixture
def li(company):
    company.li = company.users["li"]
    return company.browsers["li"]


def promised(company, name, days):
    """A customer of Li's to whom another contact was promised so many days from now."""
    party = written(Party(name=name, kind="organization", owner=company.li))
    now = timezone.localtime()
    before = now - dt.timedelta(days=9)
    due = now.replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=days)
    written(
        Interaction(
            party=party, owner=company.li, at=before, subject="about " + name, next_contact_at=due
        )
    )
    return party


def rows(page):
    return re.findall(
        r'<div class="title"><a href="[^"]+"><bdi>([^<]+)</bdi>', page.content.decode()
    )


def counters(page):
    text = page.content.decode()
    chips = re.findall(r"\?only=(\w+)[^>]*>(.*?)</a>", text, re.DOTALL)
    return {key: int(re.findall(r">(\d+)<", inner)[-1]) for key, inner in chips}


@pytest.mark.requirement("D16")
def test_counters_say_how_much_waits_and_what_is_handled_leaves(company, li):
    parties = [promised(company, name, 0) for name in ("Amber", "Birch", "Cedar")]
    promised(company, "Later", 3)
    task = written(Task(subject="Send the offer", owner=company.li, due_at=timezone.now()))
    assert counters(li.get("/")) == {"contacts": 3, "tasks": 1}
    assert set(rows(li.get("/"))) == {"Amber", "Birch", "Cedar", "Send the offer"}
    li.post(f"/tasks/{task.pk}/complete/", {"version": task.version})
    with change_set(by=None, door="system"):
        Interaction(party=parties[0], owner=company.li, subject="Called").save()
    assert counters(li.get("/")) == {"contacts": 2}
    assert set(rows(li.get("/today/?only=contacts"))) == {"Birch", "Cedar"}


def test_what_is_late_comes_first_and_what_is_anothers_not_at_all(company, li):
    promised(company, "Today", 0)
    promised(company, "Last week", -7)
    written(Task(subject="Of Wang", owner=company.users["wang"], due_at=timezone.now()))
    assert rows(li.get("/today/")) == ["Last week", "Today"]
    assert "1 cannot wait" in li.get("/today/", HTTP_ACCEPT_LANGUAGE="en").content.decode()


def test_two_reasons_about_one_customer_are_one_row(company, li):
    def find(why, press):
        return lambda access, now: [today.Due("party:1", "Amber", "/", why, press)]

    known = [today.Source("a", 1, "a", "task", find("Second.", today.Press.SOON)),
             today.Source("b", 2, "b", "task", find("First.", today.Press.LATE))]  # fmt: skip
    agenda = today.Agenda.__new__(today.Agenda)
    agenda.found = {source: tuple(source.find(None, None)) for source in known}
    with override("en"):
        (only,) = agenda.rows()
    assert (only.why, only.press) == ("First; Second.", today.Press.LATE)


def test_an_important_customer_gone_quiet_is_named(company, li):
    def important(name):
        return Party(name=name, kind="organization", owner=company.li, tier="gold")

    quiet, planned = important("Quiet"), important("Planned")
    written(quiet, planned, Task(subject="x", owner=company.li, party=planned))
    assert rows(li.get("/today/?only=quiet")) == []
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_party SET created_at = %s WHERE tier = 'gold'",
            [timezone.now() - dt.timedelta(days=120)],
        )
    assert rows(li.get("/today/?only=quiet")) == ["Quiet"]


def test_no_more_rows_ask_no_more_queries(company, li):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as found:
            li.get("/today/")
        return len(found)

    promised(company, "One", 0)
    written(Task(subject="1", owner=company.li, due_at=timezone.now()))
    asked()  # Rights and record types are known from then on.
    few = asked()
    for number in range(5):
        promised(company, f"Party {number}", -number)
        written(Task(subject=f"t{number}", owner=company.li, due_at=timezone.now()))
    assert asked() == few


def test_a_ninth_source_is_refused(monkeypatch):
    monkeypatch.setattr(today, "_sources", [])
    one = today.Source("x", 1, "x", "task", lambda access, now: [])
    for _number in range(today.SOURCES):
        today.register_source(one)
    with pytest.raises(today.TooManySources):
        today.register_source(one)
