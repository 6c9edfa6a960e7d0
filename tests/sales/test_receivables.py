"""Receivables: what is owed by age, customer, owner and month, as far as one sees it."""

import datetime as dt
from decimal import Decimal
from random import Random

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from tests.sales.company import party
from tests.sales.debtors import contract, day, do, grant, pay, plan, reread
from zhike.access.models import UserRole
from zhike.ledger import remaking
from zhike.ledger.current import change_set
from zhike.records import saving
from zhike.records.currencies import Rates
from zhike.records.models import ExchangeRate, Total
from zhike.records.resource import resource_named
from zhike.records.titles import title
from zhike.sales.models import PaymentPlan
from zhike.sales.models.outstanding import KIND, Outstanding
from zhike.sales.models.payment_record import overdue_of
from zhike.sales.receivables import ageing
from zhike.sales.receivables.rolling import grow_older
from zhike.sales.rules.receivables import AGES, age_of, changes_on
from zhike.web.dates import day_text

DAYS = {"due": 0, "30": -1, "60": -31, "90": -61, "over": -91}


@pytest.fixture
def house(company):
    with override("en"):
        yield grant(company)


def browser(house, name):
    user = reread(house.people[name])
    user.language = "en"
    with change_set(by=None, door="system"):
        user.save()
    client = Client()
    client.force_login(user)
    return client


def rates():
    return Rates.of({"CNY", "USD"}, day(0))


def sums(ages):
    return {age: found["CNY"] for age in AGES if (found := ages.sums.get(age))}


@pytest.mark.parametrize(("late", "age"), [
    (-5, "due"), (0, "due"), (1, "30"), (30, "30"), (31, "60"), (60, "60"), (61, "90"),
    (90, "90"), (91, "over"), (4000, "over"),
])  # fmt: skip
def test_an_age_begins_with_the_day_after_the_last_of_the_one_before(late, age):
    today = dt.date(2026, 3, 1)
    due = today - dt.timedelta(days=late)
    assert age_of(due, today) == age
    following = changes_on(due, today)
    if following is not None:
        assert age_of(due, following) != age == age_of(due, following - dt.timedelta(days=1))


def test_what_is_owed_is_found_by_age(house):
    one = contract(house, "150000")
    for n, due in enumerate(DAYS.values()):
        plan(house, one, str((n + 1) * 10_000), due=due)
    assert sums(ageing.by_age(house.access("林"))) == {
        "due": 10_000, "30": 20_000, "60": 30_000, "90": 40_000, "over": 50_000,
    }  # fmt: skip
    do(house, pay(house, "70000"), "confirm")
    assert sums(ageing.by_age(house.access("林"))) == {
        "due": 10_000, "30": 20_000, "60": 30_000, "90": 20_000,
    }  # fmt: skip


def test_everybody_sees_what_their_rights_reach(house):
    theirs = party(house, "湖南", owner="何")
    mine, other = contract(house, "100"), contract(house, "70", by="何", party=str(theirs.pk))
    plan(house, mine, "100", due=-5)
    plan(house, other, "70", due=-40, by="何")
    seen = {name: ageing.by_age(house.access(name)).whole.get("CNY", 0) for name in "林何陈郭"}
    assert seen == {"林": 100, "何": 70, "陈": 0, "郭": 170}
    found = ageing.by_customer(house.access("郭"))
    assert [one.key for one in found] == [theirs.pk, house.party.pk]
    assert {one.key: one.whole["CNY"] for one in ageing.by_owner(house.access("郭"), rates())} == {
        house.people["林"].pk: 100, house.people["何"].pk: 70,
    }  # fmt: skip
    assert {one.key: one.whole["CNY"] for one in ageing.by_team(house.access("郭"), rates())} == {
        house.teams["西区"].pk: 100, house.teams["南区"].pk: 70,
    }  # fmt: skip


