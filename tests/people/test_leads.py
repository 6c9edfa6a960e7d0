"""A lead from the first call to the customer it becomes."""

import pytest

from tests.people.company import LEADS, lead, party
from zhike.access.rights import Denied
from zhike.ledger.actions import NotNow
from zhike.ledger.models import ChangeSet
from zhike.ledger.undo import undo
from zhike.people.models import ContactPoint, Lead, Party, Relationship
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.search.finding import find


def perform(company, made, verb, *, by="林", **raw):
    return saving.perform(LEADS, company.access(by), made.pk, verb, raw)


def errors(caught):
    return {error.field for error in caught.value.errors}


def take_back(company, done, by="林"):
    access = company.access(by)
    change_set = ChangeSet.objects.get(pk=done.change_set_id)
    undoing = undo(change_set, by=access.user, door="web", permit=lambda kind, ids, op: (
        access.permit(kind, ids, op, MODELS[kind])))  # fmt: skip
    return undoing.report["conflicts"]


MODELS = {model.record_type: model for model in (Lead, Party, Relationship)}


def test_numbers_and_addresses_are_kept_in_their_one_form_and_wrong_ones_are_named(company):
    access = company.access("王")
    made = saving.create(
        LEADS, access, {"name": "何芳", "mobile": "139 1234 5678", "email": "HeFang@Example.com"}
    )
    assert (made.mobile, made.email) == ("+8613912345678", "hefang@example.com")
    with pytest.raises(Invalid) as caught:
        saving.create(LEADS, access, {"name": "何芳", "phone": "12", "email": "hefang"})
    assert errors(caught) == {"phone", "email"}


def test_a_lead_is_found_by_its_telephone_its_company_and_its_name_in_pinyin(company):
    made = lead(company)
    for words in ("139-1234-5678", "川途客运", "chenlei"):
        assert find(company.access("林"), words, Lead) == [made.pk]


@pytest.mark.requirement("D21")
def test_rejecting_asks_for_a_reason_which_reopening_takes_away(company):
    made = lead(company)
    with pytest.raises(Invalid) as caught:
        perform(company, made, "reject")
    assert errors(caught) == {"rejected_reason"}
    perform(company, made, "reject", rejected_reason="no_budget", rejected_note="明年再说")
    found = Lead.objects.get(pk=made.pk)
    assert (found.status, found.rejected_reason) == ("rejected", "no_budget")
    perform(company, made, "reopen")
    found = Lead.objects.get(pk=made.pk)
    assert (found.status, found.rejected_reason, found.rejected_note) == ("working", "", "")


def test_whoever_takes_up_a_lead_of_nobody_is_its_owner(company):
    made = lead(company, None, team=str(company.people["林"].team_id))
    perform(company, made, "take_up")
    found = Lead.objects.get(pk=made.pk)
    assert (found.status, found.owner) == ("working", company.people["林"])
    with pytest.raises(NotNow):
        perform(company, made, "take_up")


def test_a_status_alone_makes_no_lead_rejected_or_converted(company):
    made, access = lead(company), company.access("林")
    for status in ("rejected", "converted"):
        with pytest.raises(Invalid) as caught:
            saving.change(LEADS, access, made.pk, {"status": status})
        assert errors(caught) == {"status"}
    saving.change(LEADS, access, made.pk, {"status": "qualified"})
    with pytest.raises(NotNow):
        perform(company, made, "qualify")


@pytest.mark.requirement("D03")
def test_converting_makes_customer_person_and_tie_and_undo_takes_all_of_it_back(company):
    made = lead(company, title="采购经理", phone="028-85551234", email="chen@chuantu.example",
                source="fair", region="510100")  # fmt: skip
    done = perform(company, made, "convert")
    found = Lead.objects.get(pk=made.pk)
    assert found.status == "converted"
    assert (found.party.name, found.party.kind) == ("川途客运集团有限公司", "organization")
    assert (found.party.source, found.party.region) == ("fair", "510100")
    assert found.party.owner == found.person.owner == company.people["林"]
    points = found.person.contact_points.values_list("normalised", flat=True)
    assert set(points) == {"+8613912345678", "chen@chuantu.example"}
    assert found.party.contact_points.get().normalised == "+862885551234"
    tie = Relationship.objects.get(from_party=found.person, to_party=found.party)
    assert (tie.type, tie.role) == ("works_for", "采购经理")
    assert take_back(company, done) == []
    assert not Party.objects.exists()
    assert not ContactPoint.objects.exists()
    back = Lead.objects.get(pk=made.pk)
    assert (back.status, back.party, back.person) == ("new", None, None)


def test_what_exists_is_attached_and_told_what_it_lacked(company):
    owner = company.people["林"]
    customer = party("川途客运", owner)
    person = party("陈磊", owner, kind="person",
                   contact_points=[{"type": "phone", "value": "13912345678"}])  # fmt: skip
    made = lead(company, email="chen@chuantu.example")
    done = perform(company, made, "convert", party=str(customer.pk), person=str(person.pk))
    assert Party.objects.count() == 2
    points = person.contact_points.values_list("type", "normalised")
    assert sorted(points) == [("email", "chen@chuantu.example"), ("phone", "+8613912345678")]
    assert take_back(company, done) == []
    assert person.contact_points.count() == 1
    assert not Relationship.objects.exists()


def test_a_private_person_becomes_one_customer_and_so_does_a_company_without_a_name(company):
    alone = {"name": "川途", "company_name": "川途"}
    for values, kind in (({"company_name": ""}, "person"), (alone, "organization")):
        made = lead(company, **values)
        perform(company, made, "convert")
        found = Lead.objects.get(pk=made.pk)
        assert (found.party.kind, found.person) == (kind, None)
        assert found.party.contact_points.get().normalised == "+8613912345678"


def test_a_customer_of_others_is_tied_but_not_written_to(company):
    customer = party("川途客运", company.people["陈"])
    made = lead(company, name="川途客运", company_name="川途客运")
    perform(company, made, "convert", party=str(customer.pk))
    assert not customer.contact_points.exists()
    assert customer.leads.get() == made


def test_marketing_qualifies_but_does_not_convert(company):
    made = lead(company)
    perform(company, made, "qualify", by="王")
    with pytest.raises(Denied):
        perform(company, made, "convert", by="王")
