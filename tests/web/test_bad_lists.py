"""What people and files put into lists: long, unbroken, odd and very many; the page stays whole."""

import json
from html.parser import HTMLParser

import pytest

from tests.web.company import HOSTILE
from tests.web.test_lists import names
from zhike.ledger.current import change_set
from zhike.records.models import CustomField

LONGEST = "长" * 199
UNBROKEN = "A" * 40
FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 𠮷野家 \U00020bb7"
COMBINED = "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞"
VOID = {"input", "meta", "link", "br", "hr", "img", "use", "path", "circle", "line", "rect"}


class Whole(HTMLParser):
    """Whether every element of a page is closed where it should be."""

    def __init__(self, page):
        super().__init__()
        self.open, self.wrong = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.mark.parametrize("name", [LONGEST, UNBROKEN, FAMILY, COMBINED, HOSTILE])
def test_a_name_of_any_kind_stands_in_a_list_that_stays_whole(company, admin, name):
    company.party(name, tags=f"{UNBROKEN}; {FAMILY}")
    response = admin.get("/parties/", {"column": ["name", "tags"]})
    page = response.content.decode()
    assert len(names(response)) == 1
    found = Whole(page)
    assert (found.open, found.wrong) == ([], [])
    assert "<script>alert" not in page
    sent = {"f-0-field": "name", "f-0-op": "contains", "f-0-value": name[:40]}
    assert len(names(admin.get("/parties/", sent))) == 1


@pytest.fixture
def many(company):
    options = [f"标签 {number:05}" for number in range(10_000)]
    with change_set(by=None, door="system"):
        for key, kind in (("label", "choices"), ("single", "choice")):
            CustomField(resource="party", key=key, label=key, kind=kind, options=options).save()
    return CustomField.objects.get(key="label")


def test_of_ten_thousand_choices_a_page_holds_some_and_the_rest_is_found_by_typing(
    company, admin, many
):
    party = company.party("one", c_label=["标签 09999"], c_single="标签 00007")
    filter_ = json.dumps({"field": "c_label", "op": "has_any", "value": ["标签 09999"]})
    shown = admin.get("/parties/", {"filter": filter_})
    assert names(shown) == ["one"]
    pages = [
        shown, admin.get("/parties/filter-choices/"), admin.get(f"/parties/{party.pk}/edit/"),
        admin.get(f"/parties/{party.pk}/fields/c_label/"), admin.get("/parties/new/"),
    ]  # fmt: skip
    for response in pages:
        page = response.content.decode()
        assert page.count("标签 ") < 200
        assert len(page) < 400_000
    url = f"/choices/?field={many.pk}"
    assert url in shown.content.decode()
    assert 'value="标签 09999" checked' in shown.content.decode()
    found = admin.get("/choices/", {"field": str(many.pk), "q": "0999"}).json()
    assert [one["id"] for one in found[:2]] == ["标签 00999", "标签 09990"]
    assert len(admin.get(url).json()) == 20
    edited = admin.get(f"/parties/{party.pk}/edit/").content.decode()
    assert 'value="标签 00007"' in edited
    assert company.browsers["nobody"].get(url).status_code == 404


def test_ten_thousand_tags_of_records_do_not_reach_the_page_of_a_list(company, admin):
    company.party("much tagged", tags="; ".join(f"t{number}" for number in range(50)))
    page = admin.get("/parties/", {"column": ["name", "tags"]}).content.decode()
    assert len(page) < 200_000
    assert Whole(page).wrong == []
