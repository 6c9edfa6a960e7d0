"""Go or no-go: whether the general manager goes to a customer, when, and what comes of it."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from tests.sales import company as selling
from zhike.access.models import Grant, Role, Scope, UserRole
from zhike.access.rights import Denied, system_access
from zhike.engagement.models import Appointment, Interaction
from zhike.ledger.actions import NotNow
from zhike.ledger.current import change_set
from zhike.ledger.models import Change
from zhike.people.models import Party, Relationship
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.resource import resource_named
from zhike.sales.models import CustomerOpinion, Executive, ExecutiveVisit
from zhike.sales.visits.times import clashes_of, offers_of
from zhike.sales.visits.wording import verdict

SHANGHAI = ZoneInfo("Asia/Shanghai")
VISITS = resource_named("executive-visits")


def at(day, hour):
    """A moment of March 2026 in Shanghai."""
    return dt.datetime(2026, 3, day, hour, tzinfo=SHANGHAI)


def written(*records):
    with change_set(by=None, door="system"):
        for record in records:
            record.save()
    return records[0]


@pytest.fixture
def house(company):
    """The small company with its general manager."""
    return furnished(company)


def furnished(company):
    """Guo is its general manager, with a board meeting on 5 March."""
    with change_set(by=None, door="system"):
        for scope in (Scope.OWN, Scope.TEAM, Scope.ALL):
            role = Role.objects.get(name=f"销售 {scope}")
            for kind in ("executive-visit", "customer-opinion", "interaction"):
                for verb in ("read", "create", "update"):
                    Grant(role=role, resource=kind, verb=verb, scope=scope).save()
        boss = Role(name="总经理")
        boss.save()
        Grant(role=boss, resource="executive-visit", verb="accept", scope=Scope.ALL).save()
        for verb in ("read", "create", "update"):
            Grant(role=boss, resource="appointment", verb=verb, scope=Scope.OWN).save()
        UserRole(user=company.people["郭"], role=boss).save()
        Appointment(owner=company.people["郭"], subject="董事会", priority="fixed",
                    starts_at=at(5, 14), ends_at=at(5, 16)).save()  # fmt: skip
    company.guo = written(Executive(user=company.people["郭"], title="总经理"))
    return company


def customer(house, name="川途客运", *, said=3):
    """A customer of Lin's with whom somebody spoke today, and before."""
    party = selling.party(house, name)
    for number in range(said):
        written(Interaction(party=party, owner=house.people["林"], subject=f"电话 {number}"))
    return party


def asked(house, party, deal=None, *, by="林", **values):
    raw = {
        "party": str(party.pk), "executive": str(house.guo.pk), "purpose": "定交期",
        "starts_at": "2026-03-05T15:00:00+08:00", "ends_at": "2026-03-05T16:00:00+08:00",
        "opportunity": str(deal.pk) if deal else None,
    }  # fmt: skip
    return saving.create(VISITS, house.access(by), raw | values)


def perform(house, visit, verb, by="林", **raw):
    return saving.perform(VISITS, house.access(by), visit.pk, verb, raw)


def hours(spans):
    return [dt.datetime.strftime(span.starts.astimezone(SHANGHAI), "%d %H") for span in spans]


@pytest.mark.requirement("A04", "A07")
def test_a_small_early_deal_without_its_decision_maker_is_not_worth_the_board_meeting(house):
    party = customer(house)
    deal = selling.deal(house, party=party, amount=Decimal(50_000))
    visit = asked(house, party, deal)
    found = verdict(house.access("郭"), visit)
    assert (found.recommendation, [one.rule for one in found.unmet]) == (
        "no", ["stage", "amount", "leader"]
    )  # fmt: skip
    (clash,) = clashes_of(house.access("郭"), visit)
    assert "董事会" in clash.text
    assert "100" in clash.compared
    assert hours(offers_of(visit)) == ["05 13", "05 16", "05 17"]
    (seen,) = clashes_of(house.access("林"), visit)
    assert "董事会" not in seen.text  # Whoever may not read it sees that the time is taken.


@pytest.mark.requirement("A04")
@pytest.mark.parametrize(("amount", "chance", "leader", "expected"), [
    (1_200_000, "方案报价", True, "go"), (500_000, "商务谈判", True, "go"),
    (499_999, "方案报价", True, "later"), (1_200_000, "需求确认", True, "later"),
    (1_200_000, "需求确认", False, "no"),
])  # fmt: skip
def test_what_is_recommended_follows_from_stage_amount_and_who_attends(
    house, amount, chance, leader, expected
):
    party = customer(house)
    deal = selling.deal(house, party=party, amount=Decimal(amount), stage=chance)
    visit = asked(house, party, deal, leader_attends=leader)
    assert ExecutiveVisit.objects.get(pk=visit.pk).recommendation == expected


@pytest.mark.requirement("A04")
def test_who_decides_there_is_known_from_the_relationships(house):
    party = customer(house)
    he = selling.party(house, "何建国")
    he.kind = "person"
    written(he)
    visit = asked(house, party, attendee=str(he.pk))
    assert not visit.is_led_by_decider
    written(Relationship(from_party=he, type="decides_for", to_party=party))
    assert ExecutiveVisit.objects.get(pk=visit.pk).is_led_by_decider


