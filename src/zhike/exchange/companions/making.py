"""The companions of one run: each row's is known already, or is going to be made with the row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from zhike.base.errors import N_, BadValue
from zhike.base.ids import uuid7
from zhike.exchange.companions.declared import NAME, Companion
from zhike.exchange.companions.naming import Named, Naming
from zhike.exchange.fillers import Compiled, Filler
from zhike.exchange.mapping import LEAVE
from zhike.exchange.preparing import Accompanied, Prepared, Preparer, obey, part_writes
from zhike.exchange.readers import Row
from zhike.exchange.relations import Finder
from zhike.ledger.writes import CREATE, Diff, Write
from zhike.records.errors import say


@dataclass
class TieFiller:
    """How a companion is tied to another record: what every tie holds, and what the file says."""

    kind: str
    base: Diff
    fillers: list[Filler]


class Maker:
    """Finds or makes the records of one companion.

    A row's companion is recognised by the keys that the file gives of it (its credit code, a number
    in another system), else by its name; two rows of a file never make it twice. Its values come
    from the first row that names it. Of one that is here already the rows fill what is empty, take
    its place or leave it (`known`).
    """

    def __init__(
        self, companion: Companion, compiled: Compiled, naming: Naming,
        keys: Sequence[tuple[Filler, Finder]], tie: TieFiller | None, missing: str, known: str,
    ) -> None:  # fmt: skip
        """`keys` are the columns that tell one record from all others."""
        self.companion, self.compiled = companion, compiled
        self.naming, self.keys, self.tie, self.missing = naming, keys, tie, missing
        self.known = known
        self.preparer = Preparer(compiled)
        self.pending: dict[str, Write] = {}
        self._key_of: dict[str, dict[str, str]] = {}
        fillers = {filler.column.to: filler for filler in compiled.fillers}
        self.name: Filler | None = fillers.get(NAME)
        self._says_more = known != LEAVE and bool(compiled.parts or fillers.keys() - {NAME})
        self._made: set[str] = set()
        self.changed: set[UUID] = set()

    def accompany(self, items: Sequence[Prepared]) -> None:
        """Note each row's companion, and what is wrong with it."""
        companion = self.companion
        owners = [_owner(companion, item) for item in items]
        self._look_up(items, owners)
        for item, owner in zip(items, owners, strict=True):
            if item.row[2] is not None or item.is_left_out:
                continue
            id_, problems = self._find(item.row, owner)
            more = self._more(item.row) if id_ and id_ not in self._made else None
            item.problems += problems + (more.problems if more else [])
            if id_ is None:
                continue
            item.companions[companion.name] = Accompanied(id_, self._tie(item), more)
            if companion.field:
                item.fields[companion.field] = (None, id_)

    def _more(self, row: Row) -> Prepared | None:
        """What a row says of a companion that is known, but for what it is called."""
        if not self._says_more:
            return None
        made = self.preparer.one(row)
        made.fields.pop(NAME, None)
        if not (made.fields or made.parts or made.problems):
            return None
        if not made.problems:
            obey(self.compiled, made, self.compiled.base | made.fields)
        return made

    def _tie(self, item: Prepared) -> Diff:
        """What a row says of the tie to its companion."""
        diff: Diff = {}
        for filler in self.tie.fillers if self.tie else ():
            try:
                if text := filler.text(item.row[1]):
                    diff[filler.name] = (None, filler.convert(text))
            except BadValue as error:
                if filler.column.bad == "reject":
                    item.problems.append(f"{filler.heading}: {say(error)}")
        return diff

    def _look_up(self, items: Sequence[Prepared], owners: Sequence[str]) -> None:
        """What a batch of rows names, in a few queries."""
        good = [(item.row[1], owner) for item, owner in zip(items, owners, strict=True)
                if item.row[2] is None]  # fmt: skip
        for filler, finder in self.keys:
            finder.prepare(filler.texts([cells for cells, _ in good]))
        if self.name is not None:
            named = {(self.name.text(cells), owner) for cells, owner in good}
            self.naming.prepare({pair for pair in named if pair[0]})

    def _find(self, row: Row, owner: str) -> tuple[str | None, list[str]]:
        """The id of a row's companion, None for none, and what is wrong; it may be a new one."""
        _, cells, _ = row
        text = self.name.text(cells) if self.name is not None else ""
        try:
            keys = {f.column.to: str(f.convert(said)) for f, _ in self.keys
                    if (said := f.text(cells))}  # fmt: skip
            if not text and not keys:
                return None, []
            found = self._known(keys, (text, owner))
        except BadValue as error:
            return None, [self._said(error)]
        if found is not None or self.missing == "empty":
            return found, []
        if self.missing != "create":
            lacking = BadValue("missing", N_("There is no “%(text)s”."), text=text[:60])
            return None, [self._said(lacking)]
        return self._make(row, keys, (text, owner))

    def forget(self) -> None:
        """Ask everything anew; what is pending stays known."""
        self.naming.forget()
        for _, finder in self.keys:
            finder.forget()
        for id_ in self.pending:
            self._learn_keys(id_, self._key_of.get(id_, {}))

    def _known(self, keys: dict[str, str], named: Named) -> str | None:
        for filler, finder in self.keys:
            key = keys.get(filler.column.to)
            found = finder.find(key) if key else None
            if found is not None:
                return found
        found = self.naming.find(named) if named[0] else None
        if found is None or self._contradicts(found, keys):
            return None
        self._learn_keys(found, keys)
        return found

    def _contradicts(self, id_: str, keys: dict[str, str]) -> bool:
        """Whether a record of that name is known by other keys: it is another company."""
        if not keys:
            return False
        known = self._key_of.get(id_)
        if known is None:
            known = self._key_of[id_] = self._stored_keys(id_)
        return any(known.get(name) not in (None, "", key) for name, key in keys.items())

    def _stored_keys(self, id_: str) -> dict[str, str]:
        record = self.compiled.access.rows(self.compiled.model).filter(pk=id_).first()
        found = {}
        for filler, _ in self.keys:
            source = filler.target.source
            value = getattr(record, filler.name, None)
            found[filler.column.to] = str(((value or {}).get(source) if source else value) or "")
        return found

    def _make(self, row: Row, keys: dict[str, str], named: Named) -> tuple[str | None, list[str]]:
        [made] = self.preparer.prepare([row])
        if made.problems or made.whole is None:
            return None, made.problems
        model, id_ = self.compiled.model, uuid7()
        parts = part_writes(str(id_), made.parts)
        write = Write(model.record_type, id_, CREATE, "create", made.whole, parts)
        self.pending[str(id_)] = write
        self._made.add(str(id_))
        self.compiled.rules.related.add(model, write)
        self.naming.learn(named, str(id_))
        self._key_of[str(id_)] = keys
        self._learn_keys(str(id_), keys)
        self._tell(named, keys, str(id_))
        return str(id_), []

    def needed(self, id_: str) -> dict[str, Write]:
        """The pending writes without which this companion does not come about, those first: a
        variant needs what it is a variant of.
        """
        write = self.pending.get(id_)
        if write is None:
            return {}
        found: dict[str, Write] = {}
        for _, value in write.fields.values():
            if isinstance(value, str) and value in self.pending and value != id_:
                found |= self.needed(value)
        return found | {id_: write}

    def _tell(self, named: Named, keys: dict[str, str], id_: str) -> None:
        """Later rows may point at it."""
        for _, finder in self.compiled.finding:
            if finder.model is self.compiled.model:
                for text in {named[0], *keys.values()} - {""}:
                    finder.learn(text, id_)

    def _learn_keys(self, id_: str, keys: dict[str, str]) -> None:
        for filler, finder in self.keys:
            if key := keys.get(filler.column.to):
                finder.learn(key, id_)

    def _said(self, error: BadValue) -> str:
        where = self.name.heading if self.name is not None else self.companion.label
        return f"{where}: {say(error)}"


def _owner(companion: Companion, item: Prepared) -> str:
    """What a row's companion is tied to: an id, or the name of the row's own record."""
    if companion.tie is None or not companion.is_among_tied:
        return ""
    return str(item.fields.get(companion.tie.of or NAME, (None, ""))[1] or "")
