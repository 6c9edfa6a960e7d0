"""Handing over: somebody leaves, and in one deed their work goes to others by a rule."""

from collections import Counter

import pytest
from django.test import Client

from tests.people import company as people
from zhike.access.models import Owned, Team, User
from zhike.access.rights import system_access
from zhike.engagement.handover import doing
from zhike.engagement.handover.assigning import Order
from zhike.engagement.handover.work import PERSONAL, resources
from zhike.engagement.models import Interaction, Task
from zhike.ledger import jobs
from zhike.ledger.current import change_set
from zhike.ledger.models import Change, ChangeSet, Job
from zhike.ledger.undo import undo
from zhike.people.models import Lead, Party, Relationship
from zhike.records import saving
from zhike.records.models import Notification, SavedView
from zhike.records.notifying import notify
from zhike.records.resource import all_resources, resource_named
from zhike.sales.models import PlanLine, Target


@pytest.fixture
def company(db):
    """A small company with two who sell in the west and their director."""
    return people.found()


def browser(company, name):
    client = Client()
    client.force_login(User.objects.get(pk=company.people[name].pk))
    return client


def make(type_, **raw):
    return saving.create(resource_named(type_), system_access(), raw)


def customers(company, count, owner="林", **raw):
    """So many customers with a task each."""
    made = []
    for number in range(count):
        party = people.party(f"客户{number:02}", company.people[owner], **raw)
        make("tasks", subject=f"拜访{number}", party=str(party.pk), owner=str(party.owner_id))
        made.append(party)
    return made


def order(company, rule="one", to=("陈",), **more):
    takers = tuple(str(company.people[name].pk) for name in to)
    return Order(str(company.people["林"].pk), rule, takers, **more)


def owners(model):
    return Counter(model.objects.values_list("owner__login", flat=True))


@pytest.mark.requirement("D42")
def test_a_leavers_work_goes_to_the_superior_in_one_deed_with_a_brief_for_each(company):
    customers(company, 3)
    make("leads", name="陈磊", owner=str(company.people["林"].pk))
    with change_set(by=None, door="system"):
        west = Team.objects.get(name="西区")
        west.head = company.people["周"]
        west.save()
        leaver = User.objects.get(login="林")
        leaver.is_active = False
        leaver.save()
    director, url = browser(company, "周"), f"/users/{leaver.pk}/handover/"
    assert url in director.get(f"/users/{leaver.pk}/").content.decode()
    second = director.post(url, {"rule": "superior", "note": "林离职"}).content.decode()
    assert 'value="周"' in second
    done = director.post(url, {"rule": "superior", "note": "林离职", "step": "run"})
    for model in (Party, Task, Lead):
        assert set(owners(model)) == {"周"}
    taken = director.get(done.url).content.decode()
    assert taken.count("/brief/") == 4
    brief = director.get(f"/parties/{Party.objects.first().pk}/brief/").content.decode()
    assert "林离职" in brief
    assert "客户00" in brief


@pytest.mark.requirement("D42")
def test_who_takes_over_is_told_once_and_the_deed_is_undone_as_one(company):
    customers(company, 4)
    done = doing.run(company.access("周"), order(company))
    notify(list(Change.objects.select_related("change_set").order_by("seq")))
    line = Notification.objects.get(user=company.people["陈"], kind="taken_over")
    assert line.count == 8
    assert browser(company, "陈").get(f"/notifications/{line.pk}/").url == f"/handover/{done.pk}/"
    assert "客户03" in browser(company, "陈").get(f"/handover/{done.pk}/").content.decode()
    assert browser(company, "何").get(f"/handover/{done.pk}/").status_code == 404
    undo(done, by=company.people["周"], door="web")
    assert owners(Party) == {"林": 4}
    assert owners(Task) == {"林": 4}


@pytest.mark.requirement("D42")
def test_no_record_type_with_owners_is_forgotten():
    handed = {resource.model for resource in resources()}
    owned = {r.model for r in all_resources() if issubclass(r.model, Owned)}
    assert handed | PERSONAL == owned
    assert {SavedView, Target, PlanLine} == PERSONAL


