"""Every field of every record type, coded or made in the browser, is on every surface."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from tests.web import company as firm
from zhike.exchange.exporting import Demand, export
from zhike.exchange.targets import writable_targets
from zhike.project.commands import openapi
from zhike.records import bulk_edit, listing
from zhike.records.fieldspec import FieldSpec
from zhike.records.models import CustomField
from zhike.records.resource import Resource, all_resources, resource_for, resource_named

# The richest in every run, all of them in the whole one.
QUICK = ("parties", "opportunities")
BOOKKEEPING = ("created_at", "updated_at")
CUSTOM = {
    "text": "南门停车场",
    "integer": "148", "number": "2.5", "money": "1234.50", "date": "2026-03-10",
    "boolean": "true", "choice": "spring", "choices": ["autumn"],
}  # fmt: skip


@pytest.fixture
def company(db):
    return firm.found()


@pytest.fixture
def admin(company) -> Client:
    return company.browsers["admin"]


def described(resource: Resource, browser: Client) -> set[str]:
    """The fields that the API's description names: the committed one, or this company's own."""
    document = (
        browser.get("/api/v1/openapi.json").json()
        if CustomField.objects.exists() else json.loads(openapi.PLACE.read_text())
    )  # fmt: skip
    answer = document["paths"][f"/{resource.name}/{{id_}}"]["get"]["responses"]["200"]
    schema = answer["content"]["application/json"]["schema"]["$ref"].split("/")[-1]
    return set(document["components"]["schemas"][schema]["properties"])


class Surfaces:
    """One record, asked for at every door by an administrator who reads English."""

    def __init__(self, company: firm.Company, record: Any, folder: Path) -> None:
        self.browser, self.access = company.browsers["admin"], company.access("admin")
        self.resource = resource = resource_for(type(record))
        self.record, self.folder = record, folder
        self.list = f"/{resource.name}/"
        self.path = f"{self.list}{record.pk}/"
        self.api = f"/api/v1/{resource.name}"
        self.described = described(resource, self.browser)
        self.exported = self._exported()

    def _exported(self) -> dict[str, str]:
        path = self.folder / "out.csv"
        with override("en"):
            export(Demand(self.resource, self.access, listing.Query()), path)
        rows = csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))
        return next(row for row in rows if row["id"] == str(self.record.pk))

    @cache  # noqa: B019 — a record is asked for in one test
    def page(self, path: str) -> str:
        """A page of the record's, or its list with every column."""
        return self.text(self.path + path)

    @cached_property
    def item(self) -> Any:
        return self.browser.get(f"{self.api}/{self.record.pk}").json()

    @cached_property
    def columns(self) -> str:
        names = list(self.resource.specs(self.access))
        whole = self.text(self.list, {"column": names})
        return whole.partition("<thead")[2].partition("</thead>")[0].lower()

    def text(self, url: str, query: Any = None) -> str:
        answer = self.browser.get(url, query or {})
        assert answer.status_code == 200, (url, query)
        return html.unescape(answer.content.decode())

    def missing(self, spec: FieldSpec) -> Iterator[str]:
        """The surfaces on which a field of the record is not."""
        mine = str(self.record.pk)
        label = str(spec.label)
        if spec.name not in self.item:
            yield "REST"
        if spec.name not in self.described:
            yield "OpenAPI"
        # When it was made and changed stands in a page's timeline.
        if spec.name not in BOOKKEEPING and label.lower() not in self.page("").lower():
            yield "record page"
        if label.lower() not in self.columns:
            yield "column"
        if label.lower() not in {heading.lower() for heading in self.exported}:
            yield "export"
        yield from self.unfound(spec, mine)
        if spec.writable:
            yield from self.unwritable(spec)

    def unfound(self, spec: FieldSpec, mine: str) -> Iterator[str]:
        """By its own value it is found, by that value's contrary it is not, at both doors.

        Either way round the list is sorted by the field, where it can be.
        """
        for empty, order in ((False, spec.name), (True, f"-{spec.name}")):
            query = {"sort": order} if spec.sort else {}
            if filters := self.filters_by_empty(spec):
                query["filter"] = filter_of(spec, "empty", empty)
            if query:
                is_there = not (filters and empty)
                yield from self.differing(query, mine, is_there=is_there)
        if self.filters_by_empty(spec) and "eq" in spec.kind.operators:
            query = {"filter": filter_of(spec, "eq", self.item[spec.name])}
            if mine not in self.ids(query):
                yield "filter by its own value"

    def filters_by_empty(self, spec: FieldSpec) -> bool:
        """Whether the record holds a value by which it can be told from those without."""
        is_known = self.item.get(spec.name) not in (None, "", [], {})
        return is_known and spec.filterable and "empty" in spec.kind.operators

    def differing(self, query: dict[str, str], mine: str, *, is_there: bool) -> Iterator[str]:
        """The doors whose list holds the record though it should not, or the other way round."""
        if (mine in self.ids(query)) is not is_there:
            yield f"{query} by REST"
        if (mine in self.text(self.list, query)) is not is_there:
            yield f"{query}"

    def ids(self, query: dict[str, str]) -> set[str]:
        return {item["id"] for item in self.browser.get(self.api, query).json()["items"]}

    def unwritable(self, spec: FieldSpec) -> Iterator[str]:
        if f'name="{spec.name}"' not in self.page("edit/") and not self.resource.is_part:
            yield "form"
        if spec.name not in writable_targets(self.resource, self.access):
            yield "import"
        unique = spec.name in self.resource.unique or spec.column in {
            f.name for f in self.resource.model._meta.fields if f.unique
        }
        if spec.kind.name not in ("json", "reference") and not unique:
            offered = {s.name for s in bulk_edit.editable_specs(self.resource, self.access)}
            if spec.name not in offered:
                yield "bulk edit"


