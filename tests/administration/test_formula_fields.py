"""Formula fields: worked out at every door, written by nobody, seen no better than their inputs."""

import json
from decimal import Decimal

import pytest
from django.utils.translation import override

from tests.administration.test_custom_fields import follow, indexes
from zhike.access.models import FieldRight, Role
from zhike.base.ids import uuid7
from zhike.exchange.targets import targets, writable_targets
from zhike.ledger.bulk import LargeSet, unflattened
from zhike.ledger.current import change_set
from zhike.ledger.models import ChangeSet
from zhike.ledger.undo import undo
from zhike.ledger.writes import CREATE, UPDATE, Write
from zhike.people.models import Party
from zhike.records import bulk_edit, custom_index, listing, saving
from zhike.records.errors import Invalid
from zhike.records.fieldspec import MASK
from zhike.records.formulas import reason_of
from zhike.records.models import CustomField
from zhike.records.resource import resource_named

PARTIES = resource_named("parties")


@pytest.fixture(autouse=True)
def in_english():
    """Reasons are read in English here."""
    with override("en"):
        yield


API = "/api/v1/parties"


def text(response):
    return response.content.decode()


def field(key, kind="number", **values):
    made = CustomField(resource="party", key=key, label=key, label_en=key, kind=kind, **values)
    with change_set(by=None, door="system"):
        made.save()
    return made


@pytest.fixture
def per_head(company):
    """Revenue per bus: annual revenue by a field that this company added."""
    field("fleet", "integer")
    return field("each", "formula", formula="annual_revenue / c_fleet", result="money",
                 is_filterable=True)  # fmt: skip


def sent(browser, method, url, data, **headers):
    call = getattr(browser, method)
    return call(url, json.dumps(data), content_type="application/json", headers=headers)


def each(company, party, who="admin"):
    access = company.access(who)
    return PARTIES.specs(access)["c_each"].value(Party.objects.get(pk=party))


def post(admin, **values):
    answer = sent(admin, "post", API, {"name": "川途客运", **values})
    assert answer.status_code == 201, answer.json()
    return answer.json()


@pytest.mark.requirement("A25")
def test_a_formula_is_worked_out_by_rest_form_bulk_edit_and_undo(company, admin, per_head):
    made = post(admin, annual_revenue="1000000", c_fleet=3)
    assert made["c_each"] == "333333.33"
    answer = sent(admin, "patch", f"{API}/{made['id']}", {"c_fleet": 7}, **{"If-Match": '"1"'})
    assert answer.json()["c_each"] == "142857.14"
    admin.post(f"/parties/{made['id']}/edit/",
               {"name": "川途客运", "kind": "organization", "lifecycle": "identified",
                "version": 2, "c_fleet": "16", "annual_revenue": "1000000"})  # fmt: skip
    assert each(company, made["id"]) == Decimal("62500.00")
    edit = bulk_edit.Edit("set", "annual_revenue", "32")
    done = bulk_edit.run(PARTIES, company.access("admin"), edit, bulk_edit.Selection([made["id"]]))
    assert each(company, made["id"]) == Decimal("2.00")
    undo(done, by=None, door="web")
    assert each(company, made["id"]) == Decimal("62500.00")
    admin.post(f"/parties/{made['id']}/delete/", {"version": 5})
    assert not Party.objects.exists()
    undo(ChangeSet.objects.filter(action="delete").get(), by=None, door="web")
    assert each(company, made["id"]) == Decimal("62500.00")


def test_the_bulk_writer_works_it_out_and_the_ledger_does_not_hold_it(company, admin, per_head):
    id_, fleet = uuid7(), f"custom.{CustomField.objects.get(key='fleet').pk.hex}"
    large = LargeSet.begin(by=None, door="import", action="import")
    fields = {"name": (None, "海风运输"), "annual_revenue": (None, "500"), fleet: (None, 4)}
    large.write(lambda: [Write("party", id_, CREATE, "create", fields)], 1)
    assert each(company, id_) == 125
    changed = {"annual_revenue": ("500", "600")}
    large.write(lambda: [Write("party", id_, UPDATE, "update", changed)], 1)
    assert each(company, id_) == 150
    large.finish()
    assert "=" not in json.dumps([c.content for c in large.row.changes.all()])


