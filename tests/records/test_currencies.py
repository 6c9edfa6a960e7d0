"""Amounts of several currencies."""

import datetime as dt
from decimal import Decimal

import pytest

from zhike.access.rights import system_access
from zhike.ledger.current import change_set
from zhike.records import saving
from zhike.records.currencies import MissingRate, Rates, convert
from zhike.records.errors import Duplicate, Invalid
from zhike.records.models import Company, ExchangeRate
from zhike.records.resource import resource_named

RATES = resource_named("exchange-rates")
MARCH = dt.date(2026, 3, 10)
pytestmark = pytest.mark.django_db


def rate(currency, value, day):
    with change_set(by=None, door="system"):
        ExchangeRate(currency=currency, rate=Decimal(value), valid_from=day).save()


@pytest.fixture
def known():
    rate("USD", "7.10", dt.date(2026, 1, 1))
    rate("USD", "7.25", dt.date(2026, 3, 1))
    rate("USD", "9.99", dt.date(2026, 4, 1))
    rate("EUR", "7.80", dt.date(2026, 1, 1))


def test_the_latest_rate_not_after_the_day_holds(known):
    assert convert(Decimal(100), "USD", MARCH) == Decimal("725.00")
    assert convert(Decimal(100), "USD", dt.date(2026, 2, 28)) == Decimal("710.00")


def test_two_foreign_currencies_meet_in_the_base_currency(known):
    assert convert(Decimal(100), "EUR", MARCH, "USD") == Decimal("107.59")


def test_before_the_first_rate_there_is_none(known):
    with pytest.raises(MissingRate) as error:
        convert(Decimal(1), "USD", dt.date(2025, 12, 31))
    assert error.value.currency == "USD"


def test_the_base_currency_needs_no_rate():
    assert convert(Decimal("12.34"), "CNY", MARCH) == Decimal("12.34")


def test_sums_are_one_only_where_every_rate_is_known(known):
    sums = {"CNY": Decimal(100), "USD": Decimal(100)}
    rates = Rates.of([*sums, "GBP"], MARCH)
    assert rates.total(sums) == Decimal("825.00")
    assert rates.total(sums | {"GBP": Decimal(1)}) is None
    assert rates.missing([*sums, "GBP"]) == ["GBP"]


def test_rates_of_several_currencies_cost_two_queries(known, django_assert_num_queries):
    with django_assert_num_queries(2):
        Rates.of(["USD", "EUR", "GBP"], MARCH)


def test_a_currency_has_one_rate_a_day(known):
    raw = {"currency": "USD", "rate": "7.2", "valid_from": "2026-03-01"}
    with pytest.raises(Duplicate):
        saving.create(RATES, system_access(), raw)


@pytest.mark.parametrize(
    "raw", [{"rate": "0"}, {"rate": "-7"}, {"rate": ""}, {"currency": "CNY"}, {"currency": "ABC"}]
)
def test_a_rate_without_sense_is_refused(raw):
    given = {"currency": "USD", "rate": "7.1", "valid_from": "2026-03-10"} | raw
    with pytest.raises(Invalid):
        saving.create(RATES, system_access(), given)


def test_a_currency_is_known_by_its_name(known):
    raw = {"currency": "英镑", "rate": "9.12345678", "valid_from": "2026-03-10"}
    made = saving.create(RATES, system_access(), raw)
    made = ExchangeRate.objects.get(pk=made.pk)
    assert (made.currency, made.rate) == ("GBP", Decimal("9.12345678"))


def test_there_is_one_company():
    assert Company.here().base_currency == "CNY"
    companies = resource_named("companies")
    saving.create(companies, system_access(), {"name": "华骏客车"})
    with pytest.raises(Invalid):
        saving.create(companies, system_access(), {"name": "另一家"})
    assert Company.here().name == "华骏客车"


def test_a_time_zone_exists():
    with pytest.raises(Invalid):
        saving.create(
            resource_named("companies"), system_access(), {"name": "华骏", "time_zone": "Mars"}
        )
