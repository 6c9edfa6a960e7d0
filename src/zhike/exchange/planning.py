"""Prepared rows become writes, given what the database holds now; within the transaction."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from zhike.base.errors import N_
from zhike.base.ids import uuid7
from zhike.exchange.alike import Alike
from zhike.exchange.companions.refreshing import refreshed
from zhike.exchange.companions.tying import Tied, bind
from zhike.exchange.fillers import Compiled
from zhike.exchange.mapping import REJECT
from zhike.exchange.matching import SEVERAL, Key, Matcher, UniqueKeys, exact_key, key_of
from zhike.exchange.planned import Planned
from zhike.exchange.preparing import Prepared, part_writes, settle
from zhike.exchange.updating import Updater
from zhike.ledger.models import Part
from zhike.ledger.writes import CREATE, UPDATE, Diff, PartWrite, Write
from zhike.records import arriving


class Planner:
    """Decides for each row whether it makes a record, changes one, or is left."""

    def __init__(self, compiled: Compiled, *, is_trial: bool = False) -> None:
        """A trial remembers the keys of all rows, since nothing of it reaches the database."""
        self.compiled = compiled
        self.is_trial = is_trial
        self.matcher = Matcher(compiled)
        self.unique = UniqueKeys(compiled)
        self._seen: dict[Key, UUID] = {}
        self._taken: set[tuple[tuple[str, ...], Key]] = set()
        self._tied: set[Tied] = set()

    def plan(self, items: Sequence[Prepared]) -> Planned:
        """The writes for these rows; may be asked again if they could not be written."""
        planned = Planned()
        good = []
        for item in items:
            if item.problems:
                planned.refused.append(item)
            elif item.is_left_out:
                planned.skipped += 1
            else:
                good.append(item)
        _Chunk(self, planned, self._seen if self.is_trial else {}).decide(good)
        used = [item for item in good if not item.problems and not item.is_left_out]
        planned.writes[:0] = [
            *planned.accompanied(self.compiled.makers, used),
            *self._pending(used),
        ]
        planned.writes += [write for item in used for write in item.ties]
        planned.writes += refreshed(self.compiled.makers, used, planned)
        return planned

    def written(self, planned: Planned) -> None:
        """Remember what now stands in the database."""
        written = {str(write.id) for write in planned.writes}
        for _, finder in self.compiled.finding:
            for id_ in written & finder.pending.keys():
                del finder.pending[id_]
        for maker in self.compiled.makers:
            maker.changed |= planned.refreshed.get(maker.companion.name, set())
            for id_ in written & maker.pending.keys():
                del maker.pending[id_]

    def forget(self) -> None:
        """Ask everything anew: something has changed under way."""
        for _, finder in self.compiled.finding:
            finder.forget()
        for maker in self.compiled.makers:
            maker.forget()

    def taken(self) -> set[tuple[tuple[str, ...], Key]]:
        """The unique values of earlier rows that no query will find."""
        return self._taken if self.is_trial else set()

    def tied(self) -> set[Tied]:
        """The ties of earlier rows that no query will find."""
        return self._tied if self.is_trial else set()

    def _pending(self, items: list[Prepared]) -> list[Write]:
        """New related records that these rows point at, each once, those they need first."""
        found: dict[UUID, Write] = {}
        for filler, finder in self.compiled.finding:
            if not finder.pending:
                continue
            for item in items:
                for diff in (item.fields, *(diff for _, diff in item.parts)):
                    value = diff.get(filler.name, (None, None))[1]
                    if isinstance(value, str) and not item.problems:
                        found.update((write.id, write) for write in finder.needed(value))
        return list(found.values())


class _Chunk:
    """The rows of one transaction."""

    def __init__(self, planner: Planner, planned: Planned, keys: dict[Key, UUID]) -> None:
        self.compiled, self.is_trial = planner.compiled, planner.is_trial
        self.matcher, self.unique = planner.matcher, planner.unique
        self.policy = planner.compiled.mapping.found
        self.planned, self.keys = planned, keys
        self.taken, self.tied = planner.taken(), planner.tied()
        self.updater = Updater(planner.compiled)
        self.holders: dict[tuple[str, ...], dict[Key, UUID]] = {}

    def decide(self, items: list[Prepared]) -> None:
        """Sort the rows, in their order."""
        names, base = self.compiled.mapping.by, self.compiled.base
        known: dict[Key, UUID] = {}
        if names or self.unique.keys:
            diffs = [base | item.fields for item in items]
            known = self.matcher.find(diffs)
            self.holders = self.unique.holders(diffs)
        for item in items:
            key = key_of(base | item.fields, names) if names else None
            found = None if key is None or self.policy == "create" else known.get(key)
            own = None if key is None or self.policy == "create" else self.keys.get(key)
            if found is None and own is None:
                self._create(item, key)
            elif found == SEVERAL:
                message = N_("Several records fit this row: match by another key.")
                self.planned.refuse(item, message)
            elif self.policy == "skip":
                self.planned.skip(item)
            else:
                item.record = found or own
                if found is None and self.is_trial:
                    self.planned.updated += 1
                else:
                    self.updater.add(item, item.record)  # type: ignore[arg-type]
        bind(self.compiled.makers, items, self.tied)
        self.updater.plan(self.planned)
        if not self.is_trial:
            arriving.place(self.compiled.model.record_type, self.planned.writes)

    def _create(self, item: Prepared, key: Key | None) -> None:
        if item.whole is None:
            settle(self.compiled, item)
        if item.problems or item.whole is None:
            self.planned.refused.append(item)
            return
        if self.unique.keys and self._is_taken(item, item.whole):
            return
        if item.alike is not None:
            self.planned.alike.append(item)
            if self.compiled.mapping.alike == REJECT:
                self._refuse_alike(item, item.alike)
                return
        id_ = item.record = uuid7()
        write = self._write(id_, item, item.whole)
        self.planned.writes.append(write)
        self.planned.created += 1
        if key is not None:
            self.keys[key] = id_
            self.updater.made[id_] = write

    def _write(self, id_: UUID, item: Prepared, whole: Diff) -> Write:
        model = self.compiled.model
        if not issubclass(model, Part):
            parts = part_writes(str(id_), item.parts) if item.parts else []
            return Write(model.record_type, id_, CREATE, "create", whole, parts)
        # A part is logged under its record.
        root = model._meta.get_field(model.part_of).related_model
        part = PartWrite(model.record_type, id_, CREATE, whole)
        kind, record = root.record_type, UUID(whole[model.part_of][1])  # type: ignore[union-attr]
        return Write(kind, record, UPDATE, "update", {}, [part])

    def _is_taken(self, item: Prepared, whole: Diff) -> bool:
        """Whether a unique value of the row belongs to another record or row already."""
        mine = []
        for names in self.unique.keys:
            key = exact_key(whole, names)
            if key is None:
                continue
            if key in self.holders[names] or (names, key) in self.taken:
                self._refuse_taken(item, key)
                return True
            mine.append((names, key))
        self.taken.update(mine)
        return False

    def _refuse_alike(self, item: Prepared, alike: Alike) -> None:
        if alike.name:
            message = N_("It looks like “%(name)s”, which is here already (%(percent)s %%).")
        else:
            message = N_("It looks like a record that you may not see (%(percent)s %%).")
        self.planned.refuse(item, message, name=alike.name, percent=alike.percent)

    def _refuse_taken(self, item: Prepared, key: Key) -> None:
        if self.policy == "skip" and self.compiled.mapping.by:
            self.planned.skip(item)
            return
        value = " ".join(map(str, key))[:60]
        message = N_("“%(value)s” belongs to another record already.")
        self.planned.refuse(item, message, value=value)
