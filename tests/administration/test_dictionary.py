"""What values mean, the word that "other" asks for, proposals, and whether two coders agree."""

import pytest

from tests.web.company import make
from zhike.ledger.actions import actions_of
from zhike.ledger.current import change_set
from zhike.people.models import Party
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.models import Coding, CodingSample, CustomField, DictionaryEntry
from zhike.records.resource import resource_named

pytestmark = pytest.mark.requirement("E08")
PARTIES = resource_named("parties")


@pytest.fixture
def word(company):
    """Industry "other" asks for a word."""
    field = make("custom-fields", resource="party", key="trade", label="行业说明", kind="text")
    make("dictionary-entries", resource="party", field="industry", value="other",
         definition="以上都不是", examples="殡葬、博彩", word_field=str(field.pk))  # fmt: skip
    return field


def test_a_value_is_explained_beside_the_field_in_which_it_is_chosen(word, li):
    page = li.get("/parties/new/").content.decode()
    assert "以上都不是" in page
    assert "殡葬、博彩" in page


def test_other_asks_for_a_word_at_form_and_api_and_holds_nothing_else_up(word, company, li):
    answer = li.post("/parties/new/", {"name": "甲公司", "kind": "organization",
                                       "industry": "other"})  # fmt: skip
    assert answer.status_code == 422
    assert not Party.objects.filter(name="甲公司").exists()
    access = company.access("li")
    with pytest.raises(Invalid) as caught:
        saving.create(PARTIES, access, {"name": "乙公司", "industry": "other"})
    assert [error.field for error in caught.value.errors] == ["c_trade"]
    party = saving.create(
        PARTIES, access, {"name": "丙公司", "industry": "other", "c_trade": "校车租赁"}
    )
    assert "校车租赁" in li.get(f"/parties/{party.pk}/").content.decode()
    with change_set(by=None, door="import"):
        old = Party(name="丁公司", industry="other")
        old.save()
    saving.change(PARTIES, company.access("admin"), old.pk, {"name": "丁集团"})


def test_the_dictionary_counts_the_words_that_were_said_instead(word, company, admin):
    for number in range(3):
        saving.create(PARTIES, company.access("admin"), {
            "name": f"客户{number}", "industry": "other",
            "c_trade": "校车租赁" if number else "博彩",
        })  # fmt: skip
    assert "校车租赁 (2) · 博彩 (1)" in admin.get("/dictionary/?type=parties").content.decode()


def test_a_value_that_is_missing_is_proposed_by_anybody_and_accepted_by_an_administrator(
    company, admin, li
):
    make("custom-fields", resource="party", key="fleet", label="车队", kind="choice",
         options=["自营", "外包"])  # fmt: skip
    url = "/dictionary/propose/?type=parties&field=c_fleet"
    assert li.post(url, {"value": "外包"}).status_code == 422
    li.post(url, {"value": "挂靠", "definition": "车是个人的"})
    entry = DictionaryEntry.objects.get()
    assert entry.status == "proposed"
    assert CustomField.objects.get().options == ["自营", "外包"]
    assert "挂靠" not in li.get("/parties/new/").content.decode()
    assert "挂靠" in admin.get("/dictionary/").content.decode()
    assert li.post(f"/dictionary-entries/{entry.pk}/do/accept/").status_code in (403, 404)
    saving.perform(resource_named("dictionary-entries"), company.access("admin"), entry.pk,
                   "accept", {})  # fmt: skip
    assert CustomField.objects.get().options == ["自营", "外包", "挂靠"]
    assert "车是个人的" in li.get("/parties/new/").content.decode()


def sample_of(company, size, **more):
    access = company.access("admin")
    sample = make(
        "coding-samples", name="行业核对", resource="party", field="industry", size=size,
        first_coder=str(company.users["li"].pk), second_coder=str(company.users["admin"].pk),
        **more,
    )  # fmt: skip
    saving.perform(resource_named("coding-samples"), access, sample.pk, "draw", {})
    return CodingSample.objects.get(pk=sample.pk)


def test_two_coders_who_differ_on_ten_of_fifty_agree_on_eighty_percent(company, admin):
    for number in range(60):
        make("parties", name=f"客户{number}")
    sample = sample_of(company, 50)
    assert "draw" in actions_of(CodingSample)
    codings = list(sample.codings.all())
    assert len({coding.about for coding in codings}) == 50
    with change_set(by=None, door="system"):
        for number, coding in enumerate(codings):
            coding.first = "retail" if number < 25 else "finance"
            coding.second = "services" if number < 10 else coding.first
            coding.save()
    page = admin.get(f"/coding-samples/{sample.pk}/").content.decode()
    assert "80%" in page.replace(" ", "")
    for said in ("40 of 50", "Retail", "Services", "κ"):
        assert said in page


def test_a_coder_sees_neither_the_value_nor_what_the_other_said(company, li):
    secret = make("parties", by=company.access("li"), name="蓉城公司", industry="tourism")
    sample = sample_of(company, 1)
    coding = sample.codings.get()
    assert coding.about_id == secret.pk
    with change_set(by=None, door="system"):
        coding.second = "retail"
        coding.save()
    url = f"/coding/{sample.pk}/"
    page = li.get(url).content.decode()
    assert "蓉城公司" in page
    assert "checked" not in page
    assert li.post(url, {"coding": coding.pk, "value": "nonsense"}).status_code == 422
    li.post(url, {"coding": coding.pk, "value": "finance"})
    coding.refresh_from_db()
    assert (coding.first, coding.second) == ("finance", "retail")
    # What was said is not said anew after a look at the report.
    assert li.post(url, {"coding": coding.pk, "value": "retail"}).status_code == 404
    assert Coding.objects.get().first == "finance"
    secret.refresh_from_db()
    assert secret.industry == "tourism"


def test_who_is_no_coder_of_a_sample_and_who_sees_no_such_field_is_told_nothing(company, client):
    make("parties", name="蓉城公司")
    sample, wang = sample_of(company, 1), company.browsers["wang"]
    url = f"/coding/{sample.pk}/"
    coding = str(sample.codings.get().pk)
    assert wang.get(url).status_code == 404
    assert wang.post(url, {"coding": coding, "value": "retail"}).status_code == 404
    assert client.get(url).status_code == 302
    assert Coding.objects.get().first == Coding.objects.get().second == ""
    for field in ("industry", "c_none"):
        assert wang.get(f"/dictionary/propose/?type=parties&field={field}").status_code == 404
