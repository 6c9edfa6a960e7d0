"""Pools for tests: made as an administrator makes them, used as their people do."""

from __future__ import annotations

from typing import Any

from zhike.access.rights import system_access
from zhike.people.models import Lead, Party, Pool
from zhike.records import saving
from zhike.records.resource import resource_for, resource_named


def pool(company, holds: str = "party", teams=("西区",), admins=(), **values: Any) -> Pool:
    """A pool whose members are these teams, run by these people."""
    by_name = {user.team.name: user.team for user in company.people.values()}
    members: list[dict[str, Any]] = [{"team": str(by_name[name].pk)} for name in teams]
    members += [{"user": str(company.people[n].pk), "runs_it": True} for n in admins]
    raw = {"name": f"{holds}公海", "holds": holds, "members": members} | values
    made: Pool = saving.create(resource_named("pools"), system_access(), raw)
    return made


def laid(company, record: Lead | Party, into: Pool, reason: str = "no_time", by: str = "") -> Any:
    """The record, put into the pool by somebody, else by the system."""
    access = company.access(by) if by else system_access()
    raw = {"pool": str(into.pk), "pool_reason": reason}
    return saving.perform(resource_for(type(record)), access, record.pk, "put_in", raw)


def claim(company, record: Any, by: str) -> Any:
    """The record, claimed by somebody."""
    return saving.perform(resource_for(type(record)), company.access(by), record.pk, "claim", {})
