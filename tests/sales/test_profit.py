"""What deals, quotes, contracts and customers earn, for those who may know (E13)."""

import datetime as dt
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.api.company import Api
from tests.sales.company import found as founded
from tests.sales.company import party
from zhike.access.models import ApiToken, FieldRight, Grant, Level, Role, Scope, User, UserRole
from zhike.catalog.models import Product
from zhike.ledger.current import change_set
from zhike.records.models import ExchangeRate
from zhike.sales.models import Contract, Opportunity
from zhike.sales.rules.profit import Sold, earned, nets
from zhike.sales.rules.vat import tax_in

D = Decimal
KINDS = ("opportunity", "quote", "contract", "order", "party", "product")
pytestmark = pytest.mark.requirement("E13")
AMOUNTS = st.decimals(0, 10**9, places=2)
RATES = st.sampled_from([D(0), D(3), D(6), D(9), D(13)])
SOLD = st.lists(st.builds(Sold, AMOUNTS, RATES, st.none() | AMOUNTS), min_size=1, max_size=8)


@pytest.fixture
def house(db):
    """A bus costs 720 to make, nobody knows what an engine costs. 实习 may not know either."""
    company = founded()
    with change_set(by=None, door="system"):
        for name, level in (("经理", Level.WRITE), ("实习", Level.HIDDEN), ("会计", Level.MASKED)):
            role = Role(name=name)
            role.save()
            for kind in KINDS:
                for verb in ("read", "create", "update", "export", "win"):
                    Grant(role=role, resource=kind, verb=verb, scope=Scope.ALL).save()
            FieldRight(role=role, resource="product", field="cost", level=level).save()
            user = User(login=name, name=name, team=company.teams["西区"])
            user.set_unusable_password()
            user.save()
            UserRole(user=user, role=role).save()
            company.people[name] = user
        company.bus = product("K10", 1000, 720)
        company.engine = product("M1", 500, None)
    company.party = party(company, "蜀运")
    return company


def product(name, price, cost, tax="", currency="CNY"):
    made = Product(name=name, list_price=price, cost=cost, currency=currency, tax_rate=tax)
    made.save()
    return made


def api(house, name="经理"):
    with change_set(by=None, door="system"):
        return Api(ApiToken.issue(User.objects.get(pk=house.people[name].pk)))


def sold(house, kind="opportunities", *lines, by="经理", **values):
    """What somebody writes by the API, as the API then gives it."""
    raw = {"party": str(house.party.pk), "lines": [
        {"product": str(one.pk), **line} for one, line in lines]} | values  # fmt: skip
    if kind == "opportunities":
        raw.setdefault("name", "公交更新")
    answer = api(house, by).post(f"/{kind}", raw)
    assert answer.status_code == 201, answer.json()
    return answer.json()


def earns(made):
    return tuple(made[name] and D(made[name]) for name in ("net_amount", "costed", "profit",
                                                           "margin"))  # fmt: skip


@pytest.mark.parametrize("kind", ["opportunities", "quotes", "contracts", "orders"])
@pytest.mark.parametrize(("quantity", "price", "profit", "margin"), [
    ("100", "1000", "28000", "28"), ("10", "900", "1800", "20"), ("1", "700", "-20", "-2.86"),
])  # fmt: skip
def test_a_sale_earns_what_is_left_of_it_without_its_cost(
    house, kind, quantity, price, profit, margin
):
    """100 buses at 1,000 that cost 720 each: 28,000 and 28 %."""
    made = sold(house, kind, (house.bus, {"quantity": quantity, "unit_price": price}))
    again = api(house).get(f"/{kind}/{made['id']}").json()
    net = D(quantity) * D(price)
    assert earns(made) == earns(again) == (net, net, D(profit), D(margin))


def test_vat_is_no_profit(house):
    with change_set(by=None, door="system"):
        taxed = product("T12", 1130, 720, tax="13")
    made = sold(house, "quotes", (taxed, {"quantity": "100"}))
    assert earns(made) == (100_000, 100_000, 28_000, 28)


