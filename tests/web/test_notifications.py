"""Notifications: who hears of what, once, and never of what they may not see."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.web.company import make
from zhike.engagement.models import Task
from zhike.ledger import consumers, jobs
from zhike.ledger.current import change_set
from zhike.ledger.models import Cursor, Job
from zhike.people.models import Party
from zhike.records import notifying, reminders, saving
from zhike.records.mentions import mark_of
from zhike.records.models import Notification
from zhike.records.resource import resource_named
from zhike.sales.defaults import ensure_default_pipeline

pytestmark = pytest.mark.django_db(transaction=True)


def follow():
    """Let the worker's reader come up to now."""
    while consumers.advance(notifying.CONSUMER):
        pass


def told(company, login):
    return [
        (line.kind, line.count)
        for line in Notification.objects.filter(user=company.users[login]).order_by("at")
    ]


def task(company, by, **raw):
    return make("tasks", by=company.access(by), subject="call them", **raw)


def test_who_is_given_a_task_hears_of_it_once_and_its_giver_does_not(company):
    task(company, "admin", owner=str(company.users["li"].pk))
    follow()
    Cursor.objects.filter(name="notifications").update(seq=0, tx=0)
    follow()
    assert told(company, "li") == [("given", 1)]
    assert told(company, "admin") == []


def test_a_hundred_records_given_at_once_are_one_line(company, li):
    with company.access("admin").change_set("bulk_edit"):
        for number in range(100):
            Party(name=f"customer {number}", owner=company.users["li"]).save()
    follow()
    assert told(company, "li") == [("given", 100)]
    page = li.get("/notifications/").content.decode()
    assert "and 99 more" in page
    assert 'class="count count-seal" aria-hidden="true">1<' in page


def test_an_import_and_what_takes_it_back_tell_nobody(company):
    with change_set(by=company.users["admin"], door="import", action="import") as opened:
        Party(name="川途客运", owner=company.users["li"]).save()
    with change_set(by=company.users["admin"], door="web", action="undo", undoes=opened.id):
        for party in Party.objects.all():
            party.owner = company.users["wang"]
            party.save()
    follow()
    assert not Notification.objects.exists()


def test_what_happened_long_ago_is_no_news(company):
    with change_set(by=company.users["admin"], door="web") as opened:
        opened.row.at -= dt.timedelta(days=10)
        Party(name="川途客运", owner=company.users["li"]).save()
    follow()
    assert told(company, "li") == []


@pytest.mark.requirement("A06")
def test_a_mention_in_a_long_text_calls_whoever_may_see_the_record(company, li):
    party = company.party(by="li", owner=str(company.users["li"].pk))
    marks = " ".join(mark_of(company.users[login]) for login in ("admin", "wang"))
    text = "They asked for a price. " * 60 + marks
    note = make("interactions", by=company.access("li"), party=str(party.pk), body=text)
    follow()
    assert told(company, "admin") == [("mention", 1)]
    assert told(company, "wang") == []  # In the south, whose people do not see the customer.
    saving.change(
        resource_named("interactions"), company.access("li"), note.pk, {"body": text + "!"}
    )
    follow()
    assert told(company, "admin") == [("mention", 1)]
    page = li.get(f"/parties/{party.pk}/").content.decode()
    assert '<a class="mention" href="/users/?q=admin">@admin</a>' in page


def test_a_customer_that_goes_to_a_colleague_out_of_sight_is_told_without_its_name(company, li):
    party = company.party("川途客运", owner=str(company.users["li"].pk))
    follow()
    saving.change(resource_named("parties"), company.access("admin"), party.pk,
                  {"owner": str(company.users["wang"].pk)})  # fmt: skip
    follow()
    Notification.objects.filter(kind="given", user=company.users["li"]).delete()
    page = li.get("/notifications/").content.decode()
    assert "gave a record (customer) to somebody else" in page
    assert "川途客运" not in page


def test_who_moved_the_deal_of_another_is_named_to_its_owner(company, li):
    ensure_default_pipeline(company.access("admin"))
    deal = make("opportunities", by=company.access("li"), owner=str(company.users["li"].pk))
    follow()
    saving.perform(resource_named("opportunities"), company.access("admin"), deal.pk, "win", {})
    follow()
    assert told(company, "li") == [("deal_won", 1)]
    assert "Admin won your deal" in li.get("/notifications/").content.decode()


def test_a_task_is_called_to_mind_when_it_falls_due_and_once(company):
    reminders.remind()
    Cursor.objects.filter(name="reminders").update(seq=int(timezone.now().timestamp()) - 600)
    late = timezone.now() - dt.timedelta(minutes=5)
    for done in (False, True):
        known = task(company, "li", due_at=late.isoformat())
        if done:
            saving.perform(resource_named("tasks"), company.access("li"), known.pk, "complete", {})
    assert Task.objects.count() == 2
    reminders.remind()
    Cursor.objects.filter(name="reminders").update(seq=int(timezone.now().timestamp()) - 600)
    reminders.remind()
    assert told(company, "li") == [("task_due", 1)]


def test_whoever_asked_for_a_job_hears_of_its_end(company, li):
    Job.objects.create(name="records.undo", actor=company.users["li"].pk, run_after=timezone.now(),
                       arguments={"change_set": str(company.users["li"].pk)})  # fmt: skip
    for _try in range(jobs.TRIES):
        Job.objects.update(run_after=timezone.now())
        jobs.run(jobs.claim())
    assert told(company, "li") == [("job_failed", 1)]
    assert "Undo: it failed" in li.get("/notifications/").content.decode()


def test_a_line_is_read_by_opening_it_and_nobody_opens_that_of_others(company, li, admin):
    given = task(company, "admin", owner=str(company.users["li"].pk))
    follow()
    line = Notification.objects.get()
    assert admin.get(f"/notifications/{line.pk}/").status_code == 404
    assert li.get(f"/notifications/{line.pk}/").url == f"/tasks/{given.pk}/"
    assert "count-seal" not in li.get("/notifications/bell/").content.decode()


def test_a_kind_that_one_does_not_want_is_not_told(company, li):
    li.post("/notifications/choices/", {"kinds": ["mention"]})
    task(company, "admin", owner=str(company.users["li"].pk))
    follow()
    assert told(company, "li") == []


def test_the_picker_after_an_at_knows_pinyin_and_offers_a_plain_mark(company, li):
    wang = company.users["wang"]
    with change_set(by=None, door="system"):
        wang.name = "王芳 (南区)"
        wang.save()
    assert li.get("/mentions/?q=wangf").json() == [
        {"mark": "@王芳 南区(wang)", "label": "王芳 (南区)", "hint": "south"}
    ]
