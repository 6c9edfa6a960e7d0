"""What a customer may do is one answer beside customers, deals and documents, by rights."""

import html
import re

import pytest
from django.test import Client

from tests.sales import creditors
from tests.sales.company import deal
from tests.sales.creditors import document, in_force, set_limit
from zhike.access.models import FieldRight, Grant, Level, Role, Scope
from zhike.ledger.current import change_set


@pytest.fixture
def house(company):
    company = creditors.bound(company)
    creditors.graded(company.party, "C")
    set_limit("C", 100_000, talk="先谈付款", sign="预付三成", ship="款到发货", collect="即刻催收")
    in_force(company, 80_000)
    company.deal = deal(company, party=company.party)
    return company


def page(house, name: str, path: str) -> str:
    browser = Client(headers={"Accept-Language": "en"})
    browser.force_login(house.people[name])
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def panel(text: str) -> str:
    found = re.search(r'<section class="sheet" id="credit".*?</section>', text)
    return found[0] if found else ""


def places(house):
    draft, order = document(house, "contracts", 50_000), document(house, "orders", 1)
    quote = document(house, "quotes", 50_000)
    return {
        f"/parties/{house.party.pk}/": "先谈付款", f"/opportunities/{house.deal.pk}/": "先谈付款",
        f"/quotes/{quote.pk}/": "先谈付款", f"/contracts/{draft.pk}/": "预付三成",
        f"/orders/{order.pk}/": "预付三成",
    }  # fmt: skip


@pytest.mark.requirement("C39")
@pytest.mark.requirement("C40")
def test_every_page_gives_the_same_answer_with_the_tip_of_its_point(house):
    for path, tip in places(house).items():
        said = panel(page(house, "郭", path))
        for figure in ("100,000.00", "80,000.00", "20,000.00", "30%", tip):
            assert figure in said, (path, figure, said)


@pytest.mark.requirement("C40")
@pytest.mark.parametrize("name", ["A", "B", "D"])
def test_tips_differ_by_grade(house, name):
    creditors.set_limit(name, 0, talk=f"{name} 的提示")
    other = creditors.party_of(house, f"客户{name}")
    creditors.graded(other, name)
    assert f"{name} 的提示" in panel(page(house, "郭", f"/parties/{other.pk}/"))


def test_who_may_not_see_credit_sees_what_the_customer_may_but_no_figures(house):
    with change_set(by=None, door="system"):
        for grant in Grant.objects.filter(resource="credit-file", verb="read"):
            grant.delete()
    for path, tip in places(house).items():
        text = page(house, "林", path)
        said = panel(text)
        assert tip in said
        assert "30%" in said
        for figure in ("100,000.00", "20,000.00", "130,000.00", "Used"):
            assert figure not in text, (path, figure)


def test_a_hidden_field_of_the_grade_or_of_contracts_is_nowhere(house):
    with change_set(by=None, door="system"):
        for role in Role.objects.filter(name=f"销售 {Scope.OWN}"):
            for kind, name in (("credit-grade", "prepay"), ("contract", "amount")):
                FieldRight(role=role, resource=kind, field=name, level=Level.HIDDEN).save()
    said = panel(page(house, "林", f"/parties/{house.party.pk}/"))
    assert "beforehand" not in said
    assert "80,000" not in said


def test_a_draft_over_the_limit_says_so_before_it_is_submitted(house):
    made = document(house, "contracts", 50_000)
    text = page(house, "郭", f"/contracts/{made.pk}/")
    assert "Beyond what the customer may" in text
    assert "130,000.00" in text


def test_of_a_customer_of_whom_nothing_is_known_nothing_is_shown_but_a_way_to_begin(house):
    other = creditors.party_of(house, "新客户")
    assert "begin a credit file" in panel(page(house, "郭", f"/parties/{other.pk}/")).lower()
    assert panel(page(house, "林", f"/parties/{other.pk}/")) == ""


@pytest.mark.requirement("C38")
def test_the_file_shows_both_components_and_which_grades_there_were(house):
    creditors.graded(other := creditors.party_of(house, "乙"), "B")
    credit = other.credit_files.get()
    text = page(house, "郭", f"/credit-files/{credit.pk}/")
    assert "score 60 − 0 = 60" in text
    assert "测试" in text


def test_forms_open_empty(house):
    page(house, "郭", "/credit-files/new/")
    page(house, "郭", f"/credit-files/new/?party={house.party.pk}")
