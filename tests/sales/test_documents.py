"""What quotes, contracts and orders have in common: drafted, agreed to, and then as they stand."""

from decimal import Decimal

import pytest

from tests.sales.company import deal, party
from zhike.access.models import Grant, Role, Scope
from zhike.catalog.models import Product
from zhike.engagement.models import Approval
from zhike.ledger.actions import NotNow
from zhike.ledger.current import change_set
from zhike.ledger.models import ChangeSet
from zhike.ledger.undo import undo
from zhike.ledger.undoable import CannotUndo
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.resource import resource_for, resource_named
from zhike.sales.models import Contract, Order, Quote, reasons
from zhike.sales.models.reasons import Reason

KINDS = {"quotes": Quote, "contracts": Contract, "orders": Order}


@pytest.fixture
def house(company):
    """Lin, Chen and Zhou may write documents; Zhou agrees to them. A bus costs 1,000."""
    with change_set(by=None, door="system"):
        for role in Role.objects.all():
            for kind in ("quote", "contract", "order"):
                for verb in ("read", "create", "update", "delete", "void", "approve"):
                    Grant(role=role, resource=kind, verb=verb, scope=Scope.OWN).save()
        company.k10 = Product(name="K10", list_price=1000, currency="CNY", tax_rate="13")
        company.k10.save()
        for team in company.teams.values():
            team.head = company.people["周"]
            team.save()
    company.party = party(company, "蜀运")
    return company


def made(house, kind, *lines, **values):
    raw = {"party": str(house.party.pk), "lines": [
        {"product": str(house.k10.pk), **line} for line in lines or ({},)]}  # fmt: skip
    return saving.create(resource_named(kind), house.access("林"), raw | values)


def reread(document):
    return type(document).objects.get(pk=document.pk)


def do(house, document, verb, by="林", **raw):
    resource = resource_for(type(document))
    return saving.perform(resource, house.access(by), document.pk, verb, raw)


@pytest.fixture
def needs_consent():
    """Every document needs consent for a while."""
    known = (Quote, lambda _document: [Reason("too cheap")])
    reasons._reasons.append(known)
    yield
    reasons._reasons.remove(known)


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_comes_to_what_its_lines_come_to(house, kind):
    document = made(house, kind, {"quantity": "3"}, {"unit_price": "99.99", "discount": "10"})
    assert reread(document).amount == Decimal("3089.99")
    saving.change(resource_named(kind), house.access("林"), document.pk, {"discount": "50"})
    assert reread(document).amount == Decimal("1545.00")
    with house.access("林").change_set("edit"):
        reread(document).lines.first().delete()
    assert reread(document).amount == Decimal("45.00")


def test_a_line_has_the_products_tax_until_somebody_says_another(house):
    line = made(house, "quotes").lines.get()
    assert (line.tax_rate, line.tax) == ("13", Decimal("115.04"))


@pytest.mark.parametrize("kind", KINDS)
def test_what_nothing_speaks_against_stands_at_once(house, kind):
    document = do(house, made(house, kind), "submit")
    assert (document.status, document.submitted_by_id) == ("approved", house.people["林"].pk)
    assert document.approved_at is not None


@pytest.mark.parametrize("kind", KINDS)
def test_what_stands_is_not_edited_by_any_door(house, kind):
    document = do(house, made(house, kind), "submit")
    resource, access = resource_named(kind), house.access("林")
    line = document.lines.get()
    for raw in ({"discount": "5"}, {"lines": [{"id": str(line.pk), "quantity": "2"}]},
                {"lines": [{"product": str(house.k10.pk)}]},
                {"lines": [{"id": str(line.pk), "remove": True}]}):  # fmt: skip
        with pytest.raises(Invalid) as error:
            saving.change(resource, access, document.pk, raw)
        assert "作废" in error.value.errors[0].message
    with pytest.raises(Invalid), access.change_set("edit"):
        reread(document).delete()
    saving.change(resource, access, document.pk, {"note": "told by phone"})
    assert reread(document).amount == Decimal("1000.00")


@pytest.mark.parametrize("kind", KINDS)
def test_what_stands_is_made_void_with_a_reason(house, kind):
    document = do(house, made(house, kind), "submit")
    document = do(house, document, "void", void_reason="wrong customer")
    assert (document.status, document.void_reason) == ("void", "wrong customer")
    with pytest.raises(NotNow):
        do(house, document, "void", void_reason="again")


def test_nothing_is_submitted_without_a_line(house):
    quote = saving.create(resource_named("quotes"), house.access("林"),
                          {"party": str(house.party.pk)})  # fmt: skip
    with pytest.raises(Invalid) as error:
        do(house, quote, "submit")
    assert error.value.errors[0].field == "lines"


def test_consent_is_asked_of_the_head_of_the_team_and_then_it_stands(house, needs_consent):
    quote = do(house, made(house, "quotes"), "submit")
    assert quote.status == "submitted"
    approval = Approval.objects.get(purpose="document")
    assert [str(s) for s in approval.open_steps()] == ["周"]
    assert "too cheap" in approval.text
    saving.perform(resource_for(Approval), house.access("周"), approval.pk, "agree", {})
    assert reread(quote).status == "approved"


def test_a_refused_document_is_a_draft_again(house, needs_consent):
    quote = do(house, made(house, "quotes"), "submit")
    approval = Approval.objects.get(purpose="document")
    saving.perform(resource_for(Approval), house.access("周"), approval.pk, "refuse",
                   {"comment": "no"})  # fmt: skip
    assert reread(quote).status == "draft"


def test_who_takes_it_back_takes_the_question_back(house, needs_consent):
    quote = do(house, made(house, "quotes"), "submit")
    assert do(house, quote, "withdraw").status == "draft"
    assert Approval.objects.get(purpose="document").status == Approval.Status.WITHDRAWN


@pytest.mark.usefixtures("needs_consent")
def test_submitting_is_undone_while_consent_is_waited_for(house):
    quote = do(house, made(house, "quotes"), "submit")
    undo(ChangeSet.objects.get(pk=quote.change_set_id), by=None, door="web")
    quote = reread(quote)
    assert (quote.status, quote.submitted_at) == ("draft", None)
    assert not Approval.objects.exists()


def test_what_has_its_number_is_made_void_and_not_undone(house):
    quote = do(house, made(house, "quotes"), "submit")
    with pytest.raises(CannotUndo):
        undo(ChangeSet.objects.get(pk=quote.change_set_id), by=None, door="web")
    assert (reread(quote).status, reread(quote).number) == ("approved", quote.number)


def test_a_deal_of_another_customer_is_refused(house):
    other = deal(house, party=party(house, "湖南"))
    with pytest.raises(Invalid) as error:
        made(house, "quotes", opportunity=str(other.pk))
    assert [e.field for e in error.value.errors] == ["opportunity"]
