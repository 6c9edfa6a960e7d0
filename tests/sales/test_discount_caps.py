"""How much discount a team may give by itself, and what waits for consent."""

from decimal import Decimal

import pytest

from tests.exchange.office import Office, counts
from tests.sales.company import deal, party
from zhike.access.models import Grant, Role, Scope, Team
from zhike.access.rights import Denied, system_access
from zhike.catalog.models import DiscountCap, Product
from zhike.engagement.models import Approval
from zhike.ledger.actions import NotNow
from zhike.ledger.current import change_set
from zhike.ledger.models import ChangeSet
from zhike.ledger.undo import undo
from zhike.records import bulk_edit, saving
from zhike.records.errors import Invalid
from zhike.records.resource import resource_for, resource_named
from zhike.sales.models import Opportunity, OpportunityLine

DEALS = resource_named("opportunities")
LINES = resource_named("opportunity-lines")
APPROVALS = resource_for(Approval)
pytestmark = pytest.mark.requirement("B14")


@pytest.fixture
def caps(company):
    """The company allows 10 %, the west (with a branch below it) 15 %; Zhou heads both teams."""
    with change_set(by=None, door="system"):
        company.k10 = Product(name="K10", list_price=Decimal(1000), currency="CNY", series="城客")
        company.k10.save()
        company.teams["成都"] = Team(name="成都", parent=company.teams["西区"])
        company.teams["成都"].save()
        for team in company.teams.values():
            team.head = company.people["周"]
            team.save()
        DiscountCap(percent=10).save()
        DiscountCap(percent=15, team=company.teams["西区"]).save()
    return company


def quoted(company, owner, discount="0", **line):
    """A deal of somebody's with one line that they wrote."""
    made = deal(company, owner=owner)
    raw = {"opportunity": str(made.pk), "product": str(company.k10.pk), "discount": discount}
    saving.create(LINES, company.access(owner), raw | line)
    return reread(made)


def reread(made):
    return Opportunity.objects.get(pk=made.pk)


def perform(company, by, made, verb, **raw):
    return saving.perform(DEALS, company.access(by), made.pk, verb, raw)


def refused(error):
    """The sentences of an Invalid."""
    return " ".join(e.message for e in error.value.errors)


@pytest.mark.parametrize(("owner", "discount", "passes"), [
    ("林", "12", True), ("林", "15", True), ("林", "15.01", False),
    ("何", "12", False), ("何", "10", True), ("何", "7.5", True),
])  # fmt: skip
def test_each_team_wins_by_itself_what_its_own_cap_or_the_companys_allows(
    caps, owner, discount, passes
):
    made = quoted(caps, owner, discount)
    if passes:
        assert perform(caps, owner, made, "win").won_at is not None
        return
    with pytest.raises(Invalid) as error:
        perform(caps, owner, made, "win")
    assert f"{discount}%" in refused(error)
    assert reread(made).won_at is None


def test_a_branch_has_the_cap_of_the_team_above_it_until_it_gets_its_own(caps):
    made = quoted(caps, "何", "12")
    with change_set(by=None, door="system"):
        caps.people["何"].team = caps.teams["成都"]
        caps.people["何"].save()
    caps.k10.refresh_from_db()
    perform(caps, "何", made, "move", stage=str(caps.stages["需求确认"].pk))
    with change_set(by=None, door="system"):
        DiscountCap(percent=5, team=caps.teams["成都"]).save()
    with pytest.raises(Invalid) as error:
        perform(caps, "何", made, "move", stage=str(caps.stages["方案报价"].pk))
    assert "5%" in refused(error)
    assert "成都" in refused(error)


def test_a_low_price_counts_as_the_discount_that_it_is(caps):
    made = quoted(caps, "何", unit_price="880")
    with pytest.raises(Invalid):
        perform(caps, "何", made, "win")
    assert perform(caps, "何", quoted(caps, "何", unit_price="900"), "win").won_at


