"""Products."""

import pytest

from zhike.access.rights import system_access
from zhike.catalog.models import Product
from zhike.ledger.current import change_set
from zhike.records import listing, saving
from zhike.records.errors import Duplicate, Invalid
from zhike.records.models import Company
from zhike.records.resource import resource_named

PRODUCTS = resource_named("products")
pytestmark = pytest.mark.django_db


def create(**raw):
    return saving.create(PRODUCTS, system_access(), raw)


def test_a_price_stands_in_the_companys_currency_unless_it_says_otherwise():
    with change_set(by=None, door="system"):
        Company(name="华骏客车", base_currency="HKD").save()
    assert create(name="K10", list_price="92万").currency == "HKD"
    assert create(name="K12", list_price="10", currency="欧元").currency == "EUR"


def test_products_are_sorted_by_pinyin():
    for name in ("座椅", "K10", "安全锤", "车身"):
        create(name=name)
    found = listing.page(PRODUCTS, system_access(), listing.Query()).items
    assert [p.name for p in found] == ["安全锤", "车身", "K10", "座椅"]


def test_a_product_code_is_taken_once():
    create(name="K10", code="K10-EV")
    with pytest.raises(Duplicate):
        create(name="K10 纯电", code="K10-EV")
    assert {create(name=n).code for n in ("甲", "乙")} == {None}


def test_a_negative_price_is_refused():
    with pytest.raises(Invalid):
        create(name="K10", list_price="-1")
    assert not Product.objects.exists()
