"""The list of opportunities as of a moment."""

import datetime as dt
import json
import time

import pytest
from django.test import Client
from django.utils import timezone

from zhike.access.models import ApiToken
from zhike.access.rights import system_access
from zhike.ledger import past
from zhike.ledger.current import change_set
from zhike.records import listing, saving
from zhike.records.resource import resource_named
from zhike.sales.models import Opportunity

pytestmark = pytest.mark.requirement("B10")


@pytest.fixture
def deals(company):
    """Two deals of Lin's and one of He's, and the moments between what happened to them."""
    return History(company)


class History:
    def __init__(self, company):
        self.company = company
        self.moments = {}
        self.bus = self.made("bus", "林", "100")
        self.van = self.made("van", "林", "200")
        self.tram = self.made("tram", "何", "300")
        self.note("made")
        with self.by("林"):
            self.bus.refresh_from_db()
            self.bus.amount = "150"
            self.bus.save()
            self.van.delete()
        self.late = self.made("late", "林", "50")
        self.note("changed")
        with self.by("郭"):
            self.bus.refresh_from_db()
            self.bus.owner = company.people["何"]
            self.bus.name = "coach"
            self.bus.save()
        self.note("given away")

    def by(self, name):
        return change_set(by=self.company.people[name], door="web")

    def made(self, name, owner, amount):
        access = system_access()
        values = {"name": name, "owner": str(self.company.people[owner].pk), "amount": amount,
                  "currency": "CNY"}  # fmt: skip
        record = saving.create(resource_named("opportunities"), access, values)
        return Opportunity.objects.get(pk=record.pk)

    def note(self, name):
        time.sleep(0.002)
        self.moments[name] = timezone.now()
        time.sleep(0.002)

    def asked(self, name, moment, **query):
        with self.by("郭"):
            token = ApiToken.issue(self.company.people[name])
        return Client().get(
            "/api/v1/opportunities",
            {"as_of": self.moments[moment].isoformat(), **query},
            headers={"Authorization": f"Bearer {token}"},
        )

    def seen(self, name, moment, **query):
        answer = self.asked(name, moment, **{"sort": "-amount"} | query)
        assert answer.status_code == 200, answer.content
        return {item["name"]: item["amount"] for item in answer.json()["items"]}


def test_the_list_is_what_it_was_at_each_moment(deals):
    assert deals.seen("郭", "made") == {"tram": "300.00", "van": "200.00", "bus": "100.00"}
    assert deals.seen("郭", "changed") == {"tram": "300.00", "bus": "150.00", "late": "50.00"}
    assert deals.seen("郭", "given away") == {"tram": "300.00", "coach": "150.00", "late": "50.00"}


def test_it_is_sorted_filtered_and_paged_by_what_it_was(deals):
    assert list(deals.seen("郭", "made")) == ["tram", "van", "bus"]
    small = json.dumps({"field": "amount", "op": "lt", "value": "120"})
    assert deals.seen("郭", "made", filter=small) == {"bus": "100.00"}
    of_lin = {"field": "owner", "op": "eq", "value": str(deals.company.people["林"].pk)}
    assert set(deals.seen("郭", "changed", filter=json.dumps(of_lin))) == {"bus", "late"}
    assert list(deals.seen("郭", "made", limit=1)) == ["tram"]


def test_todays_rights_decide_what_is_seen(deals):
    assert deals.seen("何", "made") == {"tram": "300.00", "bus": "100.00"}
    assert deals.seen("林", "changed") == {"late": "50.00"}


def test_nothing_stays_changed(deals):
    before = list(Opportunity.objects.order_by("pk").values())
    deals.seen("郭", "made")
    assert list(Opportunity.objects.order_by("pk").values()) == before


def test_the_list_before_anything_was_there_is_empty(deals):
    deals.moments["once"] = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)
    assert deals.seen("郭", "once") == {}


@pytest.mark.parametrize("limit", ["MOST_ROWS", "MOST_CHANGES"])
def test_too_much_is_refused_in_a_sentence(deals, limit, monkeypatch):
    monkeypatch.setattr(past, limit, 2)
    answer = deals.asked("郭", "made")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "as_of"
    assert Opportunity.objects.count() == 3


@pytest.mark.parametrize("login", ["林", "周", "郭", "何"])
def test_a_list_of_very_many_is_the_same_list(deals, login, monkeypatch):
    """Many rows are read in the order's own way; who sees what does not change by that."""
    access = deals.company.access(login)
    resource = resource_named("opportunities")
    usual = listing.page(resource, access, listing.Query(limit=2))
    monkeypatch.setattr(listing, "MANY", 0)
    walked = listing.page(resource, access, listing.Query(limit=2))
    assert (walked.items, walked.total) == (usual.items, usual.total)
    assert deals.seen("何", "made") == {"tram": "300.00", "bus": "100.00"}
