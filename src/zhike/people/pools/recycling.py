"""What goes back into pools: the day is kept with every record, and the system sees to it.

The day follows whatever moves a clock at the end of its transaction. Each minute what is due goes,
up to 200 records in one change set, which can be undone.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.access.rights import system_access
from zhike.ledger.bulk import paced
from zhike.ledger.jobs import Running, at_start, each_minute, enqueue, handles
from zhike.ledger.models import Cursor, Job
from zhike.ledger.writes import UPDATE, Write
from zhike.people.models import Pool, Pooled
from zhike.people.pools.clocks import KINDS, touched
from zhike.people.pools.plans import Going, going, has_rules
from zhike.records.history import VERBS
from zhike.records.notifying import Kind, register_kind
from zhike.records.reminders import Due, register_reminder

JOB, ACTION = "people.recycling", "recycle"
AT_ONCE, PAGE = 200, 2000
BEHIND = frozenset({"team", "user", "work-calendar", "saved-view"})
"""What rules look at, besides pools and the records themselves."""
WARNED_AT = dt.time(9)
VERBS[ACTION] = _("gone back into the pool")


class Recycling:
    """The projection that keeps with every record the day on which it goes into a pool."""

    rank = 60
    is_late = True

    def apply(self, writes: Sequence[Write]) -> None:
        """Date what these writes touch; all records where a rule may have changed."""
        kinds = {write.kind for write in writes}
        if Pool.record_type in kinds or (kinds & BEHIND and any(map(has_rules, KINDS))):
            _ask_once()
        for kind, ids in touched(writes).items():
            mine = (w for w in writes if w.kind == kind and w.operation == UPDATE)
            given = [write.id for write in mine if "owner" in write.fields]
            if given:
                models.QuerySet[Any](KINDS[kind]).filter(pk__in=given).update(
                    owned_since=timezone.now()
                )
            if ids and has_rules(kind):
                date(kind, ids)


def _ask_once() -> None:
    if not Job.objects.filter(name=JOB, state=Job.State.WAITING).exists():
        enqueue(JOB, {})


def date(kind: str, ids: Collection[UUID]) -> dict[UUID, Going]:
    """Work out the days of these records and keep those that changed."""
    found = going(kind, ids)
    rows = models.QuerySet[Any](KINDS[kind]).filter(pk__in=ids)
    by_day: dict[dt.date | None, list[UUID]] = defaultdict(list)
    for pk, known in rows.order_by("pk").values_list("pk", "recycles_on"):
        day = found[pk].on if pk in found else None
        if day != known:
            by_day[day].append(pk)
    for day, some in by_day.items():
        models.QuerySet[Any](KINDS[kind]).filter(pk__in=some).update(recycles_on=day)
    return found


@handles(JOB)
def date_all(running: Running) -> dict[str, Any]:
    """Date every record by the rules as they are now; harmless when begun twice."""
    done = 0
    for kind in KINDS:
        for ids in paced(_all_ids(kind)):
            with transaction.atomic():
                date(kind, ids)
            done += len(ids)
            running.progress(done)
    Cursor.objects.update_or_create(name=JOB, defaults={"seq": timezone.localdate().toordinal()})
    return {"records": done}


@at_start
def is_needed() -> str | None:
    """The job's name if nothing was dated today; so that no drift lasts."""
    known = Cursor.objects.filter(name=JOB).values_list("seq", flat=True).first()
    has_any = any(has_rules(kind) for kind in KINDS)
    return JOB if has_any and known != timezone.localdate().toordinal() else None


@each_minute
def date_nightly() -> None:
    """Once a day date everything anew."""
    if is_needed():
        _ask_once()


def _all_ids(kind: str) -> Iterator[UUID]:
    after: dict[str, UUID] = {}
    while True:
        rows = models.QuerySet[Any](KINDS[kind]).filter(owner__isnull=False, **after).order_by("pk")
        ids = list(rows.values_list("pk", flat=True)[:PAGE])
        yield from ids
        if len(ids) < PAGE:
            return
        after = {"pk__gt": ids[-1]}


@each_minute
def recycle_each_minute() -> None:
    """See to it once a minute."""
    recycle()


def recycle() -> int:
    """Let what is due go into its pool; how many went."""
    today = timezone.localdate()
    due = {kind: models.QuerySet[Any](model).filter(recycles_on__lte=today)
           for kind, model in KINDS.items()}  # fmt: skip
    if not any(rows.exists() for rows in due.values()):
        return 0
    access = system_access()
    with access.change_set(ACTION) as opened:
        for rows in due.values():
            skip = connection.features.has_select_for_update_skip_locked
            locked = rows.order_by("recycles_on", "pk").select_for_update(
                of=("self",), skip_locked=skip
            )
            _let_go(list(locked[:AT_ONCE]), today)
        opened.flush()
        return opened.count


def _let_go(records: list[Pooled], today: dt.date) -> None:
    """Those for which it is still true: what happened meanwhile keeps them."""
    found: Mapping[UUID, Going] = {}
    if records:
        found = date(records[0].record_type, [record.pk for record in records])
    for record in records:
        known = found.get(record.pk)
        if known is not None and known.on <= today:
            record.lay_into(known.pool.pk, known.why)
            record.save(action=ACTION)


# Warnings


def warnings(after: dt.datetime, until: dt.datetime) -> Iterator[Due]:
    """What goes into a pool so many days from now as the pool warns before."""
    day = timezone.localdate(after)
    while day <= timezone.localdate(until):
        at = timezone.make_aware(dt.datetime.combine(day, WARNED_AT))
        if after < at <= until:
            yield from _warned(day, at)
        day += dt.timedelta(days=1)


def _warned(day: dt.date, at: dt.datetime) -> Iterator[Due]:
    ahead = Pool.objects.filter(warn_days__gt=0).values_list("holds", "warn_days").distinct()
    for kind, days in ahead:
        on = day + dt.timedelta(days=days)
        rows = models.QuerySet[Any](KINDS[kind]).filter(recycles_on=on, owner__isnull=False)
        records = {record.pk: record for record in rows}
        for pk, known in going(kind, records).items():
            if known.on == on and known.pool.warn_days == days:
                yield Due(records[pk].owner_id, records[pk], at)


register_kind(
    Kind("recycling", 42, _("something of mine is about to go into a pool"),
         _("%(what)s goes into the pool soon; get in touch"), "pool")
)  # fmt: skip
register_reminder("recycling", warnings)
