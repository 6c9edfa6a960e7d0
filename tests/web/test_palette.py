"""Ctrl K: questions, records, actions, places and views by a few letters; recents and stars."""

import pytest
from django.utils.translation import override

from tests.web.company import make
from zhike.records.models import SavedView
from zhike.web import palette
from zhike.web.models import Favourite, Visit


def labels(company, words, login="li"):
    """What the palette offers to somebody, by group."""
    with override("en"):
        groups = palette.found(company.access(login), words)
        return {group.title: [choice.label for choice in group.choices] for group in groups}


def first(company, login="li"):
    with override("en"):
        groups = palette.at_first(company.access(login))
        return {group.title: [choice.label for choice in group.choices] for group in groups}


@pytest.fixture
def deal(company):
    return make("opportunities", by=company.access("li"), name="真正的购买者 K10 60台")


@pytest.mark.requirement("D29")
@pytest.mark.parametrize("words", ["真正的购买者", "zhenzhengdegoumaizhe", "zzdgmz", "true buyers"])
def test_a_question_is_found_in_either_language_by_pinyin_and_initials(company, words):
    assert labels(company, words)["Questions"][0] == "Who are the true buyers?"


def test_one_text_finds_question_and_record_alike(company, deal):
    found = labels(company, "真正的购买者")
    assert found["Questions"] == ["Who are the true buyers?"]
    assert found["Records"] == ["真正的购买者 K10 60台"]


def test_a_sentence_finds_the_question_with_which_it_shares_most(company):
    asked = labels(company, "which deals have stood still for too long")["Questions"]
    assert "Which of my deals stand still?" in asked


@pytest.mark.parametrize("words", ["new cust", "New customer"])
def test_actions_are_found_by_whoever_may_do_them(company, words):
    assert labels(company, words)["Actions"] == ["New customer"]
    assert "Actions" not in labels(company, words, login="nobody")


def test_places_of_the_navigation_and_of_administration_are_found(company):
    assert labels(company, "opportunities")["Places"][0] == "opportunities"
    assert labels(company, "exchange rates", login="admin")["Places"] == ["Exchange rates"]
    assert "Places" not in labels(company, "exchange rates")


def test_views_of_ones_own_and_of_everybody_are_found(company):
    for owner, name, visibility in (
        ("li", "九寨线 private", "private"),
        ("wang", "九寨线 public", "public"),
        ("wang", "九寨线 theirs", "private"),
    ):
        with company.access("admin").change_set("create"):
            SavedView(owner=company.users[owner], resource="parties", name=name,
                      visibility=visibility).save()  # fmt: skip
    assert sorted(labels(company, "jzx")["Views"]) == ["九寨线 private", "九寨线 public"]


def test_records_of_others_are_not_found(company):
    company.party("巴渝巴士", by="wang")
    assert "Records" not in labels(company, "巴渝")
    assert labels(company, "巴渝", login="wang")["Records"] == ["巴渝巴士"]


def test_what_fits_best_comes_first(company):
    company.party("Opportunities Ltd", by="li")
    company.party("Settings and opportunities", by="li")
    groups = list(labels(company, "opportunities"))
    assert groups[0] == "Places"


def test_a_page_that_was_looked_at_is_offered_first_while_it_may_be_seen(company, li):
    mine, theirs, gone = (company.party(name, by="li") for name in ("one", "two", "three"))
    li.get(f"/parties/{mine.pk}/")
    assert not Visit.objects.exists(), "reading writes nothing: the page says it when it stands"
    for party in (mine, theirs, gone, mine):
        assert li.post(f"/parties/{party.pk}/seen/").status_code == 204
    assert first(company)["Looked at last"] == ["one", "three", "two"]
    with company.access("admin").change_set("edit"):
        theirs.owner = company.users["wang"]
        theirs.save()
        gone.delete()
    assert first(company)["Looked at last"] == ["one"]
    assert "one" in li.get("/").content.decode()
    assert "Looked at last" not in first(company, login="wang")


def test_only_the_latest_twenty_are_kept(company, li):
    for number in range(23):
        party = company.party(f"p{number}", by="li")
        li.post(f"/parties/{party.pk}/seen/")
        li.post(f"/parties/{party.pk}/seen/")
    assert Visit.objects.count() == 20
    assert first(company)["Looked at last"][0] == "p22"


def test_a_star_marks_a_record_and_is_taken_away_without_reload(company, li):
    party = company.party("川途客运", by="li")
    url = f"/parties/{party.pk}/favourite/"
    page = li.get(f"/parties/{party.pk}/").content.decode()
    assert 'aria-pressed="false"' in page
    fragment = li.post(url, {"on": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert 'aria-pressed="true"' in fragment
    assert "<html" not in fragment
    assert first(company)["Favourites"] == ["川途客运"]
    assert "川途客运" in li.get("/palette/").content.decode()
    assert li.post(url, {"on": "0"}).url == f"/parties/{party.pk}/"
    assert not Favourite.objects.exists()


def test_what_is_no_longer_in_sight_vanishes_from_favourites(company, li):
    party = company.party("川途客运", by="li")
    li.post(f"/parties/{party.pk}/favourite/", {"on": "1"})
    with company.access("admin").change_set("edit"):
        party.owner = company.users["wang"]
        party.save()
    assert "Favourites" not in first(company)
    assert "川途客运" not in li.get("/").content.decode()
    assert li.post(f"/parties/{party.pk}/favourite/", {"on": "1"}).status_code == 404


def test_the_search_page_lists_questions_for_those_without_scripts(company, li):
    page = li.get("/search/", {"q": "真正的购买者"}).content.decode()
    assert "Who are the true buyers?" in page


@pytest.mark.parametrize("words", ["\0", "\u202e<script>", "😀" * 300, "%_'\"", "a" * 5000, "一"])
def test_whatever_is_typed_gets_an_answer(li, words):
    answer = li.get("/palette/", {"q": words})
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()


@pytest.mark.parametrize("count", [1, 12])
def test_first_page_and_palette_ask_few_things_of_the_database(
    company, li, count, django_assert_max_num_queries
):
    for number in range(count):
        party = company.party(f"客车 {number}", by="li")
        for path in ("seen", "favourite"):
            li.post(f"/parties/{party.pk}/{path}/", {"on": "1"})
        make("opportunities", by=company.access("li"), name=f"客车 {number}", party=str(party.pk))
    for path in ("/", "/asked/", "/palette/"):
        li.get(path)
    with django_assert_max_num_queries(36):
        li.get("/")
    with django_assert_max_num_queries(32):
        li.get("/asked/")
    with django_assert_max_num_queries(24):
        li.get("/palette/", {"q": "客车"})
