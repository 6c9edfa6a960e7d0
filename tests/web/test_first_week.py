"""The first week: a checklist whose steps are done by doing them."""

import pytest

from tests.web.company import make


def progress(browser):
    page = browser.get("/").content.decode()
    return page.split('id="first-week"')[1].split('class="count">')[1].split("<")[0]


@pytest.mark.requirement("A01")
def test_the_first_interaction_is_the_first_of_a_salespersons_eight_steps(company, li):
    assert progress(li) == "0/8"
    party = company.party(owner=str(company.users["li"].pk))
    make("interactions", by=company.access("li"), party=str(party.pk))
    assert progress(li) == "1/8"


def test_an_administrator_has_other_steps_than_a_salesperson(company, admin, li):
    assert "/users/new/" in admin.get("/").content.decode().split('id="first-week"')[1]
    assert "/users/new/" not in li.get("/").content.decode()


def test_a_checklist_that_is_put_away_stays_away(li):
    li.post("/first-week/put-away/")
    assert 'id="first-week"' not in li.get("/").content.decode()
