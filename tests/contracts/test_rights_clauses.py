"""What the rights promise, clause by clause: fields, denials, shares, exports, reasons, leaving."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import MARK, PHONE, Cast
from tests.contracts import oracle
from tests.contracts.doors import Answer, Visitor
from zhike.access.models import FieldRight, Grant, Level, Role, Scope, UserRole
from zhike.ledger.actions import actions_of
from zhike.ledger.current import change_set
from zhike.records import lanes
from zhike.records.resource import all_resources

pytestmark = [pytest.mark.full, pytest.mark.requirement("A11", "B38", "D02")]

API = "/api/v1/"
REP, OTHER, TEAM_MATE = "zhouzihan", "zengling", "sunxiaotong"
PAGES = ("", "edit/", "history/", "timeline/", "as-of/", "access/", "delete/")
ASPECTS = ("", "/history", "/timeline", "/access", "?as_of=2999-01-01T00:00:00Z")
REASON = "reason"
"""A mark that stands in no field: why a change set was made."""


@pytest.fixture
def rep(cast: Cast) -> Visitor:
    """A sales representative."""
    return Visitor(cast, REP)


def with_role(cast: Cast, login: str, *rights: Any) -> None:
    """Give somebody a further role of these rights."""
    with change_set(by=cast.users["admin"], door="web"):
        role = Role(name=f"further {login} {time.monotonic_ns()}")
        role.save()
        for right in rights:
            right.role = role
            right.save()
        UserRole(user=cast.users[login], role=role).save()


def denied(kind: str, verb: str) -> Grant:
    return Grant(resource=kind, verb=verb, is_denied=True)


# Fields


def marked_fields(cast: Cast) -> set[tuple[str, str]]:
    """Every field that holds a mark or a marked telephone number, by record type."""
    return {
        (planted.kind, name)
        for planted in cast.planted
        for name, value in planted.values.items()
        if MARK.search(text := json.dumps(value)) or PHONE.search(text)
        if name not in planted.resource.part_resources()
    }


def places(cast: Cast, rep: Visitor) -> Iterator[str]:
    """Every page and call that shows the representative's own records."""
    yield from ("/", "/trash/", "/change-sets/", f"/change-sets/{cast.sets[REP].pk}/")
    yield from (API + "change-sets", f"{API}change-sets/{cast.sets[REP].pk}")
    yield from (
        "/opportunities/board/",
        API + "search?q=kn",
        "/search/?q=kn",
        "/search/options/?q=kn",
    )
    for resource in (r for r in all_resources() if r.model.record_type in cast.kinds()):
        mine = cast.of(resource.model.record_type)
        path = f"/{resource.name}/"
        specs = ",".join(resource.coded)
        yield from (
            f"{path}?columns={specs}&q={'kn' if resource.search else ''}",
            f"{path}options/",
        )
        if lanes.usual(resource, cast.access(REP)):
            yield f"{path}board/?columns={specs}&by=owner"
        yield from (path + f"{mine.id}/" + page for page in PAGES)
        yield from (path + f"{mine.id}/?tab={name}" for name in resource.relations())
        may = cast.access(REP).can
        verbs = [
            v for v in actions_of(resource.model).values() if may(resource.model, v.permission)
        ]
        yield from (f"{path}{mine.id}/{v.name}/" for v in verbs if not resource.is_part)
        if resource.in_api:
            yield API + resource.name
            aspects = ASPECTS[:4] if resource.is_part else ASPECTS
            yield from (f"{API}{resource.name}/{mine.id}{aspect}" for aspect in aspects)


def marks(answer: Answer) -> set[str]:
    found = {m[0] for m in MARK.finditer(answer.text) if m[2] != REASON}
    return found | {m[0] for m in PHONE.finditer(answer.text)}