def test_a_price_agreed_on_as_a_whole_and_a_discount_on_the_whole_lessen_the_profit(house):
    made = sold(house, "opportunities", (house.bus, {"quantity": "100"}), amount="90000")
    assert earns(made) == (90_000, 90_000, 18_000, 20)
    made = sold(house, "contracts", (house.bus, {"quantity": "100"}), discount="10")
    assert earns(made) == (90_000, 90_000, 18_000, 20)
    changed = api(house).patch(f"/contracts/{made['id']}", {"discount": "0"}, made["version"])
    assert earns(changed.json()) == (100_000, 100_000, 28_000, 28)


def test_a_cost_that_nobody_knows_is_not_taken_for_nothing(house):
    made = sold(house, "opportunities", (house.engine, {}))
    assert earns(made) == (500, 0, None, None)
    made = sold(house, "opportunities", (house.engine, {}), (house.bus, {}))
    assert earns(made) == (1500, 1000, 280, 28)


def test_a_line_keeps_the_cost_with_which_it_was_written(house):
    made = sold(house, "opportunities", (house.bus, {"quantity": "10"}))
    with change_set(by=None, door="system"):
        house.bus.cost = 990
        house.bus.save()
    line = made["lines"][0]["id"]
    changed = api(house).patch(
        f"/opportunities/{made['id']}", {"lines": [{"id": line, "quantity": "20"}]}, made["version"]
    )
    assert earns(changed.json())[2] == 20 * 280


def test_costs_stand_in_the_currency_of_the_sale_or_are_unknown(house):
    with change_set(by=None, door="system"):
        ExchangeRate(currency="USD", rate=D("7.2"), valid_from=dt.date(2020, 1, 1)).save()
    line = (house.bus, {"quantity": "10", "unit_price": "150"})
    made = sold(house, "opportunities", line, currency="USD")
    assert earns(made) == (1500, 1500, 500, D("33.33"))
    assert earns(sold(house, "opportunities", line, currency="EUR"))[2] is None
    changed = api(house).patch(f"/opportunities/{made['id']}", {"currency": "CNY"}, made["version"])
    assert earns(changed.json())[2] == 1500 - 7200


# Who may not know


def test_who_may_not_see_what_a_product_costs_sees_it_nowhere(house):
    """Hidden for role 实习: record, list, filter, sort, export, history, page, question."""
    made = sold(house, "opportunities", (house.bus, {"quantity": "100", "unit_price": "999"}))
    path = f"/opportunities/{made['id']}"
    secret = ("27900", "27,900", "27.93", "unit_cost", "72000", "72,000", "720.00")
    trainee = api(house, "实习")
    answers = [
        trainee.get(path), trainee.get("/opportunities"), trainee.get(path + "/history"),
        trainee.get("/opportunity-lines"),
    ]  # fmt: skip
    browser = Client()
    browser.force_login(User.objects.get(pk=house.people["实习"].pk))
    answers += [browser.get(path + "/"), browser.get("/opportunities/"), browser.get("/"),
                browser.get(f"/parties/{house.party.pk}/")]  # fmt: skip
    for answer in answers:
        assert answer.status_code == 200
        text = answer.content.decode()
        assert not [word for word in secret if word in text]
    assert browser.get("/profit/").status_code == 403
    for asked in ({"sort": "-profit"}, {"filter": '{"field":"profit","op":"gt","value":"1"}'},
                  {"filter": '{"field":"lines.cost","op":"gt","value":"1"}'}):  # fmt: skip
        assert trainee.get("/opportunities", **asked).status_code == 400
    manager = Client()
    manager.force_login(User.objects.get(pk=house.people["经理"].pk))
    page = manager.get(path + "/").content.decode()
    assert "27,900.00" in page
    assert "27.93%" in page


def test_a_cost_that_is_masked_leaves_a_masked_profit(house):
    made = sold(house, "quotes", (house.bus, {"quantity": "100"}))
    seen = api(house, "会计").get(f"/quotes/{made['id']}").json()
    assert (seen["profit"], seen["amount"]) == ("••••", "100000.00")


