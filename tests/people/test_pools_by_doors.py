"""Pools, assignment and the quality of sources through REST and pages."""

import json

import pytest
from django.test import Client
from django.utils import translation

from tests.exchange.office import Office
from tests.people.company import lead, party
from tests.people.pooling import laid, pool
from tests.people.test_assignment import rule
from tests.values import without_ids
from zhike.access.models import ApiToken
from zhike.ledger.current import change_set
from zhike.people.models import Lead, Party
from zhike.records.models import DictionaryEntry


class Door:
    """One person's program and browser."""

    def __init__(self, company, name):
        user = company.people[name]
        with change_set(by=None, door="system"):
            self.token = ApiToken.issue(user, name)
        self.web = Client(headers={"accept-language": "zh-hans"})
        self.web.force_login(user)

    def api(self, method, path, body=None):
        return self.web.generic(
            method, "/api/v1" + path, json.dumps(body or {}), "application/json",
            headers={"authorization": f"Bearer {self.token}", "accept-language": "zh-hans"},
        )  # fmt: skip


@pytest.mark.requirement("A17")
@pytest.mark.parametrize("cap", [3, 5])
def test_the_cap_holds_in_rest_and_both_steps_are_in_the_history(company, cap):
    sea = pool(company, most_owned=cap)
    owned = [party(f"客户{n}", company.people["林"]) for n in range(cap)]
    wanted = laid(company, party("第四家", company.people["陈"]), sea)
    lin = Door(company, "林")
    answer = lin.api("POST", f"/parties/{wanted.pk}/claim")
    assert answer.status_code == 409
    assert "超出客户数拥有上限" in answer.json()["detail"]
    gone = lin.api("POST", f"/parties/{owned[0].pk}/put_in", {"pool_reason": "no_time"})
    assert gone.status_code == 200
    assert lin.api("POST", f"/parties/{wanted.pk}/claim").status_code == 200
    for record, action in ((wanted, "claim"), (owned[0], "put_in")):
        items = lin.api("GET", f"/parties/{record.pk}/history").json()["items"]
        assert items[0]["action"] == action
        assert {line["field"] for line in items[0]["lines"]} >= {"owner", "pool"}


@pytest.mark.requirement("A17")
def test_the_second_is_told_at_both_doors_who_was_quicker(company):
    sea = pool(company)
    one = laid(company, party("川途客运", company.people["周"]), sea)
    chen, lin = Door(company, "陈"), Door(company, "林")
    assert chen.web.post(f"/parties/{one.pk}/claim/").status_code == 302
    late = lin.api("POST", f"/parties/{one.pk}/claim")
    assert (late.status_code, late.json()["detail"]) == (409, "已被陈领取。")
    page = lin.web.post(f"/parties/{one.pk}/claim/", follow=True)
    assert "已被陈领取。" in page.content.decode()
    assert Door(company, "何").api("POST", f"/parties/{one.pk}/claim").status_code == 404


def test_a_masked_number_stands_whole_on_no_page_and_in_no_answer(company):
    sea = pool(company, "lead", masked=["mobile"], hidden=["email"])
    made = lead(company, email="chen@chuantu.example")
    laid(company, made, sea)
    chen = Door(company, "陈")
    then = f"/leads/{made.pk}/as-of/?at=2030-01-01+09:00"
    pages = ["/leads/", f"/leads/{made.pk}/", f"/leads/{made.pk}/history/", "/search/?q=陈磊",
             "/pools/mine/", then, "/leads/board/"]  # fmt: skip
    texts = [chen.web.get(path).content.decode() for path in pages]
    texts += [chen.api("GET", path).content.decode() for path in (
        "/leads", f"/leads/{made.pk}", f"/leads/{made.pk}/history", f"/leads/{made.pk}/timeline",
        f"/leads/{made.pk}/sources")]  # fmt: skip
    assert "139****5678" in "".join(texts)
    for text in texts:
        assert "13912345678" not in text
        assert "12345678" not in text
        assert "chen@chuantu" not in text
    then = f"/leads/{made.pk}?as_of=2030-01-01T00:00:00Z"
    assert chen.api("GET", then).status_code == 400


@pytest.mark.parametrize("how", ["hidden", "masked"])
def test_a_number_veiled_by_its_pool_stands_whole_on_no_page_and_in_no_answer(company, how):
    sea = pool(company, **{how: ["contact_points"]})
    reached = [{"type": "phone", "value": "13912345678"}, {"type": "wechat", "value": "wx-chenlei"},
               {"type": "email", "value": "chen@chuantu.example"}]  # fmt: skip
    made = party("川途客运", company.people["周"], contact_points=reached)
    with change_set(by=None, door="system"):
        made.contact_points.filter(type="wechat").get().delete()
    laid(company, made, sea)
    chen = Door(company, "陈")
    then = f"/parties/{made.pk}/as-of/?at=2030-01-01+09:00"
    pages = ["/parties/", f"/parties/{made.pk}/", f"/parties/{made.pk}/history/", "/pools/mine/",
             then, f"/parties/{made.pk}/brief/", "/search/?q=川途", f"/parties/{made.pk}/sources/",
             "/parties/board/", f"/parties/{made.pk}/preview/"]  # fmt: skip
    texts = [chen.web.get(path).content.decode() for path in pages]
    texts += [chen.api("GET", path).content.decode() for path in (
        "/parties", f"/parties/{made.pk}", f"/parties/{made.pk}/history", "/contact-points",
        f"/parties/{made.pk}/timeline", f"/parties/{made.pk}/sources")]  # fmt: skip
    assert ("139****5678" in texts[1]) == (how == "masked")
    assert ("139****5678" in chen.api("GET", f"/parties/{made.pk}").content.decode()) == (
        how == "masked"
    )
    for path, text in zip(pages + ["api"] * 6, texts, strict=True):
        for secret in ("13912345678", "1234", "chenlei", "chen@"):
            assert secret not in without_ids(text), path
    assert "川途客运" not in chen.web.get("/search/?q=13912345678").content.decode()


