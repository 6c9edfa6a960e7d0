"""A company with departments that ask each other: sales, engineering, quality, production."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.test import Client

from zhike.access.models import Role, Team, User, UserRole
from zhike.access.rights import access_of, system_access
from zhike.ledger.current import change_set
from zhike.people.models import Party
from zhike.project import first_start
from zhike.records import saving
from zhike.records.models import Company
from zhike.records.resource import resource_for, resource_named

SHANGHAI = ZoneInfo("Asia/Shanghai")
PEOPLE = (
    ("林", "销售部", "销售代表"), ("周", "销售部", "销售总监"), ("总", "公司", ""),
    ("高", "技术部", ""), ("方", "技术部", ""), ("卫", "质量部", ""), ("康", "质量部", ""),
    ("产", "生产部", ""), ("严", "生产部", ""), ("管", "公司", ""),
)  # fmt: skip
HEADS = {"公司": "总", "销售部": "周", "技术部": "高", "质量部": "卫", "生产部": "产"}


def at(text: str) -> dt.datetime:
    """A moment of Shanghai's clock: `2026-05-07 16:00`."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


class Asking:
    """Its people and departments by name, and a clock that the test sets."""

    def __init__(self, monkeypatch) -> None:
        """Found it."""
        self.monkeypatch = monkeypatch
        first_start.ensure()
        self.people, self.teams = {}, {}
        with change_set(by=None, door="system"):
            Company(name="华骏客车", time_zone="Asia/Shanghai").save()
            for name in HEADS:
                self.teams[name] = Team(name=name, parent=self.teams.get("公司"))
                self.teams[name].save()
            for name, team, role in PEOPLE:
                user = User(login=name, name=name, team=self.teams[team], is_admin=name == "管")
                user.save()
                self.people[name] = user
                if role:
                    UserRole(user=user, role=Role.objects.get(name=role)).save()
            for name, head in HEADS.items():
                self.teams[name].head = self.people[head]
                self.teams[name].save()
        raw = {"name": "川途客运", "kind": "organization", "owner": str(self.people["林"].pk)}
        self.party: Party = saving.create(resource_for(Party), system_access(), raw)

    def it_is(self, text: str) -> dt.datetime:
        """Set the clock."""
        now = at(text)
        self.monkeypatch.setattr("django.utils.timezone.now", lambda: now)
        return now

    def access(self, name: str):
        """What one of them may see and do."""
        return access_of(User.objects.get(pk=self.people[name].pk), "web")

    def ask(self, by: str = "林", to: str = "技术部", hours: str = "8", **raw):
        """Somebody asks a department."""
        raw = {"subject": "60台K10的交付范围", "to_team": str(self.teams[to].pk), "hours": hours,
               "party": str(self.party.pk)} | raw  # fmt: skip
        return saving.create(resource_named("internal-requests"), self.access(by), raw)

    def approve(self, *steps: str, by: str = "林", **raw):
        """Somebody asks departments and people for their consent."""
        asked = [
            {"team": str(self.teams[name].pk)} if name in self.teams
            else {"user": str(self.people[name].pk)} for name in steps
        ]  # fmt: skip
        raw = {
            "subject": "标价 2,850 万是否同意",
            "party": str(self.party.pk),
            "steps": asked,
        } | raw
        return saving.create(resource_named("approvals"), self.access(by), raw)

    def do(self, by: str, record, verb: str, **raw):
        """A verb on a record by somebody."""
        resource = resource_for(type(record))
        return saving.perform(resource, self.access(by), record.pk, verb, raw)

    def change(self, access, record, raw):
        """An edit of a record."""
        return saving.change(resource_for(type(record)), access, record.pk, raw)

    def browser(self, name: str) -> Client:
        """A browser in which one of them is logged in."""
        client = Client()
        client.force_login(self.people[name])
        return client
