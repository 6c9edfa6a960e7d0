"""Timing rules: whom they meet, the task at the right time, who gets it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from tests.sales import company as selling
from zhike.access.models import Team
from zhike.access.rights import system_access
from zhike.catalog.models import Product
from zhike.engagement.models import Interaction, Task
from zhike.ledger.current import change_set
from zhike.ledger.jobs import claim, run
from zhike.ledger.models import ChangeSet
from zhike.people.models import Party, Relationship
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.models import Absence, CustomField, SavedView
from zhike.records.resource import resource_named
from zhike.records.undoing import take_back
from zhike.sales.models import OpportunityLine, TimingRule
from zhike.sales.timing.questions import replaced
from zhike.sales.timing.reminding import ACTION, remind, remind_daily

pytestmark = pytest.mark.django_db
RULES = resource_named("timing-rules")
BOUGHT, JOB_DAY, ENDS = dt.date(2023, 4, 1), dt.date(2026, 1, 31), dt.date(2026, 4, 1)


def on(day):
    """As if it were nine o'clock of that day."""
    moment = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
    return patch("django.utils.timezone.now", return_value=moment)


def written(record):
    with change_set(by=None, door="system"):
        record.save()
    return record


def bus(name="K10", life=36, series=""):
    return written(Product(name=name, code=name, life_months=life, series=series))


def bought(company, party, product, day=BOUGHT):
    deal = selling.deal(company, party=party, amount=Decimal(1000))
    with change_set(by=None, door="system"):
        OpportunityLine(opportunity=deal, product=product, unit_price=Decimal(10)).save()
    deal.refresh_from_db()
    with on(day), change_set(by=None, door="system"):
        deal.win()
    return deal


def rule(**values):
    raw = {"name": "换购", "moment": "replacement", "lead_days": 60, "subject": "换购提醒",
           "begins_on": "2025-01-01"}  # fmt: skip
    return saving.create(RULES, system_access(), raw | values)


def job(day):
    """The minute's question and the job that it asks for; how many tasks there are then."""
    with on(day):
        remind_daily()
        while (waiting := claim()) is not None:
            run(waiting)
    return Task.objects.count()


@pytest.mark.requirement("B02")
def test_sixty_days_before_a_bus_is_three_years_old_its_seller_gets_one_task(company):
    party = selling.party(company, "川途客运")
    deal = bought(company, party, bus())
    rule()
    assert job(JOB_DAY - dt.timedelta(days=1)) == 0
    assert job(JOB_DAY) == 1
    assert job(JOB_DAY) == 1
    assert job(JOB_DAY + dt.timedelta(days=1)) == 1
    task = Task.objects.get()
    assert (task.subject, task.party, task.owner) == ("换购提醒", party, company.people["林"])
    assert task.about == f"opportunity:{deal.pk}"
    # Saturday, 31 January: five workdays later it is Friday, 6 February.
    assert timezone.localdate(task.due_at) == dt.date(2026, 2, 6)
    assert "K10" in task.note
    assert "2026-04-01" in task.note
    made = ChangeSet.objects.get(action=ACTION)
    assert (made.door, made.actor) == ("system", None)


@pytest.mark.requirement("B02")
def test_an_undone_task_is_not_written_again(company):
    bought(company, selling.party(company, "川途客运"), bus())
    rule()
    job(JOB_DAY)
    take_back(system_access("web"), ChangeSet.objects.get(action=ACTION))
    assert Task.objects.count() == 0
    assert job(JOB_DAY + dt.timedelta(days=1)) == 0


