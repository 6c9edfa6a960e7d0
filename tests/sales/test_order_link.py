"""A customer confirms an order by a link, sees it frozen, and follows it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from tests.sales.contracting import House, day, reread
from zhike.engagement.models import PublicLink
from zhike.ledger.current import change_set
from zhike.ledger.models import Change
from zhike.records.errors import Invalid

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db):
    """A company that takes orders."""
    with override("en"):
        yield House()


def link_to(order, recipient="何卫国"):
    """A link of the customer's."""
    with change_set(by=order.owner, door="web"):
        expires = timezone.now() + dt.timedelta(days=30)
        _link, text = PublicLink.give(
            order, recipient=recipient, expires_at=expires, owner=order.owner
        )
    return f"/shared/{text}/"


def customer():
    """A browser of somebody outside."""
    return Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})


def seen(url):
    return customer().get(url).content.decode()


@pytest.mark.requirement("C31")
def test_the_customer_confirms_prices_are_frozen_and_the_status_is_seen(house):
    quote = house.accepted({"quantity": "12", "unit_price": "880.80"}, discount="5")
    order = house.do(quote, "make_order").made
    url = link_to(order)
    assert "being prepared" in seen(url)
    assert "880.80" not in seen(url)
    house.do(order, "submit")
    body = seen(url)
    assert reread(order).number in body
    assert "10,041.12" in body
    assert customer().post(url, {"deed": "confirm"}).status_code == 302
    order = reread(order)
    assert (order.status, order.confirmed_by) == ("confirmed", "何卫国的链接")
    assert Change.objects.get(record=order.pk, action="confirm").change_set.door == "link"
    for raw in ({"discount": "9"}, {"lines": [{"product": str(house.bus.pk)}]}):
        with pytest.raises(Invalid):
            house.change(order, **raw)
    with change_set(by=None, door="system"):
        house.bus.list_price = Decimal(1)
        house.bus.save()
    assert reread(order).amount == Decimal("10041.12")
    assert "Confirm the order" not in seen(url)
    house.do(order, "ship", tracking="德邦 8812")
    body = seen(url)
    assert "德邦 8812" in body
    assert 'aria-current="step"><span>Shipped' in body


@pytest.mark.requirement("C31")
def test_pressed_twice_it_is_confirmed_once(house):
    order = house.ordered()
    url = link_to(order)
    for _ in range(2):
        assert customer().post(url, {"deed": "confirm"}).status_code == 302
    assert Change.objects.filter(record=order.pk, action="confirm").count() == 1


def test_a_draft_or_a_void_order_is_not_confirmed(house):
    order = house.make("orders")
    url = link_to(order)
    customer().post(url, {"deed": "confirm"})
    assert reread(order).status == "draft"
    house.do(house.do(order, "submit"), "void", void_reason="改期")
    customer().post(url, {"deed": "confirm"})
    assert reread(order).status == "void"
    assert "is void" in seen(url)


def test_what_is_internal_does_not_leave(house):
    order = house.ordered({"quantity": "2"}, note="底价可以再让", due_on=str(day(30)))
    line = order.lines.get()
    body = seen(link_to(order))
    assert "底价可以再让" not in body
    assert line.price_note == "" or line.price_note not in body
    assert str(house.bus.pk) not in body


@pytest.mark.parametrize("deed", ["void", "ship", "receive", "submit", "", "delete"])
def test_a_link_does_nothing_but_confirm(house, deed):
    order = house.ordered()
    url = link_to(order)
    answer = customer().post(url, {"deed": deed, "tracking": "x", "void_reason": "y"})
    assert answer.status_code == 404
    assert (reread(order).status, reread(order).tracking) == ("approved", "")
