"""Steps, entry criteria and versions of a process, through the doors that people use."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from tests.sales.company import deal, party
from tests.sales.processes import department, process
from zhike.access.models import ApiToken
from zhike.engagement.models import InternalRequest, Task
from zhike.ledger.current import change_set
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.resource import resource_named
from zhike.sales.models import Opportunity, OpportunityStep, Process, StageStep

DEALS, STEPS = "opportunities", "opportunity-steps"
BOTH = ({"stage": "商务谈判", "kind": "strengths"},)


@pytest.fixture
def guo(client, company):
    """Guo, who sees everything, at a page."""
    client.force_login(company.people["郭"])
    return client


def move(company, made, stage, name="郭"):
    return saving.perform(
        resource_named(DEALS), company.access(name), made.pk, "move",
        {"stage": str(company.stages[stage].pk)},
    )  # fmt: skip


def act(company, step, verb, **values):
    return saving.perform(resource_named(STEPS), company.access("郭"), step.pk, verb, values)


def steps_of(made):
    found = OpportunityStep.objects.filter(opportunity=made.pk).order_by("step__number")
    return [(step.step.name, step.status) for step in found.select_related("step")]


# Entry criteria


@pytest.mark.requirement("A09")
@pytest.mark.parametrize("door", ["board", "page", "form", "rest", "bulk"])
def test_no_door_lets_a_deal_into_a_stage_whose_criteria_are_not_met(guo, company, door):
    process(company, criteria=BOTH)
    made = deal(company, stage="方案报价")
    stage = str(company.stages["商务谈判"].pk)
    url = f"/opportunities/{made.pk}/"
    if door == "board":
        answer = guo.post("/opportunities/board/move/", {"id": str(made.pk), "stage": stage})
    elif door == "page":
        answer = guo.post(url + "move/", {"stage": stage})
    elif door == "form":
        answer = guo.post(url + "edit/", {"version": "1", "name": made.name, "stage": stage})
    elif door == "bulk":
        answer = guo.post("/opportunities/bulk/", {
            "ids": str(made.pk), "do": "set", "field": "stage", "value": stage, "sure": "1",
        })  # fmt: skip
    else:
        with change_set(by=None, door="system"):
            token = ApiToken.issue(company.people["郭"], "t")
        answer = guo.post(f"/api/v1/opportunities/{made.pk}/move", json.dumps({"stage": stage}),
                          content_type="application/json",
                          headers={"Authorization": f"Bearer {token}"})  # fmt: skip
        assert answer.status_code == 400
    if door != "bulk":
        text = answer.content.decode()
        assert "至少写明一条优势；至少写明一条不足" in text
    assert Opportunity.objects.get(pk=made.pk).stage == company.stages["方案报价"]


@pytest.mark.requirement("A09")
def test_with_strength_and_weakness_the_deal_goes_on(company):
    process(company, criteria=BOTH)
    made = deal(company, stage="方案报价", strengths="续航长")
    with pytest.raises(Invalid) as refused:
        move(company, made, "商务谈判")
    message = refused.value.errors[0].message
    assert "不足" in message
    assert "优势" not in message
    saving.change(resource_named(DEALS), company.access("郭"), made.pk, {"weaknesses": "价格高"})
    assert move(company, made, "商务谈判").stage == company.stages["商务谈判"]


def test_every_unmet_criterion_is_named_and_a_stage_jumped_over_is_asked_too(company):
    amount = json.dumps({"field": "amount", "op": "gte", "value": "5000"})
    process(company, criteria=(
        {"stage": "需求确认", "kind": "field", "field": "party"},
        {"stage": "方案报价", "kind": "filter", "filter": amount, "sentence": "五千元以上"},
        {"stage": "方案报价", "kind": "contact", "days": 9},
    ))  # fmt: skip
    made = deal(company)
    with pytest.raises(Invalid) as refused:
        move(company, made, "方案报价")
    (error,) = refused.value.errors
    assert error.field == "stage"
    assert error.message.count("；") == 2
    assert "五千元以上" in error.message
    rich = deal(company, stage="需求确认", party=party(company, "川途"), amount=Decimal(9000))
    with pytest.raises(Invalid) as refused:
        move(company, rich, "方案报价")
    assert "五千元以上" not in refused.value.errors[0].message


def test_going_back_and_losing_ask_for_nothing(company):
    process(company, criteria=({"stage": "需求确认", "kind": "strengths"},))
    made = deal(company, stage="商务谈判")
    move(company, made, "需求确认")
    saving.perform(resource_named(DEALS), company.access("郭"), made.pk, "lose",
                   {"lost_reason": "price"})  # fmt: skip
    assert Opportunity.objects.get(pk=made.pk).lost_at


@pytest.mark.requirement("A08")
def test_a_stage_that_needs_the_general_manager_raises_a_task_once(company):
    stage = company.stages["商务谈判"]
    with change_set(by=None, door="system"):
        stage.executive_involvement = "general"
        stage.save()
    made = deal(company, stage="方案报价")
    move(company, made, "商务谈判")
    move(company, made, "方案报价")
    move(company, made, "商务谈判")
    (task,) = Task.objects.all()
    assert task.owner == company.people["林"]
    assert made.name in task.subject


# Steps


@pytest.mark.requirement("E04")
def test_a_step_without_somebody_responsible_is_refused(company):
    draft = resource_named("processes")
    raw = {"pipeline": str(company.pipeline.pk), "steps": [
        {"stage": str(company.stages["方案报价"].pk), "name": "报价"}]}  # fmt: skip
    admin = company.access("郭")
    admin.everything = True
    with pytest.raises(Invalid) as refused:
        saving.create(draft, admin, raw)
    assert [e.field for e in refused.value.errors] == ["steps.0.responsible"]
    raw["steps"][0]["responsible"] = "department"
    with pytest.raises(Invalid) as refused:
        saving.create(draft, admin, raw)
    assert [e.field for e in refused.value.errors] == ["steps.0.department"]
    assert not StageStep.objects.exists()


@pytest.mark.requirement("E04")
@pytest.mark.parametrize("evidence", ["text", "file", "close_date"])
def test_a_step_is_ticked_only_with_what_it_hands_over(company, evidence):
    process(company, {"stage": "需求确认", "name": "范围", "evidence": evidence})
    made = deal(company)
    move(company, made, "需求确认")
    step = OpportunityStep.objects.get()
    with pytest.raises(Invalid):
        act(company, step, "complete")
    assert steps_of(made) == [("范围", "running")]
    if evidence == "text":
        done = act(company, step, "complete", evidence="范围已确认")
        assert (done.status, done.done_by) == ("done", company.people["郭"])


def test_a_step_that_waits_begins_when_the_one_before_is_done_or_skipped(company):
    process(
        company,
        {"stage": "需求确认", "name": "甲"},
        {"stage": "需求确认", "name": "乙", "after": "1"},
        {"stage": "需求确认", "name": "丙", "after": "2"},
    )
    made = deal(company)
    move(company, made, "需求确认")
    assert steps_of(made) == [("甲", "running"), ("乙", "waiting"), ("丙", "waiting")]
    first, second, _third = OpportunityStep.objects.order_by("step__number")
    act(company, first, "complete", evidence="好")
    assert steps_of(made) == [("甲", "done"), ("乙", "running"), ("丙", "waiting")]
    act(company, second, "skip", reason="客户不要")
    assert steps_of(made)[2] == ("丙", "running")


@pytest.mark.requirement("E04", "C07")
def test_a_step_that_waits_for_several_begins_when_the_last_of_them_is_over(company):
    process(
        company,
        {"stage": "初步接触", "name": "跳过的"},
        {"stage": "需求确认", "name": "成本"},
        {"stage": "需求确认", "name": "交期"},
        {"stage": "需求确认", "name": "递交", "after": "3、1 2"},
    )
    made = deal(company, stage="需求确认")
    assert steps_of(made)[-1] == ("递交", "waiting")
    cost, time = OpportunityStep.objects.filter(status="running").order_by("step__number")
    act(company, cost, "complete", evidence="有了")
    assert steps_of(made)[-1] == ("递交", "waiting")
    act(company, time, "skip", reason="不需要")
    assert steps_of(made)[-1] == ("递交", "running")
    assert StageStep.objects.get(name="递交").after == "1, 2, 3"


@pytest.mark.requirement("E04")
@pytest.mark.parametrize(("after", "code"), [("1, 3", "circle"), ("甲", "numbers")])
def test_a_step_waits_for_earlier_ones_said_by_their_numbers(company, after, code):
    with change_set(by=None, door="system"):
        draft = Process(pipeline=company.pipeline)
        draft.save()
    stage = company.stages["需求确认"]
    step = StageStep(process=draft, stage=stage, number=2, name="乙", responsible="owner",
                     after=after)  # fmt: skip
    assert [(name, error.code) for name, error in step.problems()] == [("after", code)]


@pytest.mark.requirement("C08")
def test_a_step_of_a_department_in_which_nobody_would_hear_of_it_is_refused(company):
    with change_set(by=None, door="system"):
        draft = Process(pipeline=company.pipeline)
        draft.save()
    empty = department("空部门")
    step = StageStep(process=draft, stage=company.stages["需求确认"], name="乙",
                     responsible="department", department=empty)  # fmt: skip
    assert [(name, error.code) for name, error in step.problems()] == [("department", "nobody")]
    step.department = company.teams["南区"]
    assert list(step.problems()) == []


def test_a_step_asked_for_as_a_criterion_opens_the_next_stage(company):
    process(company, {"stage": "方案报价", "name": "报价"},
            criteria=({"stage": "商务谈判", "kind": "step", "step": 1},))  # fmt: skip
    made = deal(company)
    move(company, made, "方案报价")
    with pytest.raises(Invalid):
        move(company, made, "商务谈判")
    act(company, OpportunityStep.objects.get(), "complete", evidence="报价单V2")
    assert move(company, made, "商务谈判").stage == company.stages["商务谈判"]


def test_a_department_is_asked_when_its_step_begins_and_its_answer_ends_the_step(company):
    technical = department("技术部")
    process(company, {"stage": "方案报价", "name": "报价", "department": technical, "hours": 8},
            {"stage": "方案报价", "name": "递交", "after": "1"})  # fmt: skip
    made = deal(company, party=party(company, "川途"))
    move(company, made, "方案报价")
    step = OpportunityStep.objects.get(step__name="报价")
    asked = InternalRequest.objects.get()
    assert (asked.to_team, asked.party, asked.due_at) == (technical, made.party, step.due_at)
    assert asked.about == f"opportunity:{made.pk}"
    with change_set(by=None, door="web"):
        asked.reply(access=company.access("周"), answer="每台129.6万，45天")
    step.refresh_from_db()
    assert (step.status, step.evidence) == ("done", "每台129.6万，45天")
    assert steps_of(made) == [("报价", "done"), ("递交", "running")]


@pytest.mark.parametrize(
    ("begun", "hours", "due"),
    [("2026-05-07T16:00", 8, "2026-05-08T16:00"), ("2026-05-08T17:30", 8, "2026-05-09T17:30"),
     ("2026-05-09T17:00", 2, "2026-05-11T10:00")],
)  # fmt: skip
def test_a_step_is_due_on_the_working_calendar(company, begun, hours, due):
    process(company, {"stage": "需求确认", "name": "范围", "hours": hours})
    made = deal(company, stage="需求确认")
    step = OpportunityStep.objects.get(opportunity=made.pk)
    zone = dt.timezone(dt.timedelta(hours=8))
    with change_set(by=None, door="system"):
        step.begin(dt.datetime.fromisoformat(begun).replace(tzinfo=zone))
    assert step.due_at == dt.datetime.fromisoformat(due).replace(tzinfo=zone)


def test_what_was_asked_of_a_department_is_withdrawn_when_the_deal_is_lost(company):
    process(company, {"stage": "需求确认", "name": "范围", "department": department("技术部"),
                      "hours": 4})  # fmt: skip
    made = deal(company, stage="需求确认")
    saving.perform(resource_named(DEALS), company.access("郭"), made.pk, "lose",
                   {"lost_reason": "budget"})  # fmt: skip
    assert steps_of(made) == [("范围", "skipped")]
    assert InternalRequest.objects.get().status == "withdrawn"


# Versions


def test_running_deals_finish_on_the_version_they_began(company):
    first = process(company, {"stage": "方案报价", "name": "旧报价"})
    old = deal(company)
    with change_set(by=None, door="system"):
        company.pipeline.revise()
        draft = Process.objects.get(status="draft")
        step = draft.steps.get()
        step.name = "新报价"
        step.save()
        draft.publish()
    new = deal(company, name="新")
    for made in (old, new):
        move(company, made, "方案报价")
    assert (steps_of(old), steps_of(new)) == ([("旧报价", "running")], [("新报价", "running")])
    assert Process.objects.get(pk=first.pk).status == "former"


def test_a_version_in_force_stays_as_it_is(company):
    made = process(company, {"stage": "方案报价", "name": "报价"})
    access = company.access("郭")
    access.everything = True
    step = made.steps.get()
    with pytest.raises(Invalid):
        saving.change(resource_named("stage-steps"), access, step.pk, {"name": "别的"})
    with pytest.raises(Invalid):
        saving.remove(resource_named("stage-steps"), access, step.pk)
    assert made.steps.get().name == "报价"


def test_steps_that_wait_for_each_other_are_refused(company):
    with pytest.raises(Invalid):
        process(company, {"stage": "方案报价", "name": "报价"},
                criteria=({"stage": "方案报价", "kind": "step", "step": 1},))  # fmt: skip
    assert not Process.objects.filter(status="in_force").exists()


def test_the_page_of_a_pipeline_says_what_is_asked_and_done_and_leads_to_a_new_version(
    client, company
):
    process(company, {"stage": "方案报价", "name": "报价", "hours": 8}, criteria=BOTH)
    admin = company.people["郭"]
    with change_set(by=None, door="system"):
        admin.is_admin = True
        admin.save()
    client.force_login(admin)
    url = f"/pipelines/{company.pipeline.pk}/"
    text = client.get(url).content.decode()
    assert "至少写明一条优势" in text
    assert "报价" in text
    client.post(url + "revise/")
    draft = Process.objects.get(status="draft")
    assert f"/processes/{draft.pk}/edit/" in client.get(url).content.decode()
    client.post(f"/processes/{draft.pk}/publish/")
    assert Process.in_force(company.pipeline) == draft