@pytest.mark.requirement("B02")
@pytest.mark.parametrize(
    ("life", "day", "lead", "written_on"),
    [
        (36, dt.date(2023, 4, 1), 60, dt.date(2026, 1, 31)),
        (12, dt.date(2025, 2, 28), 0, dt.date(2026, 2, 28)),
        (1, dt.date(2026, 1, 31), 7, dt.date(2026, 2, 21)),
        (96, dt.date(2018, 6, 30), 180, dt.date(2026, 1, 1)),
    ],
)
def test_the_task_comes_on_the_day_that_life_and_lead_say(company, life, day, lead, written_on):
    bought(company, selling.party(company, "川途客运"), bus(life=life), day)
    known = rule(lead_days=lead)
    for today, count in ((written_on - dt.timedelta(days=1), 0), (written_on, 1)):
        with on(today):
            assert sum(remind(known, today)) == count


@pytest.mark.requirement("B02")
def test_who_bought_of_the_series_again_is_left_in_peace(company):
    old, new, other = bus("K10", series="K"), bus("K12", life=None, series="K"), bus("T5")
    again, elsewhere = (selling.party(company, name) for name in ("又买了", "买了别的"))
    for party in (again, elsewhere):
        bought(company, party, old)
    bought(company, again, new, dt.date(2025, 10, 1))
    bought(company, elsewhere, other, dt.date(2025, 10, 1))
    rule()
    job(JOB_DAY)
    assert [task.party for task in Task.objects.all()] == [elsewhere]


def test_what_was_due_before_the_rule_is_shown_and_not_written(company):
    bought(company, selling.party(company, "川途客运"), bus())
    rule(begins_on="2026-02-01")
    assert job(dt.date(2026, 3, 1)) == 0
    browser = Client()
    browser.force_login(company.people["林"])
    with on(dt.date(2026, 3, 1)):
        page = browser.get("/parties/due/?moment=replacement").content.decode()
    assert "川途客运" in page


@pytest.mark.requirement("B02")
@pytest.mark.parametrize("kind", ["date", "moment"])
def test_an_expiry_in_a_field_of_the_companys_own_is_reminded_of(company, kind):
    written(CustomField(resource="party", key="contract_ends", label="合同到期", kind=kind))
    party = selling.party(company, "川途客运")
    day = "2026-04-01" if kind == "date" else "2026-04-01T00:30:00+08:00"
    saving.change(resource_named("parties"), system_access(), party.pk, {"c_contract_ends": day})
    known = rule(name="到期", moment="date", resource="客户", field="合同到期", subject="谈续约")
    assert (known.resource, known.field) == ("parties", "c_contract_ends")
    assert job(JOB_DAY) == 1
    assert "2026-04-01" in Task.objects.get().note


@pytest.mark.requirement("B02")
def test_a_customer_with_whom_nobody_spoke_for_ninety_days_is_called(company):
    quiet, busy, firm, person = (
        selling.party(company, name) for name in ("安静", "热闹", "公司", "张经理")
    )
    written(Relationship(from_party=person, to_party=firm, type="works_for"))
    for party, day in ((quiet, 1), (busy, 1), (busy, 20), (firm, 1), (person, 20)):
        at = timezone.make_aware(dt.datetime(2026, 1, day, 10))  # noqa: DTZ001 — made aware
        written(Interaction(party=party, owner=party.owner, subject="电话", at=at))
    rule(name="沉默", moment="contact", every=90, unit="days", lead_days=0, subject="打个电话")
    assert job(dt.date(2026, 3, 31)) == 0
    assert job(dt.date(2026, 4, 1)) == 1
    assert Task.objects.get().party == quiet


@pytest.mark.requirement("B02")
def test_a_customer_whose_last_purchase_is_six_months_old_is_asked_what_runs_out(company):
    oil = bus("机油", life=None, series="耗材")
    party = selling.party(company, "川途客运")
    for day in (dt.date(2025, 7, 1), dt.date(2025, 9, 1)):
        bought(company, party, oil, day)
    bought(company, party, bus("K10"), dt.date(2025, 12, 1))
    rule(name="耗材", moment="purchase", every=6, series="耗材", lead_days=10, subject="补耗材")
    assert job(dt.date(2026, 1, 15)) == 0
    assert job(dt.date(2026, 2, 19)) == 1


