"""Plans: several imports in order, written down once: headings and rules, no data.

`{"steps": [{"resource": "parties", "file": "accounts.csv", "columns": […], "match": {…}}, …]}`.
A step may bring a few rows of its own (`rows`: `[{"name": "Won"}, …]`) in the place of a file;
without `columns`, each heading goes to the field that it means, and without a `resource` as well
it is found out what the file holds.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhike.access.rights import Access
from zhike.base.errors import N_, BadValue
from zhike.exchange import runner, uploads
from zhike.exchange.beginning import begin
from zhike.exchange.jobs import large_set, order_of
from zhike.exchange.mapping import Mapping, read_mapping
from zhike.exchange.models import ImportRun
from zhike.exchange.orders import Order
from zhike.exchange.readers import Layout, NotATable
from zhike.ledger.models import ChangeSet
from zhike.records.errors import FieldError, Invalid, say
from zhike.records.resource import Resource, resource_named

Beat = Callable[[int, int], None]
LONGEST = 1_000_000


@dataclass(frozen=True)
class Step:
    """One import of a plan: a file in the plan's folder, or rows.

    Without a resource it is found out what the file holds.
    """

    resource: Resource | None
    file: str = ""
    rows: list[dict[str, str]] = field(default_factory=list)
    mapping: Mapping | None = None
    layout: Layout = field(default_factory=Layout)

    @property
    def name(self) -> str:
        """What the change set is called."""
        return self.file or (self.resource.name if self.resource else "")

    def content(self, folder: Path) -> Iterator[bytes]:
        """The step's file; raises NotATable where there is none."""
        if self.rows:
            headings = list(dict.fromkeys(name for row in self.rows for name in row))
            text = io.StringIO(newline="")
            writer = csv.DictWriter(text, headings, restval="")
            writer.writeheader()
            writer.writerows(self.rows)
            yield text.getvalue().encode()
            return
        path = folder / Path(self.file).name
        if not path.is_file():
            message = N_("There is no file “%(name)s” in this folder.")
            raise NotATable("no_file", message, name=Path(self.file).name)
        with path.open("rb") as file:
            yield from iter(lambda: file.read(1 << 20), b"")


def read_plan(path: Path) -> list[Step]:
    """The steps of a plan; raises Invalid naming what is wrong."""
    try:
        with path.open(encoding="utf-8") as file:
            stored = json.loads(file.read(LONGEST))
    except (OSError, ValueError, RecursionError) as error:
        raise Invalid(FieldError("plan", str(error))) from None
    steps = stored.get("steps") if isinstance(stored, dict) else None
    if not isinstance(steps, list) or not steps:
        raise Invalid(_error("plan", N_("A plan has a list of steps.")))
    return [_step(item, number) for number, item in enumerate(steps)]


def _step(item: Any, number: int) -> Step:
    where = f"steps.{number}"
    if not isinstance(item, dict) or bool(item.get("file")) == bool(item.get("rows")):
        raise Invalid(_error(where, N_("A step has a file, or rows of its own.")))
    try:
        name = item.get("resource")
        resource = None if name is None and "columns" not in item else resource_named(str(name))
    except KeyError:
        message = N_("There is no record type “%(name)s”.")
        raise Invalid(_error(where, message, name=item.get("resource"))) from None
    said = {name: item[name] for name in ("columns", "match", "only") if name in item}
    try:
        mapping = read_mapping(said) if "columns" in said else None
    except Invalid as invalid:
        errors = (FieldError(f"{where}.{e.field}", e.message) for e in invalid.errors)
        raise Invalid(*errors) from None
    rows = [{str(n): str(v) for n, v in row.items()} for row in item.get("rows", [])]
    layout = Layout.of(item.get("layout", {}))
    return Step(resource, str(item.get("file", "")), rows, mapping, layout)


def _error(where: str, message: str, **params: object) -> FieldError:
    return FieldError(where, say(BadValue("plan", message, **params)))


def prepare(step: Step, folder: Path, access: Access) -> ImportRun:
    """Take a step's file in; raises NotATable."""
    actor = access.user.pk if access.user else None
    run = uploads.store(
        step.content(folder),
        name=step.name,
        actor=actor,
        resource=step.resource.name if step.resource else "",
    )
    table = uploads.unfold(run, step.layout)
    if step.mapping is not None:
        uploads.remember(run, step.mapping)
    else:
        begin(run, table, access, is_watched=False)
    return run


def carry_out(run: ImportRun, access: Access, beat: Beat = lambda done, total: None) -> ChangeSet:
    """Import here and now, or go on where it was broken off; raises Invalid, Denied, NotATable."""
    order: Order = order_of(run, access)
    run.rows = order.table.count()
    run.save(update_fields=["rows"])
    large = large_set(run, order)
    try:
        return runner.run(order, large, lambda done: beat(done, run.rows))
    except (Invalid, NotATable):
        large.finish(ChangeSet.State.STOPPED)
        raise
