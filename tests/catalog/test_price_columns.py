"""A price list with a column a tier or currency, as it hangs on the wall, brought in as it is."""

from decimal import Decimal

import pytest
from django.utils import timezone

from tests.catalog.test_price_list_import import bring, browser, refused  # noqa: F401 — a fixture
from tests.exchange.office import workbook
from zhike.catalog.models import PriceBook, PriceBookEntry, Product
from zhike.catalog.pricing import PriceList
from zhike.catalog.rules.scope import Buyer
from zhike.exchange.models import ImportRun
from zhike.ledger.models import ChangeSet
from zhike.ledger.undo import undo

D = Decimal
HEADINGS = ["产品编码", "产品名称", "单位", "零售价", "金牌价", "银牌价", "USD"]
BUS = ["K10", "K10 纯电动公交", "台", "1,323,000", 1255500, 1290000, 185000]
CHARGER = ["P120", "充电桩 120kW", "台", 47500, "", 46000, ""]


def price(code, currency="CNY", tier=""):
    product = Product.objects.get(code=code)
    prices = PriceList.on(timezone.localdate(), [product])
    return prices.price(product, D(1), currency, Buyer(tier)).amount


def books():
    return {book.name: (book.tiers, book.currency) for book in PriceBook.objects.all()}


@pytest.mark.requirement("C38")
def test_each_column_of_prices_fills_a_price_book_of_its_own(browser, tmp_path):  # noqa: F811
    bring(browser, workbook(tmp_path / "价目表.xlsx", [HEADINGS, BUS, CHARGER]))
    assert books() == {
        "零售价": ([], "CNY"), "金牌价": (["gold"], "CNY"), "银牌价": (["silver"], "CNY"),
        "USD": ([], "USD"),
    }  # fmt: skip
    assert PriceBookEntry.objects.count() == 6
    assert [price("K10", tier=t) for t in ("", "gold", "silver")] == [
        D("1323000"), D("1255500"), D("1290000"),
    ]  # fmt: skip
    assert price("K10", "USD") == D("185000")
    assert Product.objects.get(code="P120").unit == "台"


@pytest.mark.requirement("C38")
def test_such_a_list_again_changes_what_differs_and_each_is_taken_back(browser, tmp_path):  # noqa: F811
    bring(browser, workbook(tmp_path / "一月.xlsx", [HEADINGS, BUS, CHARGER]))
    first = ChangeSet.objects.filter(action="import").latest("at")
    dearer = [*BUS[:4], 1266000, *BUS[5:]]
    bring(browser, workbook(tmp_path / "二月.xlsx", [HEADINGS, dearer, CHARGER]))
    second = ChangeSet.objects.filter(action="import").latest("at")
    assert (PriceBook.objects.count(), PriceBookEntry.objects.count()) == (4, 6)
    assert (price("K10", tier="gold"), second.change_count) == (D("1266000"), 1)
    undo(second, by=None, door="web")
    assert price("K10", tier="gold") == D("1255500")
    undo(first, by=None, door="web")
    left = [model.objects.count() for model in (Product, PriceBook, PriceBookEntry)]
    assert left == [0, 0, 0]


def test_who_brings_it_says_which_book_tier_and_currency_a_column_is(browser, tmp_path):  # noqa: F811
    bring(
        browser, workbook(tmp_path / "价目表.xlsx", [HEADINGS, BUS]),
        **{"c-4-beside-book": "2026 经销", "c-4-beside-book.tiers": "platinum", "c-5-to": ""},
    )  # fmt: skip
    assert books()["2026 经销"] == (["platinum"], "CNY")
    assert sorted(books()) == ["2026 经销", "USD", "零售价"]
    stored = ImportRun.objects.latest("created_at").mapping["columns"]
    assert {
        "to": "price",
        "from": ["USD"],
        "beside": {"book": "USD", "book.currency": "USD"},
    } in stored


def test_what_is_refused_of_a_row_is_given_back_alone_to_be_corrected(browser, tmp_path):  # noqa: F811
    wrong = [*BUS[:5], "面议", BUS[6]]
    address = bring(browser, workbook(tmp_path / "价目表.xlsx", [HEADINGS, wrong, CHARGER]))
    (row,) = refused(browser, address)
    assert [row[name] for name in HEADINGS[3:]] == ["", "", "面议", ""]
    assert PriceBookEntry.objects.count() == 5
