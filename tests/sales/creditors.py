"""A small company that gives credit: four grades, and who may see and set them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from zhike.access.models import Grant, Role, Scope, User
from zhike.access.rights import system_access
from zhike.ledger.current import change_set
from zhike.people.models import Party
from zhike.records import saving
from zhike.records.resource import resource_named
from zhike.sales.defaults import ensure_credit_grades
from zhike.sales.models import CreditFile, CreditGrade

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