def test_of_many_owners_those_with_most_overdue_are_named_whatever_the_currency(house, monkeypatch):
    """$100 at 7 are more than ¥600; what is not due yet does not count; who owes none is last."""
    with change_set(by=None, door="system"):
        ExchangeRate(currency="USD", rate="7", valid_from=day(-3)).save()
    theirs = {name: party(house, name, owner=name) for name in "何陈"}
    for by, amount, currency, due in (
        ("林", "100", "USD", -5), ("何", "600", "CNY", -5), ("何", "9000", "CNY", 5),
        ("陈", "8000", "CNY", 5),
    ):  # fmt: skip
        whose = {"party": str(theirs[by].pk)} if by in theirs else {}
        one = contract(house, amount, by=by, currency=currency, **whose)
        plan(house, one, amount, due=due, by=by)
    for shown, names in ((0, "林"), (1, "林何"), (2, "林何陈")):
        monkeypatch.setattr(ageing, "SHOWN", shown)
        found = ageing.by_owner(house.access("郭"), rates())
        assert {one.key for one in found} == {house.people[name].pk for name in names}
    client = browser(house, "郭")
    monkeypatch.setattr(ageing, "SHOWN", 2)
    page = client.get("/receivables/?by=owner")
    assert [row["label"] for row in page.context["rows"]] == ["林", "何"]
    assert "Those with most overdue" in page.content.decode()


def test_who_owes_several_of_us_is_named_once_and_does_not_crowd_others_out(house, monkeypatch):
    monkeypatch.setattr(ageing, "SHOWN", 2)
    for by in "林陈何":
        one = contract(house, "10", by="郭", owner=str(house.people[by].pk))
        plan(house, one, "10", due=-9, by="郭")
    others = [party(house, name) for name in ("湖南", "渝运")]
    for n, other in enumerate(others):
        plan(house, contract(house, "10", party=str(other.pk)), "10", due=-8 + n)
    found = ageing.by_customer(house.access("郭"))
    assert [one.key for one in found] == [house.party.pk, *(other.pk for other in others)]
    page = browser(house, "郭").get("/receivables/")
    assert [row["label"] for row in page.context["rows"]] == ["蜀运", "湖南"]
    assert "Those who have owed longest" in page.content.decode()


def test_what_nobody_owns_is_a_teams_or_nobodys_and_leads_to_no_person(house):
    for number, values in enumerate(({"team": str(house.teams["南区"].pk)}, {})):
        one = contract(house, "10", by="郭")
        made = plan(house, one, str(10 - number), due=-9, by="郭")
        saving.change(resource_named("payment-plans"), house.access("郭"), made.pk,
                      {"owner": None, **values})  # fmt: skip
    for by in ("owner", "team"):
        page = browser(house, "郭").get(f"/receivables/?by={by}")
        first = [row["cells"][0] for row in page.context["rows"]]
        assert [cell["text"] for cell in first] == ["南区", "nobody"]
        assert not any("/users/" in cell.get("url", "") for cell in first)


def test_a_day_later_what_was_due_is_overdue(house, monkeypatch):
    one = contract(house, "300")
    first, second = plan(house, one, "100", due=0), plan(house, one, "200", due=-30)
    tomorrow = day(1)
    monkeypatch.setattr(timezone, "localdate", lambda *_args, **_more: tomorrow)
    grow_older()
    assert [reread(first).status, reread(second).status] == ["overdue", "overdue"]
    assert sums(ageing.by_age(house.access("林"))) == {"30": 100, "60": 200}
    grow_older()
    assert not Outstanding.objects.filter(changes_on__lte=tomorrow).exists()


def test_what_is_kept_is_what_a_recount_finds_after_any_writes(house):
    random = Random(7)
    theirs = party(house, "湖南", owner="陈")
    contracts = [contract(house, "1000"), contract(house, "1000", by="陈", party=str(theirs.pk))]
    for turn in range(24):
        of = random.choice(contracts)
        if random.random() < 0.5:
            planned = sum(of.payment_plans.values_list("amount", flat=True))
            if planned <= 900:
                plan(house, of, "100", due=random.randint(-120, 120), by="郭")
        elif PaymentPlan.objects.filter(left__gt=0).exists():
            whose = str(of.party_id)
            made = pay(house, str(random.randint(1, 90)), by="郭", party=whose)
            made = do(house, made, "confirm")
            if turn % 3 == 0:
                do(house, made, "reverse", reason="no")
    kept = {(t.holder, t.value): t.amount for t in Total.objects.filter(kind=KIND, count__gt=0)}
    found: dict[tuple[object, str], Decimal] = {}
    for one in PaymentPlan.objects.filter(left__gt=0):
        names = [f"age:{age_of(one.due_on, day(0))}"]
        if one.due_on >= day(0):
            names.append(f"month:{one.due_on:%Y-%m}")
        for name in names:
            key = one.owner_id, name
            found[key] = found.get(key, Decimal(0)) + one.left
    assert kept == found
    assert sum(o.left for o in Outstanding.objects.all()) == sum(
        PaymentPlan.objects.values_list("left", flat=True)
    )


