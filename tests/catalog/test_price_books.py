"""What a product costs a customer, where one says it: on lines, in files, on pages."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils.translation import override

from tests.exchange.office import Office, counts
from zhike.access.models import FieldRight, Grant, Role, User, UserRole
from zhike.access.rights import system_access
from zhike.catalog.models import PriceBook, PriceBookEntry, Product, Promotion
from zhike.catalog.pricing import PriceList
from zhike.catalog.rules.scope import Buyer
from zhike.exchange.mapping import read_mapping
from zhike.exchange.suggesting import suggest
from zhike.ledger.current import change_set
from zhike.ledger.undo import undo
from zhike.people.models import Party
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.models import Company, ExchangeRate
from zhike.records.resource import resource_for, resource_named
from zhike.sales.defaults import ensure_default_pipeline

DAY = dt.date(2026, 5, 7)
SHANGHAI = Buyer(region="310100")
pytestmark = pytest.mark.django_db


@pytest.fixture
def k10():
    """A bus with two books: a standard one, and one of the east that goes on from it."""
    with change_set(by=None, door="system"):
        Company(name="华骏客车").save()
        bus = Product(name="K10", code="K10", list_price=Decimal(1000), unit="台", series="公交")
        bus.save()
        standard = PriceBook(name="标准价 2026")
        standard.save()
        for quantity, price in ((1, 950), (100, 900)):
            PriceBookEntry(
                book=standard, product=bus, from_quantity=quantity, price=Decimal(price)
            ).save()  # fmt: skip
        PriceBook(name="华东价 2026", parent=standard, percent=-5, regions=["华东"]).save()
    return bus


def price(product, quantity="1", currency="CNY", buyer=SHANGHAI, day=DAY):
    return PriceList.on(day, [product]).price(product, Decimal(quantity), currency, buyer)


def promoted(**values):
    with change_set(by=None, door="system"):
        Promotion(**values).save()


def line(product, quantity="1", **deal):
    """A line that somebody adds to a new deal with a customer in Shanghai."""
    ensure_default_pipeline(system_access())
    access = system_access("web")
    party = saving.create(
        resource_for(Party), access, {"name": "浦江巴士", "region": "310100", "tier": "gold"}
    )
    raw = {"name": "K10", "party": str(party.pk),
           "lines": [{"product": str(product.pk), "quantity": quantity}], **deal}  # fmt: skip
    return saving.create(resource_named("opportunities"), access, raw).lines.get()


def test_a_line_takes_the_price_that_holds_for_the_customer_and_says_which(k10):
    made = line(k10, "120")
    assert (made.unit_price, made.base_price, made.amount) == (855, 855, 102600)
    assert made.price_note == "华东价 2026：标准价 2026 −5%，满 100台"


def test_a_line_follows_its_quantity_until_somebody_sets_another_price(k10):
    made = line(k10, "99")
    assert made.unit_price == Decimal("902.50")
    lines, access = resource_named("opportunity-lines"), system_access("web")
    made = saving.change(lines, access, made.pk, {"quantity": "100"})
    assert made.unit_price == 855
    saving.change(lines, access, made.pk, {"unit_price": "880"})
    made = saving.change(lines, access, made.pk, {"quantity": "50"})
    assert (made.unit_price, made.base_price) == (880, Decimal("902.50"))


@pytest.mark.requirement("E06")
def test_an_exclusive_promotion_is_not_added_to_another_and_what_is_over_is_not_offered(k10):
    promoted(name="春季促销", percent=5, valid_to=dt.date(2099, 1, 1))
    promoted(name="金牌客户", percent=8, is_exclusive=True, tiers=["gold"])
    promoted(name="去年底冲量", percent=50, valid_to=dt.date(2025, 12, 31))
    made = line(k10)
    assert made.unit_price == Decimal("830.30")
    assert made.price_note == "华东价 2026：标准价 2026 −5%；金牌客户 −8%"
    found = price(k10, buyer=Buyer("silver", "310100"))
    assert found.amount == Decimal("857.38")


def test_a_price_by_a_rate_says_from_which_day_the_rate_is(k10):
    with change_set(by=None, door="system"):
        ExchangeRate(currency="USD", rate="8", valid_from=dt.date(2026, 4, 1)).save()
        ExchangeRate(currency="USD", rate="7", valid_from=dt.date(2026, 6, 1)).save()
    with override("en"):
        found = price(k10, currency="USD")
    assert (found.amount, found.words) == (
        Decimal("125.00"), "list price CNY 1,000.00 at the rate of 2026-04-01"
    )  # fmt: skip
    assert price(k10, currency="EUR") is None


def test_a_new_variant_takes_over_what_is_left_empty_and_has_no_variants(k10):
    products, access = resource_named("products"), system_access("web")
    raw = {"name": "K10 52座", "variant_of": str(k10.pk), "options": ["52座"], "tax_rate": "13"}
    variant = saving.create(products, access, raw)
    assert (variant.series, variant.unit, variant.list_price) == ("公交", "台", 1000)
    assert price(variant).amount == Decimal("902.50")
    for wrong in ({"name": "深", "variant_of": str(variant.pk)},):
        with pytest.raises(Invalid):
            saving.create(products, access, wrong)
    with pytest.raises(Invalid):
        saving.change(products, access, k10.pk, {"variant_of": str(variant.pk)})


@pytest.mark.parametrize("wrong", [
    {"percent": "-101"}, {"regions": ["亚特兰蒂斯"]}, {"currency": "USD", "parent": "标准价 2026"},
    {"valid_from": "2026-05-02", "valid_to": "2026-05-01"},
])  # fmt: skip
def test_a_book_without_sense_is_refused(k10, wrong):
    if "parent" in wrong:
        wrong = wrong | {"parent": str(PriceBook.objects.get(name=wrong["parent"]).pk)}
    with pytest.raises(Invalid) as error:
        saving.create(resource_named("price-books"), system_access("web"), {"name": "乙"} | wrong)
    assert {e.field for e in error.value.errors} <= set(wrong)


def test_books_do_not_go_on_from_each_other_in_a_circle(k10):
    standard, east = PriceBook.objects.order_by("pk")
    with pytest.raises(Invalid):
        saving.change(resource_named("price-books"), system_access("web"), standard.pk,
                      {"parent": str(east.pk)})  # fmt: skip


@pytest.mark.parametrize("wrong", [
    {}, {"percent": "5", "amount_off": "3"}, {"percent": "0"}, {"percent": "101"},
    {"amount_off": "-1"}, {"percent": "NaN"}, {"percent": "5", "valid_to": "2020-13-01"},
])  # fmt: skip
def test_a_promotion_takes_off_a_percentage_or_an_amount(k10, wrong):
    with pytest.raises(Invalid):
        saving.create(resource_named("promotions"), system_access("web"), {"name": "乙"} | wrong)


HEADINGS = ["价格表", "产品", "起订量", "价格"]


def test_a_price_list_comes_in_by_product_code_and_name_of_its_book(k10, tmp_path):
    office, resource = Office.opened(tmp_path), resource_named("price-book-entries")
    rows = [["标准价 2026", "K10", "100", "890"], ["标准价 2026", "K10", "200", "8.5百"]]
    suggested = suggest(resource, office.access("admin"), HEADINGS, rows)
    assert [column.to for column in suggested.columns] == [
        "book", "product", "from_quantity", "price"
    ]  # fmt: skip
    assert suggested.by == ("book", "product", "from_quantity")
    settings = suggested.json() | {"match": {"by": list(suggested.by), "found": "update"}}
    assert read_mapping(settings).by == suggested.by
    text = "\n".join(",".join(row) for row in [HEADINGS, *rows, ["标准价 2026", "没有", "1", "1"]])
    done = office.bring(text, settings["columns"], resource=resource.name,
                        match=settings["match"])  # fmt: skip
    assert counts(done) == (1, 1, 0, 1)
    assert price(k10, "100").amount == Decimal("845.50")
    assert price(k10, "200").amount == Decimal("807.50")
    undo(done, by=None, door="web")
    assert price(k10, "200").amount == Decimal("855.00")


def test_the_pages_say_the_price_with_its_reason_and_keep_what_one_may_not_see(k10, client):
    office_access = system_access("web")
    hidden = saving.create(
        resource_for(Party), office_access, {"name": "浦江巴士", "region": "310100"}
    )
    with change_set(by=None, door="system"):
        seller = User(login="lin", name="林", language="zh-hans")
        seller.save()
        role = Role(name="销售")
        role.save()
        UserRole(user=seller, role=role).save()
        for kind, scope in (("product", "all"), ("price-book", "all"), ("party", "own"),
                            ("price-book-entry", "all"), ("task", "own")):  # fmt: skip
            Grant(role=role, resource=kind, verb="read", scope=scope).save()
        FieldRight(role=role, resource="product", field="cost", level="hidden").save()
        k10.cost = Decimal("777.77")
        k10.save()
    own = saving.create(
        resource_for(Party), office_access,
        {"name": "江宁公交", "region": "320100", "owner": str(seller.pk)},
    )  # fmt: skip
    client.force_login(seller)
    asked = {"product": str(k10.pk), "party": str(own.pk), "from_quantity": "100"}
    page = client.get("/products/price/", asked).content.decode()
    assert "¥855.00" in page
    assert "华东价 2026：标准价 2026 −5%，满 100台" in page
    assert "¥85,500.00" in page
    elsewhere = client.get("/products/price/", asked | {"party": str(hidden.pk)})
    assert "¥855" not in elsewhere.content.decode()
    product = client.get(f"/products/{k10.pk}/").content.decode()
    assert "¥902.50" in product
    assert "777.77" not in product
    east = PriceBook.objects.get(name="华东价 2026")
    assert "¥855.00" in client.get(f"/price-books/{east.pk}/").content.decode()
