"""Who looks for whom in the tests of search: a company of its own, small and quickly made."""

from __future__ import annotations

from typing import Any

from django.db import connection

from zhike.access.models import FieldRight, Grant, Role, Team, User, UserRole
from zhike.access.rights import Access, access_of, system_access
from zhike.ledger.bulk import LargeSet
from zhike.ledger.current import change_set
from zhike.ledger.writes import Write
from zhike.people.models import Party
from zhike.project.bench.records import new
from zhike.records import saving, search
from zhike.records.models import Document
from zhike.records.resource import resource_named
from zhike.records.search.declared import all_searched
from zhike.records.search.projection import rows_of
from zhike.records.search.reading import stored


def party(name: str, *, phone: str = "", email: str = "", **values: Any) -> Party:
    """A customer, made as a form makes it."""
    points = [{"type": "phone", "value": phone}] if phone else []
    points += [{"type": "email", "value": email}] if email else []
    raw = {"name": name, "contact_points": points, **values}
    return saving.create(resource_named("parties"), system_access(), raw)


def crowd(count: int, name: str, owner: User | None) -> None:
    """Many customers at once, through the bulk writer."""
    writes: list[Write] = [
        new(Party, {"name": f"{name}{number}", "owner": owner.pk if owner else None})
        for number in range(count)
    ]
    large = LargeSet.begin(by=None, door="import", action="import")
    large.write(lambda: writes, len(writes))
    large.finish()


def team(name: str) -> Team:
    with change_set(by=None, door="system"):
        made = Team(name=name)
        made.save()
    return made


def user(
    login: str, scope: str, *, of: Team | None = None, levels: dict[str, str] | None = None
) -> User:
    """Someone who reads customers of this scope; `levels` by `kind.field`."""
    with change_set(by=None, door="system"):
        role = Role(name=login)
        role.save()
        Grant(role=role, resource="*", verb="read", scope=scope).save()
        for field, level in (levels or {}).items():
            kind, _, name = field.partition(".")
            FieldRight(role=role, resource=kind, field=name, level=level).save()
        made = User(login=login, name=login, team=of)
        made.save()
        UserRole(user=made, role=role).save()
    return made


def eyes(someone: User) -> Access:
    return access_of(someone, "web")


def names(access: Access, query: str, limit: int = 1000) -> list[str]:
    """The customers found, the newest first."""
    ids = search.find(access, query, Party, limit)
    known = dict(Party.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [known[id_] for id_ in ids]


def assert_index_is_true() -> None:
    """Every document is what its record would be given today, token for token, and no other is."""
    expected = [
        row
        for known in all_searched()
        for row in rows_of(known, stored(known, known.model.objects.values_list("pk", flat=True)))
    ]
    tokens = _tokens()
    kept = {
        d.record: (d.kind, d.version, d.hay, tokens[d.pk]) for d in Document.objects.order_by("pk")
    }
    of = "tsvector" if connection.vendor == "postgresql" else "fts5"
    made = {r.record: (r.kind, r.version, r.hay, set(getattr(r, of).split())) for r in expected}
    assert kept == made
    assert len(tokens) == len(kept)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO records_search(records_search) VALUES ('integrity-check')")


def _tokens() -> dict[int, set[str]]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT id, tsvector_to_array(tokens) FROM records_document")
            return {number: set(tokens) for number, tokens in cursor.fetchall()}
        cursor.execute("SELECT rowid, tokens FROM records_search")
        return {number: set(tokens.split()) for number, tokens in cursor.fetchall()}
