"""Tiers follow the profit of twelve months, and say what a new quote may give."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.sales import creditors
from tests.sales.company import deal, party
from tests.sales.creditors import do, document
from zhike.catalog.models import Product
from zhike.engagement.models import Approval
from zhike.ledger import jobs
from zhike.ledger.current import change_set
from zhike.ledger.models import Change, Job
from zhike.people.models import Party
from zhike.sales.credit.tiers import profits_of, settle, work_out_daily
from zhike.sales.models import OpportunityLine, TierMark, TierPolicy
from zhike.sales.models.credit_allowance import allowance
from zhike.sales.rules.tiers import Threshold, tier_of

ROW = (("platinum", 500_000, 8, 60), ("gold", 200_000, 5, 45), ("silver", 50_000, 2, 30))
THRESHOLDS = [Threshold(tier, Decimal(profit)) for tier, profit, *_more in ROW]
pytestmark = pytest.mark.requirement("B25")


@pytest.fixture
def house(company):
    house = creditors.bound(company)
    with change_set(by=None, door="system"):
        for tier, profit, discount, days in ROW:
            TierPolicy(tier=tier, from_profit=profit, discount=discount, days=days,
                       answer_hours=2).save()  # fmt: skip
        house.bus = Product(name="客车", list_price=1_130_000, currency="CNY", tax_rate="13",
                            cost=480_000)  # fmt: skip
        house.bus.save()
    return house


def won(house, customer, profit, days=30, currency="CNY"):
    """A deal that earns so much: sold for 1,000,000 without VAT at the cost that leaves it."""
    bus = Product(name=f"客车 {profit}", list_price=1_130_000, currency=currency, tax_rate="13",
                  cost=1_000_000 - profit)  # fmt: skip
    made = deal(house, party=customer, amount=Decimal(1_130_000), stage="赢单", currency=currency,
                close_date=timezone.localdate() - dt.timedelta(days))  # fmt: skip
    with change_set(by=None, door="system"):
        bus.save()
        OpportunityLine(opportunity=made, product=bus, quantity=1,
                        unit_price=Decimal(1_130_000)).save()  # fmt: skip
    return made


def night(house):
    today = timezone.localdate()
    work_out_daily()
    job = Job.objects.get(name="sales.tiers", state="waiting")
    jobs.run(jobs.claim())
    job.refresh_from_db()
    assert job.state == "done", job.error
    return today


@pytest.mark.parametrize(("profit", "tier"), [
    (500_000, "platinum"), (520_000, "platinum"), (499_999, "gold"), (200_000, "gold"),
    (50_000, "silver"), (49_999, ""), (-1, ""),
])  # fmt: skip
def test_a_tier_begins_at_its_profit(profit, tier):
    assert tier_of(Decimal(profit), THRESHOLDS) == tier


@given(st.lists(st.decimals(-(10**6), 10**6, places=2), min_size=2, max_size=2))
def test_more_profit_never_gives_a_lower_tier(profits):
    low, high = sorted(profits)
    order = ["", "silver", "gold", "platinum"]
    assert order.index(tier_of(low, THRESHOLDS)) <= order.index(tier_of(high, THRESHOLDS))


@pytest.mark.parametrize(("profits", "tier", "days", "discount"), [
    ((300_000, 220_000), "platinum", 60, 8), ((520_000,), "platinum", 60, 8),
    ((210_000,), "gold", 45, 5), ((60_000,), "silver", 30, 2),
])  # fmt: skip
def test_who_reaches_520000_becomes_platinum_and_the_new_quote_uses_the_policy(
    house, profits, tier, days, discount
):
    for profit in profits:
        won(house, house.party, profit)
    night(house)
    house.party.refresh_from_db()
    assert house.party.tier == tier
    quote = document(house, "quotes", 1000)
    assert quote.payment_days == days
    allowed = allowance(house.party)
    assert (allowed.days, allowed.discount, allowed.tier.answer_hours) == (days, discount, 2)
    change = Change.objects.filter(record=house.party.pk).latest("seq")
    assert (change.change_set.door, change.change_set.action) == ("system", "set_tier")
    assert change.change_set.reason
    assert not any(digit in change.change_set.reason for digit in "0123456789")


def test_more_discount_than_the_tier_gives_needs_consent(house):
    won(house, house.party, 520_000)
    night(house)
    assert do(house, document(house, "quotes", 920), "submit").status == "approved"
    made = do(house, document(house, "quotes", 919), "submit")
    assert made.status == "submitted"
    assert "8%" in Approval.objects.get().text


def test_what_was_won_longer_ago_does_not_count_and_the_tier_goes_down_again(house):
    won(house, house.party, 520_000)
    night(house)
    old = timezone.localdate() + dt.timedelta(days=400)
    settle([house.party.pk], profits_of([house.party.pk], old), old)
    house.party.refresh_from_db()
    assert house.party.tier == ""
    assert TierMark.objects.get().profit == 0


def test_a_pinned_tier_and_customers_who_never_bought_are_left_alone(house):
    pinned, silent = party(house, "乙"), party(house, "丙")
    with change_set(by=None, door="system"):
        for one, keeps in ((pinned, True), (silent, False)):
            one.tier, one.keeps_tier = "iron", keeps
            one.save()
    won(house, pinned, 520_000)
    night(house)
    assert set(Party.objects.filter(pk__in=[pinned.pk, silent.pk]).values_list("tier")) == {
        ("iron",)
    }


def test_the_second_night_changes_nothing_and_a_changed_policy_counts_at_once(house):
    won(house, house.party, 520_000)
    night(house)
    changes = Change.objects.count()
    work_out_daily()
    assert not Job.objects.filter(state="waiting", name="sales.tiers").exists()
    policy = TierPolicy.objects.get(tier="platinum")
    policy.from_profit = Decimal(600_000)
    with change_set(by=None, door="system"):
        policy.save()
    night(house)
    house.party.refresh_from_db()
    assert house.party.tier == "gold"
    assert Change.objects.count() == changes + 2


def test_a_seller_has_it_worked_out_for_one_customer(house):
    won(house, house.party, 220_000)
    assert do(house, house.party, "work_out_tier").tier == "gold"


def test_of_grade_and_tier_the_narrower_terms_hold(house):
    won(house, house.party, 520_000)
    night(house)
    creditors.graded(house.party, "C")
    creditors.set_limit("C", 100_000, discount=Decimal(3))
    allowed = allowance(Party.objects.get(pk=house.party.pk))
    assert (allowed.days, allowed.discount, allowed.prepay) == (30, 3, 30)
