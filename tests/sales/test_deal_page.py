"""The record page of a deal: its stages, and whether lines and amount agree."""

import re

import pytest

from tests.sales.company import deal
from zhike.catalog.models import Product
from zhike.ledger.current import change_set
from zhike.records import saving
from zhike.records.resource import resource_named
from zhike.sales.models import Opportunity, OpportunityLine


@pytest.fixture
def guo(client, company):
    """Guo, who sees everything, at a page."""
    client.force_login(company.people["郭"])
    return client


def page(client, made):
    return client.get(f"/opportunities/{made.pk}/").content.decode()


def test_the_stages_stand_in_a_row_and_a_click_moves_the_deal(guo, company):
    made = deal(company, stage="需求确认")
    text = page(guo, made)
    assert re.findall(r'class="step is-(\w+)"', text) == ["done", "now", *["todo"] * 4]
    after = company.stages["商务谈判"].pk
    guo.post(f"/opportunities/{made.pk}/move/", {"stage": str(after)})
    assert Opportunity.objects.get(pk=made.pk).stage_id == after


def test_a_won_deal_shows_its_end_and_offers_no_move(guo, company):
    made = deal(company, stage="赢单")
    text = page(guo, made)
    assert re.findall(r'class="step is-(\w+)"', text) == [*["done"] * 4, "won"]
    assert f'action="/opportunities/{made.pk}/move/"' not in text


@pytest.mark.parametrize(("amount", "differs"), [("900", True), ("1000", False), ("", False)])
def test_a_difference_between_amount_and_lines_is_shown(guo, company, amount, differs):
    product = Product(name="K10", list_price=1000)
    with change_set(by=None, door="system"):
        product.save()
    raw = {"name": "K10", "amount": amount, "lines": [{"product": str(product.pk)}]}
    made = saving.create(resource_named("opportunities"), company.access("郭"), raw)
    assert OpportunityLine.objects.get().amount == 1000
    text = guo.get(f"/opportunities/{made.pk}/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert ("The product lines come to ¥1,000.00" in text) == differs
