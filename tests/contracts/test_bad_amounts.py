"""Amounts, percentages and quantities that nobody means: 400 naming the field, nothing written."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.exchange.office import Office, counts
from tests.web import company as firm
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import Resource, all_resources, resource_named

APPS = ("zhike.sales", "zhike.catalog")
QUICK = ("products", "opportunities", "quote-lines", "payments")
SENSELESS: dict[str, Any] = {
    "giant": "1000000000000000", "gigantic": "9" * 39, "giant number": 1e15, "NaN": "NaN",
    "infinite": "Infinity", "less than infinite": "-Infinity", "text": "viel", "signs": "--1",
    "list": [1], "boolean": True, "two numbers": "1 2",
    "exponent": "1e3", "exponent upwards": "1E+3", "underscore": "1_000",
}  # fmt: skip
OF_MONEY: dict[str, Any] = {
    "fraction of a cent": "0.001", "the same as a number": 0.001,
    "another currency": "€5",
}  # fmt: skip
MAY_BE_LESS = {
    ("price-books", "percent"), ("payment-records", "days_late"), ("reports", "value"),
}  # fmt: skip
"""What may be below nothing: a book that is cheaper than the one above it."""


def measured(spec: FieldSpec) -> bool:
    """Whether it is an amount, a percentage or a quantity that people write."""
    return spec.writable and spec.kind.name in ("money", "number")


def resources() -> list[Resource]:
    """The record types of sales and catalog that have such a field."""
    return [
        resource for resource in all_resources()
        if resource.in_api and resource.model.__module__.startswith(APPS)
        and any(measured(spec) for spec in resource.coded.values())
    ]  # fmt: skip


def named() -> list[Any]:
    return [r.name if r.name in QUICK else pytest.param(r.name, marks=pytest.mark.slow)
            for r in resources()]  # fmt: skip


@pytest.fixture
def company(db):
    return firm.found()


class Doors:
    """One record, written to by the API and by its form."""

    def __init__(self, company: firm.Company, name: str) -> None:
        self.resource, self.browser = resource_named(name), company.browsers["admin"]
        self.record = firm.make(name, by=company.access("admin"))
        specs = self.resource.specs(company.access("admin"))
        self.specs = {n: spec for n, spec in specs.items() if measured(spec)}

    def fresh(self) -> Any:
        return self.resource.model.objects.get(pk=self.record.pk)

    def patch(self, name: str, raw: Any) -> Any:
        return self.browser.patch(
            f"/api/v1/{self.resource.name}/{self.record.pk}", json.dumps({name: raw}),
            content_type="application/json", headers={"If-Match": f'"{self.fresh().version}"'},
        )  # fmt: skip

    def post(self, name: str, raw: Any) -> Any:
        body = json.dumps({name: raw})
        path = f"/api/v1/{self.resource.name}"
        return self.browser.post(path, body, content_type="application/json")

    def field(self, name: str, raw: Any) -> Any:
        """The field where it stands on the record's page."""
        path = f"/{self.resource.name}/{self.record.pk}/fields/{name}/"
        given = {name: raw, "version": self.fresh().version, "into": f"fact-{name}"}
        return self.browser.post(path, given)

    def wrong(self, name: str, what: str, raw: Any) -> list[str]:
        """At which doors it is not refused as it should be."""
        before, found = self.fresh().state(), []
        for door, ask in (("PATCH", self.patch), ("POST", self.post)):
            answer = ask(name, raw)
            said = answer.json() if answer.status_code < 500 else {}
            fields = {error.get("field") for error in said.get("errors", ())}
            # A new record lacks what it needs, too, and rules are asked of whole ones alone.
            is_named = name in fields or (door == "POST" and what == "negative")
            if answer.status_code != 400 or not is_named:
                found.append(
                    f"{door} {name} {what}: {answer.status_code} {sorted(map(str, fields))}"
                )
        if isinstance(raw, str):
            answer = self.field(name, raw)
            if answer.status_code not in (200, 400, 404, 405, 409, 422):
                found.append(f"form {name} {what}: {answer.status_code}")
        if self.fresh().state() != before:
            found.append(f"{name} {what}: written")
        return found


@pytest.mark.parametrize("name", named())
def test_what_is_no_amount_is_refused_by_its_name_and_nothing_is_written(company, name):
    doors = Doors(company, name)
    wrong = []
    for field, spec in doors.specs.items():
        is_money = spec.kind.name == "money"
        asked = SENSELESS | (OF_MONEY if is_money else {})
        if (name, field) not in MAY_BE_LESS:
            asked |= {"negative": "-1"}
        for what, raw in asked.items():
            wrong += doors.wrong(field, what, raw)
    assert "\n".join(wrong) == ""


@pytest.mark.parametrize("amount", ["-5", "1000000000000000", "NaN", "Infinity", "1e3", "0.001",
                                    "€5", "viel"])  # fmt: skip
def test_an_import_refuses_the_row_and_says_which_column(db, tmp_path, amount):
    office = Office.opened(tmp_path)
    columns = {"name": "Name", "list_price": "Preis"}
    done = office.bring(f"Name;Preis\nK10;{amount}\nK11;5\n", columns, resource="products")
    assert counts(done) == (1, 0, 0, 1)
    assert "K10" in str(office.refused()[1])


@pytest.mark.parametrize("name", ["opportunity-lines", "quote-lines", "contract-lines",
                                  "order-lines"])  # fmt: skip
def test_a_line_of_giant_factors_is_refused(company, name):
    doors = Doors(company, name)
    assert doors.patch("unit_price", "999999999999").status_code == 200
    answer = doors.patch("quantity", "999999999")
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["quantity"]


@pytest.mark.parametrize(("typed", "quantity"), [
    ("1,000", "1000.0000"), ("１２．５", "12.5000"), ("1，200", "1200.0000"),
    ("1.2万", "12000.0000"), ("2k", "2000.0000"),
    (" +3 ", "3.0000"), (1500.0, "1500.0000"), (".5", "0.5000"),
])  # fmt: skip
def test_a_number_as_people_type_it_is_read(company, typed, quantity):
    doors = Doors(company, "quote-lines")
    assert doors.patch("quantity", typed).json()["quantity"] == quantity
