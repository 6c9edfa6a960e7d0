"""What finance systems are given of sales, and what comes back from them (A38)."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

from tests.exchange.office import workbook
from tests.exchange.test_import_pages import form_of, work
from tests.sales import debtors
from tests.sales.company import found
from zhike.access.models import FieldRight, Grant, Role, Scope
from zhike.access.rights import access_of
from zhike.exchange.exporting import Demand, export
from zhike.exchange.readers import open_table
from zhike.ledger.current import change_set
from zhike.people.models import Party
from zhike.records import saving
from zhike.records.listing import Query
from zhike.records.resource import resource_named
from zhike.sales.models import Contract, Payment, PaymentPlan

D = Decimal
CODE = "91110108551385082Q"
pytestmark = pytest.mark.requirement("A38")


@pytest.fixture
def house(db, tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    house = debtors.grant(found())
    house.folder = tmp_path
    with change_set(by=None, door="system"):
        for role in Role.objects.all():
            scope = Scope(role.name.split()[-1])
            for kind in ("contract", "order", "payment", "invoice-request"):
                for verb in ("export", "import", "read", "create", "update"):
                    if not role.grants.filter(resource=kind, verb=verb).exists():
                        Grant(role=role, resource=kind, verb=verb, scope=scope).save()
        house.party = Party(name="重庆长安汽车", uscc=CODE, external_ids={"yonyou": "KH-7"},
                            owner=house.people["林"])  # fmt: skip
        house.party.save()
        house.bus.code = "K10"
        house.bus.save()
    return house


def told(house, resource, system, by="郭", *, only_news=False):
    """The rows of the file that a system is given."""
    path = house.folder / "out.xlsx"
    with override("zh-hans"):
        access = access_of(house.people[by], "web")
        demand = Demand(resource_named(resource), access, Query(), f"{system}-{resource}", (),
                        only_news)  # fmt: skip
        export(demand, path)
    table = open_table(path)
    return [dict(zip(table.headings, row, strict=True)) for _, row, _ in table.rows()]


def test_an_approved_contract_leaves_for_yonyou_once_and_the_receipts_come_back(house):
    """A38: customer's code, tax number, amount; again none is new; receipts pay the instalment."""
    contract = debtors.contract(house, "113000")
    debtors.contract(house, "5000", stands=False)
    plan = debtors.plan(house, contract, "113000")
    (row,) = told(house, "contracts", "yonyou")
    assert (row["往来单位编码"], row["税号"], D(row["金额"])) == ("KH-7", CODE, D("113000"))
    assert (row["往来单位名称"], row["合同编号"]) == ("重庆长安汽车", contract.number)
    assert row["导出状态"] == "新增"
    assert [one["导出状态"] for one in told(house, "contracts", "yonyou")] == ["已导出"]
    assert told(house, "contracts", "yonyou", only_news=True) == []

    browser = Client()
    browser.force_login(house.people["郭"])
    day = debtors.day(0).isoformat()
    receipts = [
        ["单据编号", "单据日期", "往来单位名称", "结算方式", "银行流水号", "币种", "金额", "摘要"],
        ["SK-001", day, "重庆长安汽车", "电汇", "ICBC001", "人民币", "100,000.00", "首付款"],
        ["SK-002", day, "重庆长安汽车", "银行承兑汇票", "ICBC002", "人民币", "13000", ""],
        ["SK-003", day, "没有这家", "电汇", "ICBC003", "人民币", "1", ""],
        ["SK-004", day, "重庆长安汽车", "电汇", "ICBC004", "人民币", "1e3", ""],
    ]  # fmt: skip
    for _again in range(2):
        _bring(browser, workbook(house.folder / "收款单.xlsx", receipts))
        assert Payment.objects.count() == 2
    for payment in Payment.objects.order_by("reference"):
        debtors.do(house, payment, "confirm")
    plan = PaymentPlan.objects.get(pk=plan.pk)
    assert (plan.received, plan.left, plan.status) == (D("113000"), D("0"), "done")
    methods = Payment.objects.order_by("reference").values_list("method", "external_ids")
    assert list(methods) == [("wire", {"yonyou": "SK-001"}), ("acceptance", {"yonyou": "SK-002"})]
    rows = told(house, "payments", "yonyou")
    assert [(r["单据编号"], D(r["金额"]), r["税号"]) for r in sorted(rows, key=str)] == [
        ("SK-001", D("100000"), CODE), ("SK-002", D("13000"), CODE)
    ]  # fmt: skip
    assert [r["导出状态"] for r in told(house, "contracts", "yonyou")] == ["已导出"]


