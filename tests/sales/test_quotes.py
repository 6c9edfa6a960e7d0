"""Quotes: from a deal, priced, agreed to, sent, in versions, until they expire."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.translation import override

from tests.sales.company import deal, party
from tests.sales.quoting import QUOTES, agree, do, house, quote, reread, sent
from zhike.access.models import Team, User
from zhike.catalog.models import DiscountCap, MarginFloor, PriceBook
from zhike.engagement.models import Approval
from zhike.ledger.current import change_set
from zhike.people.models import Relationship
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.models import ExchangeRate
from zhike.records.resource import resource_named
from zhike.sales.models import (
    ApprovalRule,
    ApprovalRuleStep,
    Opportunity,
    OpportunityLine,
    Quote,
    QuotePolicy,
)
from zhike.sales.quotes.differing import differing
from zhike.sales.quotes.expiring import expiring

DEALS = resource_named("opportunities")


@pytest.fixture
def office(company):
    return house(company)


def by_system(*records):
    with change_set(by=None, door="system"):
        for record in records:
            record.save()


def priced(made):
    return [(str(line), line.unit_price, line.base_price) for line in made.lines.all()]


def test_a_deal_becomes_a_quote_without_typing_anything_again(office):
    boss = party(office, "王总")
    boss.kind = "person"
    by_system(boss)
    made = deal(office, party=office.party, owner="林", currency="USD")
    by_system(
        Relationship(from_party=boss, type="decides_for", to_party=office.party),
        ExchangeRate(currency="USD", rate="8", valid_from=dt.date(2020, 1, 1)),
        OpportunityLine(opportunity=made, product=office.x, quantity=3),
        OpportunityLine(opportunity=made, product=office.k10, quantity=2, unit_price=99),
    )
    done = saving.perform(DEALS, office.access("林"), made.pk, "make_quote", {})
    new = Quote.objects.get()
    assert done.made.pk == new.pk
    assert (new.party_id, new.opportunity_id, new.currency) == (office.party.pk, made.pk, "USD")
    assert (new.name, new.status, new.owner.name) == (made.name, "draft", "林")
    assert priced(new) == [("X", Decimal("12.50"), Decimal("12.50")),
                           ("K10", Decimal("99.00"), Decimal("125.00"))]  # fmt: skip
    assert new.amount == Decimal("235.50")


@pytest.mark.parametrize(("raw", "amounts"), [
    ({"currency": "USD"}, ("12.50", "90.00")), ({"party": "gold"}, ("92.00", "90.00")),
])  # fmt: skip
def test_another_customer_or_currency_means_other_prices_but_not_of_what_was_typed(
    office, raw, amounts
):
    gold = party(office, "川途")
    gold.tier = "gold"
    by_system(
        gold, PriceBook(name="黄金价", currency="CNY", percent=-8, tiers=["gold"]),
        ExchangeRate(currency="USD", rate="8", valid_from=dt.date(2020, 1, 1)),
    )  # fmt: skip
    made = quote(office, "林", {}, {"unit_price": "90"})
    raw = {"party": str(gold.pk)} if "party" in raw else raw
    saving.change(QUOTES, office.access("林"), made.pk, raw)
    assert [str(line.unit_price) for line in made.lines.all()] == list(amounts)
    assert reread(made).amount == sum(map(Decimal, amounts))


def test_a_deal_is_priced_anew_with_its_currency(office):
    by_system(ExchangeRate(currency="USD", rate="8", valid_from=dt.date(2020, 1, 1)))
    made = deal(office, party=office.party, owner="林")
    by_system(OpportunityLine(opportunity=made, product=office.x))
    saving.change(DEALS, office.access("林"), made.pk, {"currency": "USD"})
    assert Opportunity.objects.get(pk=made.pk).lines.get().unit_price == Decimal("12.50")


def test_yesterdays_prices_are_not_asked_consent_for_unnoticed(office):
    made = quote(office, "林")
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Quote._base_manager.filter(pk=made.pk)._update([
        (Quote._meta.get_field("priced_on"), None, yesterday)])  # fmt: skip
    by_system(PriceBook(name="新价", currency="CNY", percent=-5))
    with pytest.raises(Invalid) as error, override("en"):
        do(office, made, "submit")
    assert "price it anew" in error.value.errors[0].message
    do(office, made, "price_by_today")
    assert do(office, made, "submit").amount == Decimal("95.00")


CASES = [("10", "10", "approved"), ("10", "10.01", "submitted"), ("15", "12", "approved")]


@pytest.mark.parametrize(("cap", "discount", "status"), CASES)
@pytest.mark.requirement("D24")
def test_more_discount_than_the_cap_waits_for_consent(office, cap, discount, status):
    by_system(DiscountCap(percent=cap))
    assert do(office, quote(office, "林", {"discount": discount}), "submit").status == status


def test_the_discount_on_the_whole_counts_with_that_of_the_line(office):
    by_system(DiscountCap(percent=10))
    made = quote(office, "林", {"discount": "6"}, discount="5")
    assert do(office, made, "submit").status == "submitted"


@pytest.mark.parametrize(("price", "tax", "status"), [
    ("87.50", "0", "approved"), ("87.49", "0", "submitted"),
    ("98.88", "13", "approved"), ("98.87", "13", "submitted"),
])  # fmt: skip
@pytest.mark.requirement("D24")
def test_below_the_floor_needs_consent_and_the_words_have_no_figures(office, price, tax, status):
    by_system(MarginFloor(percent=20))
    raw = {"unit_price": price, "tax_rate": tax}
    with override("en"):
        made = do(office, quote(office, "林", raw), "submit")
    assert made.status == status
    if status == "submitted":
        assert Approval.objects.get().text == "X: below the floor"


def test_the_nearest_teams_floor_holds(office):
    by_system(MarginFloor(percent=20), MarginFloor(percent=5, team=office.teams["南区"]))
    line = {"unit_price": "75"}
    assert do(office, quote(office, "林", line), "submit").status == "submitted"
    other = party(office, "湖南")
    south = quote(office, "何", line, party=str(other.pk))
    assert do(office, south, "submit", "何").status == "approved"


def rule(office, *asked, **values):
    made = ApprovalRule(**({"name": "大额"} | values))
    steps = [ApprovalRuleStep(rule=made, **({"user": one} if isinstance(one, User) else
             {"team": one} if isinstance(one, Team) else {})) for one in asked]  # fmt: skip
    by_system(made, *steps)
    return made


def test_a_rule_asks_its_people_one_after_another(office):
    people = office.people
    rule(office, people["周"], people["郭"], amount_from=50_000)
    assert do(office, quote(office, "林", {"quantity": "499.99"}), "submit").status == "approved"
    made = do(office, quote(office, "林", {"quantity": "500"}), "submit")
    approval = Approval.objects.get(about=f"quote:{made.pk}")
    assert [str(step) for step in approval.open_steps()] == ["周"]
    agree(office, made)
    assert [str(s) for s in Approval.objects.get(pk=approval.pk).open_steps()] == ["郭"]
    assert reread(made).status == "submitted"
    agree(office, made, "郭")
    assert reread(made).status == "approved"


@pytest.mark.parametrize("mode", ["all", "any"])
def test_a_rule_asks_at_the_same_time(office, mode):
    rule(office, office.people["周"], office.people["郭"], mode=mode, discount_above=5)
    assert do(office, quote(office, "林", {"discount": "5"}), "submit").status == "approved"
    made = do(office, quote(office, "林", {"discount": "6"}), "submit")
    agree(office, made, "郭")
    assert reread(made).status == ("approved" if mode == "any" else "submitted")
    if mode == "all":
        agree(office, made)
        assert reread(made).status == "approved"


def test_the_nearest_team_and_the_highest_threshold_decide_which_rule(office):
    chen, guo, zhou = (office.people[name] for name in "陈郭周")
    rule(office, chen, name="公司", amount_from=1)
    rule(office, zhou, name="西区", team=office.teams["西区"])
    rule(office, guo, name="西区大额", team=office.teams["西区"], amount_from=1_000)
    asked = {}
    for quantity in ("5", "10"):
        made = do(office, quote(office, "林", {"quantity": quantity}), "submit")
        steps = Approval.objects.get(about=f"quote:{made.pk}").open_steps()
        asked[quantity] = [str(step) for step in steps]
    assert asked == {"5": ["周"], "10": ["郭"]}


def test_an_approver_who_left_does_not_block(office):
    rule(office, office.people["陈"], office.people["郭"])
    gone = User.objects.get(pk=office.people["陈"].pk)
    gone.is_active = False
    by_system(gone)
    made = do(office, quote(office, "林"), "submit")
    agree(office, made, "周")
    agree(office, made, "郭")
    assert reread(made).status == "approved"


def test_nobody_consents_to_what_they_ask_themselves(office):
    rule(office, office.people["周"])
    made = quote(office, "周") if office.access("周").can(Quote, "create") else None
    with change_set(by=None, door="system"):
        admin = User(login="admin", name="管", is_admin=True, team=office.teams["西区"])
        admin.save()
    made = do(office, made, "submit", "周")
    assert [str(step) for step in Approval.objects.get().open_steps()] == ["管"]


def test_a_new_version_takes_the_place_of_the_old_when_it_is_sent(office):
    old = sent(office, "林", {"unit_price": "95"}, {"product": str(office.k10.pk)})
    done = saving.perform(QUOTES, office.access("林"), old.pk, "new_version", {})
    new = reread(done.made)
    assert (new.edition, new.revises_id, new.status) == (2, old.pk, "draft")
    assert priced(new) == priced(old)
    line = new.lines.order_by("pk").first()
    saving.change(QUOTES, office.access("林"), new.pk,
                  {"lines": [{"id": str(line.pk), "unit_price": "92"}]})  # fmt: skip
    assert reread(old).status == "sent"
    new = do(office, do(office, new, "submit"), "send")
    old = reread(old)
    assert (old.status, old.superseded_by_id, new.status) == ("superseded", new.pk, "sent")
    with override("en"):
        rows = differing(office.access("林"), new)["rows"]
    texts = [" ".join(cell["text"] for cell in row["cells"]) for row in rows]
    assert any("95.00" in text and "92.00" in text for text in texts)
    assert not any("K10" in text for text in texts)


def test_a_quote_holds_for_the_days_of_the_policy_and_then_no_more(office):
    today = timezone.localdate()
    assert quote(office, "林").valid_until == today + dt.timedelta(days=30)
    by_system(QuotePolicy(name="短", valid_days=10, remind_days=4))
    made = sent(office, "林")
    assert made.valid_until == today + dt.timedelta(days=10)
    begin = timezone.now() + dt.timedelta(days=5)
    due = list(expiring(begin, begin + dt.timedelta(days=2)))
    assert [one.record.pk for one in due] == [made.pk]
    assert not list(expiring(begin + dt.timedelta(days=2), begin + dt.timedelta(days=9)))
    with pytest.raises(Invalid) as error:
        quote(office, "林", valid_until=str(today - dt.timedelta(days=1)))
    assert [e.field for e in error.value.errors] == ["valid_until"]


NONSENSE = ["-1", "NaN", "Infinity", "1000000000000", "十块", "1e15", "-0.01"]
BAD = [(field, raw) for field in ("unit_price", "quantity", "discount") for raw in NONSENSE]


@pytest.mark.parametrize(("field", "raw"), [
    *BAD, ("unit_price", "1e3"), ("unit_price", "12.345"),
])  # fmt: skip
def test_amounts_that_make_no_sense_are_refused_by_name(office, field, raw):
    with pytest.raises(Invalid) as error:
        quote(office, "林", {}, {field: raw})
    assert [e.field for e in error.value.errors] == [f"lines.1.{field}"]
    assert not Quote.objects.exists()


@pytest.mark.parametrize(("resource", "field"), [
    ("approval-rules", "amount_from"), ("approval-rules", "discount_above"),
    ("margin-floors", "percent"), ("quotes", "discount"),
])  # fmt: skip
@pytest.mark.parametrize("raw", ["-1", "NaN", "1e400", "1000000000000000"])
def test_thresholds_that_make_no_sense_are_refused_by_name(office, resource, field, raw):
    from zhike.access.rights import system_access

    values = {"name": "x", field: raw} if resource == "approval-rules" else {field: raw}
    if resource == "quotes":
        values["party"] = str(office.party.pk)
    with pytest.raises(Invalid) as error:
        saving.create(resource_named(resource), system_access(), values)
    assert field in [e.field for e in error.value.errors]
