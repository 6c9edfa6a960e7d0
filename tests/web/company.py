"""A small company with a browser for each of its people, and records of every type."""

import itertools
from dataclasses import dataclass, field

from django.db import models
from django.test import Client

from zhike.access.models import Grant, Role, Team, User, UserRole
from zhike.access.rights import access_of, system_access
from zhike.ledger.current import change_set
from zhike.people.models import Party
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.models import Company as Firm
from zhike.records.resource import resource_for, resource_named
from zhike.sales.models import Contract, Payment, Process, StageStep

PASSWORD = "moon-gate-2026"
HOSTILE = "<script>alert('x')</script>\"'&\u202egnp.exe"
VERBS = ("read", "create", "update", "delete")


@dataclass
class Company:
    """Who works here; `browsers` are logged in."""

    users: dict[str, User] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    browsers: dict[str, Client] = field(default_factory=dict)

    def access(self, login):
        return access_of(self.users[login], "web")

    def party(self, name="川途客运", by="admin", **raw):
        return make("parties", by=self.access(by), name=name, **raw)


def found():
    company = Company()
    with change_set(by=None, door="system"):
        Firm(name="华骏客车").save()
        for name in ("north", "south"):
            company.teams[name] = Team(name=name)
            company.teams[name].save()
        role = Role(name="representative")
        role.save()
        for kind in ("party", "task", "relationship", "interaction", "opportunity"):
            for verb in VERBS:
                Grant(role=role, resource=kind, verb=verb, scope="team").save()
        for login, team in [("admin", "north"), ("li", "north"), ("wang", "south"),
                            ("nobody", "south")]:  # fmt: skip
            user = User(login=login, name=login, team=company.teams[team], language="en",
                        is_admin=login == "admin")  # fmt: skip
            user.set_password(PASSWORD)
            user.save()
            if login in ("li", "wang"):
                UserRole(user=user, role=role).save()
            company.users[login] = user
    for login, user in company.users.items():
        client = Client()
        client.force_login(user)
        company.browsers[login] = client
    return company


_numbers = itertools.count(1)


def make(type_, by=None, **raw):
    """A record of any type: what its own rules ask for is filled in with something plausible."""
    resource = resource_named(type_)
    access = by or system_access()
    if resource.model is Firm and Firm.objects.exists():
        return Firm.here()
    for spec in resource.coded.values():
        if spec.required and spec.editable and spec.name not in raw:
            raw[spec.name] = plausible(spec)
    raw |= of_one_pipeline(type_, raw)
    for _attempt in range(6):
        try:
            return saving.create(resource, access, raw)
        except Invalid as invalid:
            for error in invalid.errors:
                raw[error.field] = plausible(resource.coded[error.field], again=True)
    raise AssertionError(f"{type_}: {raw}")


def of_one_pipeline(type_, raw):
    """The stage that belongs to a step's version; the deal that runs on it."""
    if type_ in ("stage-steps", "stage-criteria"):
        pipeline = Process.objects.get(pk=raw["process"]).pipeline_id
        return {"stage": str(make("stages", pipeline=str(pipeline)).pk)}
    if type_ == "payment-shares":
        party = str(Payment.objects.get(pk=raw["payment"]).party_id)
        contract = make("contracts", party=party).pk
        rows = models.QuerySet(Contract).filter(pk=contract)
        rows.update(status=Contract.Status.APPROVED, amount=1_000_000)
        return {"contract": str(contract)}
    if type_ == "opportunity-steps":
        process = StageStep.objects.get(pk=raw["step"]).process
        with change_set(by=None, door="system"):
            process.publish()
        stage = make("stages", pipeline=str(process.pipeline_id))
        return {"opportunity": str(make("opportunities", stage=str(stage.pk)).pk)}
    return {}


def plausible(spec, *, again=False):
    kind = spec.kind.name
    if spec.target is not None:
        return str(make(resource_for(spec.target).name).pk)
    if spec.choices:
        word = str(spec.choices[-1 if again else 0][0])
        return [word] if kind == "choices" else word
    if kind == "relation":
        return str(make("parties").pk)
    if kind == "reference":
        return f"party:{make('parties').pk}"
    values = {
        "integer": "2026" if again else "1", "number": "1", "money": "1000", "date": "2026-03-10",
        "moment": f"2026-03-10 1{int(again)}:00", "boolean": "true", "choices": "one; two",
    }  # fmt: skip
    number = next(_numbers)
    if spec.name == "formula":
        return "1 + 1"
    if spec.name == "pattern":
        return f"P{number}-{{year}}-{{serial:4}}"
    words = f"https://hooks.example.com/{number}" if spec.name == "url" else f"word_{number}"
    return values.get(kind, "021 5888 1234" if again and spec.name == "value" else words)


def parties():
    return Party.objects.all()
