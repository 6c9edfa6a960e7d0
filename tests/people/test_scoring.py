"""A lead's score: what fits and what was done lately, with its reasons; it fades."""

import datetime as dt

import pytest
from django.db import models
from django.utils import timezone

from tests.people.company import LEADS, lead
from zhike.access.rights import system_access
from zhike.engagement.models import Interaction
from zhike.people.models import Lead
from zhike.people.rules.scoring import decayed, fits, total
from zhike.people.scoring import score
from zhike.records import listing, saving
from zhike.records.errors import Invalid
from zhike.records.resource import resource_named


def rule(name, points, **values):
    raw = {"name": name, "points": points} | values
    return saving.create(resource_named("score-rules"), system_access(), raw)


def kept(made):
    found = Lead.objects.get(pk=made.pk)
    return found.score, found.score_reasons


@pytest.mark.requirement("D21")
def test_the_score_adds_up_what_fits_and_says_why(company):
    rule("公交客运行业", 30, field="industry", values=["public_transport"])
    rule("西南地区", 15, field="region", values=["西南"])
    rule("百万以上", 40, field="amount", values=["1000000"])
    rule("能拍板", 20, field="title", values=["总经理", "董事长"])
    rule("学生", -50, field="title", values=["学生"])
    made = lead(company, industry="public_transport", region="510100", amount="1200000",
                title="采购经理")  # fmt: skip
    assert kept(made) == (85, [["百万以上", 40], ["公交客运行业", 30], ["西南地区", 15]])
    saving.change(LEADS, system_access(), made.pk, {"title": "副总经理", "amount": "999999"})
    assert kept(made)[0] == 65
    saving.change(LEADS, system_access(), made.pk, {"title": "学生", "region": ""})
    assert kept(made)[0] == 0


@pytest.mark.requirement("D21")
def test_contacts_raise_it_and_fade(company):
    rule("近期有往来", 20, measures="contact", half_life_days=14)
    made = lead(company)
    raw = {"lead": str(made.pk), "channel": "call", "subject": "聊",
           "at": timezone.now().isoformat()}  # fmt: skip
    call = saving.create(resource_named("interactions"), system_access(), raw)
    assert kept(made)[0] == 20
    earlier = timezone.now() - dt.timedelta(days=28)
    models.QuerySet(Interaction).filter(pk=call.pk).update(at=earlier)
    score([made.pk])
    assert kept(made) == (5, [["近期有往来", 5]])


def test_leads_are_listed_by_their_score(company):
    rule("展会", 10, field="source", values=["fair"])
    low, high = lead(company, name="低"), lead(company, name="高", source="fair")
    page = listing.page(LEADS, company.access("林"), listing.Query(sort="-score"))
    assert [item.pk for item in page.items] == [high.pk, low.pk]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"points": 101, "field": "need"}, "points"),
        ({"points": 5}, "field"),
        ({"points": 5, "field": "industry", "values": ["银行业"]}, "values"),
        ({"points": 5, "field": "amount", "values": ["很多"]}, "values"),
        ({"points": 5, "field": "region", "values": ["火星"]}, "values"),
    ],
)
def test_a_rule_that_could_never_fit_is_refused(db, values, field):
    with pytest.raises(Invalid) as caught:
        rule("无", **values)
    assert [error.field for error in caught.value.errors] == [field]


def test_half_the_points_are_left_after_each_half_life():
    assert decayed(20, [0, 14, 28], 14) == 35
    assert decayed(20, [-1], 14) == 20
    assert total([("a", 80), ("b", 40)]) == 100
    assert total([("a", -5)]) == 0
    assert fits("email", "a@b.cn", [])
    assert not fits("email", "", [])
