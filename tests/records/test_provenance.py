"""Where each value of a record comes from: read from the ledger (requirement B29)."""

from dataclasses import replace

import pytest

from tests.web.company import make
from zhike.ledger.models import ChangeSet
from zhike.ledger.undo import undo
from zhike.people.models import Party
from zhike.records import saving
from zhike.records.provenance import origins
from zhike.records.resource import resource_named

PARTIES = resource_named("parties")


@pytest.fixture
def company(db):
    from tests.web import company as companies

    return companies.found()


def change(company, party, source="", **raw):
    return saving.change(PARTIES, replace(company.access("li"), source=source), party.pk, raw)


@pytest.mark.requirement("B29")
def test_each_value_knows_its_source_and_since_when(company):
    party = company.party(by="li", industry="retail")
    change(company, party, source="erp", region="110000")
    known = origins("party", party.pk)
    assert (known["industry"].source, known["region"].source) == ("web", "erp")
    assert known["region"].at > known["industry"].at
    assert known["region"].actor_name == "li"


@pytest.mark.requirement("B29")
def test_an_undo_gives_a_value_back_with_the_source_that_it_had(company):
    party = company.party(by="li")
    change(company, party, source="erp", industry="retail")
    change(company, party, industry="finance")
    undo(ChangeSet.objects.order_by("at").last(), by=company.users["li"], door="web")
    assert Party.objects.get(pk=party.pk).industry == "retail"
    assert origins("party", party.pk)["industry"].source == "erp"


@pytest.mark.requirement("B29")
def test_the_page_and_the_api_say_so_of_every_value_that_the_reader_sees(company, client):
    party = company.party(by="li", industry="retail")
    make("contact-points", party=str(party.pk), type="phone", value="13800138000")
    li = company.browsers["li"]
    page = li.get(f"/parties/{party.pk}/sources/").content.decode()
    assert "Retail" in page
    assert "13800138000" in page.replace(" ", "")
    line = li.get(f"/parties/{party.pk}/sources/?field=industry", headers={"HX-Request": "true"})
    assert "entered by hand" in line.content.decode()
    items = li.get(f"/api/v1/parties/{party.pk}/sources").json()["items"]
    told = {item["field"]: item for item in items}
    assert (told["industry"]["source"], told["industry"]["actor_name"]) == ("web", "li")
    assert told["value"]["part"]


@pytest.mark.requirement("B29")
def test_a_program_names_its_source_in_a_header(company):
    li = company.browsers["li"]
    made = li.post("/api/v1/parties", {"name": "华中"}, "application/json",
                   headers={"Zhike-Source": "ERP"})  # fmt: skip
    assert origins("party", Party.objects.get(name="华中").pk)["name"].source == "erp"
    assert made.status_code == 201
    for name in ("e rp", ""):
        refused = li.post("/api/v1/parties", {"name": "x"}, "application/json",
                          headers={"Zhike-Source": name})  # fmt: skip
        assert refused.status_code == 400
