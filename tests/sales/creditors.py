"""A small company that gives credit: four grades, and who may see and set them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from tests.sales.company import party as party_of
from zhike.access.models import Grant, Role, Scope, Team, User, UserRole
from zhike.access.rights import system_access
from zhike.catalog.models import Product
from zhike.ledger.current import change_set
from zhike.people.models import Party
from zhike.records import saving
from zhike.records.resource import resource_for, resource_named
from zhike.sales.defaults import ensure_credit_grades
from zhike.sales.models import CreditFile, CreditGrade, CreditPolicy

FILES = resource_named("credit-files")


def found(company: Any) -> Any:
    """The company with its grades: Lin reads the files of his customers, Guo keeps them all."""
    ensure_credit_grades(system_access())
    with change_set(by=None, door="system"):
        for scope, verbs in (
            (Scope.OWN, ("read",)), (Scope.TEAM, ("read",)),
            (Scope.ALL, ("read", "create", "update", "delete", "set_grade")),
        ):  # fmt: skip
            role = Role.objects.get(name=f"销售 {scope}")
            for verb in verbs:
                Grant(role=role, resource="credit-file", verb=verb, scope=scope).save()
    return company


def grade(name: str) -> CreditGrade:
    """The grade of a name."""
    return CreditGrade.objects.get(name=name)


def keep_file(party: Party, score: int | None = None, by: User | None = None) -> CreditFile:
    """A customer's file with one rating of an agency."""
    raw: dict[str, Any] = {"party": str(party.pk), "entries": []}
    if score is not None:
        raw["entries"] = [{"source": "agency", "said_by": "邓白氏", "score": str(score)}]
    made = saving.create(FILES, system_access("web", by), raw)
    return CreditFile.objects.get(pk=made.pk)


def graded(party: Party, name: str, days: int = 30) -> CreditFile:
    """A customer's file with a grade that somebody set."""
    until = str(timezone.localdate() + dt.timedelta(days=days))
    raw = {"manual_grade": str(grade(name).pk), "manual_reason": "测试", "manual_until": until}
    made = saving.perform(FILES, system_access(), keep_file(party).pk, "set_grade", raw)
    return CreditFile.objects.get(pk=made.pk)


def set_limit(name: str, limit: str | int | None, **more: Any) -> CreditGrade:
    """Another limit for a grade."""
    found = grade(name)
    found.limit = None if limit is None else Decimal(limit)
    for key, value in more.items():
        setattr(found, key, value)
    with change_set(by=None, door="system"):
        found.save()
    return found


def bound(company: Any) -> Any:
    """The same with documents: Lin and He write them, Zhou heads, the Finance team is asked."""
    found(company)
    with change_set(by=None, door="system"):
        for role in Role.objects.all():
            for kind in ("quote", "contract", "order"):
                for verb in ("read", "create", "update", "delete", "void"):
                    Grant(role=role, resource=kind, verb=verb, scope=Scope.ALL).save()
        Grant(role=Role.objects.get(name=f"销售 {Scope.TEAM}"), resource="contract",
              verb="approve", scope=Scope.ALL).save()  # fmt: skip
        company.k10 = Product(name="K10", list_price=1000, currency="CNY", tax_rate="13")
        company.k10.save()
        for team in company.teams.values():
            team.head = company.people["周"]
            team.save()
        finance = Team(name="财务部")
        finance.save()
        company.teams["财务部"] = finance
        money = User(login="钱", name="钱", team=finance)
        money.save()
        company.people["钱"] = money
        books = Role(name="财务")
        books.save()
        Grant(role=books, resource="credit-file", verb="read", scope=Scope.ALL).save()
        UserRole(user=money, role=books).save()
        finance.head = money
        finance.save()
        CreditPolicy(name="信用政策", consent_team=finance).save()
    company.party = party_of(company, "蜀运")
    return company


def document(
    company: Any, kind: str, amount: int | str, by: str = "林", quantity: int = 1, **values: Any
) -> Any:
    """A draft of somebody's over an amount, or over several pieces at it."""
    raw = {"party": str(company.party.pk), **values, "lines": [
        {"product": str(company.k10.pk), "unit_price": str(amount), "quantity": str(quantity)}
    ]}  # fmt: skip
    made = saving.create(resource_named(kind), company.access(by), raw)
    return type(made).objects.get(pk=made.pk)


def do(company: Any, record: Any, verb: str, by: str = "林", **raw: Any) -> Any:
    """A verb as one of the people."""
    saving.perform(resource_for(type(record)), company.access(by), record.pk, verb, raw)
    return type(record).objects.get(pk=record.pk)


def in_force(company: Any, amount: int | str, **values: Any) -> Any:
    """A contract that stands, as one that came from elsewhere."""
    made = document(company, "contracts", amount, **values)
    with change_set(by=None, door="system"):
        made.go_to("approved")
    return type(made).objects.get(pk=made.pk)
