"""Notifications: a reader of the ledger that tells people what others did to their work.

A package registers its kinds of notification and the watchers that find whom a change concerns.
Nobody is told of their own deeds, of records that they may not see, of kinds that they do not
want, or of what came in silently: an import brings states that were reached long ago.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Owned, User
from zhike.access.rights import access_of
from zhike.ledger.bulk import model_of
from zhike.ledger.consumers import Consumer
from zhike.ledger.models import Change, ChangeSet
from zhike.ledger.models.change_set import Door
from zhike.ledger.writes import DELETE, UPDATE, Write
from zhike.records.models import Notification, NotificationChoice

GIVEN, TAKEN = "given", "taken"
SILENT = frozenset({Door.IMPORT, Door.DEMO, Door.SYSTEM})
NEWS = dt.timedelta(days=3)
"""What is older is nobody's news: an installation that is upgraded has a long past."""


@dataclass(frozen=True)
class Kind:
    """A kind of notification: what it is called where one chooses, and how its line reads.

    `line` has `%(who)s` and `%(what)s`. Of several reasons in one change set, the lowest rank
    counts.
    """

    name: str
    rank: int
    label: str | Promise
    line: str | Promise
    icon: str = "bell"
    page: str = ""
    """Where the line leads, if not to the record: an address with `{}` for its cause."""


@dataclass(frozen=True)
class Notice:
    """Somebody is to hear of a change."""

    kind: str
    user: UUID


Watcher = Callable[[Write], Iterable[Notice]]
_kinds: dict[str, Kind] = {}
_watchers: list[Watcher] = []


def register_kind(kind: Kind) -> None:
    """Make a kind of notification known when apps are ready."""
    _kinds[kind.name] = kind


def register_watcher(watch: Watcher) -> None:
    """Let every change be looked at by this watcher, too."""
    _watchers.append(watch)


def all_kinds() -> list[Kind]:
    """Every kind of notification, the weightiest first."""
    return sorted(_kinds.values(), key=lambda kind: kind.rank)


def notify(changes: Sequence[Change]) -> None:
    """Tell whom these changes concern."""
    found: dict[tuple[UUID, UUID], list[tuple[Change, str]]] = defaultdict(list)
    since = timezone.now() - NEWS
    for change in changes:
        if change.at >= since and not _is_silent(change.change_set):
            for user, kind in _concerned(change).items():
                found[user, change.change_set_id].append((change, kind))
    if not found:
        return
    wanted = _wanting({user for user, _set in found})
    for (user, _set), told in found.items():
        if user in wanted:
            told = [(change, kind) for change, kind in told if kind not in wanted[user][1]]
            _tell(wanted[user][0], _seen(wanted[user][0], told))


def _is_silent(opened: ChangeSet) -> bool:
    if opened.undoes_id is None:
        return opened.door in SILENT
    return ChangeSet.objects.filter(pk=opened.undoes_id, door__in=SILENT).exists()


def _concerned(change: Change) -> dict[UUID, str]:
    """Who is to hear of a change, each for the weightiest of the reasons."""
    try:
        model_of(change.kind)
    except KeyError:  # A record type that this installation has no longer.
        return {}
    write = Write.of(change)
    notices = [notice for watch in _watchers for notice in watch(write)]
    notices.sort(key=lambda notice: _kinds[notice.kind].rank, reverse=True)
    actor = change.change_set.actor
    return {notice.user: notice.kind for notice in notices if notice.user != actor}


def _wanting(users: set[UUID]) -> dict[UUID, tuple[User, list[str]]]:
    """Those who still work here, each with what they do not want to hear of."""
    chosen = NotificationChoice.objects.filter(user__in=users).values_list("user", "unwanted")
    unwanted = dict(chosen)
    known = User.objects.filter(pk__in=users, is_active=True)
    return {user.pk: (user, unwanted.get(user.pk, [])) for user in known}


def _seen(user: User, told: list[tuple[Change, str]]) -> list[tuple[Change, str]]:
    """What is about records that this user sees.

    One that went to somebody else may be out of sight by that: its line says no name.
    """
    access = access_of(user, Door.WEB)
    ids: dict[str, set[UUID]] = defaultdict(set)
    for change, _kind in told:
        ids[change.kind].add(change.record)
    seen = {
        pk
        for kind, records in ids.items()
        for pk in access.rows(model_of(kind)).filter(pk__in=records).values_list("pk", flat=True)
    }
    return [(change, kind) for change, kind in told if change.record in seen or kind == TAKEN]


def _tell(user: User, told: list[tuple[Change, str]]) -> None:
    """One line a change set: begun, or counted on."""
    if not told:
        return
    first, kind = min(told, key=lambda known: _kinds[known[1]].rank)
    opened = first.change_set
    line, _new = Notification.objects.get_or_create(
        user=user, cause=str(opened.pk),
        defaults={
            "kind": kind, "at": opened.at, "actor_name": opened.actor_name, "count": 0,
            "record_kind": first.kind, "record": first.record,
        },
    )  # fmt: skip
    fresh = [change for change, _kind in told if change.seq > line.seq]
    if fresh:
        line.count += len({change.record for change in fresh})
        line.seq = max(change.seq for change in fresh)
        line.save(update_fields=["count", "seq"])


def changed_hands(write: Write) -> Iterator[Notice]:
    """A record was given to somebody, and perhaps taken from somebody else."""
    if "owner" not in write.fields or write.operation == DELETE:
        return
    is_owned = issubclass(model_of(write.kind), Owned)
    before, after = write.fields["owner"]
    if is_owned and after:
        yield Notice(GIVEN, UUID(after))
    if is_owned and before and write.operation == UPDATE:
        yield Notice(TAKEN, UUID(before))


register_kind(
    Kind(GIVEN, 20, _("something is given to me"), _("%(who)s gave you %(what)s"), "user")
)
register_kind(
    Kind(TAKEN, 30, _("something of mine goes to somebody else"),
         _("%(who)s gave %(what)s to somebody else"), "swap")
)  # fmt: skip
register_watcher(changed_hands)
CONSUMER = Consumer("notifications", notify)


# What a person reads


MOST_COUNTED = 100


def unread(user: User) -> int:
    """How many lines this person has not read, counted up to a hundred."""
    mine = Notification.objects.filter(user=user, read_at__isnull=True)
    return mine[:MOST_COUNTED].count()


def tell_once(user: UUID, kind: str, cause: str, **values: object) -> None:
    """Tell somebody of something that is no change of a record (a job that ended)."""
    wanted = _wanting({user})
    if user in wanted and kind not in wanted[user][1]:
        Notification.objects.get_or_create(
            user_id=user, cause=cause, defaults={"kind": kind, **values}
        )
