"""A small company, and programs that speak JSON with a token of one of its users."""

import json
from dataclasses import dataclass

from django.test import Client

from zhike.access.models import ApiToken, FieldRight, Grant, Role, Team, User, UserRole
from zhike.people.models import ContactPoint, Party


class Api:
    """A program with a token: sends JSON, returns responses with `.json()`."""

    def __init__(self, token: str, **options):
        self.client = Client(headers={"Authorization": f"Bearer {token}"}, **options)

    def send(self, method, path, body=None, **headers):
        data = (
            {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        )
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(method, "/api/v1" + path, headers=named, **data)

    def get(self, path, **parameters):
        return self.client.get("/api/v1" + path, parameters)

    def post(self, path, body=None, **headers):
        return self.send("POST", path, body, **headers)

    def patch(self, path, body, version):
        return self.send("PATCH", path, body, If_Match=f'"{version}"')

    def delete(self, path, **headers):
        return self.send("DELETE", path, **headers)


@dataclass
class Company:
    """Who works here, with a client each, and their customers."""

    users: dict[str, User]
    apis: dict[str, Api]
    parties: dict[str, Party]
    teams: dict[str, Team]


def role(name, grants, fields=()):
    made = Role(name=name)
    made.save()
    for resource, verb, scope in grants:
        Grant(role=made, resource=resource, verb=verb, scope=scope).save()
    for resource, field, level in fields:
        FieldRight(role=made, resource=resource, field=field, level=level).save()
    return made


def found(company: Company):
    """Two teams; an administrator, two sales representatives, a reader of masked fields."""
    for key in ("north", "south"):
        company.teams[key] = Team(name=key)
        company.teams[key].save()
    everything = [
        (kind, verb, "team")
        for kind in ("party", "task")
        for verb in ("read", "create", "update", "delete")
    ]
    roles = {
        "rep": role("representative", everything),
        "reader": role(
            "reader", [("party", "read", "all"), ("user", "read", "all")],
            [("party", "annual_revenue", "hidden"), ("party", "uscc", "masked"),
             ("contact-point", "value", "masked")],
        ),
    }  # fmt: skip
    people = [("admin", None, "north"), ("li", "rep", "north"), ("wang", "rep", "south"),
              ("reader", "reader", "south"), ("nobody", None, "south")]  # fmt: skip
    for login, its_role, team in people:
        user = User(login=login, name=login, team=company.teams[team], is_admin=login == "admin")
        user.set_unusable_password()
        user.save()
        if its_role:
            UserRole(user=user, role=roles[its_role]).save()
        company.users[login] = user
        company.apis[login] = Api(ApiToken.issue(user))
    for name, owner in (("华北重工", "li"), ("江南软件", "wang")):
        party = Party(name=name, owner=company.users[owner], annual_revenue="1200.50")
        party.save()
        ContactPoint(party=party, value="13800138000").save()
        company.parties[owner] = party
