"""The brief: what one must know of a customer or a deal, on one page."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.people import company as people
from zhike.access.models import User
from zhike.access.rights import system_access
from zhike.ledger.current import change_set
from zhike.records import saving
from zhike.records.resource import resource_named


@pytest.fixture
def company(db):
    """A small company with two who sell in the west and their director."""
    return people.found()


def make(type_, **raw):
    return saving.create(resource_named(type_), system_access(), raw)


@pytest.fixture
def deal(company):
    """A deal of Lin's with a customer, fourteen contacts, a decision maker and a task."""
    lin = str(company.people["林"].pk)
    bus = people.party("川途客运", company.people["林"])
    boss = make("parties", name="何建国", kind="person", owner=lin,
                contact_points=[{"type": "phone", "value": "13912345678"}])  # fmt: skip
    make("relationships", from_party=str(boss.pk), to_party=str(bus.pk), type="decides_for",
         role="总经理")  # fmt: skip
    pipeline = make("pipelines", name="标准", is_default=True)
    make("stages", pipeline=str(pipeline.pk), name="方案评审", position=1, win_probability=40)
    deal = make("opportunities", name="K10 60台", party=str(bus.pk), amount="1200000", owner=lin)
    for number in range(14):
        make("interactions", party=str(bus.pk), about=f"opportunity:{deal.pk}", owner=lin,
             subject=f"第{number}次谈判",
             at=timezone.now() - dt.timedelta(days=20 - number))  # fmt: skip
    make("tasks", subject="送样车", party=str(bus.pk), owner=lin)
    return deal


def browser(company, name):
    client = Client()
    client.force_login(User.objects.get(pk=company.people[name].pk))
    return client


def text_of(answer):
    body = answer.content.decode().partition('class="sheet brief"')[2]
    return " ".join(re.sub("<[^>]+>", " ", body).split())


@pytest.mark.requirement("D42")
def test_one_page_says_who_matters_what_was_said_and_what_is_open(company, deal):
    answer = browser(company, "周").get(f"/opportunities/{deal.pk}/brief/")
    text = text_of(answer)
    for said in ("何建国", "总经理", "139 1234 5678", "送样车", "K10 60台", "方案评审", "林"):
        assert said in text
    assert [f"第{n}次谈判" in text for n in (1, 2, 13)] == [False, True, True]
    for_visit = text_of(browser(company, "周").get(f"/opportunities/{deal.pk}/brief/?for=visit"))
    assert [f"第{n}次谈判" in for_visit for n in (8, 9, 13)] == [False, True, True]


@pytest.mark.requirement("D42")
def test_a_brief_says_in_whose_hands_the_record_has_been(company, deal):
    with change_set(by=None, door="system", reason="林离职"):
        deal.owner = company.people["陈"]
        deal.save()
    text = text_of(browser(company, "周").get(f"/opportunities/{deal.pk}/brief/"))
    assert text.index("陈 林离职") < text.rindex("林")


def test_a_brief_holds_what_its_reader_may_see_and_nobody_else_has_one(company, deal):
    assert browser(company, "何").get(f"/opportunities/{deal.pk}/brief/").status_code == 404
    task = resource_named("tasks").model.objects.get()
    assert browser(company, "周").get(f"/tasks/{task.pk}/brief/").status_code == 404


def test_a_brief_asks_the_same_queries_whatever_there_is(company, deal):
    client, url = browser(company, "周"), f"/opportunities/{deal.pk}/brief/"

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    client.get(url)
    few = asked()
    for number in range(9):
        make("tasks", subject=f"待办{number}", party=str(deal.party_id))
        make("opportunities", name=f"配件{number}", party=str(deal.party_id))
        make("files", party=str(deal.party_id), name=f"{number}.pdf")
    assert asked() <= few + 1 <= 60
