"""People from the command line: `user add NAME [--admin] …`, `user password LOGIN`."""

from __future__ import annotations

import argparse
from typing import Any, cast

from zhike.access.models import Role, Team, User
from zhike.access.rights import system_access
from zhike.administration.passwords import one_time_password
from zhike.project.commands import CommandRefused
from zhike.records import saving
from zhike.records.errors import Duplicate, Invalid
from zhike.records.resource import resource_for
from zhike.web.preferences import set_password


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Who, and what the user may do."""
    words = parser.add_subparsers(dest="word", required=True)
    add = words.add_parser("add", help="add a user and print a one-time password")
    add.add_argument("name", metavar="NAME", help="name, with which the user also logs in")
    add.add_argument("--admin", action="store_true", help="sees and does everything")
    add.add_argument("--role", action="append", default=[], metavar="R", help="may be repeated")
    add.add_argument("--team", metavar="T")
    renew = words.add_parser("password", help="print a new one-time password for a user")
    renew.add_argument("login", metavar="LOGIN", help="name with which the user logs in")


def run(options: argparse.Namespace) -> int:
    """Make or find the user; the one-time password is the only line on stdout."""
    user = _added(options) if options.word == "add" else _known(options.login)
    password = one_time_password()
    set_password(user, password, by=None, temporary=True)
    print(password)
    return 0


def _known(login: str) -> User:
    user = User.objects.filter(login=login).first()
    if user is None:
        raise CommandRefused(f"There is no user who logs in as {login}.")
    return cast(User, user)


def _added(options: argparse.Namespace) -> User:
    raw: dict[str, Any] = {
        "name": options.name, "login": options.name, "is_admin": options.admin,
        "user_roles": [{"role": str(_named(Role, role).pk)} for role in options.role],
    }  # fmt: skip
    if options.team:
        raw["team"] = str(_named(Team, options.team).pk)
    try:
        return cast(User, saving.create(resource_for(User), system_access("command"), raw))
    except Duplicate:
        raise CommandRefused(f"There is a user {options.name} already.") from None
    except Invalid as invalid:
        raise CommandRefused(invalid.errors[0].message) from None


def _named(model: type[Role] | type[Team], name: str) -> Any:
    found = model.objects.filter(name=name).first()
    if found is None:
        known = ", ".join(sorted(model.objects.values_list("name", flat=True))) or "none yet"
        raise CommandRefused(f"There is no {model.record_type} {name}; there are: {known}.")
    return found