@pytest.mark.requirement("B32")
def test_a_program_brings_a_lead_and_reads_to_whom_it_went_and_why(company):
    rule(company, "银行×华东", to="南区", industries=["finance"], regions=["华东"])
    sea = pool(company, "lead", is_usual=True)
    marketing = Door(company, "王")
    raw = {"name": "沈行长", "company_name": "浦江银行", "industry": "finance", "region": "310115"}
    made = marketing.api("POST", "/leads", raw).json()
    assert made["owner"] == str(company.people["何"].pk)
    assert "银行×华东" in made["assigned_by"]
    other = marketing.api("POST", "/leads", raw | {"region": "440300"}).json()
    assert (other["owner"], other["pool"]) == (None, str(sea.pk))


@pytest.mark.requirement("B32")
def test_leads_of_a_file_are_assigned_with_their_rows(company, tmp_path):
    rule(company, "西南", to="南区", regions=["西南"], response_hours=4)
    office = Office(tmp_path, users=company.people)
    text = "姓名,手机,地区\n许家明,13880127734,四川省成都市\n孟凡,13708861452,浙江省\n"
    done = office.bring(
        text, {"name": "姓名", "mobile": "手机", "region": "地区"}, resource="leads", by="王"
    )
    assert done.report["created"] == 2
    owners = dict(Lead.objects.values_list("name", "owner__name"))
    assert owners == {"许家明": "何", "孟凡": None}
    clocks = dict(Lead.objects.values_list("name", "respond_by"))
    assert clocks["许家明"] is not None
    assert clocks["孟凡"] is None


@pytest.mark.requirement("D21")
@pytest.mark.parametrize(("fair", "website"), [((50, 8), (50, 20)), ((30, 3), (25, 9))])
def test_the_share_of_good_leads_is_said_for_each_source(company, fair, website):
    for source, (count, good) in (("fair", fair), ("website", website)):
        for n in range(count):
            status = "qualified" if n < good else "new"
            with change_set(by=None, door="system"):
                Lead(name=f"{source} {n}", source=source, status=status,
                     owner=company.people["林"]).save()  # fmt: skip
    last = Lead.objects.filter(status="new", source="website").first()
    lin, marketing = Door(company, "林"), Door(company, "王")
    raw = {"rejected_reason": "wrong_data", "rejected_note": "空号"}
    assert lin.api("POST", f"/leads/{last.pk}/reject", raw).status_code == 200
    text = marketing.web.get("/leads/quality/").content.decode()
    shares = {s: f"{round(100 * good / count)}%" for s, (count, good) in
              (("fair", fair), ("website", website))}  # fmt: skip
    for share in shares.values():
        assert share in text
    assert text.index(shares["website"]) < text.index(shares["fair"])
    with translation.override("zh-hans"):
        assert str(Lead.RejectedReason.WRONG_DATA.label) in text
    asked = marketing.api("GET", "/questions").json()["items"]
    figure = next(q for q in asked if q["key"] == "good-sources")["figure"]
    assert shares["website"] in json.dumps(figure)


def test_the_dry_run_says_what_would_happen_and_writes_nothing(company, admin_client_of):
    rule(company, "银行×华东", to="南区", industries=["finance"], regions=["华东"],
         response_hours=2)  # fmt: skip
    page = admin_client_of.get("/assignment-rules/try/?industry=finance&region=310000&ask=1")
    text = page.content.decode()
    assert "银行×华东" in text
    assert "何" in text
    assert not Lead.objects.exists()


@pytest.fixture
def admin_client_of(company):
    """An administrator's browser."""
    with change_set(by=None, door="system"):
        zhou = company.people["周"]
        zhou.is_admin = True
        zhou.save()
    client = Client()
    client.force_login(zhou)
    return client


def test_the_first_page_of_a_pool_counts_what_may_be_claimed(company):
    sea = pool(company, daily_claims=4, most_owned=9)
    for n in range(3):
        laid(company, party(f"客户{n}", company.people["周"]), sea)
    lin = Door(company, "林")
    text = lin.web.get("/pools/mine/").content.decode()
    assert "0 / 4" in text
    assert "0 / 9" in text
    taken = Party.objects.filter(pool=sea).first()
    lin.api("POST", f"/parties/{taken.pk}/claim")
    assert "1 / 4" in lin.web.get("/pools/mine/").content.decode()


def test_what_a_reason_for_giving_up_means_is_said_where_it_is_chosen(company):
    pool(company)
    with change_set(by=None, door="system"):
        DictionaryEntry(
            resource="party",
            field="pool_reason",
            value="no_time",
            definition="三十天内没有人手跟进",
        ).save()
    one = party("川途客运", company.people["林"])
    lin = Door(company, "林")
    for path in (f"/parties/{one.pk}/put_in/", "/dictionary/?type=parties"):
        assert "三十天内没有人手跟进" in lin.web.get(path).content.decode()
