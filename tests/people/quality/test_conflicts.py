"""Two sources that say different things of a customer (requirement B03)."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.exchange.office import Office
from zhike.exchange.trial import examine
from zhike.ledger.current import change_set
from zhike.ledger.models import ChangeSet
from zhike.ledger.undo import undo
from zhike.people.models import ContactPoint, KeyFields, Party, SourceRule, ValueConflict
from zhike.people.rules.survivorship import takes_its_place
from zhike.records import saving
from zhike.records.provenance import origins
from zhike.records.resource import resource_named

pytestmark = pytest.mark.full

PARTIES = resource_named("parties")
ERP = {"name": "公司", "external_ids.erp": "编号", "contact_points.phone": "电话"}
MATCH = {"by": "external_ids.erp", "found": "update"}
TEN = [
    "name", "industry", "region", "uscc", "employee_count", "annual_revenue", "source", "tier",
    "contact_points.phone", "decider",
]  # fmt: skip
CRM = {
    "name": "川途客运集团", "industry": "passenger_transport", "region": "510000",
    "employee_count": 1200, "source": "fair", "tier": "gold", "external_ids": {"erp": "K-7"},
    "contact_points": [{"type": "phone", "value": "13800138000"}],
}  # fmt: skip


def browser(office, login):
    client = Client()
    client.force_login(office.users[login])
    return client


def settle(client, conflict, outcome):
    return client.post(f"/quality/conflicts/{conflict.pk}/settle/", {"outcome": outcome})


def rule(**values):
    with change_set(by=None, door="web"):
        SourceRule(**values).save()


def by_api(company, party, source="erp", **raw):
    access = replace(company.access("li"), door="api", source=source)
    return saving.change(PARTIES, access, party.pk, raw)


@pytest.mark.requirement("B03")
def test_seven_of_ten_key_fields_and_a_phone_that_differs_between_crm_and_erp(office: Office):
    with change_set(by=None, door="web"):
        KeyFields(kind="organization", names=TEN).save()
    hand = replace(office.access("admin"), door="web")
    party = saving.create(PARTIES, hand, CRM)
    assert Party.objects.get(pk=party.pk).completeness == 70

    office.bring("公司,编号,电话\n川途客运集团,K-7,13900139000\n", ERP, match=MATCH)

    conflict = ValueConflict.objects.get()
    assert (conflict.standing, conflict.standing_source) == ("13900139000", "erp")
    assert (conflict.other, conflict.other_source) == ("13800138000", "web")
    client = browser(office, "admin")
    page = client.get(f"/parties/{party.pk}/").content.decode()
    for shown in ("13900139000", "13800138000", "ERP", "70"):
        assert shown in page

    settle(client, conflict, "other")

    assert ContactPoint.objects.get().value == "13800138000"
    decided = ValueConflict.objects.get()
    assert (decided.outcome, decided.decided_by.login) == ("other", "admin")
    deed = ChangeSet.objects.order_by("at").last()
    assert (deed.action, deed.actor_name) == ("settle", str(office.users["admin"]))
    undo(deed, by=office.users["admin"], door="web")
    assert ValueConflict.objects.get().outcome == "open"
    assert ContactPoint.objects.count() == 2


@pytest.mark.requirement("B03")
def test_a_program_that_contradicts_a_person_leaves_both_values_and_their_sources(company):
    party = company.party(by="li", industry="retail", region="110000")
    by_api(company, party, industry="finance", region="110000", tier="gold")
    conflict = ValueConflict.objects.get()
    assert Party.objects.get(pk=party.pk).industry == conflict.standing == "finance"
    assert (conflict.other, conflict.other_source) == ("retail", "web")
    li = company.browsers["li"]
    page = li.get("/quality/conflicts/").content.decode()
    assert "Retail" in page or "retail" in page
    settle(li, conflict, "other")
    assert Party.objects.get(pk=party.pk).industry == "retail"
    # What was decided holds when the same program says the same again.
    by_api(company, party, industry="finance")
    assert Party.objects.get(pk=party.pk).industry == "retail"
    assert not ValueConflict.objects.filter(outcome="open").exists()


@pytest.mark.requirement("B03")
def test_a_rule_says_whose_word_counts(company):
    rule(field="industry", policy="ranking", sources=["web", "erp"])
    rule(field="", policy="ask")
    party = company.party(by="li", industry="retail", region="110000", tier="iron")
    by_api(company, party, source="crawler", tier="gold")
    by_api(company, party, industry="finance", region="310000")
    stands = Party.objects.get(pk=party.pk)
    assert (stands.industry, stands.region, stands.tier) == ("retail", "110000", "iron")
    assert ValueConflict.objects.filter(outcome="open").count() == 3
    assert origins("party", party.pk)["industry"].source == "web"


@pytest.mark.requirement("B03")
@pytest.mark.parametrize(
    ("policy", "standing", "arriving", "expected"),
    [
        ("newest", "erp", "web", True), ("ask", "web", "erp", False),
        ("ranking", "web", "erp", True), ("ranking", "erp", "import", False),
        ("ranking", "web", "follow-up", False), ("ranking", "x", "y", True),
    ],
)  # fmt: skip
def test_the_better_source_stands_and_between_equals_the_newest(
    policy, standing, arriving, expected
):
    ranking = ["erp", "import", "web"]
    assert takes_its_place(policy, ranking, standing, arriving) is expected


@pytest.mark.requirement("B03")
def test_a_trial_says_how_many_conflicts_there_would_be_and_writes_none(office: Office):
    saving.create(PARTIES, office.access("admin"), CRM)
    run = office.order(
        "公司,编号,电话\n川途客运集团,K-7,13900139000\n新客户,K-8,\n", ERP, match=MATCH
    )
    assert examine(run)["conflicts"] == 1
    assert not ValueConflict.objects.exists()


@pytest.mark.requirement("B03")
def test_all_conflicts_of_a_source_are_settled_at_once(company):
    for number in range(3):
        party = company.party(f"p{number}", by="li", industry="retail")
        by_api(company, party, industry="finance")
    foreign = company.party("foreign", by="wang", industry="retail")
    access = replace(company.access("wang"), source="erp")
    saving.change(PARTIES, access, foreign.pk, {"industry": "finance"})
    li = company.browsers["li"]
    li.post("/quality/conflicts/settle/", {"source": "web"})
    known = dict(Party.objects.values_list("name", "industry"))
    assert known == {"p0": "retail", "p1": "retail", "p2": "retail", "foreign": "finance"}
    undo(ChangeSet.objects.order_by("at").last(), by=company.users["li"], door="web")
    assert ValueConflict.objects.filter(outcome="open").count() == 4


@pytest.mark.requirement("B03")
def test_a_conflict_is_seen_and_settled_by_whom_its_customer_and_its_field_are_open_to(company):
    party = company.party(by="li", industry="retail")
    by_api(company, party, industry="finance")
    conflict = ValueConflict.objects.get()
    wang = company.browsers["wang"]
    assert "川途客运" not in wang.get("/quality/conflicts/").content.decode()
    assert settle(wang, conflict, "other").status_code == 404
    assert Party.objects.get(pk=party.pk).industry == "finance"


def test_the_list_of_conflicts_costs_the_same_for_many(company):
    li, counts = company.browsers["li"], []
    for count in (1, 12):
        for number in range(count):
            party = company.party(f"p{count}-{number}", by="li", industry="retail")
            by_api(company, party, industry="finance")
        li.get("/quality/conflicts/")
        with CaptureQueriesContext(connection) as asked:
            li.get("/quality/conflicts/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.requirement("B03")
def test_who_changes_the_value_on_the_page_has_settled_the_conflict(company):
    hand = company.access("li")
    for value, outcome in (("retail", "other"), ("education", "standing")):
        party = company.party(by="li", industry="retail")
        by_api(company, party, industry="finance")
        saving.change(PARTIES, hand, party.pk, {"industry": value})
        conflict = ValueConflict.objects.get(party=party)
        assert (conflict.outcome, conflict.decided_by.login) == (outcome, "li")
        undo(ChangeSet.objects.order_by("at").last(), by=company.users["li"], door="web")
        assert ValueConflict.objects.get(party=party).outcome == "open"


@pytest.mark.requirement("B03")
def test_a_source_that_corrects_itself_brings_the_open_conflict_up_to_date(company):
    party = company.party(by="li", industry="retail")
    by_api(company, party, industry="finance")
    by_api(company, party, industry="education")
    conflict = ValueConflict.objects.get()
    assert (conflict.standing, conflict.other, conflict.outcome) == ("education", "retail", "open")
