"""Which sources are worth their money, and should I search myself? Hand-computed figures."""

import datetime as dt
import json
from decimal import Decimal
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db.models import QuerySet
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.people import company as people
from tests.people import directory as lists
from tests.people.test_pools_by_doors import Door
from zhike.access.models import Grant
from zhike.access.rights import system_access
from zhike.engagement.models import CardBatch, SourceCost
from zhike.ledger.current import change_set
from zhike.people.models import Lead
from zhike.people.rules.sources import CAMPAIGN, SELF, rate
from zhike.records import filters, saving
from zhike.records.models import ExchangeRate
from zhike.records.resource import resource_for, resource_named
from zhike.sales.models import Opportunity, Stage
from zhike.sales.rules.sourcing import part_within
from zhike.sales.sourcing.asked import MINE, Asked
from zhike.sales.sourcing.sums import compare

DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2027, 12, 31))
YEAR = "last_n_days:365"


def today(days: int = 0) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


@pytest.fixture
def company(db):
    return people.found()


def lead(company, source, status="working", owner="林", days_ago=5, **values):
    with change_set(by=None, door="system"):
        made = Lead(name=source, source=source, status=status,
                    owner=company.people[owner], **values)  # fmt: skip
        made.save()
    at = timezone.now() - dt.timedelta(days=days_ago)
    QuerySet(Lead).filter(pk=made.pk).update(created_at=at)
    return made


def cost(amount, **values):
    raw = {"name": "费用", "amount": str(amount), "currency": "CNY"} | values
    return saving.create(resource_for(SourceCost), system_access(), raw)


def deal(company, of, amount, currency="CNY", owner="林"):
    with change_set(by=None, door="system"):
        made = Opportunity(
            name="K10", owner=company.people[owner], lead=of, amount=Decimal(amount),
            currency=currency, stage=Stage.objects.get(kind="won"),
        )  # fmt: skip
        made.save()
    return made


@pytest.fixture
def year(company):
    """A fair with four leads, an advertisement with one, two found by ourselves; costs, deals."""
    with change_set(by=None, door="system"):
        ExchangeRate(currency="USD", rate=Decimal(7), valid_from="2020-01-01").save()
    lead(company, "fair", "qualified", owner="何")
    sold = lead(company, "fair", "converted")
    for owner in ("何", "陈"):
        lead(company, "fair", "rejected", owner=owner, rejected_reason="no_need")
    lead(company, "advertisement")
    lead(company, "self", "new", owner="陈")
    ours = lead(company, "self", "converted")
    lead(company, "fair", "qualified", days_ago=200)
    deal(company, sold, 50_000)
    deal(company, ours, 1_000, "USD")
    cost(11_300, source="fair", begins_on=today(-10).isoformat())
    cost(100, source="fair", currency="USD", begins_on=today(-10).isoformat())
    cost(3_650, source="advertisement", begins_on=today(-364).isoformat(),
         ends_on=today().isoformat())  # fmt: skip
    return company


@given(st.decimals(0, 10**9, places=2), DAYS, DAYS, st.lists(DAYS, min_size=2, max_size=6))
def test_the_parts_of_times_that_follow_one_another_are_the_whole_cost(amount, one, two, edges):
    first, last = sorted((one, two))
    edges = sorted({*edges, first, last + dt.timedelta(days=1)})
    parts = [part_within(amount, first, last, begin, end - dt.timedelta(days=1))
             for begin, end in pairwise(edges)]  # fmt: skip
    assert sum(parts) == amount


@pytest.mark.requirement("D22")
def test_each_source_has_its_leads_deals_and_cost_to_the_cent(year):
    found = compare(year.access("王"), Asked())
    fair, advert, own = (found.each[name] for name in ("fair", "advertisement", "self"))
    assert (fair.leads, fair.good, fair.converted, fair.rejected) == (4, 2, 1, 2)
    assert (fair.won, fair.amount) == (1, Decimal(50_000))
    # 11,300 and 100 dollars at 7.
    assert (fair.cost, fair.cost_of_good) == (Decimal(12_000), Decimal(6_000))
    # 91 of 365 days of 3,650.
    assert (advert.cost, advert.cost_of_good) == (Decimal(910), None)
    assert (own.won, own.amount, own.cost, own.cost_of_good) == (1, Decimal(7_000), None, None)
    market = found.together(CAMPAIGN)
    assert (market.leads, market.conversion, market.cost_of_good) == (5, 20, Decimal(6_455))
    assert (found.together(SELF).conversion, found.together().amount) == (50, Decimal(57_000))
    longer = compare(year.access("王"), Asked(YEAR)).each
    assert (longer["fair"].good, longer["fair"].cost_of_good) == (3, Decimal(4_000))
    assert longer["advertisement"].cost == Decimal(3_650)


@pytest.mark.requirement("D22")
def test_ones_own_leads_bear_their_part_of_what_the_source_cost(year):
    lin = year.access("林")
    mine = compare(lin, Asked.by(year.people["林"], MINE))
    fair = mine.each["fair"]
    # One of the four, and it is worth selling to.
    assert (fair.leads, fair.good, fair.cost_of_good) == (1, 1, Decimal(3_000))
    team = compare(lin, Asked()).each["fair"]
    assert (team.leads, team.cost, team.good) == (2, Decimal(6_000), 1)


def test_a_source_that_brought_nothing_keeps_its_cost(year):
    cost(500, source="website", begins_on=today(-3).isoformat())
    web = compare(year.access("王"), Asked()).each["website"]
    assert (web.leads, web.cost, web.cost_of_good) == (0, Decimal(500), None)
    mine = Asked.by(year.people["林"], MINE)
    assert "website" not in compare(year.access("林"), mine).each


