"""A lead is given to a partner, who reports; a won deal that it registered earns commission."""

from decimal import Decimal

import pytest

from tests.portal.test_registrations import registered, told
from zhike.access.rights import system_access
from zhike.engagement.models import Interaction
from zhike.ledger.current import change_set
from zhike.people.models import Lead
from zhike.records import saving
from zhike.records.resource import resource_for
from zhike.sales.models import LeadShare, Opportunity, Reward, RewardKind, RewardRule

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B53")]


@pytest.fixture
def share(channel):
    """韦's lead, given to 锦程商贸."""
    with change_set(by=None, door="system"):
        lead = Lead(name="祝青", company_name="沱江客运", mobile="13990017745", score=61,
                    owner=channel.people["韦"], need="30 台", note="对方嫌我们报价高")  # fmt: skip
        lead.save()
    raw = {"lead": str(lead.pk), "partner": str(channel.partners["丁"].pk), "note": "按指导价"}
    return saving.create(resource_for(LeadShare), system_access("web", channel.people["韦"]), raw)


def test_the_partner_reads_what_it_needs_and_no_other_does(channel, share):
    text = channel.browser("丁").get(f"/portal/leads/{share.pk}/").content.decode()
    for told_ in ("祝青", "13990017745", "30 台", "按指导价"):
        assert told_ in text
    assert "嫌我们报价高" not in text
    assert channel.browser("尤").get(f"/portal/leads/{share.pk}/").status_code == 404
    assert "沱江客运" not in channel.browser("尤").get("/portal/leads/").content.decode()


def test_what_the_partner_reports_stands_in_the_leads_story_and_its_owner_hears_of_it(
    channel, share
):
    page, browser = f"/portal/leads/{share.pk}/", channel.browser("丁")
    assert browser.post(page, {"progress": "taken_back", "report": "x"}).status_code == 422
    assert browser.post(page, {"progress": "offered", "report": ""}).status_code == 422
    assert browser.post(page, {"progress": "offered", "report": "报价已递交"}).status_code == 302
    story = channel.browser("韦").get(f"/leads/{share.lead_id}/timeline/").content.decode()
    assert "报价已递交" in story
    assert Interaction.objects.get().owner == channel.people["韦"]
    assert share.lead.owner == channel.people["韦"]
    assert "partner_reported" in told("韦")


def test_a_lead_that_is_taken_back_is_seen_by_the_partner_no_longer(channel, share):
    saving.perform(resource_for(LeadShare), channel.access("韦"), share.pk, "take_back", {})
    assert channel.browser("丁").get(f"/portal/leads/{share.pk}/").status_code == 404


def test_the_partner_earns_by_rule_when_its_deal_is_won_and_sees_it(channel):
    with change_set(by=None, door="system"):
        RewardRule(name="佣金", kind=RewardKind.PARTNER, rate="3", currency="CNY",
                   valid_from="2020-01-01").save()  # fmt: skip
    one = registered(channel)
    saving.perform(resource_for(Lead), channel.access("曹"), one.lead_id, "convert",
                   {"opportunity_name": "岷江 25 台"})  # fmt: skip
    deal = Opportunity.objects.get()
    with change_set(by=None, door="system"):
        deal.win()
    reward = Reward.objects.get()
    assert (reward.party, reward.amount) == (channel.partners["丁"], Decimal("558000.00"))
    page = channel.browser("丁").get("/portal/commission/").content.decode()
    assert "55.8" in page
    assert "岷江公交集团有限公司" in page
    assert "55.8" not in channel.browser("尤").get("/portal/commission/").content.decode()
