"""The referral programme: who brought whom, what came of it, what is given for it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sales import company as selling
from zhike.access.models import Grant, Role, Scope
from zhike.ledger.current import change_set
from zhike.ledger.models import ChangeSet
from zhike.ledger.undo import undo
from zhike.people.models import Lead, Party
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.merging import merge
from zhike.records.resource import resource_named
from zhike.sales.models import Opportunity, Referral, Reward, RewardRule
from zhike.sales.rules.referring import circle, standing

DEALS, LEADS, REFERRALS = map(resource_named, ("opportunities", "leads", "referrals"))


@pytest.fixture
def house(company):
    """The small company with a programme of one percent, which everybody may use."""
    with change_set(by=None, door="system"):
        for scope in (Scope.OWN, Scope.TEAM, Scope.ALL):
            role = Role.objects.get(name=f"销售 {scope}")
            for kind in ("referral", "lead"):
                for verb in ("read", "create", "update", "delete", "convert", "qualify", "reject"):
                    Grant(role=role, resource=kind, verb=verb, scope=scope).save()
            Grant(role=role, resource="reward", verb="read", scope=scope).save()
        RewardRule(name="老带新 1%", rate=Decimal("1.00"), valid_from="2020-01-01").save()
    return company


def brings(house, referrer, party=None, *, by="林", **more):
    raw = {"referrer": str(referrer.pk), **({"party": str(party.pk)} if party else {}), **more}
    return saving.create(REFERRALS, house.access(by), raw)


def win(house, deal):
    return saving.perform(DEALS, house.access("林"), deal.pk, "win", {})


def status(referral):
    return Referral.objects.get(pk=referral.pk).status


@pytest.mark.django_db
@pytest.mark.requirement("B31")
def test_a_refers_b_who_signs_200000_and_2000_are_pending_for_a(house) -> None:
    a, b = selling.party(house, "甲"), selling.party(house, "乙")
    referral = brings(house, a, b)
    assert status(referral) == "open"
    deal = selling.deal(house, party=b, amount=Decimal(200_000))
    assert status(referral) == "qualified"
    set_ = ChangeSet.objects.get(pk=win(house, deal).change_set_id)
    reward = Reward.objects.get()
    assert (reward.party, reward.base_amount, reward.amount) == (a, 200_000, 2_000)
    assert (status(referral), reward.status) == ("won", "pending")
    undo(set_, by=None, door="system")
    assert (status(referral), Reward.objects.count()) == ("qualified", 0)


@pytest.mark.django_db
@pytest.mark.requirement("B31")
def test_nobody_brings_themselves_nor_round_in_a_circle_which_is_named(house) -> None:
    a, b, c = (selling.party(house, name) for name in "甲乙丙")
    with pytest.raises(Invalid):
        brings(house, a, a)
    brings(house, a, b)
    brings(house, b, c)
    with pytest.raises(Invalid, match="甲 → 乙 → 丙 → 甲"):
        brings(house, c, a)
    with pytest.raises(Invalid, match=r"known already|已经记过"):
        brings(house, c, b)


@pytest.mark.django_db
def test_the_chain_does_not_name_whom_the_writer_may_not_see(house) -> None:
    a, c = selling.party(house, "甲", owner="何"), selling.party(house, "丙", owner="何")
    b = selling.party(house, "乙")
    brings(house, a, b, by="郭")
    brings(house, b, c, by="郭")
    with pytest.raises(Invalid) as refused:
        brings(house, c, a, by="何")
    assert "乙" not in str(refused.value)
    assert "甲" in str(refused.value)


@pytest.mark.django_db
def test_a_lead_that_was_brought_becomes_a_customer_that_was_brought(house) -> None:
    a = selling.party(house, "甲")
    with change_set(by=None, door="system"):
        lead = Lead(name="钱总", company_name="乙公司", owner=house.people["林"])
        lead.save()
    referral = brings(house, a, lead=str(lead.pk))
    assert Lead.objects.get(pk=lead.pk).source == "referral"
    raw = {"opportunity_name": "首单"}
    saving.perform(LEADS, house.access("林"), lead.pk, "convert", raw)
    referral.refresh_from_db()
    assert (referral.party.name, status(referral)) == ("乙公司", "qualified")
    assert Opportunity.objects.get().source == "referral"


@pytest.mark.django_db
def test_what_was_won_before_the_referral_earns_nothing_and_what_is_since_does(house) -> None:
    a, b = selling.party(house, "甲"), selling.party(house, "乙")
    deal = selling.deal(house, party=b, amount=Decimal(50_000))
    win(house, deal)
    brings(house, a, b, referred_on="2020-02-01")
    assert Reward.objects.get().amount == 500
    Referral.objects.get()
    c = selling.party(house, "丙")
    win(house, selling.deal(house, party=c))
    later = brings(house, a, c, referred_on="2999-01-01")
    assert (status(later), Reward.objects.count()) == ("open", 1)


@pytest.mark.django_db
def test_two_who_become_one_did_not_bring_each_other_until_the_merge_is_undone(house) -> None:
    a, b, c = (selling.party(house, name) for name in "甲乙丙")
    brings(house, a, b)
    brings(house, b, c)
    win(house, selling.deal(house, party=b, amount=Decimal(1000)))
    for survivor, loser, left in ((a, b, {("甲", "丙")}), (c, a, {("乙", "丙")})):
        with change_set(by=None, door="system", action="merge") as opened:
            merge(survivor, loser)
        pairs = set(Referral.objects.values_list("referrer__name", "party__name"))
        assert pairs == left
        assert not Reward.objects.filter(status="pending", party__name=survivor.name).exists()
        undo(ChangeSet.objects.get(pk=opened.id), by=None, door="system")
        assert Referral.objects.count() == 2
        assert Reward.objects.get().status == "pending"


@given(
    lead=st.sampled_from(["", *Lead.Status.values]),
    deals=st.sets(st.sampled_from(["open", "won", "lost"])),
)
def test_a_deal_says_more_than_a_lead_and_a_win_more_than_a_loss(lead, deals) -> None:
    found = standing(lead, deals)
    assert (found == "won") == ("won" in deals)
    assert found != "lost" or "open" not in deals


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=20))
def test_referrals_that_are_let_in_never_make_a_circle(pairs) -> None:
    known: dict[int, int] = {}
    for referrer, brought in pairs:
        if brought not in known and not circle(referrer, brought, known.get):
            known[brought] = referrer
    for start in known:
        seen, who = set(), start
        while who in known:
            assert who not in seen
            seen.add(who)
            who = known[who]


def test_parties_know_the_new_sources() -> None:
    assert {"partner", "self"} <= set(Party.Source.values)
