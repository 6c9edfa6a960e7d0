"""Access: which rows, which fields and which verbs a user has. The one place that is asked."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Q, QuerySet, When
from django.utils import timezone

from zhike.access.freshness import rights_number
from zhike.access.models.collaborator import Collaborator
from zhike.access.models.role import FieldRight, Grant, Level, Scope
from zhike.access.models.user import Team, TeamHelp, User, UserRole
from zhike.ledger.current import OpenSet, change_set
from zhike.ledger.models import Part, Record
from zhike.ledger.models.record import field_of, root_of
from zhike.ledger.writes import CREATE, DELETE, UPDATE

_WIDTH = {Scope.OWN: 1, Scope.TEAM: 2, Scope.BELOW: 3, Scope.ALL: 4}
_LEVELS: list[str] = [Level.HIDDEN, Level.MASKED, Level.READ, Level.WRITE]
MANY = 500
ADMINISTER = "administer"
OPERATION_VERBS = {CREATE: "create", UPDATE: "update", DELETE: "delete"}


def _of_root(part: type[Part], verb: str) -> str:
    """What a verb on a part asks of its record: writing it is changing the record.

    A part that is `administered` (the roles of a user) is read by administrators alone, too.
    """
    if getattr(part, "administered", False):
        return ADMINISTER
    return "update" if verb in OPERATION_VERBS.values() else verb


class Denied(Exception):
    """The user may not do this; nothing was written."""

    def __init__(self, kind: str, verb: str, field: str = "") -> None:
        """Keep what was asked."""
        super().__init__(f"{verb} {kind} {field}".strip())
        self.kind, self.verb, self.field = kind, verb, field


@dataclass
class Access:
    """What one user may see and do, through one door."""

    user: User | None
    door: str = "system"
    everything: bool = False
    scopes: dict[tuple[str, str], str] = field(default_factory=dict)
    levels: dict[tuple[str, str], str] = field(default_factory=dict)
    owners: dict[str, list[UUID]] = field(default_factory=dict)
    teams: dict[str, list[UUID]] = field(default_factory=dict)
    shared: dict[str, dict[UUID, bool]] = field(default_factory=dict)
    roles: tuple[UUID, ...] = ()
    """The user's roles, the one that was made first before the others."""
    number: int = -1
    day: dt.date | None = None
    source: str = ""
    """Where what this user writes comes from, if that is more than the door says (`erp`)."""

    # Verbs

    def scope(self, model: type[Record], verb: str) -> str | None:
        """How far a verb reaches on a record type: a Scope, or None where it is not granted.

        A part is read with its record and written by whoever may change its record. A model may
        say what `everyone` has (`{"read": Scope.ALL}`), and that it is `administered`: then every
        verb but reading is the verb `administer`, which no `*` grants.
        """
        if self.everything:
            return Scope.ALL
        if issubclass(model, Part):
            return self.scope(root_of(model), _of_root(model, verb))
        if verb != "read" and getattr(model, "administered", False):
            verb = ADMINISTER
        known = [self.scopes.get((model.record_type, verb))]
        if self.user is not None and self.user.is_active:
            known.append(getattr(model, "everyone", {}).get(verb))
        return max((scope for scope in known if scope), key=_WIDTH.__getitem__, default=None)  # type: ignore[arg-type]

    def can(self, model: type[Record], verb: str) -> bool:
        """Whether the user may use a verb on this record type at all."""
        return self.scope(model, verb) is not None

    # Rows

    def rows(self, model: type[Record], verb: str = "read") -> QuerySet[Any]:
        """The records on which the user may use this verb."""
        return model.objects.filter(self.condition(model, verb))

    def condition(self, model: type[Record], verb: str = "read", prefix: str = "") -> Q:
        """The same as a condition, for a relation that `prefix` leads to."""
        scope = self.scope(model, verb)
        if scope is None:
            return Q(**{prefix + "pk__in": []})
        if issubclass(model, Part):
            asked = _of_root(model, verb)
            return self.condition(root_of(model), asked, prefix + model.part_of + "__")
        if scope == Scope.ALL:
            return Q()
        found = Q()
        paths: tuple[str | tuple[str, ...], ...] = getattr(model, "scoped_by", ())
        for path in paths:
            found &= self._through(model, (path,) if isinstance(path, str) else path, prefix)
        if not hasattr(model, "owner") or (paths and verb == "read"):
            return found
        return found & self._owned(model, scope, verb, prefix)

    def _through(self, model: type[Record], paths: tuple[str, ...], prefix: str) -> Q:
        """What is asked of the record at the end of one of these relations."""
        ends = {
            path: self.condition(field_of(model, path).related_model, "read", f"{prefix}{path}__")
            for path in paths
        }
        if not any(ends.values()) or len(ends) == 1:
            return ends[paths[0]]
        # Whoever sees all records of one type sees no others by that.
        ways = [end or Q(**{f"{prefix}{path}__isnull": False}) for path, end in ends.items()]
        return reduce(or_, ways)

    def row_by_row(self, model: type[Record], verb: str = "read") -> Case | Q:
        """The same, asked of each row instead of looked up by its owner.

        Where rows are chosen already, or an order's index is gone down, SQLite would go through all
        records of a team's owners first (84 ms for 5,000 of them).
        """
        return row_by_row(self.condition(model, verb))

    def disjoint(self, model: type[Record], verb: str = "read") -> list[Q]:
        """The same in parts that share no record, each found by an index of its own: to count by.

        All at once, SQLite would collect the records of each way first (21 ms for 10,000 of them).
        """
        scope = self.scope(model, verb)
        is_owned = hasattr(model, "owner") and not getattr(model, "scoped_by", ())
        if scope is None or scope == Scope.ALL or issubclass(model, Part) or not is_owned:
            return [self.condition(model, verb)]
        parts: list[Q] = []
        others = Q()
        for way in self._ways(model, scope, verb, ""):
            parts.append(way & others)
            others &= ~way
        return parts

    def _owned(self, model: type[Record], scope: str, verb: str, prefix: str) -> Q:
        return reduce(or_, self._ways(model, scope, verb, prefix))

    def _ways(self, model: type[Record], scope: str, verb: str, prefix: str) -> list[Q]:
        """Each way in which a record is within reach: by its owner, its team, as a share."""
        owners = self.owners[scope]
        if len(owners) > MANY:
            ways = [Q(**{prefix + "owner__team__in": self.teams[scope]})]
        else:
            ways = [Q(**{prefix + "owner__in": owners})]
        if self.teams.get(scope):
            teams = self.teams[scope]
            ways.append(Q(**{prefix + "owner__isnull": True, prefix + "team__in": teams}))
        shared = self.shared.get(model.record_type, {})
        ids = [i for i, edit in shared.items() if edit or verb == "read"]
        if ids:
            ways.append(Q(**{prefix + "pk__in": ids}))
        return ways

    def permit(self, kind: str, ids: list[UUID], operation: int, model: type[Record]) -> set[UUID]:
        """Which of these records the user may create, change or delete again (for an undo)."""
        verb = OPERATION_VERBS[operation]
        if operation == CREATE:
            return set(ids) if self.can(model, verb) else set()
        if self.scope(model, verb) == Scope.ALL:
            return set(ids)
        return set(self.rows(model, verb).filter(pk__in=ids).values_list("pk", flat=True))

    # Fields

    def level(self, kind: str, name: str) -> str:
        """What the user may do with a field: a Level."""
        if self.everything:
            return Level.WRITE
        return self.levels.get((kind, name), Level.WRITE)

    # Writing

    def reaches(self, record: Record, verb: str) -> bool:
        """Whether the user may use the verb on this record."""
        scope = self.scope(type(record), verb)
        if scope is None or scope == Scope.ALL:
            return scope is not None
        return self.rows(type(record), verb).filter(pk=record.pk).exists()

    def reached(self, records: Collection[Record], verb: str) -> set[UUID]:
        """Those of these records of one type on which the user may use the verb, by one query."""
        ids = {record.pk for record in records}
        for record in records:
            model = type(record)
            scope = self.scope(model, verb)
            if scope is None or scope == Scope.ALL:
                return ids if scope else set()
            return set(self.rows(model, verb).filter(pk__in=ids).values_list("pk", flat=True))
        return set()

    def require(self, record: Record, verb: str) -> None:
        """Raise Denied unless the user may use the verb on this record; writes nothing."""
        if not self.reaches(record, verb):
            raise Denied(record.record_type, verb)

    def change_set(self, action: str = "edit", reason: str = "") -> AbstractContextManager[OpenSet]:
        """Open a change set in this user's name, through this door."""
        return change_set(
            by=self.user, door=self.door, action=action, reason=reason, source=self.source
        )


