"""A run: prepared rows are written in short transactions, and a killed run goes on where it was.

The number of rows done, what became of them and how long the file of refused rows is stand in the
change set, written with the records themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from django.db import IntegrityError

from zhike.base.errors import N_
from zhike.exchange.alike import Looker
from zhike.exchange.compiling import compile_mapping
from zhike.exchange.failures import Failures
from zhike.exchange.mapping import REJECT
from zhike.exchange.new_fields import make_fields
from zhike.exchange.orders import Order
from zhike.exchange.planned import COUNTED, Planned, added
from zhike.exchange.planning import Planner
from zhike.exchange.preparing import Prepared, Preparer
from zhike.ledger.bulk import LargeSet, old_objects_left_alone, paced
from zhike.ledger.jobs import JobStopped
from zhike.ledger.models import ChangeSet
from zhike.ledger.writes import Write

Beat = Callable[[int], None]


def begin(order: Order) -> LargeSet:
    """A new open change set for the import."""
    return LargeSet.begin(
        by=order.access.user, door=order.access.door, action="import", reason=order.name[:500],
        source=order.source,
    )  # fmt: skip


def run(order: Order, large: LargeSet, beat: Beat = lambda done: None) -> ChangeSet:
    """Import what is not done yet; raises Invalid or Denied before anything is written.

    `beat` is told how many rows are done and may raise JobStopped, which leaves the set open.
    """
    access = make_fields(order, large)
    compiled = compile_mapping(order.resource, access, order.mapping, order.table.headings)
    done, size = large.row.rows_done, large.row.report.get("failure_bytes", 0)
    # Whoever takes them all the same need not wait for the looking.
    looker = Looker(compiled, large.row.pk) if order.mapping.alike == REJECT else None
    preparer = Preparer(compiled, looker)
    with Failures(order.failures, order.own_headings, size) as failures, old_objects_left_alone():
        writer = _Writer(large, Planner(compiled), preparer, failures)
        for chunk in paced(preparer.stream(islice(order.table.rows(), done, None))):
            writer.write(chunk)
            beat(large.row.rows_done)
    return large.finish()


class _Writer:
    """Writes chunks, and finds the row that spoils one."""

    def __init__(
        self, large: LargeSet, planner: Planner, preparer: Preparer, failures: Failures
    ) -> None:
        self.large, self.planner = large, planner
        self.preparer, self.failures = preparer, failures
        self.planned = Planned()
        self.report, self.size = large.row.report, failures.size

    def write(self, chunk: list[Prepared]) -> None:
        """One transaction; where others changed what it relies on, it is planned anew."""
        try:
            self._write(chunk)
        except IntegrityError:
            self.planner.forget()
            for item in self._anew(chunk):
                self._write_alone(item)

    def _anew(self, chunk: list[Prepared]) -> list[Prepared]:
        return self.preparer.prepare([item.row for item in chunk])

    def _write_alone(self, item: Prepared) -> None:
        try:
            self._write([item])
        except IntegrityError:
            [again] = self._anew([item])
            message = N_("This row collides with a record that exists.")
            Planned().refuse(again, message)
            self._write([again])

    def _write(self, chunk: Sequence[Prepared]) -> None:
        self.large.write(lambda: self._plan(chunk), len(chunk))
        self.report, self.size = self.large.row.report, self.failures.size
        self.planner.written(self.planned)

    def _plan(self, chunk: Sequence[Prepared]) -> list[Write]:
        self._hold()
        # What an attempt added that came to nothing is still there.
        self.failures.cut(self.size)
        self.planned = planned = self.planner.plan(chunk)
        if planned.refused:
            self.failures.add(planned.refused)
        counts = {name: self.report.get(name, 0) + getattr(planned, name) for name in COUNTED}
        report = {**self.report, **counts, "failure_bytes": self.failures.size}
        if planned.conflicts:
            report["conflicts"] = self.report.get("conflicts", 0) + planned.conflicts
        if planned.alike:
            report["alike"] = self.report.get("alike", 0) + len(planned.alike)
        if planned.companions:
            report["companions"] = added(self.report.get("companions", {}), planned.companions)
        if related := len(planned.writes) - planned.created - planned.updated:
            report["related"] = self.report.get("related", 0) + related
        self.large.row.report = report
        return planned.writes

    def _hold(self) -> None:
        """Write only where no other worker has gone on since."""
        row = self.large.row
        query = ChangeSet.objects.select_for_update().filter(pk=row.pk, state=ChangeSet.State.OPEN)
        if query.values_list("rows_done", flat=True).first() != row.rows_done:
            raise JobStopped