def test_a_cap_on_a_series_or_a_product_is_the_more_exact_one_of_its_team(caps):
    with change_set(by=None, door="system"):
        DiscountCap(percent=20, series="城客").save()
    assert perform(caps, "何", quoted(caps, "何", "20"), "win").won_at
    with change_set(by=None, door="system"):
        DiscountCap(percent=3, product=caps.k10).save()
    with pytest.raises(Invalid):
        perform(caps, "何", quoted(caps, "何", "4"), "win")
    assert perform(caps, "林", quoted(caps, "林", "14"), "win").won_at, "the west has its own"


def test_the_head_agrees_and_the_deal_goes_on_with_that_discount_and_no_greater_one(caps):
    made = quoted(caps, "何", "12")
    perform(caps, "何", made, "ask_for_discount")
    approval = Approval.objects.get()
    assert (approval.about, approval.owner_id) == (f"opportunity:{made.pk}", caps.people["何"].pk)
    assert [step.user_id for step in approval.open_steps()] == [caps.people["周"].pk]
    assert "12%" in approval.text
    with pytest.raises(NotNow):
        perform(caps, "何", made, "ask_for_discount")
    saving.perform(APPROVALS, caps.access("周"), approval.pk, "agree", {})
    line = OpportunityLine.objects.get()
    assert line.agreed_discount == 12
    saving.change(LINES, caps.access("何"), line.pk, {"discount": "13"})
    with pytest.raises(Invalid):
        perform(caps, "何", made, "win")
    saving.change(LINES, caps.access("何"), line.pk, {"discount": "12"})
    assert perform(caps, "何", made, "win").won_at


def test_who_agreed_to_a_discount_did_not_agree_to_it_for_fewer(caps):
    made = quoted(caps, "何", "12", quantity="100")
    perform(caps, "何", made, "ask_for_discount")
    saving.perform(APPROVALS, caps.access("周"), Approval.objects.get().pk, "agree", {})
    line = OpportunityLine.objects.get()
    saving.change(LINES, caps.access("何"), line.pk, {"quantity": "99"})
    with pytest.raises(Invalid):
        perform(caps, "何", made, "win")


def test_a_refusal_leaves_the_deal_where_it_is(caps):
    made = quoted(caps, "何", "12")
    perform(caps, "何", made, "ask_for_discount")
    raw = {"comment": "最多一成"}
    saving.perform(APPROVALS, caps.access("周"), Approval.objects.get().pk, "refuse", raw)
    with pytest.raises(Invalid):
        perform(caps, "何", made, "win")
    perform(caps, "何", made, "ask_for_discount")


def test_by_right_the_discount_is_allowed_at_once_and_undo_takes_that_back(caps):
    made = quoted(caps, "何", "30")
    with pytest.raises(Denied):
        perform(caps, "何", made, "allow_discount")
    with change_set(by=None, door="system"):
        role = Role.objects.get(name=f"销售 {Scope.ALL}")
        Grant(role=role, resource="opportunity", verb="allow_discount", scope=Scope.ALL).save()
    allowed = perform(caps, "郭", made, "allow_discount")
    undo(ChangeSet.objects.get(pk=allowed.change_set_id), by=None, door="web")
    with pytest.raises(Invalid):
        perform(caps, "何", made, "win")
    perform(caps, "郭", made, "allow_discount")
    assert perform(caps, "何", made, "win").won_at


def test_after_a_win_no_line_gets_more_discount_than_the_cap(caps):
    made = perform(caps, "何", quoted(caps, "何", "10"), "win")
    line = OpportunityLine.objects.get()
    with pytest.raises(Invalid) as error:
        saving.change(LINES, caps.access("何"), line.pk, {"discount": "11"})
    assert [e.field for e in error.value.errors] == ["discount"]
    raw = {"opportunity": str(made.pk), "product": str(caps.k10.pk), "unit_price": "1"}
    with pytest.raises(Invalid):
        saving.create(LINES, caps.access("何"), raw)
    saving.change(LINES, caps.access("何"), line.pk, {"discount": "9"})


