"""Every route × role × record × verb: who gets in is what the oracle says, at every door."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import pytest

from tests.cast import LEFT, Cast, Place, Planted
from tests.contracts import oracle
from tests.contracts.doors import MISSING, Answer, Visitor
from tests.contracts.routes import API, ROUTES, Row, open_routes, patterns
from zhike.access.rights import access_of
from zhike.ledger.actions import actions_of
from zhike.ledger.models import Change
from zhike.records.resource import Resource, all_resources, resource_named
from zhike.sales.defaults import ENDING

pytestmark = pytest.mark.requirement("A11", "B38", "D02")

REP = "zhouzihan"
WALKERS = (
    "admin", "novice", "zhouzihan", "sunxiaotong", "heyan", "linguodong", "wangmin", "hefang",
    "qiujian",
)  # fmt: skip
"""Administrator, nobody's role, a sales representative, one who helps elsewhere, a director of
several teams, general manager, marketing, service (a field hidden), auditor (a field masked)."""
SHIPPED = {str(ENDING)}
"""What every installation has from the start: a shared view of contracts."""
TOGETHER = ("admin", "novice", "zhouzihan", "heyan", "qiujian")
"""Those who try every route in each run: the auditor, too, reads all as these two do."""
ALONE = ("novice", "zhouzihan", "heyan", "wangmin", "qiujian")
"""Those who, in the whole gate, try every route on every record type, two of them each."""
ROUTE_NUMBERS = {route: number for number, route in enumerate(ROUTES)}
RESOURCE_NUMBERS = {resource.name: number for number, resource in enumerate(all_resources())}
ALSO = {
    "zhouzihan": ("opportunities",), "heyan": ("interactions", "user-roles"),
    "hefang": ("opportunities",), "qiujian": ("contact-points",),
}  # fmt: skip
OPEN_ROUTES = {
    "api/v1/openapi.json", "login/", "login/code/", "healthz", "healthz/", "preferences/language/",
    "manifest.webmanifest", "shared/<str:token>/", "verify/",
}  # fmt: skip
LOGGED_OUT, DENIED, MISSED = "logged out", "denied", "missing"
PLAIN_VERBS = ("read", "create", "update", "delete")


@dataclass(frozen=True)
class Call:
    """One call of the matrix: a route with everything filled in, and what is to come of it."""

    route: str
    method: str
    row: Row
    path: str
    expected: str

    def of(self, visitor: Visitor, path: str = "") -> Answer:
        """Make it."""
        path = "/" + (path or self.path)
        if self.route.startswith(API):
            body = dict(self.row.send) if self.method in ("POST", "PATCH", "GET") else None
            return visitor.api(self.method, path, body, **self.row.headers)
        return visitor.web(self.method, path, dict(self.row.send))


def test_every_route_stands_in_the_matrix() -> None:
    assert set(patterns()) == set(ROUTES)


def test_the_routes_that_are_open_to_all_are_the_reviewed_ones() -> None:
    assert open_routes() == OPEN_ROUTES


# The layer itself, over every record


@pytest.mark.parametrize("login", [*oracle.EVERYBODY])
def test_the_layer_finds_exactly_the_records_that_the_oracle_does(cast: Cast, login: str) -> None:
    person, access = oracle.EVERYBODY[login], access_of(cast.users[login], "web")
    for kind in cast.kinds():
        some = [p for p in cast.planted if p.kind == kind]
        model = some[0].resource.model
        for verb in (*PLAIN_VERBS, *(a.permission for a in actions_of(model).values())):
            assert access.can(model, verb) == oracle.can(person, kind, verb), (kind, verb)
            rows = access.rows(model, verb).filter(pk__in=[p.id for p in some])
            found = set(rows.values_list("pk", flat=True))
            expected = {p.id for p in some if oracle.may(person, p, verb)}
            assert _places(some, found) == _places(some, expected), (kind, verb)


def _places(some: list[Planted], ids: set[UUID]) -> list[str]:
    return sorted(p.place.name for p in some if p.id in ids)


# The doors


@pytest.mark.parametrize("login", WALKERS)
def test_a_list_holds_the_same_records_at_every_door(cast: Cast, login: str) -> None:
    """Records with owners and their parts for all; the others, which all see alike, by turns."""
    visitor = Visitor(cast, login)
    turn = all_resources()[WALKERS.index(login) :: len(WALKERS)]
    for resource in all_resources():
        if resource not in turn and resource.model.record_type not in cast.kinds():
            continue
        kind = resource.model.record_type
        web = visitor.web("GET", f"/{resource.name}/")
        assert not visitor.leaks(web), resource.name
        if not oracle.can(visitor.person, kind, "read"):
            assert web.status == 403
            continue
        assert web.status == 200
        seen = [p for p in cast.planted if p.kind == kind]
        expected = {str(p.id) for p in seen if oracle.may(visitor.person, p, "read")}
        assert {str(p.id) for p in seen if f"/{resource.name}/{p.id}/" in web.text} == expected
        if resource.in_api:
            _api_list(visitor, resource, {str(p.id) for p in seen}, expected)


def _api_list(visitor: Visitor, resource: Resource, known: set[str], expected: set[str]) -> None:
    path = f"/api/v1/{resource.name}"
    answer = visitor.api("GET", path, {"limit": 200})
    if resource.name == "parties":
        assert visitor.api("GET", path, {"limit": 200}, session=True).text == answer.text
    assert not visitor.leaks(answer), resource.name
    found = answer.json()
    items, cursor = found["items"], found["next_cursor"]
    while cursor:
        more = visitor.api("GET", path, {"limit": 200, "cursor": cursor}).json()
        items, cursor = [*items, *more["items"]], more["next_cursor"]
    ids = {item["id"] for item in items}
    assert found["total"] == len(ids)
    if known:
        assert ids - SHIPPED == expected


@pytest.mark.full
@pytest.mark.parametrize("login", TOGETHER)
def test_every_route_lets_in_whom_the_oracle_does(cast: Cast, login: str) -> None:
    """Each walker tries every route; together they try each on every record type."""
    _walk(cast, login, calls(cast, oracle.EVERYBODY[login], _turn(login)))


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize("login", ALONE)
def test_every_route_does_so_for_every_record_type(cast: Cast, login: str) -> None:
    """Each walker meets each route and each record type; each pair of these, two walkers more.

    Who gets in is decided above the database; by turns, as above, PostgreSQL agrees.
    """
    person = oracle.EVERYBODY[login]
    tried = calls(cast, person, _turn(login)) if login in TOGETHER else ()
    paths = {(call.method, call.path) for call in tried}
    every = calls(cast, person, set(all_resources()))
    mine = (c for c in every if _falls_to(login, c) and (c.method, c.path) not in paths)
    _walk(cast, login, mine)


def _falls_to(login: str, call: Call) -> bool:
    """Whether a call is one of a walker's, in a Latin square of routes and record types."""
    name = call.path.removeprefix(API).partition("/")[0]
    place = ROUTE_NUMBERS[call.route] + RESOURCE_NUMBERS.get(name, 0)
    return (place - ALONE.index(login)) % len(ALONE) < 2


