"""One customer, one price: offers at odds are warned of, agreed to, and the older one ends."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from tests.sales.company import party
from tests.sales.quoting import QUOTES, agree, do, house, quote, reread, sent
from zhike.engagement.models import Approval
from zhike.ledger.current import change_set
from zhike.ledger.models import ChangeSet
from zhike.ledger.undo import undo
from zhike.people.models import Relationship
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.sales.rules.quotes import Offered, at_odds

pytestmark = pytest.mark.requirement("D36")


@pytest.fixture
def offers(company):
    return house(company)


@pytest.mark.parametrize(("first", "then"), [("100", "90"), ("100", "110"), ("95.50", "95.49")])
def test_a_second_price_for_the_same_customer_waits_for_consent_and_ends_the_first(
    offers, first, then
):
    older = sent(offers, "林", {"unit_price": first})
    with override("en"):
        newer = do(offers, quote(offers, "何", {"unit_price": then}), "submit", "何")
    assert newer.status == "submitted"
    assert "another price" in Approval.objects.get(about=f"quote:{newer.pk}").text
    agree(offers, newer)
    assert reread(older).status == "sent"
    newer = do(offers, newer, "send", "何")
    older = reread(older)
    assert (older.status, older.superseded_by_id) == ("superseded", newer.pk)
    assert newer.status == "sent"


@pytest.mark.parametrize("price", ["100", "87.25"])
def test_the_same_price_twice_is_no_trouble(offers, price):
    older = sent(offers, "林", {"unit_price": price})
    newer = do(offers, quote(offers, "何", {"unit_price": price}), "submit", "何")
    assert newer.status == "approved"
    assert do(offers, newer, "send", "何").status == "sent"
    assert reread(older).status == "sent"


def test_a_discount_is_another_price_wherever_it_stands(offers):
    sent(offers, "林")
    for raw in ({"discount": "10"}, {"unit_price": "120", "discount": "25"}):
        assert do(offers, quote(offers, "何", raw), "submit", "何").status == "submitted"
    whole = quote(offers, "何", discount="5")
    assert do(offers, whole, "submit", "何").status == "submitted"


def test_an_offer_nobody_knew_of_stops_the_sending(offers):
    early = do(offers, quote(offers, "何", {"unit_price": "90"}), "submit", "何")
    assert early.status == "approved"
    late = do(offers, quote(offers, "林", {"unit_price": "100"}), "submit", "林")
    agree(offers, late)
    do(offers, late, "send")
    with pytest.raises(Invalid) as error, override("en"):
        do(offers, early, "send", "何")
    assert "Make it a draft again" in error.value.errors[0].message
    assert "林" not in error.value.errors[0].message
    early = do(offers, do(offers, early, "rework", "何"), "submit", "何")
    assert early.status == "submitted"
    agree(offers, early)
    assert do(offers, early, "send", "何").status == "sent"
    assert reread(late).superseded_by_id == early.pk


def test_an_offer_that_has_expired_binds_nobody(offers, monkeypatch):
    older = sent(offers, "林", {"unit_price": "100"})
    with change_set(by=None, door="system"):
        older.valid_until = older.valid_until.replace(year=2020)
        type(older)._fixed, kept = (lambda self: iter(())), type(older)._fixed
        older.save()
        type(older)._fixed = kept
    newer = do(offers, quote(offers, "何", {"unit_price": "90"}), "submit", "何")
    assert newer.status == "approved"


def test_companies_of_one_group_compare_but_each_keeps_its_offer(offers):
    branch = party(offers, "蜀运成都")
    with change_set(by=None, door="system"):
        tie = {"from_party": offers.party, "to_party": branch}
        Relationship(type=Relationship.Type.PARENT_OF, **tie).save()
    older = sent(offers, "林", {"unit_price": "100"})
    newer = quote(offers, "何", {"unit_price": "90"}, party=str(branch.pk))
    newer = do(offers, newer, "submit", "何")
    assert newer.status == "submitted"
    agree(offers, newer)
    do(offers, newer, "send", "何")
    assert reread(older).status == "sent"


def test_sending_is_undone_with_what_it_ended(offers):
    older = sent(offers, "林", {"unit_price": "100"})
    newer = do(offers, quote(offers, "何", {"unit_price": "90"}), "submit", "何")
    agree(offers, newer)
    done = saving.perform(QUOTES, offers.access("何"), newer.pk, "send", {})
    undo(ChangeSet.objects.get(pk=done.change_set_id), by=None, door="web")
    assert (reread(newer).status, reread(older).status) == ("approved", "sent")
    assert reread(older).superseded_by_id is None


PRICES = st.decimals("0", "1000", places=2)
ONE, OTHER, PRODUCT = uuid4(), uuid4(), uuid4()


@given(PRICES, PRICES, st.booleans(), st.booleans(), st.integers(1, 9), st.integers(1, 9))
def test_two_offers_are_at_odds_both_ways_or_neither(a, b, listed, also, few, more):
    one = Offered(ONE, PRODUCT, a, "CNY", Decimal(few), listed)
    other = Offered(OTHER, PRODUCT, b, "CNY", Decimal(more), also)
    assert at_odds(one, other) == at_odds(other, one)
    assert not (a == b and at_odds(one, other))
    assert not at_odds(one, one)