def test_an_import_works_it_out_and_offers_it_as_no_column(company, admin, per_head):
    access = company.access("admin")
    assert "c_each" in targets(PARTIES, access)
    assert "c_each" not in writable_targets(PARTIES, access)


@pytest.mark.parametrize("value", ["1", None, 0])
def test_nobody_writes_it_by_hand(company, admin, per_head, value):
    answer = sent(admin, "post", API, {"name": "x", "c_each": value})
    assert answer.status_code == 400
    assert [e["field"] for e in answer.json()["errors"]] == ["c_each"]
    party = company.party(annual_revenue="10", c_fleet="2")
    answer = sent(admin, "patch", f"{API}/{party.pk}", {"c_each": value}, **{"If-Match": '"1"'})
    assert answer.status_code == 400
    edit = bulk_edit.Edit("set", "c_each", "5")
    with pytest.raises(Invalid):
        bulk_edit.run(PARTIES, company.access("admin"), edit, bulk_edit.Selection([str(party.pk)]))
    assert each(company, party.pk) == 5


def test_lists_filter_and_sort_by_it_and_pages_show_it(company, admin, per_head):
    for name, fleet in (("a", "4"), ("b", "2"), ("c", "5"), ("d", "0")):
        company.party(name, annual_revenue="100", c_fleet=fleet)
    access = company.access("admin")
    page = listing.page(PARTIES, access, listing.Query(sort="-c_each"))
    assert [p.name for p in page.items] == ["b", "a", "c", "d"]
    query = listing.Query({"field": "c_each", "op": "gte", "value": "25"})
    assert {p.name for p in listing.rows(PARTIES, access, query)} == {"a", "b"}
    answer = admin.get(API, {"filter": json.dumps(query.filter), "sort": "c_each"}).json()
    assert [item["c_each"] for item in answer["items"]] == ["25.00", "50.00"]
    assert "50" in text(admin.get("/parties/?column=name&column=c_each"))
    assert '"c_each"' in text(admin.get("/api/v1/openapi.json"))
    party = Party.objects.get(name="b")
    assert "Each" in text(admin.get(f"/parties/{party.pk}/"))
    assert 'name="c_each"' not in text(admin.get(f"/parties/{party.pk}/edit/"))


@pytest.mark.parametrize(("revenue", "fleet", "reason"), [
    ("100", "0", "divided by zero"), ("", "3", "“annual revenue” is empty"),
    ("999999999999999", "", "“fleet” is empty"),
])  # fmt: skip
def test_what_has_no_value_is_empty_and_says_why(company, admin, per_head, revenue, fleet, reason):
    party = company.party(annual_revenue=revenue, c_fleet=fleet)
    assert each(company, party.pk) is None
    spec = PARTIES.specs(company.access("admin"))["c_each"]
    assert reason in reason_of(spec, Party.objects.get())
    assert reason in text(admin.get(f"/parties/{party.pk}/"))


def test_a_result_larger_than_a_column_holds_is_empty(company, admin, per_head):
    field("huge", "formula", formula="annual_revenue ^ 2")
    party = company.party(annual_revenue="999999999", c_fleet="1")
    spec = PARTIES.specs(company.access("admin"))["c_huge"]
    assert spec.value(Party.objects.get()) is None
    assert "too large" in reason_of(spec, party)


@pytest.mark.parametrize("level", ["hidden", "masked"])
def test_who_may_not_read_an_input_does_not_read_what_follows_from_it(
    company, admin, per_head, level
):
    field("twice", "formula", formula="c_each * 2")
    party = company.party(by="li", annual_revenue="8642.06", c_fleet="2")
    with change_set(by=None, door="system"):
        FieldRight(role=Role.objects.get(), resource="party", field="annual_revenue",
                   level=level).save()  # fmt: skip
    li = company.browsers["li"]
    item = li.get(f"{API}/{party.pk}").json()
    for name in ("c_each", "c_twice"):
        assert item.get(name) in (None, MASK)
        for query in ({"sort": name}, {"filter": json.dumps({"field": name, "op": "gt",
                                                             "value": 1})}):  # fmt: skip
            assert li.get(API, query).status_code == 400
    page = text(li.get(f"/parties/{party.pk}/"))
    assert "321.03" not in page
    assert "642.06" not in page
    everything = text(admin.get(f"/parties/{party.pk}/"))
    assert "321.03" in everything
    assert "642.06" in everything
    assert admin.get(f"{API}/{party.pk}").json()["c_twice"] == "8642.06"


