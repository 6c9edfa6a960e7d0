"""How complete what we know of a customer is, and asking for what is missing (B03, B29)."""

import pytest
from django.db import models

from tests.web.company import make
from zhike.engagement.models import Interaction
from zhike.ledger.current import change_set
from zhike.ledger.jobs import claim, run
from zhike.ledger.models import ChangeSet
from zhike.ledger.undo import undo
from zhike.people.models import ContactPoint, KeyFields, Party
from zhike.people.quality.completeness import is_needed
from zhike.people.rules.completeness import percent
from zhike.records import saving
from zhike.records.provenance import origins
from zhike.records.resource import resource_named

PARTIES = resource_named("parties")


def keys(kind, *names):
    with change_set(by=None, door="web"):
        KeyFields(kind=kind, names=list(names)).save()


def completeness(party):
    return Party.objects.values_list("completeness", flat=True).get(pk=party.pk)


@pytest.mark.requirement("B03")
@pytest.mark.parametrize(
    ("count", "filled", "expected"), [(10, 7, 70), (3, 2, 66), (8, 8, 100), (0, 0, 100), (7, 0, 0)]
)
def test_completeness_is_the_share_of_the_key_fields_that_are_filled(count, filled, expected):
    names = [str(n) for n in range(count)]
    assert percent(names, set(names[:filled])) == expected


@pytest.mark.requirement("B03")
def test_whatever_is_written_of_a_customer_its_completeness_is_true(company):
    keys("organization", "name", "industry", "contact_points.phone", "decider")
    party = company.party(by="li")
    assert completeness(party) == 25
    saving.change(PARTIES, company.access("li"), party.pk, {"industry": "retail"})
    assert completeness(party) == 50
    point = make("contact-points", party=str(party.pk), type="phone", value="13800138000")
    assert completeness(party) == 75
    boss = company.party("李总", by="li", kind="person")
    tie = make("relationships", from_party=str(boss.pk), type="decides_for",
               to_party=str(party.pk))  # fmt: skip
    assert completeness(party) == 100
    saving.remove(resource_named("relationships"), company.access("admin"), tie.pk)
    saving.change(resource_named("contact-points"), company.access("li"), point.pk,
                  {"status": "invalid"})  # fmt: skip
    assert completeness(party) == 50
    undo(ChangeSet.objects.order_by("at").last(), by=company.users["li"], door="web")
    assert completeness(party) == 75


@pytest.mark.requirement("B03")
def test_other_key_fields_rate_every_customer_anew(company):
    party = company.party(by="li", industry="retail")
    keys("organization", "name", "industry")
    job = claim()
    run(job)
    assert completeness(party) == 100
    assert is_needed() is None
    with change_set(by=None, door="web"):
        KeyFields.objects.get().delete()
    assert is_needed()


@pytest.mark.requirement("B03")
def test_a_list_filters_and_sorts_by_completeness(company, li):
    keys("organization", "name", "industry", "region", "tier")
    for name, raw in {"thin": {}, "half": {"tier": "gold"}, "full": {
        "industry": "retail", "region": "110000", "tier": "gold"}}.items():  # fmt: skip
        company.party(name, by="li", **raw)
    items = li.get('/api/v1/parties?sort=-completeness&filter={"field":"completeness","op":"lt",'
                   '"value":60}').json()["items"]  # fmt: skip
    assert [(item["name"], item["completeness"]) for item in items] == [("half", 50), ("thin", 25)]


@pytest.mark.requirement("B29")
def test_a_follow_up_asks_for_the_industry_and_keeps_it_with_its_source_and_day(company, li):
    keys("organization", "name", "industry", "contact_points.phone", "region")
    party = company.party(by="li")
    page = li.get(f"/parties/{party.pk}/").content.decode()
    composer = page.split('id="composer"')[1].split("</form>")[0]
    assert "known-industry" in composer
    assert "known-contact_points-phone" in composer
    assert "known-region" not in composer
    answer = li.post(f"/parties/{party.pk}/interactions/", {
        "subject": "visited", "channel": "visit", "known-industry": "retail",
        "known-contact_points-phone": "138 0013 8000",
    }, headers={"HX-Request": "true"}).content.decode()  # fmt: skip
    assert "known-industry" not in answer
    assert "known-region" in answer
    assert Party.objects.get(pk=party.pk).industry == "retail"
    known = origins("party", party.pk)
    assert known["industry"].source == "follow-up"
    assert known["industry"].at.date() == Interaction.objects.get().created_at.date()
    assert known[f"contact-point:{ContactPoint.objects.get().pk}"].source == "follow-up"
    undo(ChangeSet.objects.order_by("at").last(), by=company.users["li"], door="web")
    assert (Party.objects.get(pk=party.pk).industry, Interaction.objects.count()) == ("", 0)


@pytest.mark.requirement("B29")
def test_what_cannot_be_read_is_said_beside_it_and_nothing_is_written(company, li):
    keys("organization", "contact_points.phone")
    party = company.party(by="li")
    answer = li.post(
        f"/parties/{party.pk}/interactions/",
        {"subject": "called", "channel": "call", "known-contact_points-phone": "12"},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 422
    assert "known-contact_points-phone-error" in answer.content.decode()
    assert not Interaction.objects.exists()


@pytest.mark.requirement("B29")
def test_the_page_of_a_contact_asks_as_long_as_something_is_missing(company, li):
    keys("organization", "name", "industry")
    party = company.party(by="li")
    contact = make("interactions", by=company.access("li"), party=str(party.pk), subject="s")
    assert "known-industry" in li.get(f"/interactions/{contact.pk}/").content.decode()
    li.post(f"/parties/{party.pk}/known/", {"known-industry": "retail"})
    assert origins("party", party.pk)["industry"].source == "follow-up"
    assert "known-industry" not in li.get(f"/interactions/{contact.pk}/").content.decode()


@pytest.mark.requirement("B03")
def test_the_page_of_data_quality_counts_what_the_reader_may_see(company, li):
    keys("organization", "name", "industry")
    for number in range(3):
        company.party(f"p{number}", by="li", **({"industry": "retail"} if number else {}))
    company.party("foreign", by="wang")
    page = li.get("/quality/")
    figures = {str(f.label): f.value for f in page.context["figures"]}
    assert (figures["customers"], figures["average completeness"]) == ("3", "83")
    shares = [row["cells"][2]["text"] for row in page.context["bands"]]
    assert shares == ["0", "0", "1", "0", "2"]
    assert models.QuerySet(Party).count() == 4
