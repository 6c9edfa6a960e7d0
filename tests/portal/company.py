"""A company with two partners, each with somebody who comes into the portal."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from django.test import Client

from tests.values import credit_code
from zhike.access.models import Role, Team, User, UserRole
from zhike.access.rights import Access, access_of
from zhike.ledger.current import change_set
from zhike.ledger.fields import RecordRef
from zhike.people.models import ContactPoint, Party
from zhike.project import first_start
from zhike.records.models import Company

PASSWORD = "cangyan-9041"
CODE = credit_code(552)


@dataclass
class Channel:
    """Its people and partners by name."""

    people: dict[str, User] = field(default_factory=dict)
    partners: dict[str, Party] = field(default_factory=dict)

    def access(self, name: str) -> Access:
        """What one of them may see and do in a browser."""
        return access_of(User.objects.get(pk=self.people[name].pk), "web")

    def browser(self, name: str) -> Client:
        """Somebody logged in."""
        client = Client()
        client.force_login(User.objects.get(pk=self.people[name].pk))
        return client

    def party(self, name: str, owner: str = "", phone: str = "", **given: object) -> Party:
        """A customer, perhaps of somebody."""
        with change_set(by=None, door="system"):
            made = Party(name=name, owner=self.people.get(owner), **given)
            made.save()
            if phone:
                ContactPoint(party=made, type="phone", value=phone, is_primary=True).save()
        return made


def found() -> Channel:
    """曹 keeps the partners and 韦 sells; 丁 comes in for 锦程商贸, 尤 for 远航渠道."""
    first_start.ensure()
    channel = Channel()
    with change_set(by=None, door="system"):
        Company(name="华骏客车").save()
        for name, role, team in (
            ("曹", "销售总监", "渠道部"), ("韦", "销售代表", "直销部"), ("许", "服务", "服务部"),
        ):  # fmt: skip
            channel.people[name] = _colleague(name, role, team)
        admin = User(login="管", name="管", is_admin=True)
        admin.save()
        channel.people["管"] = admin
        for name, partner in (("丁", "锦程商贸"), ("尤", "远航渠道")):
            party = Party(name=partner, roles=["partner"], owner=channel.people["曹"])
            party.save()
            channel.partners[name] = party
            channel.people[name] = User(
                login=name, name=name, represents=RecordRef.to(party),
                password=make_password(PASSWORD),
            )  # fmt: skip
            channel.people[name].save()
    return channel


def _colleague(name: str, role: str, team: str) -> User:
    where = Team(name=team)
    where.save()
    user = User(login=name, name=name, team=where)
    user.save()
    UserRole(user=user, role=Role.objects.get(name=role)).save()
    return user
