"""Promises: noted in a line, gathered by customer, contradictions found and settled."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from tests.people import company as people
from zhike.access.models import Team, User
from zhike.access.rights import system_access
from zhike.engagement.commitments.kept import counted
from zhike.engagement.models import Commitment, Interaction
from zhike.engagement.rules import promises
from zhike.ledger.models import Change
from zhike.ledger.undo import undo
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.models import Notification
from zhike.records.notifying import notify
from zhike.records.resource import resource_named
from zhike.web.today import Agenda, Press

COMMITMENTS = resource_named("commitments")


@pytest.fixture
def company(db):
    """A small company with two who sell in the west and their director."""
    return people.found()


@pytest.fixture
def customer(company):
    """A customer of Lin's in Chengdu."""
    return people.party("川途客运", company.people["林"], region="510100")


def browser(company, name):
    client = Client()
    client.force_login(User.objects.get(pk=company.people[name].pk))
    return client


def promise(company, by, customer, text="交期", **raw):
    given = {"party": str(customer.pk), "text": text} | raw
    return saving.create(COMMITMENTS, company.access(by), given)


def told():
    notify(list(Change.objects.select_related("change_set").order_by("seq")))
    return set(Notification.objects.values_list("user__login", "kind"))


@pytest.mark.parametrize(
    ("text", "kind", "quantity", "unit", "until"),
    [
        ("30天交货", "delivery", 30, "day", ""),
        ("48小时上门", "service", 48, "hour", ""),
        ("免费培训驾驶员20人", "training", 20, "person", ""),
        ("质保三年", "warranty", 3, "year", ""),
        ("15个工作日内发货", "delivery", 15, "workday", ""),
        ("5月8日前给实测数据", "other", None, "", "5月8日"),
        ("to deliver 12 buses by 1 May", "delivery", 12, "piece", "1 May"),
        ("10天内送样品", "gift", 10, "day", "+10d"),
    ],
)  # fmt: skip
def test_a_line_says_what_is_promised(text, kind, quantity, unit, until):
    said = promises.said(text)
    assert (said.kind, said.quantity, said.unit, said.until) == (
        kind, None if quantity is None else Decimal(quantity), unit, until,
    )  # fmt: skip


def test_only_sentences_that_promise_are_promises():
    text = "谈了交期。承诺：30天交货；答应了送样车\n他们答应再看看"
    assert [said.text for said in promises.said_in(text)] == ["30天交货", "送样车"]
    assert not list(promises.said_in("a promising start. compromise on price"))


@pytest.mark.requirement("E20")
@pytest.mark.parametrize(
    ("kind", "expected", "delivered", "met"),
    [("delivery", 15, 12, "beyond"), ("delivery", 15, 18, "short"), ("delivery", 15, 15, "met"),
     ("training", 20, 25, "beyond"), ("warranty", 3, 2, "short")],
)  # fmt: skip
def test_what_was_delivered_is_held_against_what_was_expected(
    company, customer, kind, expected, delivered, met
):
    made = promise(company, "林", customer, kind=kind, quantity="99", unit="day",
                   expected=str(expected))  # fmt: skip
    raw = {"delivered": str(delivered)}
    done = saving.perform(COMMITMENTS, company.access("林"), made.pk, "keep", raw)
    assert (done.met, done.status) == (met, "kept")


@pytest.mark.requirement("D43")
def test_a_promise_in_the_line_about_a_contact_is_entered_with_it(company, customer):
    url = f"/parties/{customer.pk}/interactions/"
    line = {"subject": "答应30天交货", "channel": "call", "next_contact_at": ""}
    browser(company, "林").post(url, line)
    made = Commitment.objects.get()
    assert (made.text, made.kind, made.quantity, made.unit) == ("30天交货", "delivery", 30, "day")
    assert made.promised_by.login == "林"
    assert made.source == f"interaction:{Interaction.objects.get().pk}"
    undo(Change.objects.get(record=made.pk).change_set, by=company.people["林"], door="web")
    assert not Commitment.objects.exists()
    assert not Interaction.objects.exists()


@pytest.mark.requirement("D43")
def test_contradicting_promises_of_all_who_sell_are_found_and_one_is_let_stand(company, customer):
    mine = promise(company, "林", customer, kind="delivery", quantity="30", unit="day")
    other = saving.create(COMMITMENTS, system_access("web", company.people["陈"]), {
        "party": str(customer.pk), "text": "20天交货", "kind": "delivery", "quantity": "20",
        "unit": "day", "owner": str(company.people["陈"].pk),
    })  # fmt: skip
    promise(company, "林", customer, "免费培训", kind="training", quantity="20", unit="person")
    assert ("林", "promise_conflict") in told()

    director = browser(company, "周")
    page = director.get(f"/parties/{customer.pk}/promises/").content.decode()
    assert page.count('class="conflict"') == 1
    assert all(text in page for text in ("<b>20天</b>", "<b>30天</b>", "免费培训"))
    head = director.get(f"/parties/{customer.pk}/").content.decode()
    assert "承诺互相矛盾：交期" in head

    director.post(f"/commitments/{other.pk}/uphold/", {"version": other.version})
    mine.refresh_from_db()
    assert (mine.status, Commitment.objects.get(pk=other.pk).status) == ("waived", "open")
    assert {("林", "promise_waived"), ("陈", "promise_upheld")} <= told()
    page = director.get(f"/parties/{customer.pk}/promises/").content.decode()
    assert 'class="conflict"' not in page


