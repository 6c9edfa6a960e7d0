"""What deals taught: written down once, shown where it helps."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.sales.company import deal, party
from zhike.access.models import ApiToken
from zhike.access.rights import Denied
from zhike.ledger.current import change_set
from zhike.records import saving
from zhike.records.resource import resource_named
from zhike.sales.lessons.fitting import fitting
from zhike.sales.models import Lesson, LessonStage, Pipeline, Stage, UsefulMark


def lesson(company, title, *stages, useful=(), **values):
    with change_set(by=None, door="system"):
        made = Lesson(title=title, owner=company.people["陈"], **({"advice": "下次先问"} | values))
        made.save()
        for name in stages:
            LessonStage(lesson=made, stage=company.stages[name]).save()
    for name in useful:
        UsefulMark.objects.create(lesson=made.pk, user=company.people[name].pk)
    return made


@pytest.fixture
def lin(client, company):
    client.force_login(company.people["林"])
    return client


@pytest.mark.requirement("D52")
def test_a_deal_that_comes_into_a_stage_shows_its_lessons_to_be_marked_useful(lin, company):
    told = lesson(company, "报价前没问账期", "方案报价")
    made = deal(company, stage="需求确认")
    url = f"/opportunities/{made.pk}/"
    assert "报价前没问账期" not in lin.get(url).content.decode()
    lin.post(url + "move/", {"stage": str(company.stages["方案报价"].pk)})
    assert "报价前没问账期" in lin.get(url).content.decode()
    for _twice in range(2):
        answer = lin.post(f"/lessons/{told.pk}/useful/?back={url}", {"on": "1"})
    assert answer.headers["Location"] == url
    assert list(UsefulMark.objects.values_list("lesson", "user")) == [
        (told.pk, company.people["林"].pk)
    ]
    assert Lesson.objects.get().version == told.version
    lin.post(f"/lessons/{told.pk}/useful/", {"on": "0"})
    assert not UsefulMark.objects.exists()


@pytest.mark.requirement("D52")
def test_the_three_most_useful_lessons_are_shown_those_of_the_same_industry_before(company):
    customer = party(company, "蜀山客运")
    with change_set(by=None, door="system"):
        customer.industry = "tourism"
        customer.save()
    lesson(company, "无人觉得有用", "方案报价")
    lesson(company, "一人", "方案报价", useful=("林",))
    lesson(company, "两人", "方案报价", useful=("林", "何"))
    lesson(company, "同行业", "方案报价", industry="tourism")
    lesson(company, "别的阶段", "商务谈判", useful=("林", "何", "周"))
    made = deal(company, stage="方案报价", party=customer)
    found = [one.title for one in fitting(company.access("林"), made)]
    assert found == ["同行业", "两人", "一人"]


@pytest.mark.requirement("D52")
def test_a_lesson_goes_by_the_name_of_its_stage_in_other_pipelines_too(company):
    lesson(company, "报价前没问账期", "方案报价")
    with change_set(by=None, door="system"):
        other = Pipeline(name="服务")
        other.save()
        stage = Stage(pipeline=other, name="方案报价", kind="open")
        stage.save()
    company.stages["别处"] = stage
    made = deal(company, stage="别处", pipeline=other)
    assert [one.title for one in fitting(company.access("林"), made)] == ["报价前没问账期"]


@pytest.mark.requirement("D52")
def test_a_lost_deal_offers_a_lesson_filled_in_with_its_reason_and_the_stage_it_was_in(
    lin, company
):
    made = deal(company, stage="方案报价")
    url = f"/opportunities/{made.pk}/"
    lin.post(url + "lose/", {"lost_reason": "price", "lost_note": "对手低四个点"})
    page = lin.get(url).content.decode()
    start = page.index("/lessons/new/?")
    link = page[start : page.index('"', start)].replace("&amp;", "&")
    given = parse_qs(urlsplit(link).query)
    assert given["stages.stage"] == [str(company.stages["方案报价"].pk)]
    form = lin.get(link).content.decode()
    assert "对手低四个点" in form
    assert 'value="输单：价格"' in form
    assert f'value="{company.stages["方案报价"].pk}"' in form
    lin.post("/lessons/new/", {
        "title": "价格", "kind": "failure", "advice": "先算总成本", "source": given["source"][0],
        "stages-TOTAL_FORMS": "1", "stages-0-stage": given["stages.stage"][0],
    })  # fmt: skip
    assert "先算总成本" in lin.get(url).content.decode()


@pytest.mark.requirement("D52")
def test_anybody_finds_a_lesson_by_its_text_and_by_its_stage_but_not_the_deal_behind_it(
    client, company
):
    secret = deal(company, name="秘密商机", owner="何")
    lesson(company, "账期", "方案报价", advice="先见财务总监", source=f"opportunity:{secret.pk}")
    client.force_login(company.people["林"])
    assert "账期" in client.get("/search/?q=财务总监").content.decode()
    page = client.get("/lessons/by-stage/").content.decode()
    assert "先见财务总监" in page
    assert "秘密商机" not in page


@pytest.mark.requirement("D52")
def test_a_program_writes_a_lesson_and_a_colleague_does_not_change_it(client, company):
    with change_set(by=None, door="system"):
        token = ApiToken.issue(company.people["林"], "t")
    body = {"title": "账期", "advice": "先问",
            "stages": [{"stage": str(company.stages["方案报价"].pk)}]}  # fmt: skip
    answer = client.post("/api/v1/lessons", json.dumps(body), content_type="application/json",
                         headers={"Authorization": f"Bearer {token}"})  # fmt: skip
    assert answer.status_code == 201
    made = Lesson.objects.get()
    assert [row.stage.name for row in made.stages.all()] == ["方案报价"]
    with pytest.raises(Denied):
        saving.change(
            resource_named("lessons"), company.access("陈"), made.pk, {"title": "x"},
            version=made.version,
        )  # fmt: skip
