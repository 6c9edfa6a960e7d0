"""A deal from first interest to won or lost."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.sales.company import VERBS, deal, party
from zhike.access.models import Grant, Role, Scope, User, UserRole
from zhike.access.rights import Denied, access_of, system_access
from zhike.catalog.models import Product
from zhike.ledger.actions import NotNow
from zhike.ledger.current import change_set
from zhike.ledger.models import Change, ChangeSet
from zhike.ledger.models.record import RecordInUse
from zhike.ledger.undo import undo
from zhike.records import saving
from zhike.records.errors import Duplicate, Invalid
from zhike.records.resource import resource_named
from zhike.sales.models import Opportunity, Pipeline, Stage

DEALS = resource_named("opportunities")


def wrong(error):
    """The fields that an Invalid names."""
    return {e.field for e in error.value.errors}


def perform(company, made, verb, *, by="林", **raw):
    return saving.perform(DEALS, company.access(by), made.pk, verb, raw)


def reread(made):
    return Opportunity.objects.get(pk=made.pk)


def test_a_name_is_enough_to_begin(company):
    made = saving.create(DEALS, company.access("林"), {"name": "K10纯电60台"})
    assert made.stage.name == "初步接触"
    assert made.pipeline == company.pipeline
    assert made.currency == "CNY"
    assert made.owner_id == company.people["林"].pk
    assert made.opened_on == timezone.localdate()
    assert made.chance == 10


def test_a_deal_that_began_before_it_came_here_has_stood_in_its_stage_since(company):
    values = {"name": "K10", "opened_on": "2026-03-10"}
    made = saving.create(DEALS, company.access("林"), values)
    assert timezone.localtime(made.stage_since).date() == dt.date(2026, 3, 10)


def test_without_a_pipeline_the_deal_is_refused_with_what_to_do(db):
    with pytest.raises(Invalid) as error:
        saving.create(DEALS, system_access(), {"name": "K10"})
    assert "stage" in wrong(error)


def test_winning_dates_the_deal_and_puts_it_at_the_end(company):
    made = perform(company, deal(company, probability=35), "win")
    assert made.stage.kind == Stage.Kind.WON
    assert made.won_at is not None
    assert made.close_date == timezone.localdate()
    assert made.probability is None
    assert made.weighted == made.amount


def test_a_close_date_that_was_set_stays_when_the_deal_is_won(company):
    made = perform(company, deal(company, close_date=dt.date(2027, 1, 31)), "win")
    assert made.close_date == dt.date(2027, 1, 31)


def test_a_won_deal_cannot_be_won_again(company):
    made = perform(company, deal(company), "win")
    with pytest.raises(NotNow):
        perform(company, made, "win")


def test_losing_takes_a_reason(company):
    made = deal(company)
    with pytest.raises(Invalid) as error:
        perform(company, made, "lose")
    assert wrong(error) == {"lost_reason"}
    lost = perform(company, made, "lose", lost_reason="price", lost_note="贵了两成")
    assert (lost.stage.name, lost.lost_reason, lost.weighted) == ("输单", "price", 0)


def test_a_lost_deal_is_reopened_in_the_first_stage_without_its_reason(company):
    lost = perform(company, deal(company, stage="商务谈判"), "lose", lost_reason="price")
    made = perform(company, lost, "reopen")
    assert (made.stage.name, made.lost_reason, made.lost_at) == ("初步接触", "", None)


def test_moving_into_the_end_is_winning_and_stands_so_in_the_ledger(company):
    made = deal(company)
    won = perform(company, made, "move", stage=str(company.stages["赢单"].pk))
    assert won.won_at is not None
    assert Change.objects.filter(record=made.pk).latest("seq").action == "win"


def test_moving_into_the_lost_stage_takes_a_reason(company):
    made, lost = deal(company), str(company.stages["输单"].pk)
    with pytest.raises(Invalid) as error:
        perform(company, made, "move", stage=lost)
    assert wrong(error) == {"lost_reason"}
    assert perform(company, made, "move", stage=lost, lost_reason="budget").lost_at is not None


def test_moving_into_the_end_needs_the_right_to_win(company):
    with change_set(by=None, door="system"):
        role = Role(name="助理")
        role.save()
        for verb in ("read", "update"):
            Grant(role=role, resource="opportunity", verb=verb, scope=Scope.ALL).save()
        user = User(login="zhu", name="助理")
        user.save()
        UserRole(user=user, role=role).save()
    access, made = access_of(user, "web"), deal(company)
    on = {"stage": str(company.stages["方案报价"].pk)}
    assert saving.perform(DEALS, access, made.pk, "move", on).stage.name == "方案报价"
    with pytest.raises(Denied):
        saving.perform(DEALS, access, made.pk, "move", {"stage": str(company.stages["赢单"].pk)})


def test_moving_dates_the_stage_and_forgets_the_estimate_for_the_old_one(company):
    made = deal(company, probability=45)
    before = made.stage_since
    moved = perform(company, made, "move", stage=str(company.stages["方案报价"].pk))
    assert moved.stage_since > before
    assert (moved.probability, moved.chance) == (None, 50)


def test_an_estimate_given_with_the_new_stage_holds(company):
    made = deal(company, probability=45)
    raw = {"stage": str(company.stages["方案报价"].pk), "probability": 60}
    assert saving.change(DEALS, company.access("林"), made.pk, raw).chance == 60


def test_an_edit_does_not_close_a_deal_by_the_back_door(company):
    made = deal(company)
    with pytest.raises(Invalid) as error:
        saving.change(
            DEALS, company.access("林"), made.pk, {"stage": str(company.stages["赢单"].pk)}
        )
    assert wrong(error) == {"stage"}
    assert reread(made).won_at is None


def other_pipeline():
    with change_set(by=None, door="system"):
        pipeline = Pipeline(name="售后")
        pipeline.save()
        stage = Stage(pipeline=pipeline, name="报修", win_probability=30)
        stage.save()
    return stage


def test_a_stage_of_another_pipeline_is_refused(company):
    made, stage = deal(company), other_pipeline()
    for attempt in (
        lambda: perform(company, made, "move", stage=str(stage.pk)),
        lambda: saving.change(DEALS, company.access("林"), made.pk, {"stage": str(stage.pk)}),
    ):
        with pytest.raises(Invalid) as error:
            attempt()
        assert wrong(error) == {"stage"}


def test_a_pipeline_without_a_won_stage_says_so(company):
    stage = other_pipeline()
    access = company.access("林")
    made = saving.create(DEALS, access, {"name": "保养", "stage": str(stage.pk)})
    assert made.pipeline_id == stage.pipeline_id
    with pytest.raises(Invalid):
        perform(company, made, "win")


def test_undoing_a_win_restores_stage_dates_and_estimate(company):
    made = deal(company, stage="商务谈判", probability=80)
    perform(company, made, "win")
    undo(ChangeSet.objects.get(action="win"), by=None, door="web")
    now = reread(made)
    assert (now.stage.name, now.won_at, now.close_date) == ("商务谈判", None, None)
    assert (now.probability, now.stage_since) == (80, made.stage_since)


def test_a_deal_brought_in_as_won_long_ago_was_won_then(company):
    made = deal(company, stage="赢单", close_date=dt.date(2017, 3, 1))
    assert timezone.localdate(made.won_at) == dt.date(2017, 3, 1)


def test_assigning_hands_the_deal_over(company):
    made = deal(company)
    perform(company, made, "assign", owner=str(company.people["何"].pk))
    assert not company.access("林").rows(Opportunity).exists()
    assert company.access("何").rows(Opportunity).count() == 1


def test_a_deal_is_seen_by_its_own_owner_whoever_has_the_customer(company):
    customer = party(company, "川途客运", owner="何")
    made = deal(company, owner="林", party=customer)
    assert list(company.access("林").rows(Opportunity)) == [made]
    assert not company.access("何").rows(Opportunity).exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("amount", "-1"), ("amount", "1000000000000"), ("probability", 101), ("currency", "XYZ")],
)
def test_figures_without_sense_are_refused(company, field, value):
    with pytest.raises(Invalid) as error:
        saving.create(DEALS, company.access("林"), {"name": "K10", field: value})
    assert wrong(error) == {field}


def test_a_customer_with_deals_stays(company):
    customer = party(company, "川途客运")
    deal(company, party=customer)
    with pytest.raises(RecordInUse), change_set(by=None, door="system"):
        customer.delete()


# Lines


def product(**values):
    made = Product(name="K10", list_price=Decimal(920000), **values)
    with change_set(by=None, door="system"):
        made.save()
    return made


def test_a_line_takes_the_list_price_and_the_deal_keeps_its_own_amount(company):
    raw = {
        "name": "K10纯电60台",
        "amount": "55000000",
        "lines": [{"product": str(product().pk), "quantity": "60", "discount": "2.5"}],
    }
    made = saving.create(DEALS, company.access("郭"), raw)
    [line] = made.lines.all()
    assert line.unit_price == Decimal(920000)
    assert line.amount == Decimal("53820000.00")
    assert reread(made).amount == Decimal(55000000)


def test_a_price_in_another_currency_is_not_taken(company):
    raw = {"name": "BRT", "currency": "USD", "lines": [{"product": str(product().pk)}]}
    made = saving.create(DEALS, company.access("郭"), raw)
    [line] = made.lines.all()
    assert (line.unit_price, line.amount) == (None, None)


@pytest.mark.parametrize(("field", "value"), [("quantity", "0"), ("discount", "101")])
def test_a_line_without_sense_is_named_by_its_place(company, field, value):
    raw = {"name": "K10", "lines": [{"product": str(product().pk), field: value}]}
    with pytest.raises(Invalid) as error:
        saving.create(DEALS, company.access("郭"), raw)
    assert wrong(error) == {f"lines.0.{field}"}


# Pipelines


def test_a_new_default_takes_the_place_of_the_old(company):
    with change_set(by=None, door="system"):
        Pipeline(name="渠道", is_default=True).save()
    assert Pipeline.objects.get(is_default=True).name == "渠道"


def test_a_pipeline_has_one_won_stage(company):
    raw = {"pipeline": str(company.pipeline.pk), "name": "续约", "kind": "won"}
    with pytest.raises(Duplicate):
        saving.create(resource_named("stages"), system_access(), raw)


def test_a_stage_with_deals_in_it_keeps_its_kind(company):
    made = deal(company)
    with pytest.raises(Invalid) as error:
        saving.change(resource_named("stages"), system_access(), made.stage_id, {"kind": "won"})
    assert "kind" in wrong(error)


def test_a_stage_is_closed_by_its_kind(company):
    closed = {s.name for s in Stage.objects.filter(is_closed=True)}
    assert closed == {"赢单", "输单"}


def test_salespeople_read_pipelines_and_do_not_change_them(company):
    access = company.access("林")
    assert access.rows(Stage).count() == 6
    assert not any(access.can(Stage, verb) for verb in VERBS if verb != "read")
