"""Language and time zone of a person: on pages, in forms and in notifications."""

import datetime as dt

from tests.web.company import make
from zhike.engagement.models import Task
from zhike.records.models import Notification


def test_a_time_stands_in_the_zone_that_one_chose_and_is_typed_in_it(company, admin, li):
    owner = str(company.users["li"].pk)
    task = make("tasks", by=company.access("li"), due_at="2031-03-10T10:00:00+08:00", owner=owner)
    assert "10:00" in li.get(f"/tasks/{task.pk}/").content.decode()
    li.post("/preferences/", {"language": "en", "time_zone": "Europe/London"})
    assert "02:00" in li.get(f"/tasks/{task.pk}/").content.decode()
    assert "10:00" in admin.get(f"/tasks/{task.pk}/").content.decode()
    li.post("/tasks/new/", {"subject": "typed in London", "due_at": "2031-03-10T09:00"})
    typed = Task.objects.get(subject="typed in London")
    assert typed.due_at == dt.datetime(2031, 3, 10, 9, tzinfo=dt.UTC)


def test_notifications_are_dated_in_the_readers_zone_and_said_in_the_readers_language(company, li):
    at = dt.datetime(2031, 3, 10, 1, 30, tzinfo=dt.UTC)
    Notification.objects.create(user=company.users["li"], kind="given", cause="x", at=at)
    li.post("/preferences/", {"language": "zh-hans", "time_zone": "America/New_York"})
    page = li.get("/notifications/").content.decode()
    assert "3月9日" in page
    assert "21:30" in page


def test_a_zone_that_is_none_is_not_kept(company, li):
    li.post("/preferences/", {"language": "en", "time_zone": "Mars/Olympus"})
    company.users["li"].refresh_from_db()
    assert company.users["li"].time_zone == ""
