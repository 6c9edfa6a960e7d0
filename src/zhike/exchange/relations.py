"""How a text finds the record it means: by id, by a unique key, by name, by a path of names.

Names are compared exactly, then folded, then without blanks and marks (`GTXPro` finds `GTX Pro`).
Two records of one name are ambiguous; nobody finds what they may not see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import CharField, ForeignKey, Q, QuerySet
from django.utils.functional import cached_property

from zhike.access.rights import Access
from zhike.base.errors import N_, BadValue
from zhike.base.ids import uuid7
from zhike.base.pinyin import sort_key
from zhike.base.text import clean_text, fold
from zhike.exchange.own_rules import Related, Rules, default_diff
from zhike.ledger.models import Record
from zhike.ledger.writes import CREATE, Write
from zhike.records.models import ExternalId
from zhike.records.resource import all_resources

SMALL = 20_000
REMEMBERED = 50_000
BATCH = 500
STEP = " / "
NAMES = ("name", "subject", "title")
AMBIGUOUS = "?"
_MARKS = re.compile(r"[\W_]+")


def squeezed(text: str) -> str:
    """Letters and digits alone, folded."""
    return _MARKS.sub("", fold(text))


class Finder:
    """Finds records of one type by text, for one run; remembers what it found."""

    def __init__(
        self, model: type[Record], access: Access, related: Related, *, by: str = "",
        within: Q | None = None, verb: str = "read",
    ) -> None:  # fmt: skip
        """`by` is the one field to compare, `external_ids.<source>` too; empty tries them all.

        `verb` is what the user must be allowed to do with the records found.
        """
        self.model, self.access, self.by, self.related = model, access, by, related
        self.within, self.verb = within or Q(), verb
        self.pending: dict[str, Write] = {}
        self._known: dict[str, str] = {}
        self._asked: set[str] = set()
        self._is_loaded = self._is_large = False

    def prepare(self, texts: Iterable[str]) -> None:
        """Look up what is not known yet, in a query or two."""
        new = {text for text in texts if text not in self._asked}
        if not new:
            return
        if len(self._asked) > REMEMBERED:
            self._asked.clear()
            if not self._is_loaded:
                self._known.clear()
        self._asked |= new
        wanted = sorted(new)
        for start in range(0, len(wanted), BATCH):
            self._look_up(wanted[start : start + BATCH])

    def find(self, text: str) -> str | None:
        """The record's id, None if there is none; raises BadValue where there are several."""
        for key in _keys(text):
            found = self._known.get(key)
            if found == AMBIGUOUS:
                message = N_("Several are called “%(text)s”: give an id or another key.")
                raise BadValue("ambiguous", message, text=text[:60])
            if found is not None:
                return found
        return None

    def knows(self, text: str) -> bool:
        """Whether one record or several are called so."""
        return any(key in self._known for key in _keys(text))

    def learn(self, text: str, id_: str) -> None:
        """Remember a record under its name and under looser forms of it."""
        for key in _keys(text):
            known = self._known.setdefault(key, id_)
            if known != id_:
                self._known[key] = AMBIGUOUS

    def create(self, text: str) -> str:
        """The id of a new record of this name, whose write is pending; so are its parents'.

        Raises BadValue.
        """
        parent, _, name = text.strip().rpartition(STEP) if self.parent else ("", "", text)
        field = self.model._meta.get_field(self.name)
        name = clean_text(name, max_length=getattr(field, "max_length", None), multiline=False)
        fields = default_diff(self.model, self.access) | {self.name: (None, name)}
        if parent:
            self.prepare([parent])
            fields[self.parent] = (None, self.find(parent) or self.create(parent))
        for _, error in Rules(self.model, self.related).settle(fields):
            raise error
        write = Write(self.model.record_type, uuid7(), CREATE, "create", fields)
        self.related.add(self.model, write)
        self.pending[str(write.id)] = write
        self.learn(text, str(write.id))
        return str(write.id)

    def needed(self, id_: str) -> list[Write]:
        """The pending writes without which this id does not exist, parents first."""
        write = self.pending.get(id_)
        if write is None:
            return []
        parent = write.fields.get(self.parent, (None, None))[1] if self.parent else None
        return [*(self.needed(parent) if parent else []), write]

    def forget(self) -> None:
        """Look everything up anew; what is pending stays."""
        self._known.clear()
        self._asked.clear()
        self._is_loaded = self._is_large = False
        for id_, write in self.pending.items():
            self.learn(str(write.fields[self.name][1]), id_)

    @cached_property
    def name(self) -> str:
        """The field that names a record."""
        known = {field.name for field in self.model._meta.concrete_fields}
        return next((name for name in NAMES if name in known), "")

    @cached_property
    def parent(self) -> str:
        """The field that points at a record of the same type above this one; "" for none.

        A product's kind is none: its variants are called by names of their own, slashes and all.
        """
        for field in self.model._meta.concrete_fields:
            is_own = isinstance(field, ForeignKey) and field.related_model is self.model
            if is_own and field.name == "parent":
                return field.name
        return ""

    @cached_property
    def unique(self) -> list[str]:
        """The fields of text that find one record."""
        keys = {name for known in all_resources() if known.model is self.model
                for name in known.unique}  # fmt: skip
        fields = self.model._meta.concrete_fields
        return [f.name for f in fields
                if (f.unique or f.name in keys) and isinstance(f, CharField)]  # fmt: skip

    def rows(self) -> QuerySet[Any]:
        """The records among which it looks."""
        return self.access.rows(self.model, self.verb).filter(self.within)

    def _look_up(self, texts: Sequence[str]) -> None:
        if self.by.startswith("external_ids."):
            source = self.by.partition(".")[2]
            known = ExternalId.objects.filter(
                kind=self.model.record_type, source=source, value__in=texts
            )
            found = dict(known.values_list("record", "value"))
            seen = self.rows().filter(pk__in=found).values_list("pk", flat=True)
            self._take((pk, found[pk]) for pk in seen)
            return
        ids = [text for text in texts if _is_id(text)]
        if ids and self.by in ("", "id"):
            self._take((pk, str(pk)) for pk in
                       self.rows().filter(pk__in=ids).values_list("pk", flat=True))  # fmt: skip
        for field in [self.by] if self.by else self.unique:
            if field not in ("id", self.name):
                rows = self.rows().filter(**{field + "__in": texts})
                self._take(rows.values_list("pk", field))
        if self.name and self.by in ("", self.name):
            self._look_up_names(texts)

    def _look_up_names(self, texts: Sequence[str]) -> None:
        if self._is_loaded:
            return
        rows = self.rows()
        columns = ["pk", self.name, *([self.parent + "_id"] if self.parent else [])]
        self._is_large = self._is_large or rows.order_by()[: SMALL + 1].count() > SMALL
        if not self._is_large:
            self._is_loaded = True
        elif "name_sort" in self.model.derived:
            keys = {sort_key(text, person=person) for text in texts for person in (True, False)}
            rows = rows.filter(name_sort__in=keys)
        else:
            rows = rows.filter(**{self.name + "__in": texts})
        found = list(rows.values_list(*columns))
        if self.parent:
            self._take(_paths(found))
        self._take((pk, name) for pk, name, *_ in found)

    def _take(self, rows: Iterable[tuple[Any, Any]]) -> None:
        for pk, text in rows:
            self.learn(str(text), str(pk))


def _keys(text: str) -> list[str]:
    """Under what a text is looked for, the strictest first."""
    text = text.strip()
    bare = squeezed(text)
    return ["=" + text, "~" + fold(text), *(["-" + bare] if bare else [])]


def _paths(rows: Sequence[tuple[Any, ...]]) -> Iterable[tuple[UUID, str]]:
    """The paths of records that stand below one another: `Central / Dustin Brinkmann`."""
    known = {pk: (name, parent) for pk, name, parent in rows}
    for pk in known:
        names: list[str] = []
        at = pk
        while at in known and len(names) < 20:
            name, at = known[at]
            names.append(name)
        if len(names) > 1:
            yield pk, STEP.join(reversed(names))


def _is_id(text: str) -> bool:
    try:
        UUID(text.strip())
    except ValueError:
        return False
    return len(text) >= 32
