"""A small company to sell in: a pipeline, two teams, people with a role each."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from zhike.access.models import Grant, Role, Scope, Team, User, UserRole
from zhike.access.rights import Access, access_of, system_access
from zhike.ledger.current import change_set
from zhike.people.models import Party
from zhike.sales.defaults import ensure_default_pipeline
from zhike.sales.models import Opportunity, Pipeline, Stage

VERBS = ("read", "create", "update", "delete", "win", "lose", "reopen", "assign")


@dataclass
class SalesCompany:
    """Its people by name, its stages by name."""

    pipeline: Pipeline
    stages: dict[str, Stage]
    teams: dict[str, Team] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def access(self, name: str, door: str = "web") -> Access:
        """What one of them may see and do."""
        return access_of(User.objects.get(pk=self.people[name].pk), door)


def found() -> SalesCompany:
    """Lin and Chen sell in the west, He in the south; Zhou leads the west, Guo everything."""
    pipeline = ensure_default_pipeline(system_access())
    company = SalesCompany(pipeline, {s.name: s for s in Stage.objects.all()})
    with change_set(by=None, door="system"):
        roles = {scope: _role(scope) for scope in (Scope.OWN, Scope.TEAM, Scope.ALL)}
        for name in ("西区", "南区"):
            company.teams[name] = Team(name=name)
            company.teams[name].save()
        for name, team, scope in (
            ("林", "西区", Scope.OWN), ("陈", "西区", Scope.OWN), ("何", "南区", Scope.OWN),
            ("周", "西区", Scope.TEAM), ("郭", "西区", Scope.ALL),
        ):  # fmt: skip
            user = User(login=name, name=name, team=company.teams[team])
            user.save()
            UserRole(user=user, role=roles[scope]).save()
            company.people[name] = user
    return company


def _role(scope: str) -> Role:
    role = Role(name=f"销售 {scope}")
    role.save()
    for kind in ("opportunity", "party", "product"):
        for verb in VERBS:
            Grant(role=role, resource=kind, verb=verb, scope=scope).save()
    return role


def party(company: SalesCompany, name: str, owner: str = "林") -> Party:
    """A customer of somebody's."""
    made = Party(name=name, owner=company.people[owner])
    with change_set(by=None, door="system"):
        made.save()
    return made


def deal(company: SalesCompany, name: str = "K10", owner: str | None = "林", **values: Any
         ) -> Opportunity:  # fmt: skip
    """A deal of somebody's, in the first stage unless said otherwise."""
    stage = values.pop("stage", "初步接触")
    values.setdefault("amount", Decimal("1000.00"))
    made = Opportunity(
        name=name, owner=company.people[owner] if owner else None,
        stage=company.stages[stage], **values,
    )  # fmt: skip
    with change_set(by=None, door="system"):
        made.save()
    return made
