"""A lead that becomes an opportunity."""

from decimal import Decimal

import pytest

from tests.people import company as leads
from zhike.ledger.models import ChangeSet
from zhike.ledger.undo import undo
from zhike.people.models import Lead, Party
from zhike.records import saving
from zhike.sales.models import Opportunity


@pytest.fixture
def company(db):
    """A small company that leads come to."""
    return leads.found()


@pytest.mark.requirement("D03", "A20")
def test_converting_opens_the_opportunity_with_all_that_the_lead_knew(company):
    made = leads.lead(
        company, source="fair", amount="1200000", need="城际线路 10 台", tags=["新能源"]
    )
    done = saving.perform(
        leads.LEADS, company.access("林"), made.pk, "convert", {"opportunity_name": "川途 10 台"}
    )
    deal = Opportunity.objects.get()
    assert (deal.name, deal.party.name, deal.lead) == ("川途 10 台", "川途客运集团有限公司", made)
    assert (deal.amount, deal.currency, deal.source) == (Decimal(1200000), "CNY", "fair")
    assert (deal.note, deal.tags, deal.owner) == (
        "城际线路 10 台",
        ["新能源"],
        company.people["林"],
    )
    undo(ChangeSet.objects.get(pk=done.change_set_id), by=None, door="web")
    assert not Opportunity.objects.exists()
    assert not Party.objects.exists()
    assert Lead.objects.get().status == "new"


def test_what_is_not_said_on_converting_is_as_the_lead_has_it(company):
    known = leads.party("川途客运", company.people["林"])
    made = leads.lead(company, party=str(known.pk), opportunity_name="机场线 6 台")
    saving.perform(leads.LEADS, company.access("林"), made.pk, "convert", {})
    deal = Opportunity.objects.get()
    assert (deal.name, deal.party) == ("机场线 6 台", known)


def test_without_a_name_for_it_no_opportunity_is_opened(company):
    made = leads.lead(company)
    saving.perform(leads.LEADS, company.access("林"), made.pk, "convert", {})
    assert not Opportunity.objects.exists()
