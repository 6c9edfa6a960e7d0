"""Access: which rows, which fields and which verbs a user has. The one place that is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Q, QuerySet, When
from django.utils import timezone

from zhike.access.commons import Commons, commons_of
from zhike.access.following import narrowed
from zhike.access.freshness import rights_number
from zhike.access.granted import ADMINISTER, NAMED, WIDTH, levels_of, reach_of, scopes_of
from zhike.access.models.collaborator import Collaborator
from zhike.access.models.role import Level, Scope
from zhike.access.models.user import User, UserRole
from zhike.ledger.current import OpenSet, change_set
from zhike.ledger.models import Part, Record
from zhike.ledger.models.record import field_of, root_of
from zhike.ledger.writes import CREATE, DELETE, UPDATE

MANY = 500
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
    commons: dict[str, Commons] = field(default_factory=dict)
    """The pools that the user has part in, by the kind of what lies in them."""
    roles: tuple[UUID, ...] = ()
    """The user's roles, the one that was made first before the others."""
    number: int = -1
    day: dt.date | None = None
    represents: UUID | None = None
    """The party for which the user comes in from outside: then nothing is within reach but what a
    model gives to it (`outsiders`), whatever roles, shares or pools say."""
    source: str = ""
    """Where what this user writes comes from, if that is more than the door says (`erp`)."""
    _asked: dict[tuple[str, UUID, int, str], bool] = field(
        default_factory=dict, repr=False, compare=False
    )

    # Verbs

    def scope(self, model: type[Record], verb: str) -> str | None:
        """How far a verb reaches on a record type: a Scope, or None where it is not granted.

        A part is read with its record and written by whoever may change its record. A model may
        say what `everyone` has (`{"read": Scope.ALL}`, or NAMED: where they are `naming`), and that
        it is `administered`: then every verb but reading is the verb `administer`, which no `*`
        grants. To people from outside it may give verbs on what is theirs (`outsiders`: by which
        relation to the party that they represent); they have nothing else.
        """
        if self.everything:
            return Scope.ALL
        if self.represents is not None:
            return NAMED if verb in getattr(model, "outsiders", {}) else None
        if issubclass(model, Part):
            return self.scope(root_of(model), _of_root(model, verb))
        if verb != "read" and getattr(model, "administered", False):
            verb = ADMINISTER
        known = [self.scopes.get((model.record_type, verb))]
        if self.user is not None and self.user.is_active:
            known.append(getattr(model, "everyone", {}).get(verb))
        return max((scope for scope in known if scope), key=WIDTH.__getitem__, default=None)

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
            asked, end = _of_root(model, verb), prefix + model.part_of + "__"
            return self.condition(root_of(model), asked, end) & self._unveiled(model, end)
        if scope == Scope.ALL:
            return Q()
        if self.represents is not None:
            return Q(**{prefix + model.outsiders[verb]: self.represents})  # type: ignore[attr-defined]
        if scope == NAMED:
            return self._owned(model, scope, verb, prefix)
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

    @property
    def speaks_for(self) -> list[UUID]:
        """The teams in which the user works or helps, and those of which they are the head."""
        return self.teams.get(NAMED, [])

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
        is_owned = hasattr(model, "owner") and not is_indirect(model)
        is_owned = is_owned and not issubclass(model, Part)
        if not is_owned or scope in (None, Scope.ALL) or self.represents is not None:
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
        """Each way in which a record is within reach: by its owner, its team, as a share, named."""
        ways = [] if scope == NAMED else self._owner_ways(scope, prefix)
        shared = self.shared.get(model.record_type, {})
        may_edit = scope != NAMED
        ids = [i for i, edit in shared.items() if verb == "read" or (edit and may_edit)]
        if ids:
            ways.append(Q(**{prefix + "pk__in": ids}))
        by_name = getattr(model, "everyone", {}).get(verb) == NAMED
        if by_name and self.user is not None:
            named = model.naming(verb, self.user.pk, self.speaks_for)  # type: ignore[attr-defined]
            ways.append(_within(named, prefix))
        for path in getattr(model, "seen_with", ()) if verb == "read" else ():
            seen = self.condition(field_of(model, path).related_model, "read", f"{prefix}{path}__")
            ways.append(Q(**{f"{prefix}{path}__isnull": False}) & seen)
        commons = self.commons.get(model.record_type)
        if commons and (pools := commons.reached_by(verb)):
            ways.append(in_pools(pools, prefix))
        return ways or [Q(**{prefix + "pk__in": []})]

    def _owner_ways(self, scope: str, prefix: str) -> list[Q]:
        owners = self.owners[scope]
        if len(owners) > MANY:
            ways = [Q(**{prefix + "owner__team__in": self.teams[scope]})]
        else:
            ways = [Q(**{prefix + "owner__in": owners})]
        if self.teams.get(scope):
            teams = self.teams[scope]
            ways.append(Q(**{prefix + "owner__isnull": True, prefix + "team__in": teams}))
        return ways

    # Pools

    def veils(self, model: type[Record], name: str) -> Mapping[UUID, str]:
        """In which pools a field of the records that lie there is seen less, and how: Levels.

        Not by those who see every record whosever it is, nor by a pool's administrators. Of parts
        that a pool masks, what names them is seen less: of contact points the number.
        """
        if issubclass(model, Part):
            if name not in model.named_by:
                return {}
            of_parts = self.veils(root_of(model), _name_in_root(model))
            return {pool: how for pool, how in of_parts.items() if how == Level.MASKED}
        commons = self.commons.get(model.record_type)
        if commons is None or self.scope(model, "read") == Scope.ALL:
            return {}
        return commons.veils.get(name, {})

    def veiled_in(self, model: type[Record]) -> list[UUID]:
        """The pools in which this user sees less of such records than they hold."""
        names = self.commons[model.record_type].veils if model.record_type in self.commons else ()
        return sorted({pool for name in names for pool in self.veils(model, name)})

    def sees_whole(self, record: Record) -> bool:
        """Whether no pool, where the record lies, shows less of it than it holds."""
        if record.record_type not in self.commons or getattr(record, "owner_id", None) is not None:
            return True
        return getattr(record, "pool_id", None) not in self.veiled_in(type(record))

    def _unveiled(self, model: type[Part], prefix: str) -> Q:
        """Parts but those of records in pools that hide or mask this kind of part."""
        veils = self.veils(root_of(model), _name_in_root(model))
        return ~in_pools(sorted(veils), prefix) if veils else Q()

    def shown_parts(self, model: type[Any], roots: Collection[UUID]) -> QuerySet[Any]:
        """Parts of records within reach, to be shown with them through their specs.

        Those that a pool masks are among them, and only here: whoever filters, searches or counts
        by `rows` does not meet them.
        """
        hidden = self.veils(root_of(model), _name_in_root(model))
        pools = sorted(pool for pool, how in hidden.items() if how != Level.MASKED)
        rows = QuerySet[Any](model).filter(**{f"{model.part_of}__in": list(roots)})
        if pools:
            rows = rows.filter(~in_pools(pools, f"{model.part_of}__"))
        return rows.select_related(model.part_of) if len(pools) < len(hidden) else rows

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
        """What the user may do with a field: a Level, at most that of the fields it follows."""
        if self.everything:
            return Level.WRITE
        return narrowed(self.levels, kind, name, self.levels.get((kind, name), Level.WRITE))

    # Writing

    def reaches(self, record: Record, verb: str) -> bool:
        """Whether the user may use the verb on this record."""
        scope = self.scope(type(record), verb)
        if scope is None or scope == Scope.ALL:
            return scope is not None
        # Each panel of a page asks this of the page's record; what is written asks anew.
        key = (record.record_type, record.pk, record.version, verb)
        if key not in self._asked:
            self._asked[key] = self._reaches(record, verb)
        return self._asked[key]

    def _reaches(self, record: Record, verb: str) -> bool:
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
        scope = self.scope(type(record), verb)
        if scope is None or (scope != Scope.ALL and not self._reaches(record, verb)):
            raise Denied(record.record_type, verb)

    def change_set(self, action: str = "edit", reason: str = "") -> AbstractContextManager[OpenSet]:
        """Open a change set in this user's name, through this door."""
        return change_set(
            by=self.user, door=self.door, action=action, reason=reason, source=self.source
        )


