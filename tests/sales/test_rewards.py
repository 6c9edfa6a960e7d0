"""Rewards: made when a deal is won, taken back with the win, approved and paid by right."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sales import company as selling
from zhike.access.models import Grant, Role, Scope
from zhike.access.rights import Denied
from zhike.ledger.actions import NotNow
from zhike.ledger.current import change_set
from zhike.ledger.models import ChangeSet
from zhike.records import saving, undoing
from zhike.records.resource import resource_named
from zhike.sales.models import Opportunity, Reward, RewardRule
from zhike.sales.models.rewarding import Claim, settle_rewards
from zhike.sales.rules.rewards import reward_of

DEALS, REWARDS = resource_named("opportunities"), resource_named("rewards")


@pytest.fixture
def house(company):
    """The small company, in which Guo approves and pays."""
    with change_set(by=None, door="system"):
        for scope in (Scope.OWN, Scope.ALL):
            role = Role.objects.get(name=f"销售 {scope}")
            Grant(role=role, resource="reward", verb="read", scope=scope).save()
        for verb in ("approve", "pay"):
            Grant(role=role, resource="reward", verb=verb, scope=Scope.ALL).save()
    return company


@pytest.fixture
def brought(house, monkeypatch):
    """A deal of Lin's over 200,000 that somebody brought, who is promised one percent."""
    giver = selling.party(house, "老客户")
    rule = RewardRule(name="转介绍 1%", kind="referral", rate=Decimal("1.00"))
    with change_set(by=None, door="system"):
        rule.save()
    monkeypatch.setattr(
        "zhike.sales.models.rewarding._claims", [lambda deal: [Claim(giver, "referral", rule)]]
    )
    return selling.deal(house, party=selling.party(house, "新客户"), amount=Decimal(200_000))


def won(house, deal):
    return saving.perform(DEALS, house.access("林"), deal.pk, "win", {})


@pytest.mark.django_db
@pytest.mark.requirement("B31")
def test_winning_a_deal_makes_a_pending_reward_once(house, brought) -> None:
    with change_set(by=None, door="system"):
        settle_rewards(won(house, brought))
    reward = Reward.objects.get()
    assert (reward.base_amount, reward.amount, reward.currency) == (200_000, 2_000, "CNY")
    assert (reward.status, reward.owner) == (Reward.Status.PENDING, brought.owner)


@pytest.mark.django_db
def test_undoing_the_win_takes_the_reward_back_though_the_seller_may_not_write_rewards(
    house, brought
) -> None:
    set_ = ChangeSet.objects.get(pk=won(house, brought).change_set_id)
    undone = undoing.take_back(house.access("林"), set_)
    assert undone.report.get("conflict_count", 0) == 0
    assert not Reward.objects.exists()
    undoing.take_back(house.access("林"), undone)
    assert Reward.objects.get().amount == 2_000


@pytest.mark.django_db
def test_a_set_about_rewards_alone_is_taken_back_by_whoever_may_write_them(house, brought) -> None:
    won(house, brought)
    reward = Reward.objects.get()
    with change_set(by=house.people["林"], door="web"):
        reward.delete()
    set_ = ChangeSet.objects.order_by("-pk").first()
    assert undoing.take_back(house.access("林"), set_).report["conflict_count"] == 1
    assert not Reward.objects.exists()


@pytest.mark.django_db
def test_reopening_takes_back_what_is_not_paid_and_winning_again_asks_anew(house, brought) -> None:
    won(house, brought)
    boss, seller = house.access("郭"), house.access("林")
    reward = Reward.objects.get()
    saving.perform(REWARDS, boss, reward.pk, "approve", {})
    saving.perform(DEALS, seller, brought.pk, "reopen", {})
    reward.refresh_from_db()
    assert reward.status == Reward.Status.WITHDRAWN
    saving.change(DEALS, seller, brought.pk, {"amount": "300000"})
    won(house, brought)
    reward = Reward.objects.get()
    assert (reward.status, reward.amount) == (Reward.Status.PENDING, 3_000)
    assert reward.decided_by is None
    saving.perform(REWARDS, boss, reward.pk, "approve", {})
    saving.perform(REWARDS, boss, reward.pk, "pay", {})
    saving.perform(DEALS, seller, brought.pk, "reopen", {})
    won(house, brought)
    assert Reward.objects.get().status == Reward.Status.PAID


@pytest.mark.django_db
def test_a_reward_is_approved_and_paid_by_right_and_not_for_a_deal_that_is_open_again(
    house, brought
) -> None:
    win = won(house, brought)
    reward = Reward.objects.get()
    with pytest.raises(Denied):
        saving.perform(REWARDS, house.access("林"), reward.pk, "approve", {})
    saving.perform(REWARDS, house.access("郭"), reward.pk, "approve", {})
    undoing.take_back(house.access("林"), ChangeSet.objects.get(pk=win.change_set_id))
    assert Opportunity.objects.get(pk=brought.pk).won_at is None
    with pytest.raises(NotNow):
        saving.perform(REWARDS, house.access("郭"), reward.pk, "pay", {})


@given(
    base=st.decimals(0, 10**11, places=2),
    rate=st.decimals(0, 100, places=2),
    cap=st.none() | st.decimals(0, 10**6, places=2),
)
def test_a_share_is_whole_cents_never_more_than_the_deal_or_the_cap(base, rate, cap) -> None:
    found = reward_of(base, rate=rate, fixed=None, cap=cap)
    assert found == found.quantize(Decimal("0.01"))
    assert 0 <= found <= base
    assert cap is None or found <= cap
