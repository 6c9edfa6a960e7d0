"""Whoever types a customer in hears who is there already, and whose (B45, B50, D02)."""

import pytest

from tests.web import company as companies
from zhike.access import events
from zhike.access.models import AccessEvent
from zhike.exchange.match.comparisons import MANY_ROWS, comparisons_for
from zhike.exchange.match.model import expected
from zhike.exchange.match.scoring import publish
from zhike.people.duplicates import limits
from zhike.people.duplicates.asking import ask
from zhike.people.duplicates.box import ask_of
from zhike.people.models import MatchingModel
from zhike.records.models import Notification

FULL = "重庆川途客运有限公司"


@pytest.fixture
def company(db):
    return companies.found()


@pytest.fixture
def chuantu(company):
    """A customer of the south, with a telephone number."""
    points = [{"type": "phone", "value": "138 0013 8000"}]
    return company.party(FULL, by="wang", region="500000", contact_points=points)


def names(found):
    return [one.name for one in found.suspects]


@pytest.mark.requirement("B50")
@pytest.mark.parametrize(
    "words",
    [FULL, "川途客运", "川途", "穿途客运", "chuantu", "chuantu keyun", "ctky",
     "重慶川途客運", "13800138000", "+86 138-0013-8000"],
)  # fmt: skip
def test_a_company_is_found_by_name_sound_initials_typing_error_and_telephone(
    company, chuantu, words
):
    company.party("成都蓉城物流有限公司", by="wang")
    assert names(ask_of(words, company.access("admin"))) == [FULL]


def test_a_company_is_found_by_a_name_that_it_had(company):
    company.party("渝新客车有限公司", by="wang", other_names=["重庆老渝汽修厂"])
    assert names(ask_of("老渝汽修", company.access("admin"))) == ["渝新客车有限公司"]


def test_one_wrong_character_of_a_longer_name_is_forgiven(company):
    company.party("成都华瑞通物流有限公司", by="wang")
    assert names(ask_of("华瑞连物流", company.access("admin"))) == ["成都华瑞通物流有限公司"]


def test_a_person_is_found_by_name_and_the_telephone_makes_it_sure(company):
    points = [{"type": "phone", "value": "13900139000"}]
    company.party("欧阳娜娜", by="wang", kind="person", contact_points=points)
    typed = {"name": "欧阳娜娜", "kind": "person"}
    alone = ask(typed, company.access("li")).suspects[0]
    both = ask(typed | {"contact_points": points}, company.access("li")).suspects[0]
    assert (alone.decision, both.decision) == ("ask", "same")
    assert not ask({"name": "欧阳娜娜", "kind": "organization"}, company.access("li")).suspects


def test_what_a_colleague_saved_a_moment_ago_is_found_and_what_is_renamed_no_longer(company):
    party = company.party("华岩纺织有限公司", by="wang")
    li = company.access("li")
    assert names(ask_of("华岩纺织", li))
    with company.access("wang").change_set("edit"):
        party.name = "南屏印染有限公司"
        party.save()
    assert not names(ask_of("华岩纺织", li))
    assert names(ask_of("南屏印染", li))


@pytest.mark.requirement("D02")
def test_of_a_strangers_customer_little_is_said_and_it_is_logged(company, chuantu):
    page = company.browsers["li"].post("/duplicates/", {"words": "川途客运"}).content.decode()
    assert FULL in page
    assert "wang" in page
    assert "138****8000" not in page.replace("138****8000", "", 1)
    assert "13800138000" not in page.replace(" ", "")
    assert f"/parties/{chuantu.pk}/" not in page
    assert f"/duplicates/{chuantu.pk}/ask/" in page
    lines = AccessEvent.objects.filter(user=company.users["li"].pk)
    assert set(lines.values_list("event", flat=True)) == {
        events.DUPLICATE_CHECK,
        events.DUPLICATE_SHOWN,
    }
    assert not any("川途" in line.detail for line in lines)


def test_whoever_has_asked_too_often_asks_among_their_own(company, chuantu, monkeypatch):
    company.party("川途旅游有限公司", by="li")
    monkeypatch.setattr(limits, "MOST_STRANGERS_A_DAY", 1)
    li = company.access("li")
    assert len(ask_of("川途", li).suspects) == 2
    found = ask_of("川途", li)
    assert found.is_spent
    assert names(found) == ["川途旅游有限公司"]


@pytest.mark.requirement("D02")
def test_a_field_by_which_one_may_not_search_is_no_evidence(company, chuantu):
    li = company.access("li")
    li.levels[("contact-point", "value")] = "masked"
    assert not ask_of("13800138000", li).suspects
    assert names(ask_of("川途客运", li)) == [FULL]


def test_the_owner_hears_who_asks_but_only_about_what_the_check_has_shown(company, chuantu):
    browser = company.browsers["li"]
    url = f"/duplicates/{chuantu.pk}/ask/"
    assert browser.post(url).status_code == 404
    browser.post("/duplicates/", {"words": FULL})
    assert browser.post(url, headers={"HX-Request": "true"}).status_code == 200
    line = Notification.objects.get(user=company.users["wang"])
    assert (line.kind, line.record, line.actor_name) == ("asked", chuantu.pk, "li")


@pytest.mark.requirement("B45")
def test_the_form_of_a_new_customer_says_so_while_it_is_filled_in(company, chuantu):
    browser = company.browsers["li"]
    sent = {"name": "川途客运", "kind": "organization"}
    assert FULL in browser.post("/parties/hints/", sent).content.decode()
    dismissed = sent | {"dismissed": f"party:{chuantu.pk}"}
    assert FULL not in browser.post("/parties/hints/", dismissed).content.decode()
    assert FULL not in browser.post("/parties/hints/", {"name": "川"}).content.decode()


def test_many_candidates_cost_as_many_queries_as_few(company, django_assert_max_num_queries):
    for number in range(30):
        company.party(f"云帆{'科技物流客运'[number % 3 * 2 :][:2]}有限公司", by="wang", note=number)
    access = company.access("admin")
    with django_assert_max_num_queries(16):
        assert ask_of("云帆", access)


def test_how_frequent_a_name_is_here_is_learnt_and_heard_by_the_live_check(company):
    person = comparisons_for({"given", "surname"}, MANY_ROWS)
    model = expected([one for one in person if one.name == "person"], 0.001)
    frequencies = {"person_sound": {"wangxiaotong": 0.004}}
    with company.access("admin").change_set("learn"):
        MatchingModel(
            kind="person", number=1, parties=1, weights=publish(model, frequencies)
        ).save()  # fmt: skip
    for name in ("王晓彤", "麻晓彤"):
        company.party(name, by="wang", kind="person")
    sure = {
        name: ask({"name": name, "kind": "person"}, company.access("admin")).suspects[0].percent
        for name in ("王晓彤", "麻晓彤")
    }
    assert sure["麻晓彤"] > 2 * sure["王晓彤"]
