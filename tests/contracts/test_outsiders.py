"""Somebody from outside reaches the pages made for them, at every door, and nothing else."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.cast import Cast
from tests.contracts.doors import writes
from tests.contracts.routes import API, ROUTES
from zhike.access.models import ApiToken, User
from zhike.access.rights import access_of
from zhike.ledger.actions import actions_of
from zhike.ledger.current import change_set
from zhike.ledger.fields import RecordRef
from zhike.people.models import Party
from zhike.records.resource import all_resources

pytestmark = pytest.mark.requirement("B53")

OWN = {
    "login/", "login/code/", "logout/", "manifest.webmanifest", "preferences/language/",
    "preferences/password/", "preferences/security/", "preferences/security/sessions/",
    "preferences/security/password/", "preferences/security/again/", "preferences/security/on/",
    "preferences/security/off/", "preferences/security/codes/", "preferences/security/new-codes/",
    "understood/", "shared/<str:token>/",
}  # fmt: skip
"""Reviewed: how one comes in and goes, a link that anybody may have, a date; so is `portal/`."""
OUTSIDERS_HAVE = {
    ("party", "read"), ("deal-registration", "read"), ("deal-registration", "create"),
    ("deal-registration", "ask_extension"), ("lead-share", "read"),
    ("lead-share", "report_progress"), ("reward", "read"),
}  # fmt: skip
"""Reviewed: each of these on what is their own party's alone."""


@pytest.fixture
def outsider(cast: Cast) -> User:
    """Comes in for one customer of the cast; a role was given by mistake, and a token."""
    with change_set(by=None, door="system"):
        party = Party.objects.get(pk=cast.of("party").id)
        user = User(login="outsider", name="外人", represents=RecordRef.to(party),
                    team=cast.teams["华骏客车"])  # fmt: skip
        user.save()
        cast.tokens["outsider"] = ApiToken.issue(user)
    return user


def _paths(cast: Cast, route: str) -> str:
    found = route.replace("<slug:name>", "parties").replace("<slug:verb>", "put_in")
    found = re.sub("<(id|uuid):[a-z_]+>", str(cast.of("party").id), found)
    for place in ("<int:seq>", "<int:number>", "<slug:key>", "<str:field>", "<str:name>"):
        found = found.replace(place, "1")
    assert "<" not in found, found
    return "/" + found


def test_every_route_but_the_portals_turns_them_away(cast: Cast, outsider: User) -> None:
    browser, program = Client(), Client()
    browser.force_login(outsider)
    bearer = {"Authorization": f"Bearer {cast.tokens['outsider']}"}
    wrong = []
    for route in ROUTES:
        if route in OWN or route.startswith("portal/"):
            continue
        path = _paths(cast, route)
        for method in ("GET", "POST", "PATCH", "DELETE"):
            with writes() as written:
                answer = browser.generic(method, path, b"{}", "application/json")
            is_home = answer.status_code == 302 and answer["Location"] == "/portal/"
            if not (answer.status_code == 404 or (method == "GET" and is_home)) or written:
                wrong.append((method, path, answer.status_code, written))
        if route.startswith(API) and "openapi" not in route:
            with writes() as written:
                answer = program.get(path, headers=bearer)
            if answer.status_code != 401 or written:
                wrong.append(("token", path, answer.status_code, written))
    assert wrong == []


def test_their_access_reaches_their_own_party_and_nothing_else(cast: Cast, outsider: User) -> None:
    access = access_of(outsider, "web")
    had = set()
    for resource in all_resources():
        model = resource.model
        verbs = {"read", "create", "update", "delete", "export", "import", "administer"}
        for verb in verbs | {action.permission for action in actions_of(model).values()}:
            if access.can(model, verb):
                had.add((model.record_type, verb))
                assert {row.pk for row in access.rows(Party)} == {cast.of("party").id}
            else:
                assert not access.rows(model, verb).exists(), (model, verb)
    assert had == OUTSIDERS_HAVE
