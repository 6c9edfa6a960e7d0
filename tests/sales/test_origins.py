"""Where opportunities come from: each origin and all of them add up, whatever the currency."""

import json
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sales import company as selling
from zhike.ledger.current import change_set
from zhike.people.models import Party
from zhike.records import filters
from zhike.records.models import ExchangeRate
from zhike.records.resource import resource_named
from zhike.sales.models import Opportunity
from zhike.sales.rewards.origins import origins
from zhike.sales.rules.origins import SOURCES, Group, by_origin, origin_of

AMOUNTS = st.decimals(0, 10**10, places=2)
GROUPS = st.lists(
    st.builds(
        Group, st.sampled_from(["", "unheard", *Party.Source.values]),
        st.sampled_from(["CNY", "USD"]), st.integers(1, 99), AMOUNTS, st.integers(0, 40), AMOUNTS,
        st.integers(0, 40), st.integers(0, 9_000),
    )
)  # fmt: skip


def worth(amount: Decimal, currency: str) -> Decimal:
    return amount if currency == "CNY" else (amount * Decimal("7.1234")).quantize(Decimal("0.01"))


@given(GROUPS)
@pytest.mark.requirement("B54")
def test_counts_and_amounts_of_the_origins_sum_to_the_total(groups) -> None:
    found = by_origin(groups, worth)
    for name in ("count", "amount", "won", "won_amount", "lost", "days"):
        assert sum(getattr(one, name) for one in found.each.values()) == getattr(found.total, name)
    assert found.total.count == sum(group.count for group in groups)


def test_every_source_has_its_origin() -> None:
    sorted_ = [source for sources in SOURCES.values() for source in sources]
    assert sorted(sorted_) == sorted(["", *Party.Source.values])
    assert origin_of("never heard of") == "other"


@pytest.fixture
def ten(company):
    """Ten deals: four by partners, three by referral, two of campaigns, one of our own."""
    with change_set(by=None, door="system"):
        ExchangeRate(currency="USD", rate=Decimal("7.0"), valid_from="2020-01-01").save()
    sources = ["partner"] * 4 + ["referral"] * 3 + ["fair", "website", "self"]
    for number, source in enumerate(sources):
        stage = "赢单" if number in (0, 4) else "输单" if number == 1 else "初步接触"
        selling.deal(
            company, f"商机{number}", owner="林" if number % 2 else "何", source=source,
            stage=stage, currency="USD" if number == 2 else "CNY",
        )  # fmt: skip
    return company


@pytest.mark.django_db
@pytest.mark.requirement("B54")
def test_ten_deals_are_four_three_two_one_and_each_figure_leads_to_as_many(ten, client) -> None:
    access = ten.access("郭")
    found, missing, _base = origins(access, 365)
    counts = {origin: one.count for origin, one in found.each.items()}
    assert counts == {"referral": 3, "partner": 4, "campaign": 2, "self": 1}
    assert (found.total.count, found.total.amount, missing) == (10, Decimal(16_000), [])
    partner = found.each["partner"]
    assert (partner.win_rate, partner.cycle, partner.won_amount) == (50, 0, Decimal(1000))
    west, _missing, _base = origins(access, 365, ten.teams["西区"].pk)
    assert west.total.count == 5
    client.force_login(ten.people["郭"])
    page = client.get("/opportunities/origins/", {"team": str(ten.teams["西区"].pk)})
    for row in page.context["rows"]:
        query = parse_qs(urlsplit(row["cells"][0]["url"]).query)["filter"][0]
        asked = json.loads(query)
        rows = access.rows(Opportunity).filter(
            filters.condition(resource_named("opportunities"), access, asked)
        )
        assert str(rows.count()) == row["cells"][2]["text"]


@pytest.mark.django_db
def test_a_currency_without_a_rate_is_named_and_its_deals_are_counted(company) -> None:
    selling.deal(company, currency="EUR", source="fair")
    selling.deal(company, source="fair")
    found, missing, _base = origins(company.access("郭"), 365)
    assert (found.total.count, found.total.amount, missing) == (2, Decimal(1000), ["EUR"])