@pytest.mark.requirement("A05")
def test_nobody_is_asked_to_a_customer_with_whom_nobody_spoke_for_thirty_days(house):
    party = customer(house, said=0)
    long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=31)
    written(Interaction(party=party, owner=house.people["林"], subject="旧", at=long_ago))
    visit = asked(house, party)
    with pytest.raises(Invalid, match="30"):
        perform(house, visit, "submit")
    written(Interaction(party=party, owner=house.people["陈"], subject="电话"))
    assert perform(house, visit, "submit").status == "submitted"


@pytest.mark.requirement("A04")
def test_going_against_the_advice_needs_a_reason_and_stays_on_record(house):
    party = customer(house)
    visit = perform(house, asked(house, party), "submit")
    with pytest.raises(NotNow):
        perform(house, visit, "accept", by="郭")
    with pytest.raises(Invalid):
        perform(house, visit, "override", by="郭")
    with pytest.raises(Denied):
        perform(house, visit, "override", by="林", decision_note="我要去")
    made = perform(house, visit, "override", by="郭", decision_note="老同学，我亲自去")
    assert (made.status, made.is_override) == ("accepted", True)
    change = Change.objects.filter(record=visit.pk).order_by("-seq").first()
    assert "老同学" in str(change.diff)
    assert change.change_set.actor == house.people["郭"].pk


@pytest.mark.requirement("A10", "B39")
def test_what_is_accepted_stands_in_both_calendars_and_the_customer_keeps_its_owner(house):
    party = customer(house)
    deal = selling.deal(house, party=party, amount=Decimal(900_000), stage="方案报价")
    visit = perform(house, asked(house, party, deal, leader_attends=True), "submit")
    made = perform(house, visit, "accept", by="郭")
    appointment = made.appointment
    assert appointment.owner == house.people["林"]
    assert [p.user for p in appointment.participants.all()] == [house.people["郭"]]
    said = "交期要压到 30 天\n\n空调要换供应商\n  驾驶员培训不够 "
    held = perform(house, made, "hold", outcome="签了意向书", customer_said=said)
    assert held.status == "held"
    assert Party.objects.get(pk=party.pk).owner == house.people["林"]
    opinions = CustomerOpinion.objects.order_by("pk")
    assert [(o.text, o.owner.name, o.status) for o in opinions] == [
        ("交期要压到 30 天", "林", "open"), ("空调要换供应商", "林", "open"),
        ("驾驶员培训不够", "林", "open"),
    ]  # fmt: skip
    resource = resource_named("customer-opinions")
    done = saving.perform(resource, house.access("林"), opinions[0].pk, "answered",
                          {"answer": "排产 28 天"})  # fmt: skip
    assert (done.status, done.answer) == ("answered", "排产 28 天")


def test_what_is_decided_upon_stays_as_it_was_and_the_reason_is_written_by_the_verb_alone(house):
    visit = perform(house, asked(house, customer(house)), "submit")
    perform(house, visit, "decline", by="郭", decision_note="明年再说")
    for raw in ({"starts_at": "2026-03-06T15:00:00+08:00"}, {"decision_note": "去"}):
        with pytest.raises(Invalid):
            saving.change(VISITS, house.access("林"), visit.pk, raw)
    saving.change(VISITS, house.access("林"), visit.pk, {"place": "总部"})


@pytest.mark.requirement("A07")
def test_another_time_is_as_long_and_calling_off_frees_the_calendar(house):
    party = customer(house)
    visit = asked(house, party, ends_at="2026-03-05T17:00:00+08:00")
    moved = perform(house, visit, "reschedule", starts_at="2026-03-06T09:00:00+08:00")
    assert (moved.starts_at, moved.ends_at) == (at(6, 9), at(6, 11))
    perform(house, moved, "submit")
    made = perform(house, moved, "override", by="郭", decision_note="去")
    gone = made.appointment_id
    perform(house, made, "cancel", decision_note="客户出差")
    assert not Interaction.objects.filter(pk=gone).exists()


def test_the_deal_is_the_customers_and_a_visit_ends_after_it_begins(house):
    deal = selling.deal(house, party=selling.party(house, "别家"))
    with pytest.raises(Invalid) as caught:
        asked(house, customer(house), deal, ends_at="2026-03-05T14:00:00+08:00")
    assert {error.field for error in caught.value.errors} == {"opportunity", "ends_at"}
    assert system_access().rows(ExecutiveVisit).count() == 0


@pytest.mark.requirement("A08")
@pytest.mark.parametrize(("level", "stage", "is_allowed"), [
    ("general", "初步接触", False), ("general", "需求确认", False), ("deputy", "需求确认", True),
    ("general", "方案报价", True), ("deputy", "方案报价", True),
])  # fmt: skip
def test_a_stage_says_whom_of_the_management_one_may_ask_for(house, level, stage, is_allowed):
    house.guo.level = level
    house.stages["需求确认"].executive_involvement = "deputy"
    house.stages["方案报价"].executive_involvement = "general"
    written(house.guo, house.stages["需求确认"], house.stages["方案报价"])
    party = customer(house)
    visit = asked(house, party, selling.deal(house, party=party, stage=stage))
    if is_allowed:
        assert perform(house, visit, "submit").status == "submitted"
    else:
        with pytest.raises(Invalid, match=stage):
            perform(house, visit, "submit")
