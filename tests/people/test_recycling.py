"""What is not followed up goes back into the pool, after a warning, and can be brought back."""

import datetime as dt

import pytest
from django.db import models
from django.utils import timezone

from tests.people.company import lead, party
from tests.people.pooling import claim, pool
from zhike.access.rights import system_access
from zhike.engagement.models import Interaction
from zhike.ledger.models import ChangeSet, Job
from zhike.ledger.undo import undo
from zhike.people.models import Lead, Party
from zhike.people.pools.recycling import date, recycle, warnings
from zhike.records import saving
from zhike.records.resource import resource_for


def aged(record, days):
    """The record as if it had been made so many days ago."""
    at = timezone.now() - dt.timedelta(days=days)
    models.QuerySet(type(record)).filter(pk=record.pk).update(created_at=at)
    date(record.record_type, [record.pk])
    return type(record).objects.get(pk=record.pk)


def met(company, record, who="林"):
    raw = {record.record_type: str(record.pk), "channel": "call", "subject": "聊了聊",
           "at": timezone.now().isoformat(), "owner": str(company.people[who].pk)}  # fmt: skip
    return saving.create(resource_for(Interaction), system_access(), raw)


def sea_with(company, *rules, **values):
    return pool(company, recycle_rules=list(rules), **values)


@pytest.mark.requirement("A17")
def test_a_customer_not_followed_up_goes_back_and_a_contact_keeps_it(company):
    sea = sea_with(company, {"lacks": "no_follow_up", "days": 30})
    quiet, cared = (aged(party(n, company.people["林"]), 31) for n in ("静", "勤"))
    today = timezone.localdate()
    assert quiet.recycles_on == today - dt.timedelta(days=1)
    met(company, cared)
    assert Party.objects.get(pk=cared.pk).recycles_on == today + dt.timedelta(days=30)
    assert recycle() == 1
    gone = Party.objects.get(pk=quiet.pk)
    assert (gone.owner, gone.pool, gone.pool_reason) == (None, sea, "no_follow_up")
    assert gone.recycles_on is None
    assert recycle() == 0
    assert claim(company, gone, "陈").recycles_on is None  # As it was read; dated when all is said.
    assert Party.objects.get(pk=quiet.pk).recycles_on == today + dt.timedelta(days=30)


def test_one_run_is_one_change_set_and_undoing_it_gives_all_back(company):
    sea_with(company, {"lacks": "no_follow_up", "days": 30})
    lin = company.people["林"]
    records = [aged(party(f"客户{n}", lin), 40) for n in range(3)]
    assert recycle() == 3
    done = ChangeSet.objects.get(action="recycle")
    undo(done, by=None, door="system")
    found = Party.objects.filter(pk__in=[r.pk for r in records])
    assert set(found.values_list("owner__name", "pool")) == {("林", None)}
    assert recycle() == 0  # The clock begins anew with the day on which it came back.


def test_levels_exclusions_and_other_teams_are_left_alone(company):
    sea_with(company, {"lacks": "no_follow_up", "days": 10, "levels": ["gold"]},
             {"lacks": "not_won", "days": 90, "in_workdays": False})  # fmt: skip
    lin, he = company.people["林"], company.people["何"]
    gold = aged(party("金", lin, tier="gold"), 5)
    plain = aged(party("普", lin), 5)
    elsewhere = aged(party("南", he, tier="gold"), 5)
    made = timezone.localdate() - dt.timedelta(days=5)
    assert gold.recycles_on == made + dt.timedelta(days=10)
    assert plain.recycles_on == made + dt.timedelta(days=90)
    assert elsewhere.recycles_on is None


def test_leads_go_by_their_status_and_those_that_are_over_stay(company):
    rule = {"lacks": "no_follow_up", "days": 3, "levels": ["new"]}
    sea_with(company, rule, holds="lead")
    new, working = lead(company), lead(company, name="何平", status="working")
    assert Lead.objects.get(pk=working.pk).recycles_on is None
    assert aged(new, 4).recycles_on
    assert recycle() == 1
    assert Lead.objects.get(pk=new.pk).is_pooled


def test_owners_are_warned_so_many_days_before(company):
    sea_with(company, {"lacks": "no_follow_up", "days": 30}, warn_days=5)
    soon = aged(party("静", company.people["林"]), 25)
    aged(party("还早", company.people["林"]), 24)
    nine = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
    minute = dt.timedelta(minutes=1)
    told = list(warnings(nine - minute, nine))
    assert [(due.user, due.record.pk) for due in told] == [(company.people["林"].pk, soon.pk)]
    assert list(warnings(nine, nine + minute)) == []


def test_a_changed_rule_dates_all_anew(company):
    sea = sea_with(company, {"lacks": "no_follow_up", "days": 30})
    Job.objects.all().delete()
    rule = sea.recycle_rules.get()
    raw = {"days": 10}
    saving.change(resource_for(type(rule)), system_access(), rule.pk, raw)
    assert Job.objects.filter(name="people.recycling").count() == 1