@pytest.mark.requirement("D43")
def test_one_who_sells_cannot_let_a_promise_stand_against_a_colleagues(company, customer):
    mine = promise(company, "林", customer, kind="price", quantity="5", unit="percent")
    promise(company, "林", customer, kind="price", quantity="8", unit="percent")
    answer = browser(company, "林").post(f"/commitments/{mine.pk}/uphold/", {"version": "1"})
    assert answer.status_code == 403
    assert Commitment.objects.open().count() == 2


@pytest.mark.requirement("A37")
@pytest.mark.parametrize(
    ("region", "hours", "least"),
    [("510100", "24", "72"), ("510107", "71", "72"), ("510100", "72", None),
     ("310000", "24", None), ("110000", "5", "8"), ("", "5", "8")],
)  # fmt: skip
def test_nothing_is_promised_that_nobody_is_free_for(company, customer, region, hours, least):
    rules = [("510100", 0, 72), ("310000", 3, 48), ("", 0, 8)]
    for code, free, possible in rules:
        saving.create(resource_named("capacities"), system_access(), {
            "kind": "service", "region": code, "unit": "hour", "people": str(free),
            "least": str(possible),
        })  # fmt: skip
    where = people.party("客户", company.people["林"], region=region)

    def made():
        return promise(company, "林", where, kind="service", quantity=hours, unit="hour")

    if least is None:
        assert made().status == "open"
        return
    with pytest.raises(Invalid) as refused:
        made()
    (error,) = refused.value.errors
    assert error.field == "quantity"
    assert least in error.message


@pytest.mark.requirement("A36")
def test_promises_fall_due_and_their_kept_rate_is_counted(company, customer):
    now = timezone.now()
    made = [promise(company, "林", customer, f"第{n}件", due_at=(now - dt.timedelta(days=n)))
            for n in (1, 2, 3)]  # fmt: skip
    promise(company, "林", customer, "还早", due_at=now + dt.timedelta(days=30))
    waits = Agenda(company.access("林")).rows("promises")
    assert [(due.title, due.press) for due in waits] == [
        (f"第{n}件", Press.LATE) for n in (3, 2, 1)
    ]
    access = company.access("林")
    saving.perform(COMMITMENTS, access, made[0].pk, "keep", {})
    saving.perform(COMMITMENTS, access, made[1].pk, "keep", {})
    saving.perform(COMMITMENTS, access, made[2].pk, "breach", {"reason": "缺料"})
    (row,) = counted(company.access("周"), "owner")
    assert (row["kept"], row["broken"], row["late"], row["open"]) == (2, 1, 0, 1)
    assert "67%" in browser(company, "周").get("/commitments/kept/").content.decode()


@pytest.mark.parametrize(
    ("field", "value"), [("quantity", "-3"), ("quantity", "99999999999999"), ("due_at", "someday")]
)
def test_a_wrong_figure_is_refused_by_its_field(company, customer, field, value):
    with pytest.raises(Invalid) as refused:
        promise(company, "林", customer, unit="day", **{field: value})
    assert [error.field for error in refused.value.errors] == [field]


@pytest.mark.requirement("A37")
def test_who_must_deliver_is_asked_and_the_answer_stands_at_the_promise(company, customer):
    made = promise(company, "林", customer, "20天交货", kind="delivery", quantity="20", unit="day")
    lin, url = browser(company, "林"), f"/commitments/{made.pk}/"
    way = re.search(r'href="(/internal-requests/new/[^"]+)"', lin.get(url).content.decode())
    form = lin.get(way[1].replace("&amp;", "&")).content.decode()
    assert "能否兑现？20天交货" in form
    raw = {"subject": "能否兑现", "about": f"commitment:{made.pk}", "to_team": str(west().pk)}
    asked = saving.create(resource_named("internal-requests"), company.access("林"), raw)
    saving.perform(resource_named("internal-requests"), company.access("陈"), asked.pk,
                   "decline", {"answer": "最快28天"})  # fmt: skip
    page = lin.get(url).content.decode()
    assert "西区表示无法兑现" in page
    assert "最快28天" in page


def west():
    return Team.objects.get(name="西区")