def _bring(browser, path):
    file = SimpleUploadedFile(path.name, path.read_bytes())
    address = browser.post("/import/", {"resource": "payments", "file": file}).url
    form = form_of(browser.get(address).content.decode())
    answer = browser.post(address, form | {"do": "run"})
    assert answer.status_code == 302
    work()


def test_kingdee_gets_every_line_of_an_order_and_an_invoice_under_its_own_words(house):
    lines = [
        {"product": str(house.bus.pk), "quantity": "2", "unit_price": "56500"},
        {"product": str(house.bus.pk), "quantity": "1", "unit_price": "1130", "tax_rate": "6"},
    ]
    contract = debtors.contract(house, lines=lines)
    order = saving.create(resource_named("orders"), house.access("林"), {
        "party": str(house.party.pk), "contract": str(contract.pk), "lines": lines})  # fmt: skip
    assert told(house, "orders", "kingdee") == [], "a draft is nothing to keep books about"
    debtors.do(house, order, "submit")
    first, second = told(house, "orders", "kingdee")
    assert (first["物料代码"], first["数量"], D(first["价税合计"])) == ("K10", "2", D("113000"))
    assert (second["税率%"], D(second["价税合计"])) == ("6", D("1130"))
    assert first["纳税登记号"] == CODE
    assert first["购货单位代码"].startswith("ZK"), "Kingdee has no number of it yet"
    assert first["单据编号"] == second["单据编号"] != ""
    again = told(house, "orders", "kingdee")
    assert {row["导出状态"] for row in again} == {"已导出"}
    assert len(told(house, "orders", "yonyou")) == 2


def test_an_issued_invoice_leaves_with_its_lines_number_and_title(house):
    contract = debtors.contract(house, "200000")
    access = house.access("郭")
    title = {"party": str(house.party.pk), "name": "重庆长安汽车股份有限公司", "tax_number": CODE}
    saving.create(resource_named("invoice-titles"), access, title)
    lines = [
        {"product": str(house.bus.pk), "amount": "113000", "tax_rate": "13"},
        {"product": str(house.bus.pk), "amount": "1060", "tax_rate": "6"},
    ]
    made = saving.create(resource_named("invoice-requests"), access, {
        "party": str(house.party.pk), "contract": str(contract.pk), "kind": "e_special",
        "lines": lines})  # fmt: skip
    debtors.do(house, made, "submit")
    assert told(house, "invoice-requests", "yonyou") == []
    number, day = "26352000000000000001", debtors.day(0).isoformat()
    debtors.do(house, made, "issue", invoice_number=number, issued_on=day)
    first, second = told(house, "invoice-requests", "yonyou")
    figures = [(D(r["无税金额"]), r["税率%"], D(r["税额"]), D(r["金额"])) for r in (first, second)]
    assert figures == [(D("100000"), "13", D("13000"), D("113000")),
                       (D("1000"), "6", D("60"), D("1060"))]  # fmt: skip
    assert {r["发票号码"] for r in (first, second)} == {number}
    assert (first["税号"], first["发票抬头税号"], first["存货编码"]) == (CODE, CODE, "K10")
    assert first["发票抬头"] == "重庆长安汽车股份有限公司"


def test_a_field_that_the_reader_may_not_see_is_an_empty_cell(house):
    debtors.contract(house, "113000")
    with change_set(by=None, door="system"):
        for role in Role.objects.all():
            FieldRight(role=role, resource="party", field="uscc", level="hidden").save()
            FieldRight(role=role, resource="contract", field="amount", level="hidden").save()
    (row,) = told(house, "contracts", "yonyou")
    assert (row["税号"], row["金额"], row["往来单位编码"]) == ("", "", "KH-7")
    assert Contract.objects.count() == 1