def test_a_deal_is_not_made_as_won_with_a_discount_beyond_the_cap(caps):
    raw = {"name": "K10", "stage": str(caps.stages["赢单"].pk),
           "lines": [{"product": str(caps.k10.pk), "discount": "40"}]}  # fmt: skip
    with pytest.raises(Invalid):
        saving.create(DEALS, caps.access("何", "api"), raw)


def test_a_bulk_edit_names_the_deals_that_wait_for_consent(caps):
    waits, goes = quoted(caps, "何", "12"), quoted(caps, "何", "8")
    edit = bulk_edit.Edit("set", "stage", caps.stages["方案报价"].pk)
    selection = bulk_edit.Selection([str(waits.pk), str(goes.pk)])
    made = bulk_edit.run(DEALS, caps.access("何"), edit, selection)
    assert [failure["record"] for failure in made.report["failures"]] == [str(waits.pk)]
    assert reread(goes).stage == caps.stages["方案报价"]


def test_losing_needs_no_consent_and_without_caps_any_discount_passes(caps):
    made = quoted(caps, "何", "60")
    assert perform(caps, "何", made, "lose", lost_reason="price").lost_at
    with change_set(by=None, door="system"):
        for cap in DiscountCap.objects.all():
            cap.delete()
    assert perform(caps, "何", quoted(caps, "何", "60"), "win").won_at


def test_a_team_has_one_cap_for_the_same_products(caps):
    with pytest.raises(Invalid):
        saving.create(resource_for(DiscountCap), system_access(), {"percent": "9"})
    party(caps, "川途客运")
    saving.create(resource_for(DiscountCap), system_access(), {"percent": "9", "series": "城客"})


def test_the_page_of_a_deal_says_what_waits_and_the_page_of_caps_whence_each_is(caps, client):
    made = quoted(caps, "何", "12")
    client.force_login(caps.people["何"])
    page = client.get(f"/opportunities/{made.pk}/").content.decode()
    assert "折扣超上限，需要审批" in page
    url = f"/opportunities/{made.pk}/ask_for_discount/"
    assert url in page
    client.post(url, {"version": str(reread(made).version)})
    page = client.get(f"/opportunities/{made.pk}/").content.decode()
    assert "折扣正在审批" in page
    assert "已请 周 审批" in page
    page = client.get("/discount-caps/by-team/").content.decode()
    assert "15% · 来自 西区" in page, "the branch"
    assert "10% · 来自 全公司" in page


def test_an_import_sends_no_deal_on_whose_discount_waits(caps, tmp_path):
    waits, goes = quoted(caps, "何", "12"), quoted(caps, "何", "9")
    rows = f"编号,阶段\n{waits.pk},方案报价\n{goes.pk},方案报价\n"
    office = Office.opened(tmp_path)
    done = office.bring(rows, {"id": "编号", "stage": "阶段"}, resource="opportunities",
                        match={"by": "id", "found": "update"})  # fmt: skip
    assert counts(done) == (0, 1, 0, 1)
    assert "K10：12%，上限 10%（公司）" in office.refused()[1][1]
    assert (reread(waits).stage.name, reread(goes).stage.name) == ("初步接触", "方案报价")


def test_an_imported_deal_is_taken_as_it_is_and_waits_before_it_goes_on(caps, tmp_path):
    rows = "名称,负责人,产品,单价,折扣\n旧商机,何,K10,1000,12\n"
    columns = {"name": "名称", "owner": "负责人", "lines.product": "产品",
               "lines.unit_price": "单价", "lines.discount": "折扣"}  # fmt: skip
    assert counts(Office.opened(tmp_path).bring(rows, columns, resource="opportunities"))[0] == 1
    made = Opportunity.objects.get(name="旧商机")
    assert (made.lines.get().price_note, made.lines.get().unit_price) == ("", 1000)
    with pytest.raises(Invalid):
        perform(caps, "何", made, "win")