@pytest.mark.requirement("B02")
def test_the_task_goes_to_the_deputy_or_the_head_where_the_owner_is_away_or_nobody(company):
    k10 = bus()
    with change_set(by=None, door="system"):
        team = Team.objects.get(name="西区")
        team.head = company.people["周"]
        team.save()
        away = {"starts_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
                "ends_at": dt.datetime(2026, 3, 1, tzinfo=dt.UTC)}  # fmt: skip
        Absence(user=company.people["林"], deputy=company.people["陈"], **away).save()
        Absence(user=company.people["何"], **away).save()
        nobodys = Party(name="无主", team=team)
        nobodys.save()
        south = Team.objects.get(name="南区")
        south.parent = team
        south.save()
    for party in (selling.party(company, "林的"), selling.party(company, "何的", "何"), nobodys):
        bought(company, party, k10)
    rule()
    job(JOB_DAY)
    told = {task.party.name: task.owner.name for task in Task.objects.all()}
    assert told == {"林的": "陈", "何的": "周", "无主": "周"}


def test_only_the_customers_of_a_view_are_met(company):
    view = written(SavedView(name="金", resource="parties", owner=company.people["郭"],
                             filter={"field": "tier", "op": "eq", "value": "gold"}))  # fmt: skip
    k10, gold, iron = bus(), *(selling.party(company, name) for name in ("金", "铁"))
    with change_set(by=None, door="system"):
        gold.tier = "gold"
        gold.save()
    for party in (gold, iron):
        bought(company, party, k10)
    rule(only=str(view.pk))
    job(JOB_DAY)
    assert [task.party for task in Task.objects.all()] == [gold]


@pytest.mark.requirement("B02")
def test_the_page_and_the_preview_show_whom_a_rule_meets_among_the_customers_in_sight(company):
    k10 = bus()
    bought(company, selling.party(company, "林的"), k10)
    bought(company, selling.party(company, "何的", "何"), k10)
    known = rule()
    lin, chief = Client(), Client()
    lin.force_login(company.people["林"])
    chief.force_login(company.people["郭"])
    with on(dt.date(2026, 1, 2)):
        own = lin.get("/parties/due/").content.decode()
        every = chief.get(f"/timing-rules/{known.pk}/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "林的" in own
    assert "何的" not in own
    assert "林的" in every
    assert "何的" in every
    assert "2 customers" in every


@pytest.mark.parametrize(("raw", "field"), [
    ({"moment": "contact"}, "every"), ({"moment": "date"}, "resource"),
    ({"moment": "date", "resource": "parties", "field": "name"}, "field"),
    ({"moment": "date", "resource": "nothing", "field": "name"}, "resource"),
    ({"moment": "contact", "every": 5000}, "every"), ({"days_to_act": 300}, "days_to_act"),
])  # fmt: skip
def test_a_rule_that_could_not_meet_anybody_is_refused_by_its_field(company, raw, field):
    with pytest.raises(Invalid) as refused:
        rule(**raw)
    assert {error.field for error in refused.value.errors} == {field}


def test_a_changed_rule_is_gone_through_again_the_same_day(company):
    bought(company, selling.party(company, "川途客运"), bus())
    known = rule(is_active=False)
    assert job(JOB_DAY) == 0
    with change_set(by=None, door="system"):
        again = TimingRule.objects.get(pk=known.pk)
        again.is_active = True
        again.save()
    assert job(JOB_DAY) == 1


def test_where_too_many_would_have_to_be_read_the_page_says_so_and_the_figure_is_silent(company):
    k10 = bus()
    for number in range(3):
        bought(company, selling.party(company, f"客户{number}"), k10)
    rule()
    access, lin = company.access("林"), Client()
    lin.force_login(company.people["林"])
    with on(JOB_DAY):
        assert replaced(access).text == "3"
        with patch("zhike.sales.timing.meeting.READ_THROUGH", 2):
            assert replaced(access) is None
            assert "0+" in lin.get("/parties/due/").content.decode()
