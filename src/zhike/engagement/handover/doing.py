"""Handing over: one change set through the bulk writer, at once or as a job that resumes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy

from zhike.access.models import User
from zhike.access.rights import Access, access_of
from zhike.engagement.handover.assigning import Order, Shares
from zhike.engagement.handover.work import passes, reachable, resources
from zhike.ledger.bulk import LargeSet, paced
from zhike.ledger.jobs import Running, handles
from zhike.ledger.locking import lock_ahead
from zhike.ledger.models import ChangeSet
from zhike.ledger.writes import UPDATE, Write
from zhike.web.jobs import name_job

AT_ONCE = 100
AT_MOST = 0.1
"""Seconds that a transaction is to take: whoever saves meanwhile waits for it."""
JOB = "engagement.handover"
ACTION = "hand_over"
Progress = Callable[[LargeSet], None]


def total(access: Access, order: Order) -> int:
    """How many records go over."""
    leaver = UUID(order.leaver)
    return sum(
        reachable(access, resource.model, leaver, everything=order.everything).count()
        for resource in resources() if access.can(resource.model, "update")
    )  # fmt: skip


def run(access: Access, order: Order) -> ChangeSet:
    """Do it at once, in one transaction."""
    with transaction.atomic():
        return in_chunks(access, order, lambda _large: None)


def in_chunks(access: Access, order: Order, progress: Progress) -> ChangeSet:
    """Do it in short transactions, between which others write."""
    return _go_on(access, order, _begin(access, order), progress)


@handles(JOB)
def run_job(running: Running) -> dict[str, Any]:
    """Do it in the background, with the rights that the user has then; go on where it broke off.

    What went over is no longer the leaver's, and so is not found again.
    """
    order = Order(**running.arguments)
    access = access_of(User.objects.get(pk=running.job.actor), "web")
    known = running.job.result.get("change_set")
    if known:
        large = LargeSet(ChangeSet.objects.get(pk=known))
    else:
        large = _begin(access, order)
        running.keep(change_set=str(large.row.pk))
        running.progress(0, total(access, order))
    finished = _go_on(access, order, large, lambda large: running.progress(large.row.rows_done))
    return {"changed": finished.change_count}


def arguments(order: Order) -> dict[str, Any]:
    """What the job is given."""
    return asdict(order)


def _begin(access: Access, order: Order) -> LargeSet:
    large = LargeSet.begin(by=access.user, door=access.door, action=ACTION, reason=order.note[:500])
    large.row.report = {"turn": 0, "leaver": order.leaver}
    large.row.save(update_fields=["report"])
    return large


def _go_on(access: Access, order: Order, large: LargeSet, progress: Progress) -> ChangeSet:
    shares = Shares(order, large.row.report["turn"])
    for resource, which in passes():
        if not access.can(resource.model, "update"):
            continue
        for chunk in paced(_ids(access, order, resource.model, which), start=20, seconds=AT_MOST):
            _give(access, order, resource.model, chunk, large, shares)
            progress(large)
    return large.finish()


def _ids(access: Access, order: Order, model: type[Any], which: Q) -> Iterator[UUID]:
    """In the order of their ids, however many have gone over meanwhile."""
    held = reachable(access, model, UUID(order.leaver), everything=order.everything)
    rows, after = held.filter(which), None
    while True:
        page = rows if after is None else rows.filter(pk__gt=after)
        ids = list(page.order_by("pk").values_list("pk", flat=True)[:1500])
        if not ids:
            return
        yield from ids
        after = ids[-1]


def _give(
    access: Access, order: Order, model: type[Any], chunk: list[UUID], large: LargeSet,
    shares: Shares,
) -> None:  # fmt: skip
    def plan() -> list[Write]:
        rows = reachable(access, model, UUID(order.leaver), everything=order.everything)
        lock_ahead(model, chunk)
        locked = list(rows.filter(pk__in=chunk).order_by("pk").select_for_update(of=("self",)))
        owners = shares.owners(locked)
        large.row.report["turn"] = shares.turn
        return [_write(record, owners[record.pk], order.team) for record in locked]

    large.write(plan, len(chunk))


def _write(record: Any, owner: UUID | None, team: str) -> Write:
    """The record in other hands; what is of nobody is its team's."""
    before = record.state()
    record.owner_id = owner
    if team:
        record.team_id = UUID(team)
    after = record.state()
    changed = {n: (before.get(n), after.get(n)) for n in ("owner", "team")
               if before.get(n) != after.get(n)}  # fmt: skip
    return Write(record.record_type, record.pk, UPDATE, ACTION, changed)


name_job(JOB, gettext_lazy("handover"))