def _turn(login: str) -> set[Resource]:
    """The record types on which a walker tries every route in each run."""
    return set(all_resources()[TOGETHER.index(login) :: len(TOGETHER)]) | _always(login)


def _always(login: str) -> set[Resource]:
    """Records with owners for all; those of which roles hide fields where it matters."""
    return {resource_named(name) for name in ("parties", *ALSO.get(login, ()))}


def _walk(cast: Cast, login: str, some: Iterable[Call]) -> None:
    visitor, wrong = Visitor(cast, login), []
    shapes: dict[tuple[str, ...], Any] = {}
    for call in some:
        answer = call.of(visitor)
        for complaint in complaints(visitor, call, answer, shapes):
            wrong.append(f"{call.method} {call.path}: {complaint}")
    assert wrong == []


def complaints(
    visitor: Visitor, call: Call, answer: Answer, shapes: dict[tuple[str, ...], Any]
) -> Iterator[str]:
    """What is wrong with an answer; `shapes` are those of the refusals so far."""
    if answer.status not in statuses(call):
        yield f"{answer.status}, not {call.expected or call.row.answers}"
    if leaks := visitor.leaks(answer):
        yield f"shows {leaks}"
    if answer.writes and (call.expected or not call.row.writes):
        yield f"wrote {answer.writes}"
    if call.expected == MISSED:
        kind = call.path.removeprefix(API).split("/")[0]
        first = shapes.setdefault((call.route, call.method, kind), answer.shape)
        if answer.shape != first:
            yield f"tells what may not be seen from what is not there: {first} {answer.shape}"