@pytest.mark.full
@pytest.mark.parametrize("levels", [
    (Level.HIDDEN, Level.MASKED),
    # Who reads which field is decided above the database.
    pytest.param((Level.MASKED, Level.HIDDEN), marks=[pytest.mark.slow, pytest.mark.once]),
])  # fmt: skip
def test_a_field_that_may_not_be_read_is_nowhere(
    cast: Cast, rep: Visitor, levels: tuple[str, str]
) -> None:
    """Every second field hidden and the others masked; among the slow ones, the other way round."""
    fields = sorted(marked_fields(cast))
    assert len(fields) > 20
    exports = [Grant(resource=k, verb="export", scope=Scope.ALL) for k in ("party", "opportunity")]
    rights = [
        FieldRight(resource=k, field=f, level=levels[n % 2], is_denied=True)
        for n, (k, f) in enumerate(fields)
    ]
    before = rep.web("GET", f"/parties/{cast.of('party').id}/")
    assert marks(before)
    with_role(cast, REP, *exports, *rights)
    wrong = []
    for path in places(cast, rep):
        answer = rep.api("GET", path) if path.startswith(API) else rep.web("GET", path)
        if shown := marks(answer):
            wrong.append((path, shown))
        if answer.status not in (200, 403, 404, 409):
            wrong.append((path, {str(answer.status)}))
    for name in ("parties", "opportunities"):
        mine = str(cast.of("party" if name == "parties" else "opportunity").id)
        sent = {"ids": [mine], "do": "delete", "step": "preview"}
        for path, data in ((f"/{name}/export/", {"format": "csv"}), (f"/{name}/bulk/", sent)):
            answer = rep.web("POST", path, data)
            assert answer.status == 200, path
            if shown := marks(answer):
                wrong.append((path, shown))
    assert wrong == []


def test_a_field_to_be_read_alone_is_written_at_no_door(cast: Cast, rep: Visitor) -> None:
    with_role(cast, REP, FieldRight(resource="party", field="note", level="read", is_denied=True))
    mine = cast.of("party")
    version = rep.api("GET", f"{API}parties/{mine.id}").json()["version"]
    sent = {"ids": [str(mine.id)], "do": "set:note", "v-note": "x", "step": "run"}
    answers = [
        rep.api("PATCH", f"{API}parties/{mine.id}", {"note": "x"}, If_Match=f'"{version}"'),
        rep.api("POST", API + "parties", {"name": "甲", "note": "x"}),
        rep.web("POST", f"/parties/{mine.id}/edit/", {"version": str(version), "note": "x"}),
        rep.web("POST", "/parties/bulk/", sent),
    ]
    assert [a.status for a in answers] == [400, 400, 302, 200]
    assert [a.writes for a in answers] == [[], [], [], []]
    assert rep.api("GET", f"{API}parties/{mine.id}").json()["note"] == mine.mark("note")
    asked = {"filter": json.dumps({"field": "note", "op": "contains", "value": mine.mark("note")})}
    assert rep.api("GET", API + "parties", asked).json()["total"] == 1


def test_a_field_denied_by_one_role_is_denied_whatever_others_allow(cast: Cast) -> None:
    visitor = Visitor(cast, "hefang")
    path = f"{API}opportunities/{cast.of('opportunity').id}"
    assert "amount" not in visitor.api("GET", path).json()
    with_role(cast, "hefang")  # Another role that says nothing of the field allows it …
    assert "amount" in visitor.api("GET", path).json()
    with_role(cast, "hefang", FieldRight(
        resource="opportunity", field="amount", level=Level.HIDDEN, is_denied=True
    ))  # fmt: skip
    assert "amount" not in visitor.api("GET", path).json()  # … unless one denies it to all.


# Denials


