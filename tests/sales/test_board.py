"""The board: figures and cards as each user may see them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.sales.company import deal, party
from zhike.access.models import Collaborator, FieldRight, Level, Role
from zhike.access.rights import Denied
from zhike.ledger.current import change_set
from zhike.records import totals
from zhike.records.listing import Query
from zhike.records.models import ExchangeRate
from zhike.records.resource import resource_named
from zhike.sales import board as boards
from zhike.sales.board import ALL, MINE, TEAM, board, more
from zhike.sales.models import Opportunity

DEALS = resource_named("opportunities")


def seen(company, name="郭", query=None, **options):
    made = board(company.access(name), company.pipeline, query or Query(), **options)
    return {column.stage.name: column for column in made.columns}


def cards(column):
    return [card.name for card in column.cards]


@pytest.fixture
def busy(company):
    """Deals of everybody's, some without an owner, some shared, in two currencies."""
    for number, owner in enumerate(("林", "林", "陈", "何", "何", None)):
        for stage in ("初步接触", "方案报价", "赢单"):
            deal(
                company, f"{owner} {stage} {number}", owner, stage=stage,
                amount=None if number == 1 else Decimal(100 + number),
                currency="USD" if number == 2 else "CNY",
                probability=70 if number == 3 and stage != "赢单" else None,
                team=None if owner else company.teams["西区"],
            )  # fmt: skip
    with change_set(by=None, door="system"):
        for name in ("林", "周"):
            shared = Opportunity.objects.get(name="何 方案报价 3")
            user = company.people[name]
            Collaborator(about_kind="opportunity", about_id=shared.pk, user=user).save()
    return company


@pytest.mark.parametrize("whose", [ALL, MINE, TEAM])
@pytest.mark.parametrize("name", ["林", "陈", "何", "周", "郭"])
@pytest.mark.parametrize("sorted_up_to", [0, 20_000])
def test_the_board_shows_what_a_count_of_the_users_rows_finds(
    busy, name, whose, sorted_up_to, monkeypatch
):
    monkeypatch.setattr(boards, "SORTED", sorted_up_to)
    access = busy.access(name)
    rows = access.rows(Opportunity)
    if whose != ALL:
        rows = rows.filter(totals.held_by(boards._of(access, whose)))
    known = totals.live(DEALS, rows)
    for column in seen(busy, name, whose=whose).values():
        figures = known.get(str(column.stage.pk), totals.Figures())
        assert (column.count, column.sums) == (figures.count, figures.amounts)
        assert column.weighted_sums == figures.weighted(column.stage.win_probability)
        theirs = rows.filter(stage=column.stage) if not column.stage.is_closed else rows.none()
        assert set(column.cards) == set(theirs)
        amounts = [card.amount if card.amount is not None else -1 for card in column.cards]
        assert amounts == sorted(amounts, reverse=True)


def test_a_filter_counts_anew(busy):
    by_name = {"field": "name", "op": "starts", "value": "林"}
    column = seen(busy, query=Query(by_name))["方案报价"]
    assert (column.count, column.sums) == (2, {"CNY": Decimal(100)})
    assert len(column.cards) == 2


def test_a_search_narrows_the_board(company):
    deal(company, "K10纯电60台")
    deal(company, "景区摆渡14台")
    column = seen(company, query=Query(search="摆渡"))["初步接触"]
    assert (column.count, cards(column)) == (1, ["景区摆渡14台"])


def test_closed_stages_have_figures_and_no_cards(company):
    deal(company, stage="赢单")
    column = seen(company)["赢单"]
    assert (column.count, column.cards) == (1, [])
    assert column.weighted == column.total == Decimal(1000)


@pytest.mark.parametrize("name", ["林", "郭"])
def test_every_card_comes_once_page_by_page(company, name):
    for number in range(11):
        deal(company, str(number), amount=None if number < 3 else Decimal(number // 2))
    column = seen(company, name, per_column=4)["初步接触"]
    found, cursor = cards(column), column.more
    while cursor:
        access, stage = company.access(name), company.stages["初步接触"]
        [column] = more(access, stage, Query(cursor=cursor), per_column=4).columns
        found, cursor = found + cards(column), column.more
    assert found == ["10", "9", "8", "7", "6", "5", "4", "3", "2", "1", "0"]


def test_sums_become_one_where_rates_are_known_and_stand_apart_where_not(company):
    deal(company, amount=Decimal(100))
    deal(company, amount=Decimal(10), currency="USD")
    column = seen(company)["初步接触"]
    assert (column.total, column.weighted) == (None, None)
    assert column.sums == {"CNY": Decimal(100), "USD": Decimal(10)}
    with change_set(by=None, door="system"):
        ExchangeRate(currency="USD", rate=Decimal(7), valid_from=dt.date(2020, 1, 1)).save()
    column = seen(company)["初步接触"]
    assert (column.total, column.weighted) == (Decimal(170), Decimal(17))


def hide(name, level):
    with change_set(by=None, door="system"):
        role = Role.objects.get(name="销售 own")
        FieldRight(role=role, resource="opportunity", field=name, level=level).save()


@pytest.mark.parametrize("level", [Level.HIDDEN, Level.MASKED])
def test_whoever_may_not_see_amounts_learns_nothing_of_them(company, level):
    for number, amount in enumerate((5, 9, 7)):
        deal(company, str(number), amount=Decimal(amount))
    hide("amount", level)
    column = seen(company, "林")["初步接触"]
    assert (column.count, column.sums, column.total) == (3, {}, Decimal(0))
    assert cards(column) == ["2", "1", "0"]


def test_without_sight_of_the_stage_there_is_no_board(company):
    hide("stage", Level.HIDDEN)
    with pytest.raises(Denied):
        seen(company, "林")


def test_customers_outside_ones_sight_are_not_named(company):
    theirs, others = party(company, "川途客运"), party(company, "荆楚校车", owner="何")
    deal(company, party=theirs)
    deal(company, party=others)
    made = board(company.access("林"), company.pipeline, Query())
    assert set(made.parties) == {theirs.pk}


def test_more_deals_cost_no_more_queries(company):
    def queries():
        access = company.access("周")
        with CaptureQueriesContext(connection) as asked:
            board(access, company.pipeline, Query(), per_column=5)
        return len(asked)

    for _ in range(3):
        for stage in ("初步接触", "需求确认", "方案报价", "商务谈判"):
            deal(company, stage=stage, party=party(company, "客户"))
    few = queries()
    for _ in range(12):
        deal(company, party=party(company, "客户"), owner="陈")
    assert queries() <= few
