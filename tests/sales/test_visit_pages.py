"""Go or no-go on the screen and through REST: from the request to what the customer said."""

import datetime as dt
import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.sales import company as selling
from tests.sales.test_executive_visits import asked, at, customer, house, perform, written
from zhike.access.models import ApiToken
from zhike.engagement.models import Interaction, Task
from zhike.ledger.current import change_set
from zhike.people.models import Relationship
from zhike.sales.models import CustomerOpinion, ExecutiveVisit

__all__ = ["house"]


def browser(house, name):
    client = Client(headers={"Accept-Language": "zh-CN"})
    client.force_login(house.people[name])
    return client


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.requirement("A04", "A07", "A08")
def test_a_program_asks_submits_and_is_refused_with_the_rule_in_words(house):
    house.stages["方案报价"].executive_involvement = "general"
    written(house.stages["方案报价"])
    party = customer(house)
    deal = selling.deal(house, party=party, stage="初步接触", amount=50_000)
    with change_set(by=None, door="system"):
        token = ApiToken.issue(house.people["林"], "x")
    client = Client(headers={"Authorization": f"Bearer {token}"})
    body = {"party": str(party.pk), "opportunity": str(deal.pk), "executive": str(house.guo.pk),
            "purpose": "认识一下", "starts_at": "2026-03-05T15:00:00+08:00",
            "ends_at": "2026-03-05T16:00:00+08:00"}  # fmt: skip
    made = client.post("/api/v1/executive-visits", json.dumps(body), "application/json").json()
    assert (made["recommendation"], made["decided_by"], made["status"]) == ("no", "stage", "draft")
    verb = f"/api/v1/executive-visits/{made['id']}/submit"
    refused = client.post(verb, "{}", "application/json")
    assert refused.status_code == 400
    (error,) = refused.json()["errors"]
    assert error["field"] == "opportunity"
    assert "初步接触" in error["message"]
    bad = body | {"ends_at": "2026-03-05T14:00:00+08:00"}
    wrong = client.post("/api/v1/executive-visits", json.dumps(bad), "application/json")
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (400, "ends_at")


@pytest.mark.requirement("A04", "A07")
def test_the_page_says_go_or_not_with_the_clash_and_a_free_time_is_taken_with_a_click(house):
    party = customer(house)
    visit = asked(house, party)
    url = f"/executive-visits/{visit.pk}/"
    text = text_of(browser(house, "郭").get(url))
    assert "不去" in text
    assert "董事会" in text
    slots = re.findall(r'name="starts_at" value="([^"]+)"', text_of(browser(house, "林").get(url)))
    assert slots == ["2026-03-05T13:00", "2026-03-05T16:00", "2026-03-05T17:00"]
    browser(house, "林").post(url + "reschedule/", {"starts_at": slots[1]})
    assert ExecutiveVisit.objects.get(pk=visit.pk).starts_at == at(5, 16)
    assert "董事会" not in text_of(browser(house, "郭").get(url)).partition("judgement")[2][:3000]


@pytest.mark.requirement("A04")
def test_whoever_is_asked_finds_it_in_today_with_reasons_and_goes_with_a_click(house):
    party = customer(house, "川途")
    deal = selling.deal(house, party=party, amount=900_000, stage="方案报价")
    visit = perform(house, asked(house, party, deal, leader_attends=True), "submit")
    text = text_of(browser(house, "郭").get("/today/?only=visits"))
    assert "川途 · 定交期" in text
    assert f"/executive-visits/{visit.pk}/accept/?back=/" in text
    assert f"/executive-visits/{visit.pk}/" not in text_of(browser(house, "陈").get("/today/"))
    done = browser(house, "郭").post(f"/executive-visits/{visit.pk}/accept/?back=/")
    assert (done.status_code, done["Location"]) == (302, "/")
    # It is in the past: whoever asked is to say what came of it.
    assert f"/executive-visits/{visit.pk}/hold/" in text_of(browser(house, "林").get("/today/"))
    assert f"/executive-visits/{visit.pk}/accept" not in text_of(browser(house, "郭").get("/"))