@pytest.mark.parametrize(("kind", "verb"), [("party", "read"), ("*", "read"), ("party", "*")])
def test_a_denied_verb_is_gone_whatever_other_roles_grant(
    cast: Cast, rep: Visitor, kind: str, verb: str
) -> None:
    with_role(cast, REP, Grant(resource="party", verb="read", scope=Scope.ALL))
    assert rep.web("GET", "/parties/").status == 200
    with_role(cast, REP, denied(kind, verb))
    mine = cast.of("party")
    for answer in (
        rep.web("GET", "/parties/"), rep.web("GET", f"/parties/{mine.id}/"),
        rep.api("GET", API + "parties"), rep.api("GET", f"{API}parties/{mine.id}"),
        rep.web("GET", f"/contact-points/{cast.of('contact-point').id}/"),
    ):  # fmt: skip
        assert answer.status == 403
        assert not marks(answer)
    shown = rep.web("GET", f"/opportunities/{cast.of('opportunity').id}/")
    assert mine.mark("name") not in shown.text
    assert rep.api("GET", API + "search", {"q": mine.mark("name")}).json()["items"] == []


def test_a_denial_takes_a_verb_away_and_no_row(cast: Cast, rep: Visitor) -> None:
    before = rep.api("GET", API + "parties").text
    with_role(cast, REP, denied("party", "update"))
    assert rep.api("GET", API + "parties").text == before
    path = f"/parties/{cast.of('party').id}/"
    answers = [
        rep.web("POST", path + "edit/", {"version": "1", "name": "x"}),
        rep.api("PATCH", API[:-1] + path[:-1], {"name": "x"}, If_Match='"1"'),
        rep.web("POST", path + "collaborators/", {"user": str(cast.users[OTHER].pk)}),
        rep.api("POST", API + "contact-points", {"party": path[9:-1], "value": "13900000000"}),
    ]
    assert [a.status for a in answers] == [403] * 4
    assert [a.writes for a in answers] == [[]] * 4
    assert "edit/" not in rep.web("GET", path).text


# One record of others, until a day


def test_a_share_ends_with_its_last_day(cast: Cast, rep: Visitor, monkeypatch: Any) -> None:
    shared, kept = cast.of("party", "shared to edit"), cast.of("party", "shared to read")
    today = timezone.localdate()

    def statuses(planted: Any) -> list[int]:
        path = f"parties/{planted.id}"
        return [rep.web("GET", f"/{path}/").status, rep.api("GET", API + path).status]

    assert statuses(shared) == statuses(kept) == [200, 200]
    assert rep.web("GET", f"/parties/{shared.id}/edit/").status == 200
    assert rep.web("GET", f"/parties/{kept.id}/edit/").status == 403
    monkeypatch.setattr(timezone, "localdate", lambda *_: today + dt.timedelta(days=1))
    assert statuses(shared) == [404, 404]
    assert statuses(kept) == [200, 200]
    assert str(shared.id) not in rep.api("GET", API + "parties").text
    assert rep.api("GET", API + "search", {"q": shared.mark("name")}).json()["items"] == []


# Exporting


