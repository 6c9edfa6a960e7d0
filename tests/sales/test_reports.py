"""Reports of selling: waiting for departments, lost deals; who hears of a deal standing still."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.sales.company import deal, party
from tests.sales.processes import department, process
from zhike.ledger.current import change_set
from zhike.ledger.models import Cursor
from zhike.records.models import Notification
from zhike.records.reminders import remind
from zhike.sales.models import OpportunityCompetitor, OpportunityStep
from zhike.sales.rules.waiting import Stay, attribute, together

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
START = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)


def day(number):
    return START + dt.timedelta(days=number)


@pytest.fixture
def guo(client, company):
    """Guo, who sees everything, at a page."""
    client.force_login(company.people["郭"])
    return client


@pytest.mark.requirement("C07")
@pytest.mark.parametrize(
    ("cycle", "technical", "finance", "others", "share"),
    [(180, 45, 30, 75, 41.7), (200, 10, 30, 40, 20.0), (90, 0, 9, 9, 10.0)],
)
def test_the_time_of_other_departments_is_a_share_of_the_whole(
    cycle, technical, finance, others, share
):
    stays = [
        Stay(1, "4", "技术部", False, day(20), day(20 + technical)),
        Stay(1, "5", "财务部", False, day(70), day(70 + finance)),
        Stay(1, "1", "销售", True, day(0), day(15)),
    ]
    found = attribute({1: (START, day(cycle))}, stays)
    assert (found.others.days, found.share(found.others)) == (others, share)
    ranked = [held.name for held in found.departments if not held.is_own]
    assert ranked == sorted(
        ranked, key=lambda name: {"技术部": -technical, "财务部": -finance}[name]
    )


def test_steps_at_the_same_time_count_once_and_only_within_the_deals_own_time():
    assert together([(day(0), day(4)), (day(2), day(6)), (day(9), day(10))]).days == 7
    stays = [
        Stay(1, "a", "技术部", False, day(0), day(9)),
        Stay(1, "b", "财务部", False, day(5), day(30)),
    ]
    found = attribute({1: (START, day(10))}, stays)
    assert found.others.days == 10
    assert [held.time.days for held in found.departments] == [9, 5]


@pytest.mark.requirement("C07")
def test_the_report_ranks_departments_by_how_long_they_kept_deals(guo, company):
    technical, finance = department("技术部"), department("财务部")
    made = process(
        company,
        {"stage": "需求确认", "name": "方案", "department": technical},
        {"stage": "方案报价", "name": "成本", "department": finance},
    )
    now = timezone.now()
    closed = deal(company, opened_on=timezone.localdate() - dt.timedelta(days=100))
    with change_set(by=None, door="system"):
        for step, begin, days in zip(made.steps.all(), (90, 40), (20, 30), strict=True):
            begun = now - dt.timedelta(days=begin)
            OpportunityStep(
                opportunity=closed, step=step, status="done", since=begun,
                done_at=begun + dt.timedelta(days=days),
            ).save()  # fmt: skip
        closed.win()
    text = guo.get("/opportunities/waiting/", **ENGLISH).content.decode()
    assert text.index("财务部") < text.index("技术部")
    shares = re.findall(r"(\d+\.\d)%", text)
    assert float(shares[0]) == pytest.approx(29.8, abs=0.3)
    assert "Which department keeps deals waiting?" in text


@pytest.mark.requirement("D49")
@pytest.mark.parametrize(("to_rival", "others", "share"), [(6, 4, 60), (1, 3, 25)])
def test_lost_deals_are_counted_by_competitor_and_reason(guo, company, to_rival, others, share):
    rival = party(company, "竞品K")
    for number in range(to_rival + others):
        lost = deal(company, name=f"标{number}")
        answer = guo.post(f"/opportunities/{lost.pk}/lose/", {
            "lost_reason": "competitor" if number < to_rival else "budget",
            "lost_to": str(rival.pk) if number < to_rival else "",
        })  # fmt: skip
        assert answer.status_code == 302
    text = guo.get("/opportunities/losses/", **ENGLISH).content.decode()
    assert f"竞品K won {share}% of the {to_rival + others} deals that we lost" in text
    assert "No budget" in text or "no budget" in text


@pytest.mark.requirement("D49")
def test_what_we_know_of_a_competitor_stands_on_the_deal(guo, company):
    rival = party(company, "竞品K")
    with change_set(by=None, door="system"):
        rival.note = "不跟价，讲五年总成本"
        rival.save()
        met = deal(company, amount=Decimal(1000))
        OpportunityCompetitor(opportunity=met, party=rival, price=Decimal(950)).save()
    text = guo.get(f"/opportunities/{met.pk}/", **ENGLISH).content.decode()
    assert "不跟价，讲五年总成本" in text
    assert "(-5%)" in text


@pytest.mark.requirement("A18")
@pytest.mark.parametrize(("days", "told"), [(14, 0), (15, 2)])
def test_owner_and_superior_hear_once_of_a_deal_too_long_in_its_stage(company, days, told):
    stage = company.stages["方案报价"]
    with change_set(by=None, door="system"):
        stage.max_days = 14
        stage.save()
        company.teams["西区"].head = company.people["周"]
        company.teams["西区"].save()
    deal(company, stage="方案报价", stage_since=timezone.now() - dt.timedelta(days=days))
    yesterday = timezone.now() - dt.timedelta(hours=23, minutes=59)
    Cursor.objects.create(name="reminders", seq=int(yesterday.timestamp()))
    remind()
    remind()
    found = Notification.objects.filter(kind="deal_stuck")
    assert found.count() == told
    assert {line.user.name for line in found} == ({"林", "周"} if told else set())


@pytest.mark.requirement("E05")
def test_the_swimlane_says_which_department_has_the_deal_and_since_when(guo, company):
    technical, finance = department("技术部"), department("财务部")
    process(
        company,
        {"stage": "方案报价", "name": "方案", "department": technical, "hours": 8},
        {"stage": "方案报价", "name": "成本", "department": finance, "hours": 4, "after": "1"},
        {"stage": "商务谈判", "name": "合同"},
    )
    made = deal(company, stage="方案报价", stage_since=timezone.now())
    for url in (f"/opportunities/{made.pk}/", f"/opportunities/{made.pk}/process/"):
        text = guo.get(url, **ENGLISH).content.decode()
        assert re.search(r"技术部 has had “方案” since today", text)
        lanes = re.findall(r'<th scope="row">(\S+?)(?: <small>| *</th>)', text)
        assert {"技术部", "财务部", "西区"} <= set(lanes)
        assert re.findall(r'class="lane-step is-(\w+)"', text) == ["running", "waiting", "waiting"]


def test_the_pages_of_a_process_ask_no_more_where_there_are_more_steps(
    guo, company, django_assert_max_num_queries
):
    process(company, *({"stage": "方案报价", "name": f"步{n}"} for n in range(12)))
    made = deal(company, stage="方案报价")
    with django_assert_max_num_queries(40):
        guo.get(f"/opportunities/{made.pk}/process/")