@pytest.mark.requirement("D42")
@pytest.mark.parametrize("count", [6, 9])
def test_work_is_shared_out_evenly_and_what_belongs_to_a_customer_stays_with_it(company, count):
    customers(company, count)
    doing.run(company.access("周"), order(company, "evenly", ("陈", "周", "王")))
    assert owners(Party) == dict.fromkeys(("陈", "周", "王"), count // 3)
    assert all(task.owner_id == task.party.owner_id for task in Task.objects.all())


@pytest.mark.requirement("D42")
def test_the_people_of_a_company_go_where_the_company_goes(company):
    firms = [people.party(f"客运{number}", company.people["林"]) for number in range(4)]
    for firm in reversed(firms):
        person = people.party("何建国", company.people["林"], kind="person")
        make("relationships", from_party=str(person.pk), to_party=str(firm.pk), type="works_for")
    doing.run(company.access("周"), order(company, "evenly", ("陈", "周")))
    assert owners(Party) == {"陈": 4, "周": 4}
    for tie in Relationship.objects.all():
        assert tie.from_party.owner_id == tie.to_party.owner_id


@pytest.mark.requirement("D42")
def test_work_is_shared_out_by_region_or_left_to_a_team(company):
    customers(company, 2, region="510100")
    customers(company, 1, region="310000")
    customers(company, 1)
    regions = {"51": str(company.people["王"].pk)}
    done = doing.run(company.access("周"), order(company, "region", regions=regions))
    assert owners(Party) == owners(Task) == {"王": 2, "陈": 2}
    undo(done, by=company.people["周"], door="web")
    team = Team.objects.get(name="西区")
    doing.run(company.access("周"), order(company, "team", (), team=str(team.pk)))
    assert owners(Party) == {None: 4}
    assert set(Party.objects.values_list("team", flat=True)) == {team.pk}


@pytest.mark.requirement("D42")
def test_what_has_ended_keeps_the_name_of_whoever_did_it_unless_all_is_asked_for(company):
    (party,) = customers(company, 1)
    mine = str(company.people["林"].pk)
    make("interactions", party=str(party.pk), subject="谈过了", owner=mine)
    make("interactions", party=str(party.pk), subject="约好了", owner=mine,
         at="2026-01-05T10:00:00+08:00", next_contact_at="2036-01-01T09:00:00+08:00")  # fmt: skip
    doing.run(company.access("周"), order(company))
    assert owners(Interaction) == {"林": 1, "陈": 1}
    doing.run(company.access("周"), order(company, everything=True))
    assert owners(Interaction) == {"陈": 2}


@pytest.mark.requirement("D42")
def test_nobody_hands_over_what_they_may_not_change(company):
    customers(company, 2)
    page = browser(company, "陈").get(f"/users/{company.people['林'].pk}/handover/")
    assert "客户" not in page.content.decode().partition("</h1>")[2].partition("</main>")[0]
    sent = {"rule": "one", "person": str(company.people["陈"].pk), "step": "run"}
    browser(company, "陈").post(f"/users/{company.people['林'].pk}/handover/", sent)
    assert owners(Party) == {"林": 2}
    answer = browser(company, "周").post(
        f"/users/{company.people['林'].pk}/handover/", {"rule": "one", "step": "run"}
    )
    assert answer.status_code == 422


class KilledHere(BaseException):
    """The worker's process ends."""


@pytest.mark.requirement("D42")
@pytest.mark.django_db(transaction=True)
def test_a_handover_that_was_killed_goes_on_where_it_broke_off(monkeypatch):
    company = people.found()
    customers(company, 60)
    arguments = doing.arguments(order(company, "evenly", ("陈", "周")))
    job = jobs.enqueue(doing.JOB, arguments, actor=company.people["周"].pk)
    progress = jobs.Running.progress

    def killed(running, done, total=None):
        progress(running, done, total)
        if done:
            raise KilledHere

    with monkeypatch.context() as patched:
        patched.setattr(jobs.Running, "progress", killed)
        with pytest.raises(KilledHere):
            jobs.run(jobs.claim())
    assert 0 < owners(Party)["林"] < 60
    Job.objects.filter(pk=job.pk).update(lease_until="2020-01-01T00:00:00Z")
    jobs.run(jobs.claim())
    assert owners(Party) == {"陈": 30, "周": 30}
    assert owners(Task) == {"陈": 30, "周": 30}
    (done,) = ChangeSet.objects.filter(action="hand_over")
    assert (done.state, done.change_count) == ("closed", 120)
