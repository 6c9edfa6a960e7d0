"""Leads that mean one interest, or a customer of ours, wait for a person who says what they are."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.people.company import LEADS, lead, party
from tests.people.merging import now, writing
from tests.people.test_thresholds import settle
from zhike.ledger.models import ChangeSet
from zhike.ledger.undo import undo
from zhike.people.duplicates.pairs import Report
from zhike.people.duplicates.scanning_leads import scan_leads
from zhike.people.models import Lead, LeadPair, Party
from zhike.records import saving

NAME = "川途客运集团有限公司"
FOUND = "/duplicates/pairs/leads/"


def scanned(since=None) -> Report:
    report = Report()
    scan_leads(since, report=report)
    return report


@pytest.fixture
def twice(company):
    """One who asked twice: by telephone and at a fair."""
    return lead(company), lead(company, name="陈磊", company_name="川途客运", source="fair")


@pytest.fixture
def of_customer(company):
    """A lead of a customer that is there already."""
    return lead(company, name="何芳", mobile="13800138000"), party(NAME, company.people["林"])


def browser(client, company, who):
    client.force_login(company.people[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.requirement("B47")
def test_two_leads_of_one_interest_are_found_and_shown_with_why(client, company, twice):
    assert scanned().new == 1
    pair = LeadPair.objects.get()
    assert {pair.lead, pair.other} == set(twice)
    lin = browser(client, company, "林")
    assert f"{FOUND}{pair.pk}/" in lin.get("/duplicates/pairs/?show=leads").content.decode()
    page = lin.get(f"{FOUND}{pair.pk}/").content.decode()
    assert "陈磊 · 川途客运" in page
    assert "waterfall" in page
    assert f"/leads/merge/?ids={twice[0].pk}" in page.replace("&amp;", "&")


def test_merging_two_leads_closes_the_pair_leads_on_to_the_survivor_and_can_be_undone(
    client, company, twice
):
    scanned()
    first, second = twice
    lin = browser(client, company, "林")
    sent = {"ids": [str(first.pk), str(second.pk)], "step": "run"}
    assert lin.post("/leads/merge/", sent).status_code == 302
    assert (Lead.objects.get().pk, LeadPair.objects.count()) == (first.pk, 0)
    assert lin.get(f"/leads/{second.pk}/").url == f"/leads/{first.pk}/"
    undo(ChangeSet.objects.filter(action="merge").latest("at"), by=None, door="web")
    assert Lead.objects.count() == 2
    assert LeadPair.objects.get().decision == "open"


@pytest.mark.requirement("D03")
def test_a_lead_of_a_customer_is_attached_and_converting_makes_no_second_one(
    client, company, of_customer
):
    made, customer = of_customer
    scanned()
    pair = LeadPair.objects.get()
    answer = browser(client, company, "林").post(f"{FOUND}{pair.pk}/attach/", {"then": "convert"})
    assert answer.url == f"/leads/{made.pk}/convert/"
    assert (now(pair).decision, now(made).party_id) == ("same", customer.pk)
    saving.perform(LEADS, company.access("林"), made.pk, "convert", {})
    assert [one.name for one in Party.objects.filter(kind="organization")] == [NAME]
    assert scanned().found == 0


def test_what_is_different_is_asked_again_only_when_the_data_changed(client, company, of_customer):
    made, _customer = of_customer
    scanned()
    pair = LeadPair.objects.get()
    browser(client, company, "林").post(f"{FOUND}{pair.pk}/different/")
    assert now(pair).decision == "different"
    since = timezone.now()
    assert (scanned().asked_again, scanned(since).found) == (0, 0)
    changed = now(made)
    with writing():
        changed.region = "510100"
        changed.save()
    assert scanned(since).asked_again == 1


def test_a_customer_that_came_later_is_held_against_the_leads_there_are(company):
    lead(company)
    since = timezone.now()
    assert scanned(since).found == 0
    party(NAME, company.people["林"])
    assert scanned(since).new == 1


def test_leads_are_narrowed_to_a_team_and_their_pages_keep_to_it(client, company, twice):
    scanned()
    pair, lin = LeadPair.objects.get(), browser(client, company, "林")
    west, south = (f"show=leads&team={company.people[who].team_id}" for who in ("林", "何"))
    address = f"{FOUND}{pair.pk}/"
    shown = lin.get(f"/duplicates/pairs/?{west}").content.decode().replace("&amp;", "&")
    assert f"{address}?{west}" in shown
    assert address not in lin.get(f"/duplicates/pairs/?{south}").content.decode()
    assert lin.post(f"{address}different/?{west}").url == f"/duplicates/pairs/?{west}"


@pytest.mark.requirement("E18")
def test_what_is_suspected_and_likely_of_leads_is_settled_as_of_customers(client, company, twice):
    scanned()
    share = int(LeadPair.objects.get().probability * 100)
    lin = browser(client, company, "林")

    def shown() -> str:
        return lin.get("/duplicates/pairs/?show=leads").content.decode()

    settle(likely_from=share)
    assert 'badge-seal">' in shown()
    settle(likely_from=share + 1)
    assert 'badge-ochre">' in shown()
    settle(likely_from=share + 2, suspected_from=share + 1)
    assert f"{share}%" not in shown()
    assert (scanned().found, LeadPair.objects.count()) == (0, 0)


def test_whoever_does_not_see_both_sees_no_pair(client, company, twice):
    scanned()
    pair = LeadPair.objects.get()
    he = browser(client, company, "何")
    for path in ("", "different/", "attach/"):
        send = he.post if path else he.get
        assert send(f"{FOUND}{pair.pk}/{path}").status_code == 404
    assert now(pair).decision == "open"
