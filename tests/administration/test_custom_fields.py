"""A field that an administrator adds is on every surface at once, and gone as soon."""

import pytest
from django.db import connection

from zhike.ledger import consumers, jobs
from zhike.people.models import Party
from zhike.records import custom_index, listing
from zhike.records.models import CustomField
from zhike.records.resource import resource_named

PARTIES = resource_named("parties")


def text(response):
    return response.content.decode()


def add(browser, **given):
    sent = {"resource": "party", "label": "车队规模", "label_en": "fleet size", "key": "fleet",
            "kind": "integer", "is_active": "on"}  # fmt: skip
    return browser.post("/custom-fields/new/", sent | given)


def test_a_field_made_in_the_browser_is_everywhere_at_once(company, admin):
    party = company.party("川途客运")
    assert add(admin).status_code == 302
    assert "Fleet size" in text(admin.get("/parties/new/"))
    admin.post(f"/parties/{party.pk}/edit/",
               {"name": "川途客运", "kind": "organization", "lifecycle": "identified",
                "version": 1, "c_fleet": "148"})  # fmt: skip
    assert Party.objects.get().custom == {CustomField.objects.get().pk.hex: 148}
    assert "148" in text(admin.get(f"/parties/{party.pk}/"))
    assert "148" in text(admin.get(f"/parties/{party.pk}/history/"))
    assert "148" in text(admin.get("/parties/?column=name&column=c_fleet"))
    few = {"f-0-field": "c_fleet", "f-0-op": "lt", "f-0-value": "100"}
    many = few | {"f-0-op": "gte"}
    assert "川途客运" not in text(admin.get("/parties/", few))
    assert "川途客运" in text(admin.get("/parties/", many))
    assert '"c_fleet"' in text(admin.get("/api/v1/openapi.json"))
    assert admin.get(f"/api/v1/parties/{party.pk}").json()["c_fleet"] == 148


def test_a_deactivated_field_is_gone_and_its_values_wait(company, admin):
    add(admin)
    party = company.party(c_fleet="9182736")
    field = CustomField.objects.get()
    same = {"resource": "party", "label": "车队规模", "key": "fleet", "kind": "integer"}
    admin.post(f"/custom-fields/{field.pk}/edit/", same | {"version": 1})
    assert "9182736" not in text(admin.get(f"/parties/{party.pk}/"))
    admin.post(f"/custom-fields/{field.pk}/edit/", same | {"version": 2, "is_active": "on"})
    assert "9182736" in text(admin.get(f"/parties/{party.pk}/"))


@pytest.mark.parametrize("wrong", [
    {"key": "Fleet"}, {"key": "1fleet"}, {"key": "a b"}, {"key": ""}, {"label": ""},
    {"kind": "choice"}, {"kind": "relation"}, {"resource": "user"}, {"kind": "spell"},
])  # fmt: skip
def test_a_field_that_makes_no_sense_is_not_made(company, admin, wrong):
    assert add(admin, **wrong).status_code == 422
    assert not CustomField.objects.exists()


def test_a_field_keeps_its_kind_and_key(company, admin):
    add(admin)
    field = CustomField.objects.get()
    given = {"resource": "party", "label": "x", "key": "fleet", "kind": "text", "version": 1}
    assert admin.post(f"/custom-fields/{field.pk}/edit/", given).status_code == 422


def test_the_same_key_twice_is_refused(company, admin):
    add(admin)
    assert add(admin).status_code == 409


def test_choices_amounts_dates_and_records_are_typed_and_shown(company, admin):
    add(admin, key="window", label_en="window", kind="choice", options="spring; autumn")
    add(admin, key="deposit", label_en="deposit", kind="money")
    add(admin, key="renewal", label_en="renewal", kind="date")
    add(admin, key="bank", label_en="bank", kind="relation", target="party")
    bank = company.party("the bank")
    admin.post("/parties/new/", {"name": "川途客运", "c_window": "autumn", "c_deposit": "1.2万",
                                 "c_renewal": "2026-04-01", "c_bank": str(bank.pk)})  # fmt: skip
    party = Party.objects.get(name="川途客运")
    page = text(admin.get(f"/parties/{party.pk}/"))
    for part in ("Autumn", "12,000", "1 Apr", "the bank"):
        assert part in page


def follow():
    """What the worker does: the consumers, then the jobs."""
    for consumer in consumers.all_consumers():
        while consumers.advance(consumer):
            pass
    while job := jobs.claim():
        jobs.run(job)


def indexes():
    with connection.cursor() as cursor:
        known = connection.introspection.get_constraints(cursor, "people_party")
    return {name for name in known if name.startswith(custom_index.PREFIX)}


@pytest.mark.django_db(transaction=True)
def test_a_field_to_filter_by_gets_an_index_that_lists_use(company, admin):
    add(admin, is_filterable="on")
    field = CustomField.objects.get()
    assert indexes() == set()
    follow()
    assert indexes() == {custom_index.name_of(field)}
    query = listing.Query({"field": "c_fleet", "op": "eq", "value": 7}, sort="c_fleet")
    rows = listing.rows(PARTIES, company.access("admin"), query)
    if connection.vendor == "sqlite":
        assert custom_index.name_of(field) in rows.explain()
    company.party(c_fleet="7")
    company.party("b", c_fleet="9")
    page = listing.page(PARTIES, company.access("admin"), listing.Query(sort="-c_fleet"))
    assert [p.name for p in page.items] == ["b", "川途客运"]
    admin.post(f"/custom-fields/{field.pk}/delete/", {"version": 1})
    follow()
    assert indexes() == set()