@pytest.mark.requirement("A04")
def test_the_reason_for_going_all_the_same_is_filled_in_where_no_form_takes_it(house):
    visit = perform(house, asked(house, customer(house)), "submit")
    url = f"/executive-visits/{visit.pk}/"
    boss = browser(house, "郭")
    assert 'name="decision_note"' not in text_of(boss.get(url + "edit/"))
    assert 'name="decision_note"' in text_of(boss.get(url + "override/"))
    assert boss.post(url + "override/", {"decision_note": ""}).status_code == 422
    boss.post(url + "override/", {"decision_note": "老同学"})
    assert ExecutiveVisit.objects.get().decision_note == "老同学"


@pytest.mark.requirement("A05")
def test_the_brief_tells_the_slot_the_verdict_the_people_and_the_last_five_contacts(house):
    party = customer(house, said=6)
    he = selling.party(house, "何建国")
    he.kind = "person"
    written(he)
    written(Relationship(from_party=he, to_party=party, type="decides_for", role="总经理"))
    deal = selling.deal(house, "K10 六十台", party=party, amount=900_000, stage="方案报价",
                        strengths="续航长", weaknesses="比北岭贵")  # fmt: skip
    visit = asked(
        house, party, deal, attendee=str(he.pk), talking_points="把交期定在 30 天\n看样车"
    )
    text = text_of(browser(house, "林").get(f"/executive-visits/{visit.pk}/brief/?for=visit"))
    for said in ("川途客运", "何建国", "15:00–16:00", "把交期定在 30 天", "看样车", "K10 六十台",
                 "方案报价", "续航长", "比北岭贵", "总经理 郭", "去"):  # fmt: skip
        assert said in text, said
    assert len(re.findall(r"<bdi>[^<]*</bdi>[^<]*</(?:a|th)>", text)) > 5
    assert sum(f"电话 {number}" in text for number in range(6)) == 5


@pytest.mark.requirement("B39")
@pytest.mark.parametrize(
    ("target", "made", "share"), [(4, 2, "50%"), (3, 1, "33%"), (2, 2, "100%")]
)
def test_the_programme_of_a_quarter_shows_how_much_is_made_and_every_opinion(
    house, target, made, share
):
    house.guo.visits_per_quarter = target
    written(house.guo)
    party = customer(house)
    said = ["配件等太久", "培训不够", "空调异响"]
    for number in range(made):
        visit = perform(house, asked(house, party), "submit")
        perform(house, visit, "override", by="郭", decision_note="去")
        lines = "\n".join(said[number::made])
        perform(house, visit, "hold", outcome="好", customer_said=lines)
    later = asked(house, party, starts_at="2026-04-01T09:00:00+08:00",
                  ends_at="2026-04-01T10:00:00+08:00")  # fmt: skip
    assert later.status == "draft"
    url = "/executive-visits/programme/?quarter=2026-1"
    text = text_of(browser(house, "郭").get(url))
    with CaptureQueriesContext(connection) as few:
        browser(house, "郭").get(url)
    assert share in text
    assert all(line in text for line in said)
    assert text.count("待回复") >= 3
    first = CustomerOpinion.objects.order_by("pk").first()
    for number in range(9):
        written(CustomerOpinion(visit=first.visit, owner=first.owner, text=f"意见 {number}"))
    with CaptureQueriesContext(connection) as many:
        browser(house, "郭").get(url)
    assert len(many) == len(few)
    empty = text_of(browser(house, "郭").get("/executive-visits/programme/?quarter=2026-2"))
    assert "配件等太久" not in empty
    bad = browser(house, "郭").get("/executive-visits/programme/?quarter=2026-9")
    assert bad.status_code == 404


@pytest.mark.requirement("A08")
def test_a_deal_that_comes_into_an_executives_stage_asks_for_a_visit_once(house):
    house.stages["方案报价"].executive_involvement = "general"
    written(house.stages["方案报价"])
    party = customer(house)
    deals = [selling.deal(house, f"单{n}", party=party, stage="需求确认") for n in range(2)]
    asked(house, party, deals[0])
    for deal in deals:
        deal.stage = house.stages["方案报价"]
        written(deal)
    assert [task.about for task in Task.objects.all()] == [f"opportunity:{deals[1].pk}"]


def test_a_contact_in_time_is_counted_to_both_who_were_there(house):
    party = customer(house)
    visit = perform(house, asked(house, party), "submit")
    made = perform(house, visit, "override", by="郭", decision_note="去")
    tomorrow = timezone.now() + dt.timedelta(days=1)
    assert made.appointment.starts_at < tomorrow
    seen = Interaction.objects.filter(participants__user=house.people["郭"])
    assert seen.get().owner == house.people["林"]