def filter_of(spec: FieldSpec, operator: str, value: Any) -> str:
    return json.dumps({"field": spec.name, "op": operator, "value": value})


@override("en")
def lacking(
    company: firm.Company, record: Any, folder: Path, prefix: str = ""
) -> dict[str, list[str]]:
    """The fields of a record, of those so called, that are missing somewhere, and where."""
    surfaces = Surfaces(company, record, folder)
    specs = surfaces.resource.specs(surfaces.access).items()
    some = {name: spec for name, spec in specs if name.startswith(prefix)}
    return {name: found for name, spec in some.items() if (found := list(surfaces.missing(spec)))}


def named(resources: Iterable[Resource]) -> list[Any]:
    return [
        r.name if r.name in QUICK else pytest.param(r.name, marks=pytest.mark.slow)
        for r in resources
    ]


@pytest.mark.parametrize("name", named(r for r in all_resources() if r.in_api))
def test_every_field_of_a_record_type_is_on_every_surface(company, name, tmp_path):
    record = firm.make(name, by=company.access("admin"))
    assert lacking(company, record, tmp_path) == {}


@pytest.mark.full
@pytest.mark.parametrize("name", named(r for r in all_resources() if r.takes_custom))
def test_a_field_made_in_the_browser_is_on_every_surface_at_once(company, admin, name, tmp_path):
    resource = resource_named(name)
    other = firm.make("parties", by=company.access("admin"), name="川途客运")
    values = CUSTOM | {"relation": str(other.pk)}
    for kind in CustomField.Kind.values:
        added = {"resource": resource.model.record_type, "label": f"栏{kind}", "kind": kind,
                 "label_en": f"extra {kind}", "key": f"x_{kind}", "is_active": "on",
                 "is_filterable": "on", "options": "spring; autumn",
                 "target": "party" if kind == "relation" else "",
                 "formula": "c_x_number * c_x_integer" if kind == "formula" else "",
                 "result": "number", "decimals": "1"}  # fmt: skip
        assert admin.post("/custom-fields/new/", added).status_code == 302
    record = firm.make(name, by=company.access("admin"))
    answer = admin.patch(
        f"/api/v1/{name}/{record.pk}", {f"c_x_{kind}": value for kind, value in values.items()},
        content_type="application/json", headers={"If-Match": f'"{record.version}"'},
    )  # fmt: skip
    assert answer.status_code == 200, answer.json()
    assert answer.json()["c_x_formula"] == "370.0"
    # Those of the record type itself are looked for above.
    assert lacking(company, record, tmp_path, "c_") == {}
    history = html.unescape(admin.get(f"/{name}/{record.pk}/history/").content.decode())
    assert [kind for kind in values if f"extra {kind}" not in history.lower()] == []
    if resource.search:
        found = admin.get("/api/v1/search", {"q": "南门停车"}).json()["items"]
        assert str(record.pk) in {item["id"] for item in found}
