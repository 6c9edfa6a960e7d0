"""Fifty people claim one customer at once: one gets it, the others are told who."""

import threading
from collections import Counter

import pytest
from django.db import connection

from tests.people import company as leads
from tests.people.company import party
from tests.people.pooling import claim, laid, pool
from zhike.access.models import Role, User, UserRole
from zhike.ledger.actions import NotNow
from zhike.ledger.current import change_set
from zhike.ledger.models import Change
from zhike.people.models import Party

pytestmark = [pytest.mark.full, pytest.mark.django_db(transaction=True)]
PEOPLE = 50


@pytest.mark.requirement("A17")
def test_of_fifty_who_claim_at_once_one_gets_it_and_the_others_are_told_who() -> None:
    company = leads.found()
    people = [_join(company, f"同事{n}") for n in range(PEOPLE)]
    sea = pool(company, daily_claims=20, most_owned=500)
    wanted = laid(company, party("川途客运", company.people["周"]), sea)
    said: list[tuple[str, str]] = []
    ready = threading.Barrier(PEOPLE)

    def run(name: str) -> None:
        try:
            company.access(name)
            connection.close()
            ready.wait(timeout=60)
            said.append((name, _try(company, wanted, name)))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(name,)) for name in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    winner = Party.objects.get(pk=wanted.pk).owner.name
    told = Counter(answer for _name, answer in said)
    assert said.count((winner, "")) == 1
    assert told[""] == 1
    assert sum(winner in answer for answer in told.elements()) == PEOPLE - 1
    assert Change.objects.filter(record=wanted.pk, action="claim").count() == 1


def test_of_two_claims_of_one_person_at_once_the_quota_lets_one_pass() -> None:
    company = leads.found()
    sea = pool(company, daily_claims=1)
    two = [laid(company, party(name, company.people["周"]), sea) for name in ("甲", "乙")]
    said: list[str] = []
    ready = threading.Barrier(2)

    def run(wanted: Party) -> None:
        try:
            ready.wait(timeout=60)
            said.append(_try(company, wanted, "林"))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in two]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(bool(answer) for answer in said) == [False, True]
    assert Party.objects.filter(owner__name="林").count() == 1


def _try(company, wanted: Party, name: str) -> str:
    try:
        claim(company, wanted, name)
    except NotNow as error:
        return error.sentence or "?"
    return ""


def _join(company, name: str) -> str:
    with change_set(by=None, door="system"):
        user = User(login=name, name=name, team=company.people["林"].team)
        user.save()
        UserRole(user=user, role=Role.objects.get(name="销售代表")).save()
    company.people[name] = user
    return name