def exported(visitor: Visitor, name: str) -> set[str]:
    """The ids in the file."""
    answer = visitor.web("POST", f"/{name}/export/", {"format": "csv"})
    assert answer.status == 200
    assert not visitor.leaks(answer)
    return {row["id"] for row in csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff")))}


def test_an_export_holds_what_may_be_exported(cast: Cast, rep: Visitor) -> None:
    director = Visitor(cast, "heyan")
    for name, kind in (("parties", "party"), ("opportunities", "opportunity")):
        some = [p for p in cast.planted if p.kind == kind]
        expected = {str(p.id) for p in some if oracle.may(director.person, p, "export")}
        assert exported(director, name) == expected
    refused = rep.web("POST", "/parties/export/", {"format": "csv"})
    assert refused.status == 403
    assert refused.writes == []


def test_exporting_may_reach_less_far_than_reading(cast: Cast, rep: Visitor) -> None:
    with_role(cast, REP, Grant(resource="party", verb="export", scope=Scope.OWN))
    own = {
        str(p.id) for p in cast.planted
        if p.kind == "party" and (p.place.owner == REP or p.place.name == "shared to edit")
    }  # fmt: skip
    assert rep.web("GET", f"/parties/{cast.of('party', TEAM_MATE).id}/").status == 200
    assert exported(rep, "parties") == own


# Who can see this, and why


@pytest.mark.parametrize("kind", ["party", "opportunity", "interaction"])
@pytest.mark.parametrize("place", [REP, "shared to edit", "no longer shared", "team's", "nobody's"])
def test_it_is_said_who_can_see_a_record_and_why(cast: Cast, kind: str, place: str) -> None:
    planted, admin = cast.of(kind, place), Visitor(cast, "admin")
    path = f"{planted.resource.name}/{planted.id}/access"
    said = {item["user"]: item for item in admin.api("GET", API + path).json()["items"]}
    logins = {str(user.pk): login for login, user in cast.users.items()}
    verbs = ("read", "update", "delete")
    expected = {
        login: [v for v in verbs if oracle.may(person, planted, v)]
        for login, person in oracle.EVERYBODY.items() if oracle.may(person, planted, "read")
    }  # fmt: skip
    assert {logins[user]: item["verbs"] for user, item in said.items()} == expected
    page = admin.web("GET", f"/{path}/")
    for user, item in said.items():
        assert f"/users/{user}/" in page.text
        assert item["why"] in page.text
    assert all(
        f"/users/{u.pk}/" not in page.text for n, u in cast.users.items() if n not in expected
    )


def test_the_reason_is_the_right_that_lets_one_see(cast: Cast) -> None:
    admin = Visitor(cast, "admin")

    def why(place: str, login: str, kind: str = "party") -> tuple[str, str | None]:
        planted = cast.of(kind, place)
        path = f"{API}{planted.resource.name}/{planted.id}/access"
        items = admin.api("GET", path).json()["items"]
        (item,) = [i for i in items if i["user"] == str(cast.users[login].pk)]
        return item["why"], item["until"]

    until = str(timezone.localdate() + dt.timedelta(days=30))
    reasons = [
        why(REP, REP), why(REP, "admin"), why("shared to read", REP), why(REP, TEAM_MATE),
        why(REP, "heyan"), why(REP, "linguodong"), why(REP, TEAM_MATE, "interaction"),
    ]  # fmt: skip
    assert len({reason for reason, _until in reasons}) == len(reasons)
    assert reasons[2][1] == until
    assert [u for _r, u in reasons[:2] + reasons[3:]] == [None] * 6


# Leaving


def test_deactivating_a_user_ends_sessions_and_tokens_within_five_seconds(
    cast: Cast, rep: Visitor
) -> None:
    """With the next request, that is: no clock is asked, which a busy machine would make late."""
    admin, user = Visitor(cast, "admin"), cast.users[REP]
    again = Visitor(cast, REP)
    assert [rep.web("GET", "/").status, rep.api("GET", API + "me").status] == [200, 200]
    assert admin.web("POST", f"/users/{user.pk}/deactivate/", {}).status == 302
    for visitor in (rep, again):
        answers = [
            visitor.web("GET", "/"), visitor.web("POST", "/parties/new/", {"name": "x"}),
            visitor.api("GET", API + "parties"), visitor.api("GET", API + "parties", session=True),
            visitor.api("POST", API + "parties", {"name": "x"}),
        ]  # fmt: skip
        assert [a.status for a in answers] == [302, 302, 401, 401, 401]
        assert [a.writes for a in answers] == [[]] * 5
        assert not any(visitor.leaks(a) for a in answers)
    assert admin.web("POST", f"/users/{user.pk}/activate/", {}).status == 302
    assert rep.web("GET", "/").status == 302, "a session that ended does not come back"


def test_masked_numbers_keep_three_and_four_digits(cast: Cast) -> None:
    auditor, point = Visitor(cast, "qiujian"), cast.of("contact-point")
    shown = auditor.api("GET", f"{API}contact-points/{point.id}").json()["value"]
    digits = point.values["value"]
    assert re.sub(r"\D", "", shown).removeprefix("86") == digits[:3] + digits[-4:]
    for word in (digits, digits[-4:], shown):
        assert auditor.api("GET", API + "search", {"q": word}).json()["items"] == []