def statuses(call: Call) -> tuple[int, ...]:
    """What may be answered."""
    return {DENIED: (403,), MISSED: (404,), LOGGED_OUT: (401, 302)}.get(
        call.expected, call.row.answers
    )


def calls(cast: Cast, person: oracle.Person, resources: set[Resource]) -> Iterator[Call]:
    """Every call of the matrix for a person on these record types; of records alike, one."""
    for route, rows in ROUTES.items():
        for method, row in rows.items():
            for path, expected in filled(cast, person, route, row, resources):
                yield Call(route, method, row, path, expected)


def filled(
    cast: Cast, person: oracle.Person, route: str, row: Row, resources: set[Resource]
) -> Iterator[tuple[str, str]]:
    """A route's paths with what is expected of each."""
    need, _colon, verb = row.need.partition(":")
    if need in ("open", "user"):
        yield route, ""
    elif need == "kind":
        for resource in _resources(route, row, resources):
            path = route.replace("<slug:name>", resource.name)
            for id_ in _any_id(resource) if "<" in path else [""]:
                yield _with_id(path, id_), "" if _can(person, resource, verb) else DENIED
    elif need in ("record", "verb"):
        for resource in _resources(route, row, resources):
            yield from _records(cast, person, route, row, resource)
    elif need == "import":
        verbs = ("read", "create", "import")
        known = any(all(oracle.can(person, k, v) for v in verbs) for k in oracle.WORK)
        yield route, "" if known else DENIED
    else:
        yield from _own(cast, person, route, need, verb)


def _resources(route: str, row: Row, resources: set[Resource]) -> list[Resource]:
    if row.name:
        return [resource_named(row.name)]
    # What a record type does in its own way has a row of its own.
    own = {r for r in resources if route.replace("<slug:name>", r.name) in ROUTES.keys() - {route}}
    known = [r for r in all_resources() if r in resources - own]
    return [r for r in known if r.in_api or not route.startswith(API)]


def _any_id(resource: Resource) -> list[Any]:
    return [resource.model.objects.order_by("-pk").first().pk]


def _with_id(path: str, id_: Any) -> str:
    path = path.replace("<id:id_>", str(id_)).replace("<uuid:id_>", str(id_))
    return path.replace("<int:number>", "1")


def _can(person: oracle.Person, resource: Resource, verb: str) -> bool:
    """Whether somebody is let to a record type: reading comes before any other verb."""
    kind = resource.model.record_type
    if verb == "write":
        return any(_can(person, resource, v) for v in ("create", "update", "delete"))
    return oracle.can(person, kind, "read") and oracle.can(person, kind, verb)


def _records(
    cast: Cast, person: oracle.Person, route: str, row: Row, resource: Resource
) -> Iterator[tuple[str, str]]:
    """One record of each sort: not there, not to be seen, seen, within reach of the verb."""
    actions = actions_of(resource.model)
    verbs = [(a.name, a.permission) for a in actions.values()] if row.need == "verb" else [("", "")]
    verb, _plus, also = row.need.partition(":")[2].partition("+")
    for name, permission in verbs:
        path = route.replace("<slug:name>", resource.name).replace("<slug:verb>", name)
        for planted in (None, *alike(cast, person, resource)):
            needed = permission or verb
            expected = _expected(person, resource, planted, needed)
            if also and not expected and not oracle.can(person, *also.split(":")):
                expected = DENIED
            yield _with_id(path, planted.id if planted else MISSING), expected