def row_by_row(condition: Q) -> Case | Q:
    """A condition by which the database chooses no way: it is asked of the rows as they come."""
    if not condition:
        return condition
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


def system_access(door: str = "system", user: User | None = None) -> Access:
    """The installation's own rights: the command line, the demo, migrations of data."""
    return Access(user, door, everything=True, number=rights_number())


_known: dict[UUID, tuple[int, Access]] = {}


def access_of(user: User, door: str) -> Access:
    """What this user may see and do; worked out anew whenever rights have changed."""
    number = rights_number()
    known = _known.get(user.pk)
    if known is None or known[0] != number or known[1].day != timezone.localdate():
        if len(_known) > MANY:
            _known.clear()
        known = (number, _work_out(user))
        _known[user.pk] = known
    found = known[1]
    return Access(
        user, door, found.everything, found.scopes, found.levels, found.owners, found.teams,
        found.shared, found.roles, number, found.day,
    )  # fmt: skip


def _work_out(user: User) -> Access:
    access = Access(user, everything=user.is_admin and user.is_active)
    access.day = timezone.localdate()
    if not user.is_active:
        return access
    mine = UserRole.objects.filter(user=user).order_by("role")
    roles = list(mine.values_list("role", flat=True))
    access.roles = tuple(roles)
    _grant(access, roles)
    _field_levels(access, roles)
    _reach(access, user)
    shared = Collaborator.objects.filter(user=user).filter(
        Q(until__isnull=True) | Q(until__gte=timezone.localdate())
    )
    for kind, about, may_edit in shared.values_list("about_kind", "about_id", "may_edit"):
        access.shared.setdefault(kind, {})[about] = may_edit
    return access


