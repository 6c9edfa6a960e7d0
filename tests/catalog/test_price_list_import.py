"""A price list as companies keep it in Excel, brought into an empty installation by the wizard."""

import csv
import io
import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.exchange.office import Office, workbook
from tests.exchange.test_import_pages import form_of, work
from zhike.catalog.models import PriceBook, PriceBookEntry, Product
from zhike.catalog.pricing import PriceList
from zhike.catalog.rules.scope import Buyer

D = Decimal
HEADINGS = [
    "价格表",
    "适用客户等级",
    "生效日期",
    "产品编码",
    "产品名称",
    "英文名称",
    "产品系列",
    "基本型",
    "规格型号",
    "计量单位",
    "税率",
    "成本价",
    "起订量",
    "含税单价",
]
YEAR = timezone.localdate().year
BUS = ["K10", "K10 纯电动公交", "K10 city bus", "公交", "", "", "台", 0.13, 961000]
SEATS = ["K10-32", "K10 纯电动公交 32 座", "", "", "K10", "32 座;单电机", "台", 0.13, ""]
CARE = ["FW-01", "上门保养", "", "服务", "", "", "次", 0.06, 900]
CHARGER = ["P120", "充电桩 120kW", "", "配套", "", "", "台", "13%", 47500]
SMALLER = ["P121", "充电桩 60kW", "", "配套", "", "", "台", "13%", 27500]


def row(product, quantity, price, tier="", book="标准价"):
    return [f"{YEAR} {book}", tier, f"{YEAR}/1/1", *product, quantity, price]


ROWS = [
    row(BUS, 1, "1,323,000.00"), row(BUS, 50, 1296000),
    row(BUS, 1, 1255500, "黄金;白金", "金牌价"), row(SEATS, 1, 1310000), row(CARE, 1, "１,５００"),
    row(CHARGER, 1, -5), row(SMALLER, 1, "1e5"),
]  # fmt: skip


@pytest.fixture
def browser(db, tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    office = Office.opened(tmp_path)
    client = Client()
    client.force_login(office.users["admin"])
    return client


def bring(browser, path, **changes):
    """Upload it, take what the wizard proposes (but for `changes`), run it; the address."""
    file = SimpleUploadedFile(path.name, path.read_bytes())
    address = browser.post("/import/", {"resource": "price-book-entries", "file": file}).url
    form = form_of(browser.get(address).content.decode()) | changes
    answer = browser.post(address, form | {"do": "run"})
    assert answer.status_code == 302, _said(answer)
    work()
    return address


def _said(answer):
    page = answer.content.decode()
    return re.sub(r"<[^>]+>|\s+", " ", page[page.index("<main") : page.index("</main")])


def price(code, quantity, tier=""):
    product = Product.objects.get(code=code)
    found = PriceList.on(timezone.localdate(), [product]).price(
        product, D(quantity), "CNY", Buyer(tier)
    )
    return found.amount if found else None


def refused(browser, address):
    told = b"".join(browser.get(f"{address}failed/").streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(told)))


def test_a_price_list_in_chinese_fills_an_empty_catalog(browser, tmp_path):
    path = workbook(tmp_path / "价目表.xlsx", [HEADINGS, *ROWS])
    address = bring(browser, path)
    assert [price("K10", n) for n in (1, 49, 50)] == [D("1323000"), D("1323000"), D("1296000")]
    assert price("K10", 1, "gold") == D("1255500.00")
    assert price("K10-32", 1) == D("1310000.00")
    assert price("FW-01", 3) == D("1500.00")
    bus, variant, service = (Product.objects.get(code=c) for c in ("K10", "K10-32", "FW-01"))
    assert (bus.unit, bus.tax_rate, bus.cost, bus.series) == ("台", "13", D("961000"), "公交")
    assert bus.name_en == "K10 city bus"
    assert (variant.variant_of, variant.options, variant.cost) == (
        bus,
        ["32 座", "单电机"],
        bus.cost,
    )
    assert (service.tax_rate, service.unit, service.cost) == ("6", "次", D("900.00"))
    assert PriceBook.objects.get(name=f"{YEAR} 金牌价").tiers == ["gold", "platinum"]
    wrong = refused(browser, address)
    assert sorted(row["line"] for row in wrong) == ["7", "8"]
    assert not Product.objects.filter(code__in=["P120", "P121"]).exists()


def test_the_same_list_again_changes_what_differs_and_doubles_nothing(browser, tmp_path):
    bring(browser, workbook(tmp_path / "价目表.xlsx", [HEADINGS, *ROWS[:5]]))
    before = (Product.objects.count(), PriceBook.objects.count(), PriceBookEntry.objects.count())
    assert before == (3, 2, 5)
    dearer = [row(BUS, 1, 1333000), *ROWS[1:5]]
    again = bring(browser, workbook(tmp_path / "价目表 2.xlsx", [HEADINGS, *dearer]))
    assert before == (
        Product.objects.count(), PriceBook.objects.count(), PriceBookEntry.objects.count()
    )  # fmt: skip
    assert (price("K10", 1), price("K10", 50)) == (D("1333000.00"), D("1296000.00"))
    page = browser.get(again).content.decode()
    undo = re.search(r'action="(/change-sets/[^"]+/undo/)"', page)[1]
    browser.post(undo)
    assert price("K10", 1) == D("1323000.00")


def test_a_list_is_taken_back_with_all_that_it_made(browser, tmp_path):
    address = bring(browser, workbook(tmp_path / "价目表.xlsx", [HEADINGS, *ROWS[:5]]))
    undo = re.search(r'action="(/change-sets/[^"]+/undo/)"', browser.get(address).content.decode())
    browser.post(undo[1])
    left = [model.objects.count() for model in (Product, PriceBook, PriceBookEntry)]
    assert left == [0, 0, 0]


def test_a_list_of_codes_and_prices_without_quantities_counts_from_one_on(browser, tmp_path):
    bring(browser, workbook(tmp_path / "价目表.xlsx", [HEADINGS, *ROWS[:5]]))
    rows = [["价格表", "货号", "单价"], [f"{YEAR} 标准价", "FW-01", 1450],
            [f"{YEAR} 标准价", "没有", 1]]  # fmt: skip
    address = bring(browser, workbook(tmp_path / "调价.xlsx", rows))
    assert price("FW-01", 1) == D("1450.00")
    assert [row["line"] for row in refused(browser, address)] == ["3"]
    assert not Product.objects.filter(name="没有").exists()
    assert PriceBookEntry.objects.filter(product__code="FW-01").count() == 1
