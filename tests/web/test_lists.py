"""Lists: filter, order, pages, columns, saved views, and a constant number of queries."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.company import make
from zhike.records.models import SavedView


def names(response):
    page = response.content.decode()
    return re.findall(r'class="record-link" href="[^"]*">(?:<bdi>)?([^<]*)', page)


def link(response, word):
    anchor = rf'<a href="([^"]*)"[^>]*>\s*(?:<svg[^>]*>.{{0,200}}?</svg>)?\s*{word}'
    found = re.search(anchor, response.content.decode(), re.S)
    return found and found.group(1).replace("&amp;", "&")


def queries(browser, url):
    browser.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("who", ["admin", "li"])
@pytest.mark.parametrize("where", ["/parties/", "/parties/{pk}/", "/parties/{pk}/edit/"])
def test_fifty_rows_cost_as_many_queries_as_five(company, who, where):
    browser = company.browsers[who]

    def grow(count):
        for number in range(count):
            party = company.party(f"p{number}", by="li", tags="a; b")
            make("relationships", from_party=str(first.pk), to_party=str(party.pk),
                 by=company.access("admin"))  # fmt: skip

    first = company.party("first", by="li")
    grow(5)
    few = queries(browser, where.format(pk=first.pk))
    grow(45)
    assert queries(browser, where.format(pk=first.pk)) == few
    assert few <= 36


def test_rows_of_the_filter_form_become_a_filter(company, admin):
    company.party("gold one", tier="gold")
    company.party("iron one", tier="iron")
    response = admin.get("/parties/", {
        "f-0-field": "tier", "f-0-op": "in", "f-0-value": ["gold", "platinum"],
        "f-1-field": "name", "f-1-op": "contains", "f-1-value": "one",
    })  # fmt: skip
    assert names(response) == ["gold one"]
    assert 'name="f-1-value"' in response.content.decode()


def test_a_filter_reaches_over_a_relation_and_back(company, admin):
    ours, alone = company.party("ours"), company.party("alone", by="li")
    make("relationships", from_party=str(ours.pk), to_party=str(alone.pk), type="refers")
    some = {"f-0-field": "relationships_from:", "f-0-op": "none"}
    assert names(admin.get("/parties/", some)) == ["alone"]
    where = {"f-0-field": "relationships_from:type", "f-0-op": "some-in", "f-0-value": "refers"}
    assert names(admin.get("/parties/", where)) == ["ours"]
    across = {"f-0-field": "owner.is_admin", "f-0-op": "eq", "f-0-value": "true"}
    assert names(admin.get("/parties/", across)) == ["ours"]


def test_what_the_form_cannot_show_stands_as_a_sentence_and_is_kept(company, admin):
    company.party("gold one", tier="gold")
    gold = {"field": "tier", "op": "in", "value": ["gold"]}
    filter_ = {"any": [gold, {"any": [gold, {"any": [gold, {"any": [gold, gold]}]}]}]}
    response = admin.get("/parties/", {"filter": json.dumps(filter_)})
    page = response.content.decode()
    assert names(response) == ["gold one"]
    assert "f-0.1.1.1-json" in page
    assert "Tier is one of gold or Tier is one of gold" in page.replace("tier", "Tier").replace(
        "Gold", "gold"
    )


@pytest.mark.parametrize("given", [
    {"filter": "{"}, {"filter": "[]"}, {"filter": '{"field":"password","op":"eq","value":"x"}'},
    {"filter": '{"all":7}'}, {"sort": "note"}, {"cursor": "!!"}, {"cursor": "WzFd"},
    {"f-0-field": "tier", "f-0-op": "in", "f-0-value": "no such tier"},
    {"filter": '{"none":"relationships_from","where":{"field":"nothing"}}'},
])  # fmt: skip
def test_a_wrong_address_is_explained_and_shows_nothing(company, admin, given):
    company.party("hidden away")
    response = admin.get("/parties/", given)
    assert response.status_code == 400
    assert "hidden away" not in response.content.decode()


def test_pages_go_forth_and_back(company, admin):
    for number in range(120):
        company.party(f"p{number:03}")
    first = admin.get("/parties/")
    assert "1–50 of 120" in first.content.decode()
    second = admin.get(link(first, "Next"))
    assert names(second)[0] == "p050"
    third = admin.get(link(second, "Next"))
    assert "101–120 of 120" in third.content.decode()
    assert link(third, "Next") is None
    assert names(admin.get(link(third, "Previous"))) == names(second)
    assert names(admin.get(link(admin.get(link(third, "Previous")), "Previous"))) == names(first)


def test_columns_are_chosen_and_unknown_ones_left_out(company, admin):
    company.party("shown", website="example.cn")
    page = admin.get("/parties/", {"column": ["name", "website", "password"]}).content.decode()
    assert "example.cn" in page
    assert page.count('<th scope="col"') == 2


def test_mine_are_mine(company, admin):
    company.party("mine")
    company.party("of li", by="li")
    assert names(admin.get("/parties/?view=mine")) == ["mine"]


def test_a_saved_view_is_a_tab_for_those_who_may_have_it(company, admin, li):
    company.party("gold one", tier="gold", by="li")
    company.party("iron one", tier="iron", by="li")
    filter_ = json.dumps({"all": [{"field": "tier", "op": "in", "value": ["gold"]}]})
    kept = {"name": "golden", "filter": filter_, "sort": "-name", "columns": "name,tier"}
    response = li.post("/parties/views/", kept | {"visibility": "private"}, follow=True)
    assert names(response) == ["gold one"]
    view = SavedView.objects.get()
    assert "golden" not in admin.get("/parties/").content.decode()
    shared = {"name": "golden", "visibility": "public", "owner": str(view.owner_id), "version": 1}
    li.post(f"/saved-views/{view.pk}/edit/", shared)
    assert "golden" in admin.get("/parties/").content.decode()
    assert admin.get(f"/parties/?view={view.pk}").status_code == 200
    li.post(f"/saved-views/{view.pk}/delete/")
    assert not SavedView.objects.exists()


def test_an_empty_list_says_what_to_do(company, admin):
    assert "/parties/new/" in admin.get("/parties/").content.decode()
    page = admin.get("/parties/?filter=" + '{"field":"tier","op":"in","value":["gold"]}')
    assert "Nothing fits" in page.content.decode()


def test_a_picker_offers_twenty_at_most_and_only_what_may_be_seen(company, li):
    for number in range(25):
        company.party(f"north {number:02}", by="li")
    company.party("south", by="wang")
    answers = li.get("/parties/options/").json()
    assert len(answers) == 20
    assert set(answers[0]) == {"id", "label", "hint"}
    assert li.get("/parties/options/?q=south").json() == []
    assert [a["label"] for a in li.get("/parties/options/?q=north 07").json()] == ["north 07"]


def test_search_finds_by_name_and_telephone_within_ones_reach(company, li):
    point = [{"type": "phone", "value": "021 5888 1234"}]
    company.party("川途客运集团", by="li", contact_points=point)
    company.party("川途客运南方", by="wang", contact_points=point)
    for words in ("川途", "ctky", "58881234"):
        page = li.get("/search/", {"q": words}).content.decode()
        assert "川途客运集团" in page, words
        assert "川途客运南方" not in page, words
    assert li.get("/search/").status_code == 200


def golden(browser, **also):
    filter_ = json.dumps({"all": [{"field": "tier", "op": "in", "value": ["gold"]}]})
    kept = {"name": "golden", "filter": filter_, "columns": "name,tier", "visibility": "public"}
    browser.post("/parties/views/", kept | also)
    return SavedView.objects.get()


def test_a_saved_view_is_renamed_saved_over_copied_and_deleted_with_a_way_back(company, admin, li):
    company.party("gold one", tier="gold", by="li")
    company.party("iron one", tier="iron", by="li")
    view = golden(li)
    url = f"/parties/views/{view.pk}/"
    li.post(url, {"do": "rename", "name": "甲", "visibility": "team"})
    view.refresh_from_db()
    assert (view.name, view.visibility) == ("甲", "team")
    li.post(f"{url}?view={view.pk}&filter=&sort=-name", {"do": "save"})
    assert names(li.get(f"/parties/?view={view.pk}")) == ["iron one", "gold one"]
    li.post(f"{url}?view={view.pk}", {"do": "copy"})
    assert SavedView.objects.count() == 2
    page = li.post(url, {"do": "delete"}, follow=True).content.decode()
    assert not SavedView.objects.filter(pk=view.pk).exists()
    li.post(re.findall(r"/change-sets/[0-9a-f-]+/undo/", page)[-1])
    assert SavedView.objects.filter(pk=view.pk).exists()


def test_a_public_view_is_only_changed_by_its_owner_and_may_be_copied_by_all(company, li):
    view = golden(company.browsers["wang"])
    url = f"/parties/views/{view.pk}/"
    assert li.post(url, {"do": "delete"}).status_code == 403
    assert li.post(url, {"do": "rename", "name": "mine now"}).status_code == 403
    assert "mine now" not in li.get(f"/parties/?view={view.pk}").content.decode()
    li.post(f"{url}?view={view.pk}", {"do": "copy"})
    assert SavedView.objects.get(owner=company.users["li"]).name == "golden (copy)"


def test_a_list_opens_with_the_view_that_each_person_chose(company, admin, li):
    company.party("gold one", tier="gold", by="li")
    company.party("iron one", tier="iron", by="li")
    view = golden(li)
    li.post("/parties/opens-with/", {"view": str(view.pk)})
    assert names(li.get("/parties/")) == ["gold one"]
    assert len(names(li.get("/parties/?view=all"))) == 2
    assert len(names(admin.get("/parties/"))) == 2
    li.post(f"/parties/views/{view.pk}/", {"do": "delete"})
    assert len(names(li.get("/parties/"))) == 2


def test_a_view_whose_field_is_gone_says_so_and_shows_the_rest(company, li):
    company.party("gold one", tier="gold", by="li")
    company.party("iron one", tier="iron", by="li")
    view = golden(li)
    gone = {"field": "gone", "op": "eq", "value": "x"}
    with company.access("li").change_set("edit"):
        view.filter = {"all": [*view.filter["all"], gone]}
        view.columns, view.sort = [*view.columns, "gone"], "gone"
        view.save()
    response = li.get(f"/parties/?view={view.pk}")
    assert response.status_code == 200
    assert names(response) == ["gold one"]
    assert "3 conditions, columns, orders or groupings of this view" in response.content.decode()


def test_all_rows_of_a_views_filter_can_be_taken_away(company, li):
    company.party("iron one", tier="iron", by="li")
    view = golden(li)
    without = li.get(f"/parties/?view={view.pk}&filter=")
    assert names(without) == ["iron one"]
    assert names(li.get(link(without, "Tier") or link(without, "Name"))) == ["iron one"]
