"""Which fields count and whose word stands: an administrator's settings (requirement B03)."""

from dataclasses import replace

import pytest

from zhike.access.models import FieldRight, Role
from zhike.ledger.current import change_set
from zhike.ledger.models import ChangeSet
from zhike.ledger.undo import undo
from zhike.people.models import KeyFields, SourceRule, ValueConflict
from zhike.people.quality.key_fields import key_fields
from zhike.records import saving
from zhike.records.resource import resource_named

SENT = {
    "keys-organization": ["name", "industry"], "keys-person": ["name", "contact_points.phone"],
    "policy-0": "ranking", "sources-0": "ERP; web", "field-1": "industry", "policy-1": "ask",
    "sources-1": "", "field-2": "", "policy-2": "newest", "sources-2": "",
}  # fmt: skip


@pytest.mark.requirement("B03")
def test_an_administrator_chooses_key_fields_and_source_rules_on_one_page(company):
    admin, before = company.browsers["admin"], key_fields()
    assert "keys-organization" in admin.get("/quality/rules/").content.decode()
    admin.post("/quality/rules/", SENT)
    assert key_fields() == {
        "organization": ("name", "industry"), "person": ("name", "contact_points.phone"),
    }  # fmt: skip
    rules = {rule.field: (rule.policy, rule.sources) for rule in SourceRule.objects.all()}
    assert rules == {"": ("ranking", ["erp", "web"]), "industry": ("ask", [])}
    undo(ChangeSet.objects.order_by("at").last(), by=company.users["admin"], door="web")
    assert key_fields() == before
    assert not KeyFields.objects.exists()
    assert not SourceRule.objects.exists()


def test_nobody_else_does(company, li):
    assert li.get("/quality/rules/").status_code == 403
    assert li.post("/quality/rules/", SENT).status_code == 403
    assert not SourceRule.objects.exists()


@pytest.mark.requirement("B03")
def test_of_a_field_that_one_may_not_read_one_sees_no_conflict(company, li):
    party = company.party(by="li", industry="retail")
    access = replace(company.access("admin"), source="erp")
    saving.change(resource_named("parties"), access, party.pk, {"industry": "finance"})
    assert (
        "Industry" in li.get(f"/parties/{party.pk}/").content.decode().split('class="conflict"')[1]
    )
    with change_set(by=None, door="system"):
        role = Role.objects.get(name="representative")
        FieldRight(role=role, resource="party", field="industry", level="hidden").save()
    page = li.get("/quality/conflicts/")
    assert page.context["count"] == 0
    conflict = ValueConflict.objects.get()
    answer = li.post(f"/quality/conflicts/{conflict.pk}/settle/", {"outcome": "other"})
    assert answer.status_code == 404