def _grant(access: Access, roles: list[UUID]) -> None:
    """The widest scope that any role grants, less what any role denies; `*` is spelt out lazily."""
    scopes: dict[tuple[str, str], str] = {}
    denied = []
    for grant in Grant.objects.filter(role__in=roles):
        key = (grant.resource, grant.verb)
        if grant.is_denied:
            denied.append(key)
        elif _WIDTH[grant.scope] > _WIDTH.get(scopes.get(key, ""), 0):  # type: ignore[call-overload]
            scopes[key] = grant.scope
    access.scopes = Scopes(scopes, denied)


class Scopes(dict[tuple[str, str], str]):
    """Granted scopes by (kind, verb), where a grant or a denial may say `*`."""

    def __init__(
        self, granted: dict[tuple[str, str], str], denied: Iterable[tuple[str, str]]
    ) -> None:
        """Keep grants and denials as they were written."""
        super().__init__(granted)
        self._denied = set(denied)

    def get(self, key: tuple[str, str], default: Any = None) -> Any:
        """The widest of the grants that fit, or None."""
        kind, verb = key
        fits = [(kind, verb), ("*", verb)]
        if verb != ADMINISTER:
            fits += [(kind, "*"), ("*", "*")]
        if any(fit in self._denied for fit in fits):
            return default
        found = [self[fit] for fit in fits if fit in self]
        return max(found, key=lambda scope: _WIDTH[scope]) if found else default  # type: ignore[index]


def _height(level: str) -> int:
    return _LEVELS.index(level)


def _field_levels(access: Access, roles: list[UUID]) -> None:
    """The widest level over the roles (a role that says nothing of a field allows it)."""
    stated: dict[tuple[str, str], list[str]] = defaultdict(list)
    denied: dict[tuple[str, str], str] = {}
    for right in FieldRight.objects.filter(role__in=roles):
        key = (right.resource, right.field)
        if right.is_denied:
            denied[key] = min(right.level, denied.get(key, right.level), key=_height)
        else:
            stated[key].append(right.level)
    for key, levels in stated.items():
        if len(levels) == len(roles):
            access.levels[key] = max(levels, key=_height)
    for key, level in denied.items():
        access.levels[key] = min(level, access.levels.get(key, level), key=_height)


def _reach(access: Access, user: User) -> None:
    """Whose records each scope reaches."""
    helping = TeamHelp.objects.filter(user=user).values_list("team", flat=True)
    teams = {t for t in [user.team_id, *helping] if t}
    below = set(teams)
    children: dict[UUID | None, list[UUID]] = defaultdict(list)
    for pk, parent in Team.objects.values_list("pk", "parent"):
        children[parent].append(pk)
    waiting = list(teams)
    while waiting:
        for child in children[waiting.pop()]:
            if child not in below:
                below.add(child)
                waiting.append(child)
    access.teams = {Scope.OWN: [], Scope.TEAM: sorted(teams), Scope.BELOW: sorted(below)}
    colleagues: dict[UUID, list[UUID]] = defaultdict(list)
    for pk, team in User.objects.filter(team__in=below).values_list("pk", "team"):
        colleagues[team].append(pk)
    access.owners = {
        Scope.OWN: [user.pk],
        Scope.TEAM: sorted({user.pk, *(u for t in teams for u in colleagues[t])}),
        Scope.BELOW: sorted({user.pk, *(u for t in below for u in colleagues[t])}),
    }