@pytest.mark.requirement("D22")
def test_every_figure_leads_to_the_records_that_it_counts(year):
    access, page = year.access("王"), Door(year, "王").web.get("/leads/quality/")
    seen = 0
    for row in [*page.context["rows"], *page.context["sides"]]:
        for cell in row["cells"][2:6]:
            parts = urlsplit(cell["url"])
            resource = resource_named(parts.path.strip("/"))
            asked = json.loads(parse_qs(parts.query)["filter"][0])
            rows = access.rows(resource.model).filter(filters.condition(resource, access, asked))
            assert f"{rows.count():,}" == cell["text"]
            seen += rows.count()
    assert seen > 20
    (fair,) = (row for row in page.context["rows"] if row["id"] == "source-fair")
    asked = json.loads(parse_qs(urlsplit(fair["cells"][7]["url"]).query)["filter"][0])
    costs = filters.condition(resource_for(SourceCost), access, asked)
    assert access.rows(SourceCost).filter(costs).count() == 2
    assert "20%" in page.context["finding"]


@pytest.mark.requirement("D22")
def test_what_a_fair_cost_counts_for_the_source_of_its_batch(company):
    with change_set(by=None, door="system"):
        batch = CardBatch(name="成都客车展", day=today(-20), source="fair")
        batch.save()
    made = cost(8_000, batch=str(batch.pk))
    assert (made.source, made.begins_on, made.ends_on) == ("fair", batch.day, batch.day)
    lead(company, "fair", "qualified")
    found = compare(company.access("王"), Asked())
    assert found.each["fair"].cost_of_good == Decimal(8_000)
    page = Door(company, "王").web.get(f"/card-batches/{batch.pk}/?tab=costs").content.decode()
    assert f"/source-costs/{made.pk}/" in page


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "source"),
        ({"source": "fair", "amount": "-1"}, "amount"),
        ({"source": "fair", "begins_on": "2026-05-02", "ends_on": "2026-05-01"}, "ends_on"),
    ],
)
def test_a_cost_that_counts_nowhere_is_refused(company, values, field):
    body = {"name": "展位", "amount": "100", "currency": "CNY"} | values
    answer = Door(company, "王").api("POST", "/source-costs", body)
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.requirement("D22")
def test_who_may_not_know_costs_compares_without_them(year):
    with change_set(by=None, door="system"):
        for grant in Grant.objects.filter(role__name="销售代表", resource="source-cost"):
            grant.delete()
    lin = Door(year, "林")
    page = lin.web.get("/leads/quality/")
    assert not page.context["shows_cost"]
    assert len(page.context["rows"][0]["cells"]) == len(page.context["columns"]) == 7
    assert lin.api("POST", "/source-costs", {"name": "x", "amount": "1"}).status_code == 403


@pytest.mark.requirement("D22")
@pytest.mark.parametrize(("own", "market"), [((5, 2), (8, 1)), ((4, 1), (3, 3))])
def test_own_search_stands_beside_what_marketing_brought(company, own, market):
    for sources, (count, done) in ((SELF, own), (CAMPAIGN, market)):
        for n in range(count):
            lead(company, sources[n % len(sources)], "converted" if n < done else "working")
    door = Door(company, "林")
    page = door.web.get("/leads/quality/?whose=mine")
    sides = {row["id"]: row["cells"] for row in page.context["sides"]}
    for side, (count, done) in (("self", own), ("market", market)):
        cells = sides[f"side-{side}"]
        assert cells[1]["value"] == rate(done, count)
        assert (cells[2]["text"], cells[4]["text"]) == (str(count), str(done))
    asked = door.api("GET", "/questions").json()["items"]
    figure = next(q for q in asked if q["key"] == "search-myself")["figure"]
    assert f"{rate(own[1], own[0])}%" in json.dumps(figure)
    assert f"{rate(market[1], market[0])}%" in json.dumps(figure)


@pytest.mark.requirement("D22")
def test_a_seller_finds_twenty_in_the_directory_takes_five_and_sees_what_came_of_them(
    company, settings, tmp_path
):
    settings.DATA_DIR = tmp_path
    lists.loaded(lists.text([lists.row(n) for n in range(20)]))
    for number, owner in ((0, "林"), (1, "陈"), (2, "何")):
        name = lists.row(number)[0]
        people.party(name, company.people[owner], uscc=lists.code(number))
    lin = Door(company, "林")
    page = lin.web.get("/directory/?words=客车运输&region=成都")
    rows = page.context["rows"]
    known = [row for row in rows if row["cells"][1]["text"]]
    assert (len(rows), len(known)) == (20, 3)
    fresh = [row["id"] for row in rows if not row["cells"][1]["text"]]
    lin.web.post("/directory/extract/?words=客车运输&region=成都", {"ids": fresh[:5]})
    taken = list(Lead.objects.filter(source="directory").order_by("pk"))
    assert {one.owner for one in taken} == {company.people["林"]}
    for source in ("fair", "fair", "fair", "website"):
        lead(company, source)
    for one in taken[:2]:
        assert lin.api("POST", f"/leads/{one.pk}/convert", {}).status_code == 200
    mine = compare(company.access("林"), Asked.by(company.people["林"], MINE))
    assert (mine.together(SELF).leads, mine.together(SELF).conversion) == (5, 40)
    assert (mine.together(CAMPAIGN).leads, mine.together(CAMPAIGN).conversion) == (4, 0)
    again = lin.web.get("/directory/?words=客车运输&region=成都").context["rows"]
    assert sum(bool(row["cells"][1]["text"]) for row in again) == 8