def is_indirect(model: type[Record]) -> bool:
    """Whether its records are within reach by more than their own owner and team."""
    return any(getattr(model, name, None) for name in ("scoped_by", "seen_with", "naming"))


def _name_in_root(model: type[Part]) -> str:
    """Under which name such parts stand in their record."""
    return field_of(model, model.part_of).remote_field.get_accessor_name() or ""


def _within(condition: Q, prefix: str) -> Q:
    """A condition on a record's own columns, asked at the end of a relation."""
    if not prefix:
        return condition
    children: list[Any] = list(condition.children)
    asked = [
        _within(one, prefix) if isinstance(one, Q) else (prefix + one[0], one[1])
        for one in children
    ]
    return Q(*asked, _connector=condition.connector, _negated=condition.negated)


def in_pools(pools: Iterable[UUID], prefix: str = "") -> Q:
    """Records that lie in one of these pools: whoever owns one has taken it out."""
    return Q(**{prefix + "owner__isnull": True, prefix + "pool__in": list(pools)})


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
        found.shared, found.commons, found.roles, number, found.day, found.represents,
    )  # fmt: skip


def _work_out(user: User) -> Access:
    access = Access(user, everything=user.is_admin and user.is_active)
    access.day = timezone.localdate()
    if not user.is_active:
        return access
    if user.represents:
        access.everything, access.represents = False, user.represented
        return access
    mine = UserRole.objects.filter(user=user).order_by("role")
    roles = list(mine.values_list("role", flat=True))
    access.roles = tuple(roles)
    access.scopes = scopes_of(roles)
    access.levels = levels_of(roles)
    access.owners, access.teams = reach_of(user)
    shared = Collaborator.objects.filter(user=user).filter(
        Q(until__isnull=True) | Q(until__gte=timezone.localdate())
    )
    for kind, about, may_edit in shared.values_list("about_kind", "about_id", "may_edit"):
        access.shared.setdefault(kind, {})[about] = may_edit
    access.commons = commons_of(user)
    return access