@pytest.mark.parametrize(("formula", "word"), [
    ("", "Write a formula"), ("name * 2", "no number “name”"), ("owner", "no number"),
    ("annual_revenue *", "character 17"), ("9^9^9^9 +", "is missing"), ("(" * 10_000, "1000"),
    ("party.annual_revenue", "means nothing"), ("c_new", "need each other"),
    ("c_gone + 1", "no number “c_gone”"), ("created_at", "no number"),
    ("completeness", "no number"),
])  # fmt: skip
def test_a_formula_that_makes_no_sense_is_refused_with_the_place(
    company, admin, per_head, formula, word
):
    given = {"resource": "party", "label": "neu", "key": "new", "kind": "formula",
             "formula": formula}  # fmt: skip
    answer = sent(admin, "post", "/api/v1/custom-fields", given)
    assert answer.status_code == 400
    error = answer.json()["errors"][0]
    assert error["field"] == "formula"
    assert word in error["message"]
    assert admin.post("/custom-fields/new/", given | {"result": "number", "decimals": "2"}
                      ).status_code == 422  # fmt: skip


def test_a_ring_of_formulas_is_refused_with_its_names(company, admin, per_head):
    field("a", "formula", formula="c_each + 1")
    made = field("b", "formula", formula="c_a + 1")
    first = CustomField.objects.get(key="a")
    answer = sent(admin, "patch", f"/api/v1/custom-fields/{first.pk}", {"formula": "c_b"},
                  **{"If-Match": '"1"'})  # fmt: skip
    assert answer.status_code == 400
    assert "c_a → c_b → c_a" in answer.json()["errors"][0]["message"]
    party = company.party(annual_revenue="10", c_fleet="2")
    spec = PARTIES.specs(company.access("admin"))["c_b"]
    assert spec.value(Party.objects.get(pk=party.pk)) == 7
    assert made.pk


@pytest.mark.django_db(transaction=True)
def test_a_changed_formula_is_worked_out_anew_for_the_records_that_are_there(company, admin):
    field("fleet", "integer")
    party = company.party(annual_revenue="100", c_fleet="4")
    per = field("each", "formula", formula="annual_revenue / c_fleet", is_filterable=True)
    follow()
    assert each(company, party.pk) == 25
    assert custom_index.name_of(per) in indexes()
    before = Party.objects.get().version
    with change_set(by=None, door="system"):
        per.formula = "annual_revenue * c_fleet"
        per.save()
    follow()
    assert each(company, party.pk) == 400
    assert Party.objects.get().version == before
    fleet = CustomField.objects.get(key="fleet")
    with change_set(by=None, door="system"):
        fleet.delete()
    follow()
    spec = PARTIES.specs(company.access("admin"))["c_each"]
    assert spec.value(Party.objects.get()) is None
    assert "“c_fleet” (any more)" in reason_of(spec, Party.objects.get())
    assert "“c_fleet” (any more)" in text(admin.get(f"/parties/{party.pk}/"))
    with change_set(by=None, door="system"):
        CustomField.objects.get(pk=per.pk).delete()
    follow()
    assert indexes() == set()


def test_the_record_as_of_then_has_the_formula_of_then(company, admin, per_head):
    made = post(admin, annual_revenue="100", c_fleet=4)
    state = unflattened(Party.objects.get(pk=made["id"]).state())
    record = Party.of_state(uuid7(), state)
    assert PARTIES.specs(company.access("admin"))["c_each"].value(record) == 25


def test_a_required_formula_keeps_nobody_from_saving(company, admin, per_head):
    with change_set(by=None, door="system"):
        per_head.is_required = True
        per_head.save()
    assert saving.create(PARTIES, company.access("admin"), {"name": "leer"}).pk