def test_a_void_contract_is_owed_nothing(house):
    one = contract(house, "1000")
    plan(house, one, "1000", due=-5)
    do(house, one, "void", by="林", void_reason="another one instead")
    assert (Outstanding.objects.count(), ageing.by_age(house.access("郭")).whole) == (0, {})


def test_the_page_converts_and_says_from_what(house):
    with change_set(by=None, door="system"):
        ExchangeRate(currency="USD", rate="7", valid_from=day(-3)).save()
    yuan, dollars = contract(house, "1000000"), contract(house, "100000", currency="USD")
    plan(house, yuan, "1000000", due=-40)
    plan(house, dollars, "100000", due=10)
    html = browser(house, "郭").get("/receivables/").content.decode()
    assert "¥1.70M" in html
    with override("en"):
        assert f"$100,000.00 at the rates of {day_text(day(-3), weekday=False)}." in html
    for by in ("owner", "team", "nonsense"):
        assert browser(house, "郭").get(f"/receivables/?by={by}").status_code == 200


def test_who_may_not_see_what_is_left_does_not_see_the_page(house):
    with change_set(by=None, door="system"):
        for role in UserRole.objects.filter(user=house.people["何"]):
            role.delete()
    assert browser(house, "何").get("/receivables/").status_code == 403


def test_a_customers_page_says_what_they_owe_in_one_line(house):
    plan(house, contract(house, "1000000"), "1000000", due=-40)
    html = browser(house, "林").get(f"/parties/{house.party.pk}/").content.decode()
    assert "Owes us" in html
    assert "up to 40 days" in html


def test_pages_ask_the_database_no_more_for_many_customers(house, django_assert_max_num_queries):
    client = browser(house, "郭")
    for n in range(12):
        owed = party(house, f"客户{n}")
        plan(house, contract(house, "100", party=str(owed.pk)), "100", due=-n)
    client.get("/receivables/")
    with django_assert_max_num_queries(25):
        client.get("/receivables/")


@pytest.mark.requirement("C38")
def test_the_file_of_credit_knows_what_was_paid_late(house):
    one = contract(house, "1000")
    plan(house, one, "400", due=-20)
    plan(house, one, "300", due=-5)
    plan(house, one, "300", due=5)
    do(house, pay(house, "400"), "confirm")
    found = overdue_of(house.party.pk, day(-365), day(0))
    assert [(o.days, o.is_open, o.left) for o in found] == [(20, False, 0), (5, True, 300)]


def test_what_is_derived_goes_with_a_restore_and_is_made_anew(house):
    one = contract(house, "1000")
    for n in range(3):
        plan(house, one, "100", due=n - 40)
    do(house, pay(house, "150"), "confirm")

    def kept():
        return sorted(Total.objects.filter(kind=KIND, count__gt=0).values_list(
            "holder", "value", "currency", "count", "amount"))  # fmt: skip

    before = kept()
    remaking.forget()
    assert (kept(), Outstanding.objects.count()) == ([], 0)
    remaking.remake()
    assert kept() == before
    assert Outstanding.objects.get().left == 150


def test_an_instalment_is_called_after_its_contract_wherever_it_stands_alone(house):
    one = contract(house, "1000")
    owed = plan(house, one, "1000", kind="prepayment")
    called = f"{one.number} 蜀运 1 prepayment"
    assert str(owed) == called
    assert title(house.access("郭"), owed) == called
