"""Totals of boards equal what counting the records would give, whatever was written and how."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.sales import company as selling
from zhike.access.models import Collaborator
from zhike.base.ids import uuid7
from zhike.ledger.bulk import LargeSet
from zhike.ledger.current import change_set
from zhike.ledger.models import ChangeSet
from zhike.ledger.undo import undo
from zhike.ledger.writes import CREATE, DELETE, UPDATE, Write
from zhike.records import totals
from zhike.records.models import Total
from zhike.records.resource import resource_named
from zhike.sales.models import Opportunity

pytestmark = pytest.mark.full

STAGES = ("初步接触", "需求确认", "赢单", "输单")
FIELDS = ("value", "holder", "currency", "count", "amount", "rated", "weighed")


def stored() -> list[tuple[Any, ...]]:
    return sorted(Total.objects.filter(count__gt=0).values_list(*FIELDS))


def assert_true() -> None:
    """What is kept is what a recount finds, and rows without records hold nothing."""
    kept = stored()
    for empty in Total.objects.filter(count=0):
        assert (empty.amount, empty.rated, empty.weighed) == (0, 0, 0)
    totals.rebuild(resource_named("opportunities"))
    assert kept == stored()


class Deeds:
    """Random writes of every kind."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.company = selling.found()
        self.founding = set(ChangeSet.objects.values_list("pk", flat=True))

    def do(self) -> None:
        deed = self.dice.choice([self.create, self.update, self.update, self.delete, self.undo,
                                 self.bulk, self.twice, self.and_back])  # fmt: skip
        deed()

    def values(self) -> dict[str, Any]:
        dice, people = self.dice, [*self.company.people.values(), None]
        return {
            "owner": dice.choice(people),
            "team": dice.choice([*self.company.teams.values(), None]),
            "stage": self.company.stages[dice.choice(STAGES)],
            "amount": dice.choice([None, Decimal(dice.randint(0, 10**9)).scaleb(-2)]),
            "currency": dice.choice(["CNY", "USD"]),
            "probability": dice.choice([None, 0, 33, 100]),
        }

    def some(self) -> Opportunity | None:
        found = list(Opportunity.objects.order_by("pk"))
        return self.dice.choice(found) if found else None

    def create(self) -> None:
        with change_set(by=None, door="system"):
            Opportunity(name="new", **self.values()).save()

    def change(self, deal: Opportunity) -> None:
        values = self.values()
        for name in self.dice.sample(sorted(values), self.dice.randint(1, 4)):
            setattr(deal, name, values[name])
        deal.save()

    def update(self) -> None:
        if deal := self.some():
            with change_set(by=None, door="system"):
                self.change(deal)

    def delete(self) -> None:
        if deal := self.some():
            with change_set(by=None, door="system"):
                deal.delete()

    def undo(self) -> None:
        later = ChangeSet.objects.exclude(pk__in=self.founding).order_by("pk")
        sets = [s for s in later if not s.undone_by.exists()]
        if sets:
            undo(self.dice.choice(sets), by=None, door="system")

    def twice(self) -> None:
        """Created, changed and perhaps deleted within one set, some of it in flushes of its own."""
        with change_set(by=None, door="system") as opened:
            deal = Opportunity(name="twice", **self.values())
            deal.save()
            if self.dice.random() < 0.5:
                opened.flush()
            self.change(deal)
            if self.dice.random() < 0.3:
                deal.delete()

    def and_back(self) -> None:
        """Changed and changed back in one set."""
        if deal := self.some():
            before = deal.stage
            with change_set(by=None, door="system"):
                deal.stage = self.company.stages[self.dice.choice(STAGES)]
                deal.save()
                deal.stage = before
                deal.save()

    def bulk(self) -> None:
        """A chunk of the bulk writer: new ones, changed ones (some twice) and deleted ones."""
        known = list(Opportunity.objects.order_by("pk"))
        self.dice.shuffle(known)
        chunk: list[Write] = []
        for _ in range(3):
            made = Opportunity(name="bulk", **self.values())
            made.settle()
            fields = {n: (None, v) for n, v in made.state().items()}
            chunk.append(Write("opportunity", uuid7(), CREATE, "create", fields))
        for deal in known[:2]:
            before, after = str(deal.amount) if deal.amount is not None else None, "77.50"
            chunk.append(Write("opportunity", deal.pk, UPDATE, "edit", {"amount": (before, after)}))
            stage = str(self.company.stages["需求确认"].pk)
            chunk.append(
                Write(
                    "opportunity", deal.pk, UPDATE, "edit", {"stage": (str(deal.stage_id), stage)}
                )
            )
        for deal in known[2:3]:
            gone = {n: (v, None) for n, v in deal.state().items()}
            chunk.append(Write("opportunity", deal.pk, DELETE, "delete", gone))
        large = LargeSet.begin(by=None, door="import", action="import")
        large.write(lambda: chunk, len(chunk))
        large.finish()


class TotalsAreTrue(TestCase):
    """After any writes, however they came."""

    @given(seed=st.integers(0, 10**6))
    @settings(phases=[Phase.explicit, Phase.generate])
    def test_after_random_writes_totals_equal_a_recount(self, seed):
        deeds = Deeds(seed)
        for _ in range(15):
            deeds.do()
        assert_true()


@pytest.fixture
def company(db):
    return selling.found()


def figures(access, **narrow):
    resource = resource_named("opportunities")
    stages = [str(pk) for pk in Opportunity.objects.values_list("stage", flat=True)]
    return totals.figures(resource, access, stages, **narrow)


def test_a_user_sees_the_totals_of_the_rows_that_the_user_sees(company):
    selling.deal(company, owner="林")
    selling.deal(company, owner="陈")
    selling.deal(company, owner="何", currency="USD")
    selling.deal(company, owner=None, team=company.teams["西区"])
    shared = selling.deal(company, owner="何")
    with change_set(by=None, door="system"):
        Collaborator(about_kind="opportunity", about_id=shared.pk, user=company.people["周"]).save()
    resource = resource_named("opportunities")
    for name, count in (("林", 1), ("何", 2), ("周", 4), ("郭", 5)):
        access = company.access(name)
        assert sum(f.count for f in figures(access).values()) == count
        assert figures(access) == totals.live(resource, access.rows(Opportunity))


def test_currencies_are_summed_apart(company):
    selling.deal(company, amount=Decimal(5), currency="CNY")
    selling.deal(company, amount=Decimal(7), currency="USD")
    [known] = figures(company.access("郭")).values()
    assert known.amounts == {"CNY": Decimal(5), "USD": Decimal(7)}


def test_an_own_probability_weighs_more_than_the_stages(company):
    selling.deal(company, amount=Decimal(100))
    selling.deal(company, amount=Decimal(100), probability=90)
    [known] = figures(company.access("郭")).values()
    assert known.weighted(10) == {"CNY": Decimal(100)}


def test_a_user_who_changes_teams_takes_the_totals_along(company):
    selling.deal(company, owner="何")
    assert figures(company.access("周")) == {}
    with change_set(by=None, door="system"):
        he = company.people["何"]
        he.team = company.teams["西区"]
        he.save()
    assert sum(f.count for f in figures(company.access("周")).values()) == 1


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_lose_nothing():
    company = selling.found()

    def write(owner: str) -> None:
        try:
            for number in range(8):
                stage = STAGES[number % 2]
                deal = selling.deal(company, owner=owner, stage=stage)
                with change_set(by=None, door="system"):
                    deal.amount = Decimal(number)
                    deal.save()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, ["林", "陈", "林", "陈"]))
    assert Opportunity.objects.count() == 32
    assert_true()
