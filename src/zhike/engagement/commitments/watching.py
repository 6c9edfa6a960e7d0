"""Who hears of promises: those who made them and those who must keep them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhike.engagement.models import Commitment
from zhike.ledger.writes import CREATE, DELETE, Write
from zhike.records.notifying import Kind, Notice, register_kind, register_watcher
from zhike.records.reminders import Due, register_reminder

KIND = Commitment.record_type
ENDS = {"kept": "promise_kept", "broken": "promise_broken", "waived": "promise_waived"}


def watch(write: Write) -> Iterator[Notice]:
    """A promise ended, stands against others, contradicts one, or somebody asks after it."""
    if write.kind != KIND or write.operation == DELETE:
        return
    promise = Commitment.objects.filter(pk=write.id).first()
    if promise is None:
        return
    people = {promise.promised_by_id, promise.owner_id} - {None}
    status = write.fields.get("status", ("", ""))[1]
    if status in ENDS and write.operation != CREATE:
        yield from _told(ENDS[status], people)
    if "upheld_at" in write.fields:
        yield from _told("promise_upheld", people)
    if "reminded_at" in write.fields and promise.owner_id:
        yield Notice("promise_asked", promise.owner_id)
    if write.operation == CREATE or write.fields.keys() & {"quantity", "unit", "kind"}:
        rivals = promise.rivals().values_list("promised_by", "owner")
        yield from _told("promise_conflict", {u for pair in rivals for u in pair} - {None})


def _told(kind: str, people: Iterable[UUID]) -> Iterator[Notice]:
    for user in people:
        yield Notice(kind, user)


def falling_due(after: dt.datetime, until: dt.datetime) -> Iterator[Due]:
    """Open promises whose time has come, for whoever must keep them."""
    found = Commitment.objects.open().filter(
        due_at__gt=after, due_at__lte=until, owner__isnull=False
    )
    for promise in found:
        yield Due(promise.owner_id, promise, promise.due_at)


for _kind in (
    Kind("promise_conflict", 15, _("somebody promises my customer something else"),
         _("%(who)s promised something else: %(what)s"), "alert"),
    Kind("promise_upheld", 23, _("a promise of mine stands against others"),
         _("%(who)s decided that this stands: %(what)s"), "promise"),
    Kind("promise_asked", 24, _("somebody asks after a promise that I must keep"),
         _("%(who)s asks how far it is: %(what)s"), "bell"),
    Kind("promise_broken", 25, _("a promise of mine was broken"),
         _("%(who)s says it was not kept: %(what)s"), "lost"),
    Kind("promise_waived", 26, _("a promise of mine was waived"),
         _("%(who)s waived the promise %(what)s"), "close"),
    Kind("promise_kept", 32, _("a promise of mine was kept by somebody else"),
         _("%(who)s kept the promise %(what)s"), "check"),
    Kind("promise_due", 42, _("a promise that I must keep is due"),
         _("promised for now: %(what)s"), "promise"),
):  # fmt: skip
    register_kind(_kind)
register_watcher(watch)
register_reminder("promise_due", falling_due)
