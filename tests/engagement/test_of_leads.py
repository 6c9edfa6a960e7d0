"""What is said to, planned with and kept of a lead, and where it goes with conversion."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.people import company as leads
from zhike.access.models import Grant, Role, Scope
from zhike.access.rights import system_access
from zhike.engagement.due import calls_due
from zhike.engagement.models import File, Interaction, Task
from zhike.ledger.current import change_set
from zhike.ledger.fields import RecordRef
from zhike.ledger.models import ChangeSet
from zhike.ledger.undo import undo
from zhike.people.models import Party
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.resource import resource_named

INTERACTIONS = resource_named("interactions")


@pytest.fixture
def company(db):
    """A small company that leads come to."""
    return leads.found()


def said(company, by="林", **values):
    access = company.access(by)
    return saving.create(INTERACTIONS, access, {"subject": "来电询价", "channel": "call"} | values)


def test_a_contact_is_with_a_customer_or_a_lead_never_with_both_or_nobody(company):
    made = leads.lead(company)
    customer = leads.party("川途客运", company.people["林"])
    assert said(company, lead=str(made.pk)).lead == made
    for values in ({}, {"lead": str(made.pk), "party": str(customer.pk)}):
        with pytest.raises(Invalid):
            said(company, **values)


def test_a_contact_with_a_lead_is_seen_by_whoever_sees_the_lead(company):
    """With the right to all customers and one's own leads alone, the leads decide."""
    made = said(company, lead=str(leads.lead(company).pk))
    assert company.access("陈").rows(Interaction).get() == made
    assert not company.access("何").rows(Interaction).exists()
    with change_set(by=None, door="system"):
        role = Role.objects.get(name="销售代表")
        for kind in ("party", "interaction"):
            Grant.objects.get(role=role, resource=kind, verb="read").delete()
            Grant(role=role, resource=kind, verb="read", scope=Scope.ALL).save()
        Grant.objects.get(role=role, resource="lead", verb="read").delete()
        Grant(role=role, resource="lead", verb="read", scope=Scope.OWN).save()
    assert company.access("何").rows(Interaction).exists()  # a scope of all asks no further
    with change_set(by=None, door="system"):
        Grant.objects.get(role=role, resource="interaction", verb="read").delete()
        Grant(role=role, resource="interaction", verb="read", scope=Scope.TEAM).save()
    assert company.access("林").rows(Interaction).get() == made
    assert not company.access("陈").rows(Interaction).exists()
    assert not company.access("何").rows(Interaction).exists()


def test_a_promise_to_a_lead_is_due_until_the_next_contact(company):
    made = str(leads.lead(company).pk)
    now = timezone.now()
    said(company, lead=made, at=(now - dt.timedelta(days=3)).isoformat(),
         next_contact_at=(now - dt.timedelta(days=1)).isoformat())  # fmt: skip
    assert calls_due(company.access("林")).count() == 1
    said(company, lead=made, at=(now - dt.timedelta(hours=1)).isoformat())
    assert calls_due(company.access("林")).count() == 0


@pytest.mark.requirement("D03")
def test_converting_takes_contacts_files_and_tasks_over_and_undo_gives_them_back(company):
    lead = leads.lead(company)
    contact = said(company, lead=str(lead.pk))
    about = RecordRef.to(lead)
    with system_access().change_set("test"):
        Task(subject="寄样本", about=about, owner=company.people["林"]).save()
        File(name="图纸.pdf", lead=lead, owner=company.people["林"]).save()
    done = saving.perform(leads.LEADS, company.access("林"), lead.pk, "convert", {})
    customer = Party.objects.get(kind="organization")
    contact.refresh_from_db()
    assert (contact.party.name, contact.lead, contact.about) == ("陈磊", None, about)
    assert (Task.objects.get().party, File.objects.get().party) == (customer, customer)
    undo(ChangeSet.objects.get(pk=done.change_set_id), by=None, door="web")
    contact.refresh_from_db()
    assert (contact.party, contact.lead, contact.about) == (None, lead, "")
    assert (Task.objects.get().party, File.objects.get().lead) == (None, lead)
    assert not Party.objects.exists()


def test_a_contact_is_written_down_where_the_leads_story_is_read(company, client):
    lead = leads.lead(company)
    client.force_login(company.people["林"])
    page = f"/leads/{lead.pk}/"
    answer = client.post(f"{page}interactions/", {"subject": "要报价单", "channel": "call"})
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert Interaction.objects.get().lead == lead
    assert "要报价单" in client.get(page).content.decode()
