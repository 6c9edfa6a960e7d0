"""Promotions and tiers in quotes and deals, and what each promotion brought (E06)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from tests.api.company import Api
from tests.sales.company import found
from zhike.access.models import ApiToken, User
from zhike.access.rights import system_access
from zhike.catalog.models import Product, Promotion
from zhike.ledger.current import change_set
from zhike.people.models import Party
from zhike.sales.models import OpportunityLine
from zhike.sales.profit.promoted import of_promotion

D = Decimal
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E06")]


@pytest.fixture
def house(db):
    """−5 % for all, −8 % for gold alone, −50 % that is over; a bus costs 700."""
    house = found()
    with change_set(by=None, door="system"):
        house.bus = Product(name="K10", list_price=1000, cost=700, currency="CNY")
        house.bus.save()
        house.gold = Party(name="蜀运", tier="gold")
        house.plain = Party(name="渝运", tier="silver")
        house.gold.save()
        house.plain.save()
        house.spring = Promotion(name="春季促销", percent=5)
        house.eight = Promotion(name="黄金客户", percent=8, is_exclusive=True, tiers=["gold"])
        house.over = Promotion(name="去年冲量", percent=50, valid_to=dt.date(2020, 12, 31))
        for one in (house.spring, house.eight, house.over):
            one.save()
        boss = User(login="boss", name="boss", is_admin=True)
        boss.save()
        house.api = Api(ApiToken.issue(boss))
        house.boss = boss
    return house


def sold(house, kind, party, quantity="10", **line):
    raw = {"party": str(party.pk), "name": "K10", "lines": [
        {"product": str(house.bus.pk), "quantity": quantity, **line}]}  # fmt: skip
    answer = house.api.post(f"/{kind}", raw)
    assert answer.status_code == 201, answer.json()
    return answer.json()


@pytest.mark.parametrize("kind", ["opportunities", "quotes", "contracts", "orders"])
def test_the_better_exclusive_promotion_counts_alone_and_what_is_over_is_not_offered(house, kind):
    """−5 % and gold −8 %, exclusive: −8 % only, with the reason."""
    gold, other = (sold(house, kind, who)["lines"][0] for who in (house.gold, house.plain))
    assert (gold["unit_price"], other["unit_price"]) == ("920.00", "950.00")
    assert "黄金客户 −8%" in gold["price_note"]
    assert "春季促销" not in gold["price_note"]
    assert "春季促销 −5%" in other["price_note"]
    assert "去年冲量" not in gold["price_note"] + other["price_note"]
    assert (gold["promotion_off"], other["promotion_off"]) == ("80.00", "50.00")


def test_of_promotions_that_stack_the_line_keeps_the_one_that_takes_most_off(house):
    with change_set(by=None, door="system"):
        Promotion(name="批量", amount_off=100, currency="CNY", from_quantity=20).save()
    line = sold(house, "opportunities", house.plain, "20")["lines"][0]
    assert (line["unit_price"], line["promotion_off"]) == ("850.00", "150.00")
    assert OpportunityLine.objects.get().promotion.name == "批量"


def test_what_stacked_promotions_brought_is_divided_by_what_each_took_off(house):
    """E06: −5 % of 1000 and 100 off take 50 and 100: a third and two thirds of everything."""
    with change_set(by=None, door="system"):
        batch = Promotion(name="批量", amount_off=100, currency="CNY", from_quantity=20)
        batch.save()
    made = sold(house, "opportunities", house.plain, "20.01")
    house.api.post(f"/opportunities/{made['id']}/win")
    net, off = D("17008.50"), D("3001.50")
    parts = [brought(house, one)[0] for one in (house.spring, batch)]
    assert parts[0] == ["1", "20.01", "¥5,669.50", "¥1,000.50", "¥1,000.50", "17.65%"]
    assert parts[1] == ["1", "20.01", "¥11,339.00", "¥2,001.00", "¥2,001.00", "17.65%"]
    amounts = [[D(one[n].strip("¥").replace(",", "")) for one in parts] for n in (2, 3)]
    assert [sum(pair) for pair in amounts] == [net, off]


def test_a_promotion_is_for_several_products_and_series_and_for_no_others(house):
    """E06 with several products: each of them, with its variants, and a whole series."""
    with change_set(by=None, door="system"):
        t12 = Product(name="T12", list_price=2000, currency="CNY")
        t12.save()
        more = [Product(name="K10-32", variant_of=house.bus),
                Product(name="S6", list_price=400, series="校车"),
                Product(name="V1", list_price=300)]  # fmt: skip
        for one in more:
            one.save()
        house.spring.delete()
    raw = {"name": "新季", "percent": "10", "series": "校车", "items": [
        {"product": str(house.bus.pk)}, {"product": str(t12.pk)}]}  # fmt: skip
    assert house.api.post("/promotions", raw).status_code == 201
    lines = [{"product": str(one.pk), "quantity": "1"} for one in (house.bus, t12, *more)]
    answer = house.api.post("/quotes", {
        "party": str(house.plain.pk), "name": "混合", "lines": lines})  # fmt: skip
    prices = [line["unit_price"] for line in answer.json()["lines"]]
    assert prices == ["900.00", "1800.00", "900.00", "360.00", "300.00"]


def brought(house, promotion):
    drawn = of_promotion(system_access("web"), promotion)
    if drawn is None:
        return None
    return [[cell.get("exact") or cell["text"] for cell in row["cells"]][1:]
            for row in drawn["rows"]]  # fmt: skip


def test_a_promotion_says_how_much_was_sold_under_it_and_what_it_took_off_and_brought(house):
    for party, quantity in ((house.gold, "10"), (house.gold, "2.5"), (house.plain, "4")):
        made = sold(house, "opportunities", party, quantity)
        assert brought(house, house.spring) is None
        house.api.post(f"/opportunities/{made['id']}/win")
    assert brought(house, house.eight) == [
        ["2", "12.5", "¥11,500.00", "¥1,000.00", "¥2,750.00", "23.91%"]
    ]
    assert brought(house, house.over) is None


def test_contracts_count_once_they_are_in_force_and_dearer_lines_do_not(house):
    made = sold(house, "contracts", house.plain, "4")
    sold(house, "contracts", house.plain, "4", unit_price="990")
    assert brought(house, house.spring) is None
    assert house.api.post(f"/contracts/{made['id']}/submit").status_code == 200
    assert brought(house, house.spring) == [
        ["1", "4", "¥3,800.00", "¥200.00", "¥1,000.00", "26.32%"]
    ]
    browser = Client()
    browser.force_login(house.boss)
    page = browser.get(f"/promotions/{house.spring.pk}/").content.decode()
    assert "3,800.00" in page
    assert house.api.delete(f"/promotions/{house.spring.pk}").status_code == 409
