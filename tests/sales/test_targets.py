"""Targets move with what is won, signed and received (D03)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.api.company import Api
from tests.sales.company import found, party
from tests.sales.debtors import contract, do, grant, pay, plan
from zhike.access.models import ApiToken, User
from zhike.access.rights import access_of, system_access
from zhike.catalog.models import Product
from zhike.ledger.current import change_set
from zhike.records.models import ExchangeRate
from zhike.sales.achieved import achieved
from zhike.sales.models import Target

D = Decimal
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D03")]


@pytest.fixture
def house(db):
    """A company with three targets of 1,200,000 a year: won, signed, received."""
    house = grant(found())
    with change_set(by=None, door="system"):
        for kind in Target.Kind.values:
            Target(year=timezone.localdate().year, kind=kind, amount=D(1_200_000),
                   currency="CNY", owner=house.people["林"]).save()  # fmt: skip
    return house


def shares():
    """What of the year is done, in percent, by what counts."""
    return {one.target.kind: one.percent_of_year
            for one in achieved(system_access(), timezone.localdate())}  # fmt: skip


@pytest.mark.parametrize(("quantity", "price", "percent"), [("12", "10000", 10), ("7", "9999", 5)])
def test_from_the_lead_to_the_money_each_hop_moves_its_target(house, quantity, price, percent):
    with change_set(by=None, door="system"):
        boss = User(login="boss", name="boss", is_admin=True)
        boss.save()
        api = Api(ApiToken.issue(boss))
        bus = Product(name="K12", list_price=price, currency="CNY")
        bus.save()
    lin, today = str(house.people["林"].pk), timezone.localdate().isoformat()

    def ask(path, body=None, code=200):
        answer = api.post(path, body or {})
        assert answer.status_code == code, answer.json()
        return answer.json()

    lead = ask("/leads", {"name": "何卫国", "company_name": "蜀运集团", "mobile": "13812345678",
                          "opportunity_name": "蜀运", "owner": lin}, 201)  # fmt: skip
    ask(f"/leads/{lead['id']}/convert")
    deal = api.get("/opportunities").json()["items"][0]
    line = {"product": str(bus.pk), "quantity": quantity, "unit_price": price}
    worth = str(D(quantity) * D(price))
    deal = api.patch(f"/opportunities/{deal['id']}", {"lines": [line], "amount": worth},
                     deal["version"]).json()  # fmt: skip
    assert shares() == {"won": 0, "contract": 0, "receipts": 0}
    ask(f"/opportunities/{deal['id']}/win")
    assert shares() == {"won": percent, "contract": 0, "receipts": 0}
    ask(f"/opportunities/{deal['id']}/make_contract")
    made = api.get("/contracts").json()["items"][0]
    made = api.patch(f"/contracts/{made['id']}", {"signed_on": today}, made["version"]).json()
    assert shares()["contract"] == 0
    assert ask(f"/contracts/{made['id']}/submit")["status"] == "approved"
    assert shares() == {"won": percent, "contract": percent, "receipts": 0}
    whose = deal["party"]["id"] if isinstance(deal["party"], dict) else deal["party"]
    share = {"contract": made["id"], "amount": worth}
    paid = ask("/payments", {"party": whose, "amount": worth, "received_on": today,
                             "shares": [share]}, 201)  # fmt: skip
    assert shares()["receipts"] == 0
    ask(f"/payments/{paid['id']}/confirm")
    assert shares() == dict.fromkeys(Target.Kind.values, percent)


def test_what_is_void_given_back_or_of_another_year_does_not_count(house):
    today = timezone.localdate()
    one = contract(house, "240000", signed_on=today.isoformat())
    contract(house, "500000", signed_on=today.replace(year=today.year - 1, day=1).isoformat())
    plan(house, one, "240000")
    paid = do(house, pay(house, "120000", {"contract": one.pk, "amount": "120000"}), "confirm")
    assert shares() == {"won": 0, "contract": 20, "receipts": 10}
    do(house, paid, "reverse", reason="bounced")
    assert shares()["receipts"] == 0
    do(house, one, "void", void_reason="wrong")
    assert shares()["contract"] == 0


def test_money_counts_for_whom_the_contract_belongs_to_whoever_enters_it(house):
    one = contract(house, "240000")
    plan(house, one, "240000")
    paid = pay(house, "60000", {"contract": one.pk, "amount": "60000"}, by="郭")
    do(house, paid, "confirm")
    assert shares()["receipts"] == 5


def test_other_currencies_count_at_the_rate_of_the_day(house):
    with change_set(by=None, door="system"):
        ExchangeRate(currency="USD", rate=D(8), valid_from=dt.date(2020, 1, 1)).save()
    contract(house, "15000", signed_on=timezone.localdate().isoformat(), currency="USD")
    assert shares()["contract"] == 10


def test_what_was_signed_in_january_counts_at_the_rate_of_january(house):
    """Dollars count 8 yuan until the second of January, 6 from then on; so does what was paid."""
    first = timezone.localdate().replace(month=1, day=1)
    with change_set(by=None, door="system"):
        for rate, day in ((8, first), (6, first + dt.timedelta(days=1))):
            ExchangeRate(currency="USD", rate=D(rate), valid_from=day).save()
    one = contract(house, "15000", signed_on=first.isoformat(), currency="USD")
    paid = pay(house, "7500", {"contract": one.pk, "amount": "7500"}, currency="USD",
               received_on=first.isoformat())  # fmt: skip
    do(house, paid, "confirm")
    (signed,) = [a for a in achieved(system_access(), first) if a.target.kind == "contract"]
    assert (signed.year, signed.month) == (120_000, 120_000)
    assert (signed.made_of.converted, signed.made_of.dated) == ({"USD": 15_000}, first)
    assert shares() == {"won": 0, "contract": 10, "receipts": 5}


def test_a_target_in_dollars_counts_yuan_at_the_rate_of_their_day(house):
    first = timezone.localdate().replace(month=1, day=1)
    with change_set(by=None, door="system"):
        for rate, day in ((8, first), (6, first + dt.timedelta(days=1))):
            ExchangeRate(currency="USD", rate=D(rate), valid_from=day).save()
        Target(year=first.year, kind="contract", amount=D(1000), currency="USD").save()
    contract(house, "800", signed_on=first.isoformat())
    (whole,) = [a for a in achieved(system_access(), first) if a.target.currency == "USD"]
    assert whole.year == 100


def test_of_what_is_out_of_sight_no_target_is_told(house):
    """Nobody of this company reads payments where their role does not say so."""
    party(house, "渝运")
    access = access_of(house.people["林"], "web")
    for key in [key for key in access.scopes if key[0] in ("payment", "contract", "*")]:
        del access.scopes[key]
    kinds = {one.target.kind for one in achieved(access, timezone.localdate())}
    assert not kinds & {"contract", "receipts"}
