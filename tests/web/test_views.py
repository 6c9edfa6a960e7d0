"""Saved views as tabs: what a view keeps, the order of the tabs, and how many each holds."""

import re

from tests.web.test_lists import golden, names
from zhike.access.models import FieldRight, Role
from zhike.ledger.current import change_set
from zhike.records.models import SavedView


def test_a_view_keeps_its_groups_which_can_be_taken_off_and_saved_so(company, li):
    company.party("gold one", tier="gold", by="li")
    view = golden(li, group="lifecycle")
    shown = li.get(f"/parties/?view={view.pk}")
    assert '<details class="group"' in shown.content.decode()
    assert "Save the changes in it" not in shown.content.decode()
    without = li.get(f"/parties/?view={view.pk}&group=-")
    assert '<details class="group"' not in without.content.decode()
    assert names(without) == ["gold one"]
    assert "Save the changes in it" in without.content.decode()
    li.post(f"/parties/views/{view.pk}/?view={view.pk}&group=-", {"do": "save"})
    assert SavedView.objects.get().group == ""


def test_a_view_grouped_by_a_field_that_is_gone_says_so_and_shows_the_rest(company, li):
    company.party("gold one", tier="gold", by="li")
    view = golden(li, group="lifecycle")
    with company.access("li").change_set("edit"):
        view.group = "gone"
        view.save()
    response = li.get(f"/parties/?view={view.pk}")
    assert names(response) == ["gold one"]
    assert "A part of this view is gone" in response.content.decode()


def test_tabs_stand_in_the_order_that_each_person_gave_them(company, admin, li):
    first, second = (golden_named(li, name) for name in ("first", "second"))
    li.post(f"/parties/tab-order/?view={second.pk}", {"to": "left"})
    page = li.get("/parties/").content.decode()
    assert page.index("second") < page.index("first")
    page = admin.get("/parties/").content.decode()
    assert page.index("first") < page.index("second")
    third = golden_named(li, "third")
    page = li.get(f"/parties/?view={third.pk}").content.decode()
    assert page.index("second") < page.index("first") < page.index("third")
    assert "Move to the left" in page
    assert "Move to the right" not in page
    assert li.post(f"/parties/tab-order/?view={first.pk}", {"to": "up"}).status_code == 404


def golden_named(browser, name):
    kept = {"name": name, "filter": '{"all":[{"field":"tier","op":"in","value":["gold"]}]}',
            "visibility": "public"}  # fmt: skip
    browser.post("/parties/views/", kept)
    return SavedView.objects.get(name=name)


def test_tabs_tell_how_many_they_hold_within_the_readers_reach(company, li):
    company.party("gold one", tier="gold", by="li")
    company.party("iron one", tier="iron", by="li")
    company.party("gold elsewhere", tier="gold", by="wang")
    view = golden(li)
    assert "/parties/tab-counts/" in li.get("/parties/").content.decode()
    page = li.get("/parties/tab-counts/").content.decode()
    counts = dict(re.findall(r'id="tab-([\w-]+)"[^>]*>([^<]*)', page))
    assert counts == {"all": "2", "mine": "2", str(view.pk): "1"}


def test_a_count_ends_at_five_hundred(company, admin, monkeypatch):
    monkeypatch.setattr("zhike.web.view_tabs.COUNTED_UP_TO", 2)
    for name in ("a", "b", "c"):
        company.party(name)
    assert ">2+<" in admin.get("/parties/tab-counts/").content.decode()


def test_a_field_that_is_hidden_from_a_reader_drops_out_of_a_shared_view(company, admin, li):
    company.party("gold one", tier="gold", by="li")
    company.party("iron one", tier="iron", by="li")
    view = golden(admin, group="tier", sort="-name", columns="name,tier,source")
    with change_set(by=None, door="system"):
        role = Role.objects.get(name="representative")
        FieldRight(role=role, resource="party", field="tier", level="hidden").save()
    theirs = li.get(f"/parties/?view={view.pk}")
    page = theirs.content.decode()
    assert "3 conditions, columns, orders or groupings of this view" in page
    assert names(theirs) == ["iron one", "gold one"]
    assert "Source" in page
    whole = admin.get(f"/parties/?view={view.pk}&group=-")
    assert "A part of this view is gone" not in whole.content.decode()
    assert names(whole) == ["gold one"]
