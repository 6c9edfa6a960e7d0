"""Numbers of documents: given within the transaction of what they number, never twice."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from zhike.access.rights import system_access
from zhike.base.errors import BadValue
from zhike.ledger.current import change_set
from zhike.records import numbering, saving
from zhike.records.errors import Invalid
from zhike.records.models import Company, NumberCounter, NumberRule
from zhike.records.numbering import NotNumbered, Numbered, next_number, upcoming
from zhike.records.resource import resource_named

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 9, 4, 0, tzinfo=dt.UTC)


@pytest.fixture
def paper(monkeypatch):
    """A kind of document that nobody has a rule for."""
    monkeypatch.setitem(numbering._known, "paper", Numbered("paper", "P{year}-{serial:3}"))


def rule(pattern, **values):
    made = NumberRule(document="paper", pattern=pattern, **values)
    with change_set(by=None, door="system"):
        made.save()
    return made


def number(at=AT, **parts):
    with transaction.atomic():
        return next_number("paper", at, parts)


@pytest.mark.usefixtures("paper")
def test_without_a_rule_the_pattern_holds_with_which_the_kind_was_made_known():
    assert [number(), number()] == ["P2026-001", "P2026-002"]
    assert number(dt.datetime(2027, 1, 5, tzinfo=dt.UTC)) == "P2027-001"


@pytest.mark.usefixtures("paper")
def test_a_year_begins_where_the_company_is_not_where_the_server_is():
    eve = dt.datetime(2026, 12, 31, 16, 30, tzinfo=dt.UTC)
    assert number(eve) == "P2027-001", "half past midnight in Shanghai"
    with change_set(by=None, door="system"):
        Company(name="C", time_zone="America/New_York").save()
    assert number(eve) == "P2026-001"


@pytest.mark.usefixtures("paper")
def test_step_first_serial_and_reset_are_the_administrators():
    made = rule("A{year}{month}-{serial:4}", reset="month", start=218, step=2)
    assert [number(), number()] == ["A202603-0218", "A202603-0220"]
    assert list(upcoming(made, AT)) == ["A202603-0222"]
    april = AT + dt.timedelta(days=30)
    assert list(upcoming(made, april)) == ["A202604-0218"]
    assert number(april) == "A202604-0218"


@pytest.mark.usefixtures("paper")
def test_each_entity_and_team_counts_for_itself_and_one_without_a_code_is_told():
    made = rule("{entity}-{team}-{serial:2}", reset="never")
    assert number(entity="HJ", team="XN") == "HJ-XN-01"
    assert number(entity="HJ", team="HD") == "HJ-HD-01"
    assert number(entity="HJ", team="XN") == "HJ-XN-02"
    assert list(upcoming(made, AT)) == ["HJ-HD-02", "HJ-XN-03"]
    with pytest.raises(BadValue) as bad:
        number(entity="HJ")
    assert bad.value.code == "team"
    assert NumberCounter.objects.count() == 2


@pytest.mark.usefixtures("paper")
def test_what_is_rolled_back_gives_its_number_back():
    assert number() == "P2026-001"
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert next_number("paper", AT) == "P2026-002"
        raise ZeroDivisionError
    assert number() == "P2026-002"


@pytest.mark.usefixtures("paper")
def test_a_number_that_a_document_has_already_is_passed_over():
    with transaction.atomic():
        taken = {"P2026-001", "P2026-002"}
        assert next_number("paper", AT, is_taken=taken.__contains__) == "P2026-003"


@pytest.mark.usefixtures("paper")
@pytest.mark.django_db(transaction=True)
def test_no_number_is_given_where_nothing_could_take_it_back():
    with pytest.raises(NotNumbered):
        next_number("paper", AT)


@pytest.mark.usefixtures("paper")
def test_standing_rules_are_made_once_and_stay_as_somebody_changed_them():
    access = system_access("system")
    numbering.ensure_number_rules(access)
    made = NumberRule.objects.get(document="paper")
    saving.change(resource_named("number-rules"), system_access("web"), made.pk,
                  {"pattern": "X{year}-{serial:5}"})  # fmt: skip
    numbering.ensure_number_rules(access)
    assert NumberRule.objects.get(document="paper").pattern == "X{year}-{serial:5}"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"pattern": "X-{serial:4}", "reset": "year"}, "pattern"),
        ({"pattern": "X"}, "pattern"),
        ({"step": 0}, "step"),
        ({"step": -1}, "step"),
        ({"start": 0}, "start"),
        ({"start": "NaN"}, "start"),
    ],
)
def test_what_makes_no_number_is_refused_by_name(paper, values, field):
    made = rule("A{year}-{serial:4}")
    with pytest.raises(Invalid) as invalid:
        saving.change(resource_named("number-rules"), system_access("web"), made.pk, values)
    assert [error.field for error in invalid.value.errors] == [field]
