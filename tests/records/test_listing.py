"""Lists: every row once, in every order and page size; filters by every kind of field."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest

from zhike.access.models import Team, User
from zhike.access.rights import system_access
from zhike.ledger.current import change_set
from zhike.people.models import Party, Relationship
from zhike.records import listing
from zhike.records.errors import Invalid
from zhike.records.listing import Query
from zhike.records.models import CustomField
from zhike.records.resource import resource_named

pytestmark = pytest.mark.django_db
PARTIES = "parties"


@pytest.fixture
def parties() -> list[Party]:
    made = []
    with change_set(by=None, door="system"):
        team = Team(name="西南")
        team.save()
        user = User(login="zhou", name="周子涵", team=team)
        user.save()
        field = CustomField(resource="party", key="fleet", label="车队", kind="integer")
        field.is_filterable = True
        field.save()
        for number in range(40):
            party = Party(
                name=f"客运{number % 7}",
                owner=user if number % 2 else None,
                annual_revenue=None if number % 3 else number,
                birthday=dt.date(1980, 1, 1 + number % 20),
                roles=["customer"] if number % 4 else ["supplier"],
                custom={field.pk.hex: number % 5} if number % 6 else {},
            )
            party.save()
            made.append(party)
        Relationship(from_party=made[0], type="refers", to_party=made[1]).save()
    return made


def names(**query) -> list:
    page = listing.page(resource_named(PARTIES), system_access(), Query(limit=200, **query))
    return page.items


def walked(sort: str, limit: int) -> list:
    access, found, cursor = system_access(), [], ""
    for _ in range(100):
        query = Query(sort=sort, limit=limit, cursor=cursor)
        page = listing.page(resource_named(PARTIES), access, query)
        found += page.items
        if page.next_cursor is None:
            return found
        cursor = page.next_cursor
    raise AssertionError("The list has no end.")


@pytest.mark.parametrize("limit", [1, 7, 40, 200])
@pytest.mark.parametrize(
    "sort",
    ["name", "-name", "updated_at", "-created_at", "c_fleet", "-c_fleet", "name,-updated_at"],
)
def test_pages_hold_every_row_once_and_in_order(parties, sort, limit) -> None:
    found = walked(sort, limit)
    assert [p.pk for p in found] == [p.pk for p in names(sort=sort)]
    assert {p.pk for p in found} == {p.pk for p in parties}


def test_a_custom_field_sorts_with_empty_values_last(parties) -> None:
    values = [next(iter((p.custom or {}).values()), None) for p in names(sort="-c_fleet")]
    known = [v for v in values if v is not None]
    assert known == sorted(known, reverse=True)
    assert values[len(known) :] == [None] * (len(values) - len(known))


@pytest.mark.parametrize(
    ("field", "op", "value", "count"),
    [
        ("name", "eq", "客运3", 6),
        ("name", "contains", "运3", 6),
        ("annual_revenue", "gte", "12", 10),
        ("annual_revenue", "eq", "12.00", 1),
        ("annual_revenue", "empty", True, 26),
        ("birthday", "lt", "1980-01-03", 4),
        ("roles", "has", "supplier", 10),
        ("roles", "has_any", ["supplier", "customer"], 40),
        ("kind", "ne", "person", 40),
        ("c_fleet", "eq", 3, 7),
        ("c_fleet", "empty", True, 7),
        ("owner", "empty", False, 20),
        ("owner.login", "eq", "zhou", 20),
        ("owner.team.name", "contains", "西", 20),
        ("created_at", "gt", "2020-01-01T00:00:00Z", 40),
    ],
)
def test_every_kind_of_field_filters(parties, field, op, value, count) -> None:
    assert len(names(filter={"field": field, "op": op, "value": value})) == count


def test_an_owner_filters_by_id(parties) -> None:
    owner = str(User.objects.get().pk)
    assert len(names(filter={"field": "owner", "op": "eq", "value": owner})) == 20
    assert names(filter={"field": "owner", "op": "in", "value": [str(uuid4())]}) == []


def test_records_without_a_related_record_are_found(parties) -> None:
    none = {"none": "relationships_from", "where": {"field": "type", "op": "eq", "value": "refers"}}
    assert len(names(filter=none)) == 39
    assert len(names(filter={"some": "relationships_to"})) == 1
    assert len(names(filter={"not": none})) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"field": "password", "op": "eq", "value": "x"},
        {"field": "owner.password", "op": "eq", "value": "x"},
        {"field": "name", "op": "regex", "value": "x"},
        {"field": "birthday", "op": "eq", "value": "soon"},
        {"field": "name__startswith", "op": "eq", "value": "x"},
        {"none": "changes"},
        "name",
        {"all": [{"all": [{"all": [{"all": [{"all": [{"all": [{"all": [{"all": [{"all": [{"all":
            [{"all": [{"all": [{"all": [{"all": []}]}]}]}]}]}]}]}]}]}]}]}]}]},
    ],
)  # fmt: skip
def test_a_wrong_filter_is_refused_by_name(parties, wrong) -> None:
    with pytest.raises(Invalid):
        names(filter=wrong)


@pytest.mark.parametrize("cursor", ["x", "eyJhIjoxfQ", "W10", "é"])
def test_a_wrong_cursor_is_refused(parties, cursor) -> None:
    with pytest.raises(Invalid):
        names(cursor=cursor)


def test_a_sort_that_is_not_indexed_is_refused(parties) -> None:
    with pytest.raises(Invalid):
        names(sort="annual_revenue")
