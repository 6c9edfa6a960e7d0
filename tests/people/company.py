"""A small company that leads come to: marketing, two who sell, one who leads them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from zhike.access.models import Role, Team, User, UserRole
from zhike.access.rights import Access, access_of, system_access
from zhike.ledger.current import change_set
from zhike.people.models import Lead, Party
from zhike.project import first_start
from zhike.records import saving
from zhike.records.resource import resource_for, resource_named

LEADS = resource_named("leads")


@dataclass
class LeadCompany:
    """Its people by name."""

    people: dict[str, User] = field(default_factory=dict)

    def access(self, name: str) -> Access:
        """What one of them may see and do."""
        return access_of(User.objects.get(pk=self.people[name].pk), "web")


def found() -> LeadCompany:
    """Wang does marketing; Lin and Chen sell in the west, Zhou is their director; He is south."""
    first_start.ensure()
    company = LeadCompany()
    with change_set(by=None, door="system"):
        teams = {name: Team(name=name) for name in ("西区", "南区")}
        for team in teams.values():
            team.save()
        for name, role, place in (
            ("王", "市场", "西区"), ("林", "销售代表", "西区"), ("陈", "销售代表", "西区"),
            ("周", "销售总监", "西区"), ("何", "销售代表", "南区"),
        ):  # fmt: skip
            user = User(login=name, name=name, team=teams[place])
            user.save()
            UserRole(user=user, role=Role.objects.get(name=role)).save()
            company.people[name] = user
    return company


def lead(company: LeadCompany, owner: str | None = "林", **values: Any) -> Lead:
    """A lead of somebody's, from a bus company unless said otherwise."""
    values = {
        "name": "陈磊",
        "company_name": "川途客运集团有限公司",
        "mobile": "13912345678",
    } | values
    if owner is not None:
        values["owner"] = str(company.people[owner].pk)
    made: Lead = saving.create(LEADS, system_access(), values)
    return made


def party(name: str, owner: User, **values: Any) -> Party:
    """A customer of somebody's."""
    raw = {"name": name, "kind": "organization", "owner": str(owner.pk)} | values
    made: Party = saving.create(resource_for(Party), system_access(), raw)
    return made