def test_who_may_not_see_amounts_sees_no_profit_from_which_they_follow(house):
    made = sold(house, "contracts", (house.bus, {"quantity": "100"}))
    with change_set(by=None, door="system"):
        role = Role.objects.get(name="经理")
        FieldRight(role=role, resource="contract", field="amount", level=Level.HIDDEN).save()
    seen = api(house).get(f"/contracts/{made['id']}").json()
    assert not {"amount", "net_amount", "profit", "margin", "costed"} & seen.keys()


# Added up


@pytest.fixture
def year(house):
    """Two customers, three deals won; one has no lines."""
    house.other = party(house, "渝运", owner="陈")
    for who, quantity, price in ((house.party, 100, 1000), (house.other, 10, 800)):
        line = (house.bus, {"quantity": str(quantity), "unit_price": str(price)})
        made = sold(house, "opportunities", line, party=str(who.pk), name=who.name)
        assert api(house).post(f"/opportunities/{made['id']}/win").status_code == 200
    made = sold(house, "opportunities", party=str(house.party.pk), amount="50000")
    assert api(house).post(f"/opportunities/{made['id']}/win").status_code == 200
    return house


def shown(house, **asked):
    browser = Client()
    browser.force_login(User.objects.get(pk=house.people["经理"].pk))
    answer = browser.get("/profit/", asked, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return answer


def rows(answer):
    return [[cell.get("exact") or cell.get("text") for cell in row["cells"]]
            for row in answer.context["rows"]]  # fmt: skip


def test_the_page_says_who_brings_profit_and_of_how_much_the_cost_is_known(year):
    assert rows(shown(year)) == [
        ["蜀运", "¥150,000.00", "¥28,000.00", "28%", "66%", "2"],
        ["渝运", "¥8,000.00", "¥800.00", "10%", "100%", "1"],
    ]
    rising = rows(shown(year, sort="profit"))
    assert [row[0] for row in rising] == ["渝运", "蜀运"]
    assert rows(shown(year, by="product")) == [
        ["K10", "¥108,000.00", "¥28,800.00", "26.67%", "100%", "2"]
    ]
    totals = shown(year, by="month").context["totals"]
    assert [cell.get("exact") for cell in totals[1:3]] == ["¥158,000.00", "¥28,800.00"]


@pytest.mark.parametrize("by", ["customer", "product", "team", "person", "month", "nonsense"])
@pytest.mark.parametrize("period", ["quarter", "year", "last_year", "all", "nonsense"])
def test_each_way_to_add_up_comes_to_the_same_profit(year, by, period):
    totals = shown(year, by=by, period=period).context["totals"]
    expected = "¥28,800.00" if period != "last_year" else None
    assert totals[2].get("exact") == expected


def test_contracts_are_counted_by_the_day_on_which_they_were_signed(year):
    made = sold(
        year, "contracts", (year.bus, {"quantity": "10"}), signed_on=str(timezone.localdate())
    )
    assert rows(shown(year, of="contracts")) == []
    assert api(year).post(f"/contracts/{made['id']}/submit").status_code == 200
    assert Contract.objects.get().status == "approved"
    assert rows(shown(year, of="contracts"))[0][:4] == ["蜀运", "¥10,000.00", "¥2,800.00", "28%"]


def test_other_currencies_are_converted_and_it_is_said_from_what(year):
    with change_set(by=None, door="system"):
        ExchangeRate(currency="USD", rate=D("7"), valid_from=dt.date(2020, 1, 1)).save()
        for currency in ("USD", "EUR"):
            Opportunity(
                name=currency, party=year.party, amount=100, currency=currency,
                stage=year.pipeline.first("won"), close_date=timezone.localdate(),
            ).save()  # fmt: skip
    page = shown(year)
    assert "$100.00 at the rates of 1 Jan 2020" in page.context["said"]
    assert "a rate: €100.00" in page.context["said"]
    assert rows(page)[0][1] == "¥150,700.00"


@pytest.fixture
def dated(house):
    """A dollar was 7 yuan, then 7.50; contracts over 1,000 and 3,000 dollars, and 15,000 yuan."""
    with change_set(by=None, door="system"):
        for rate, day in (("7", dt.date(2020, 1, 1)), ("7.5", dt.date(2025, 6, 1))):
            ExchangeRate(currency="USD", rate=D(rate), valid_from=day).save()
    for price, currency, day in (("1000", "USD", "2025-05-31"), ("3000", "USD", "2025-06-01"),
                                 ("15000", "CNY", "2025-07-01")):  # fmt: skip
        line = (house.bus, {"quantity": "1", "unit_price": price})
        made = sold(house, "contracts", line, currency=currency, signed_on=day)
        assert api(house).post(f"/contracts/{made['id']}/submit").status_code == 200
    return house


@pytest.mark.requirement("E06")
@pytest.mark.parametrize("by", ["customer", "product", "team", "person", "month"])
def test_each_sale_counts_at_the_rate_of_its_own_day(dated, by):
    page = shown(dated, of="contracts", period="all", by=by)
    assert page.context["totals"][1]["exact"] == "¥44,500.00"  # 7,000 + 22,500 + 15,000
    assert page.context["said"] == (
        "With $4,000.00, each at the rate of its day (1 Jan 2020 to 1 Jun 2025)."
    )
    if by == "month":
        assert sorted(row[1] for row in rows(page)) == ["¥15,000.00", "¥22,500.00", "¥7,000.00"]


def test_what_was_sold_in_yuan_is_shown_in_dollars_at_the_rate_of_its_day(dated):
    with change_set(by=None, door="system"):
        user = User.objects.get(pk=dated.people["经理"].pk)
        user.currency = "USD"
        user.save()
    page = shown(dated, of="contracts", period="all", by="month")
    assert sorted(row[1] for row in rows(page)) == ["$1,000.00", "$2,000.00", "$3,000.00"]


def test_a_row_leads_to_the_sales_behind_it_and_to_no_others(dated):
    """Of last year those of last year; contracts that are void are not among them."""
    year = dt.date.today().year  # noqa: DTZ011
    for day, verb in ((f"{year - 1}-12-31", "submit"), (f"{year}-01-01", "submit"),
                      (f"{year - 1}-12-30", "")):  # fmt: skip
        made = sold(dated, "contracts", (dated.bus, {}), signed_on=day)
        if verb:
            api(dated).post(f"/contracts/{made['id']}/{verb}")
    for period, count in (("last_year", 4 if year == 2026 else 1), ("year", 1)):
        row = shown(dated, of="contracts", period=period).context["rows"][0]
        assert row["cells"][-1]["text"] == str(count)
        (asked,) = parse_qs(urlsplit(row["cells"][0]["url"]).query)["filter"]
        assert len(api(dated).get("/contracts", filter=asked).json()["items"]) == count


def test_what_is_given_away_costs_something(house):
    made = sold(house, "contracts", (house.bus, {"unit_price": "0"}), signed_on="2026-01-02")
    assert api(house).post(f"/contracts/{made['id']}/submit").status_code == 200
    page = shown(house, of="contracts", period="all")
    assert rows(page)[0][:3] == ["蜀运", "¥0.00", "-¥720.00"]


def test_before_the_first_rate_nothing_is_guessed(dated):
    line = (dated.bus, {"quantity": "1", "unit_price": "11"})
    made = sold(dated, "contracts", line, currency="USD", signed_on="2019-12-31")
    assert api(dated).post(f"/contracts/{made['id']}/submit").status_code == 200
    page = shown(dated, of="contracts", period="all")
    assert page.context["totals"][1]["exact"] == "¥44,500.00"
    assert page.context["said"].endswith("for want of a rate: $11.00.")


# Rules


@given(SOLD, st.none() | AMOUNTS)
def test_the_parts_of_a_whole_and_their_tax_add_up_to_it(lines, amount):
    parts = nets(lines, amount)
    found = earned(lines, amount)
    assert found.net == sum(part for part in parts if part is not None)
    if amount is not None and len({line.tax_rate for line in lines}) == 1:
        assert abs(found.net + tax_in(amount, lines[0].tax_rate) - amount) <= D("0.01") * len(lines)
    known = [line.cost for line in lines if line.cost is not None]
    assert (found.profit is None) is (not known)
    if known:
        assert found.profit == found.costed - sum(known)
