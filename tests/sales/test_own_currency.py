"""Sums in the currency that a person chose, on list, board and record."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from tests.sales import company as selling
from zhike.ledger.current import change_set
from zhike.records.models import ExchangeRate
from zhike.sales.models import Opportunity

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    company = selling.found()
    with change_set(by=None, door="system"):
        ExchangeRate(currency="USD", rate=Decimal("7.2"), valid_from=dt.date(2026, 1, 1)).save()
    selling.deal(company, "K10纯电60台", amount=720)
    return company


def visitor(company, name):
    client = Client()
    client.force_login(company.people[name])
    return client


def prefer(client, currency):
    client.post("/preferences/", {"language": "en", "time_zone": "", "currency": currency})


@pytest.mark.parametrize("page", ["/opportunities/board/", "/opportunities/?group=stage"])
def test_sums_stand_in_the_currency_that_one_chose_and_not_in_anybody_elses(company, page):
    lin, guo = visitor(company, "林"), visitor(company, "郭")
    prefer(guo, "")
    assert "$100" not in lin.get(page).content.decode()
    prefer(lin, "USD")
    assert "$100" in lin.get(page).content.decode()
    assert "$100" not in guo.get(page).content.decode()
    assert Opportunity.objects.get().currency == "CNY"


def test_a_currency_without_a_rate_is_not_kept(company):
    lin = visitor(company, "林")
    prefer(lin, "XXX")
    company.people["林"].refresh_from_db()
    assert company.people["林"].currency == ""