def _expected(person: oracle.Person, resource: Resource, planted: Planted | None, verb: str) -> str:
    if not _can(person, resource, verb):
        return DENIED
    if planted is None or not oracle.may(person, planted, "read"):
        return MISSED
    return "" if oracle.may(person, planted, verb) else DENIED


def alike(cast: Cast, person: oracle.Person, resource: Resource) -> list[Planted]:
    """A record of each sort that a person's rights tell apart; any one where nobody owns them."""
    kind = resource.model.record_type
    some = [p for p in cast.planted if p.kind == kind]
    if not some:
        return [Planted(0, resource, Place(""), _any_id(resource)[0])]
    verbs = ("read", "update", "delete", *sorted(oracle.DEAL))
    sorts: dict[tuple[bool, ...], Planted] = {}
    for planted in some:
        sorts.setdefault(tuple(oracle.may(person, planted, v) for v in verbs), planted)
    return list(sorts.values())


def _own(
    cast: Cast, person: oracle.Person, route: str, need: str, verb: str
) -> Iterator[tuple[str, str]]:
    """Change sets, jobs and deletions: one's own, another's, none."""
    yield _with_id(route, MISSING).replace("<int:seq>", "999999999"), MISSED
    for login in cast.sets:
        mine = login == person.login or person.is_admin
        if need == "job":
            yield _with_id(route, cast.jobs[login].pk), "" if mine else MISSED
        elif need == "export":
            own = login == person.login
            yield _with_id(route, cast.exports[login].pk), "" if own else MISSED
        elif need == "run":
            looked_at = DENIED if verb and person.is_admin else ""
            yield _with_id(route, cast.runs[login].pk), looked_at if mine else MISSED
        elif need == "trash":
            yield route.replace("<int:seq>", str(_deletion(login, cast))), "" if mine else MISSED
        else:
            seen = verb and oracle.may(person, cast.of("party", login), "read")
            others = (DENIED if verb == "undo" else "") if seen else MISSED
            yield _with_id(route, cast.sets[login].pk), "" if mine else others


def _deletion(login: str, cast: Cast) -> int:
    actor = cast.users[login].pk
    found = Change.objects.filter(operation=Change.Operation.DELETE, change_set__actor=actor)
    return int(found.order_by("seq").values_list("seq", flat=True)[0])


@pytest.mark.parametrize("login", ["", LEFT])
def test_who_is_not_logged_in_or_has_left_gets_nothing(cast: Cast, login: str) -> None:
    visitor, admin = Visitor(cast, login), oracle.EVERYBODY["admin"]
    done = set()
    for call in calls(cast, admin, _always(REP)):
        key = (call.route, call.method)
        if call.row.need == "open" or key in done:
            continue
        done.add(key)
        answer = call.of(visitor)
        assert answer.status == (401 if call.route.startswith(API) else 302), call
        assert call.route.startswith(API) or answer.headers["Location"].startswith("/login/")
        assert not visitor.leaks(answer)
        assert not answer.writes, call
    walked = {route for route, rows in ROUTES.items() if rows}
    assert {route for route, _ in done} == walked - open_routes() - {"logout/"}


@cache
def _methods(route: str) -> set[str]:
    return {"GET", "POST", "PUT", "PATCH", "DELETE"} - set(ROUTES[route])


@pytest.mark.full
def test_a_method_that_a_route_does_not_have_writes_nothing(cast: Cast) -> None:
    visitor, done = Visitor(cast, "admin"), set()
    for call in calls(cast, visitor.person, _always(REP)):
        if call.route in done or call.expected:
            continue
        done.add(call.route)
        for method in _methods(call.route):
            answer = Call(call.route, method, Row("user"), call.path, "").of(visitor)
            assert answer.status < 500, (method, call.path)
            assert not answer.writes, (method, call.path, answer.writes)
