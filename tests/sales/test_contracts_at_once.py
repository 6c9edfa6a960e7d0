"""Two who do the same with a document at the same moment: one effect, and the other is told."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from tests.engagement.test_deciding_at_once import at_once
from tests.sales.contracting import House, reread
from tests.sales.test_order_link import customer, link_to
from zhike.engagement.models import Approval
from zhike.ledger.models import Change
from zhike.records.errors import Invalid
from zhike.sales.models import Contract, Order, Quote, reasons
from zhike.sales.models.reasons import Reason

pytestmark = [pytest.mark.full, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house():
    """A company whose people are quick."""
    return House()


@pytest.fixture
def asks():
    """Contracts need consent for a while."""
    known = (Contract, lambda _document: [Reason("金额大")])
    reasons._reasons.append(known)
    yield
    reasons._reasons.remove(known)


@pytest.mark.requirement("A20")
@pytest.mark.parametrize("verb", ["make_contract", "make_order"])
def test_of_three_who_go_on_from_a_quote_one_does(house, verb):
    quote = house.accepted()
    said = at_once(*[lambda: house.do(quote, verb, by="郭")] * 3)
    assert said == ["done", "told", "told"]
    assert Contract.objects.count() + Order.objects.count() == 1


def test_of_two_who_void_one_does(house):
    contract = house.in_force()
    said = at_once(
        lambda: house.do(contract, "void", by="林", void_reason="一"),
        lambda: house.do(contract, "void", by="郭", void_reason="二"),
    )
    assert said == ["done", "told"]
    assert Change.objects.filter(record=contract.pk, action="void").count() == 1


@pytest.mark.usefixtures("asks")
def test_of_two_who_agree_one_does_and_one_number_is_given(house):
    draft = house.make("contracts")
    house.do(draft, "submit")
    said = at_once(
        lambda: house.do(draft, "approve", by="周"), lambda: house.do(draft, "approve", by="郭")
    )
    assert said == ["done", "told"]
    assert reread(draft).number.endswith("-0001")
    assert house.do(house.make("contracts"), "submit").number == ""
    assert Approval.objects.filter(status="open").count() == 1


@pytest.mark.requirement("C31")
def test_of_two_links_pressed_at_once_one_confirms(house):
    order = house.ordered()
    urls = [link_to(order, name) for name in ("何卫国", "李工", "赵总")]
    codes = []

    def press(url):
        return lambda: codes.append(customer().post(url, {"deed": "confirm"}).status_code)

    at_once(*map(press, urls))
    assert codes == [302] * 3
    assert Change.objects.filter(record=order.pk, action="confirm").count() == 1


@pytest.mark.usefixtures("asks")
def test_who_agrees_and_who_takes_back_at_once_wait_for_nobody_crosswise(house):
    """Consent is locked after its customer, as the document is, whichever comes next."""
    for _ in range(4):
        draft = house.make("contracts")
        house.do(draft, "submit")
        asked = Approval.objects.get(status="open")
        said = at_once(
            lambda asked=asked: house.do(asked, "agree", by="周"),
            lambda draft=draft: house.do(draft, "withdraw"),
        )
        assert said == ["done", "told"]
        is_agreed = reread(asked).status == "agreed"
        assert reread(draft).status == ("approved" if is_agreed else "draft")


def test_a_line_that_comes_as_the_contract_takes_effect_is_in_it_or_told(house):
    """Either the line was there in time and counts, or it is refused: never behind the number."""
    for _ in range(4):
        draft = house.make("contracts")
        line = draft.lines.get()

        def write(draft=draft, line=line):
            try:
                house.change(draft, lines=[{"id": str(line.pk), "quantity": "9"}])
            except Invalid:
                return

        at_once(lambda draft=draft: house.do(draft, "submit", by="郭"), write)
        contract = reread(draft)
        edited = Change.objects.filter(record=draft.pk).order_by("seq")
        assert [change.action for change in edited][-1] == "approve"
        assert contract.amount == contract.lines.get().amount


def test_forty_contracts_that_take_effect_at_once_have_forty_numbers_without_gap(house):
    drafts = [house.make("contracts") for _ in range(40)]

    def submit(draft):
        try:
            return house.do(draft, "submit", by="郭").number
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        numbers = sorted(pool.map(submit, drafts))
    year = timezone.localdate().year
    assert numbers == [f"HT{year}-{serial:04}" for serial in range(1, 41)]
    assert all(re.fullmatch(rf"HT{year}-\d{{4}}", number) for number in numbers)
    assert Quote.objects.count() == 0
