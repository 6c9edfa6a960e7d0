"""How a row names a companion: a company by its name, a person by name and company."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any, Protocol

from django.db.models import Q

from zhike.base.errors import N_, BadValue
from zhike.base.pinyin import sort_key
from zhike.base.text import fold
from zhike.exchange.companions.declared import Tie
from zhike.exchange.match.company_names import CompanyName, latin_key, parse
from zhike.exchange.relations import AMBIGUOUS, SMALL, Finder, squeezed
from zhike.records.resource import resource_named

BATCH = 100
MOST_ALIKE = 200
_LAST = "\U0010ffff"

Named = tuple[str, str]
"""A name, and the id (or name) of what its bearer is tied to ("" for nothing)."""


class Naming(Protocol):
    """How records are known by what a row calls them."""

    def prepare(self, named: Iterable[Named]) -> None:
        """Look up what a batch of rows names."""

    def find(self, named: Named) -> str | None:
        """The record's id, None if there is none; raises BadValue where there are several."""

    def learn(self, named: Named, id_: str) -> None:
        """Know a record that is going to be written."""

    def forget(self) -> None:
        """Ask anew for all that is not going to be written."""


class CompanyNaming:
    """Companies: by id or key, by the name as it stands, then by what is telling in it.

    重庆长安汽车股份有限公司 and 重庆长安汽车 are one company; a branch of it is another, and so is
    one that says that it is of another place. Among very many companies only those are looked
    through that begin alike.
    """

    def __init__(self, finder: Finder) -> None:
        """`finder` knows the names as they stand."""
        self.finder = finder
        self._alike: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
        self._own: list[tuple[Named, str]] = []
        self._asked: set[str] = set()
        self._small: _Names | None = None

    def prepare(self, named: Iterable[Named]) -> None:
        """Those whose name stands nowhere as it is are looked for by its core."""
        texts = {name for name, _ in named}
        self.finder.prepare(texts)
        new = sorted(text for text in texts - self._asked if not self.finder.knows(text))
        self._asked |= texts
        for start in range(0, len(new), BATCH):
            self._look_up(new[start : start + BATCH])

    def find(self, named: Named) -> str | None:
        """By the whole name, else by its core."""
        text, _ = named
        found = self.finder.find(text)
        if found is not None:
            return found
        name = parse(text)
        alike = {id_ for id_, place in self._alike[_core(text, name)].items()
                 if not place or not name.place or place == name.place}  # fmt: skip
        if len(alike) > 1:
            message = N_("Several are called “%(text)s”: give an id or another key.")
            raise BadValue("ambiguous", message, text=text[:60])
        return next(iter(alike), None)

    def learn(self, named: Named, id_: str) -> None:
        """The whole name, and its core."""
        self._own.append((named, id_))
        self.finder.learn(named[0], id_)
        self._take(named[0], id_)

    def forget(self) -> None:
        """What is pending stays known."""
        self.finder.forget()
        self._alike.clear()
        self._asked.clear()
        self._small = None
        own, self._own = self._own, []
        for named, id_ in own:
            self.learn(named, id_)

    def _take(self, text: str, id_: str) -> None:
        name = parse(text)
        self._alike[_core(text, name)][id_] = name.place

    def _look_up(self, texts: Sequence[str]) -> None:
        rows = self.finder.rows()
        if self._small is None:
            few = rows.order_by()[: SMALL + 1].count() <= SMALL
            self._small = _Names(rows.values_list("pk", "name") if few else ())
        if self._small:
            found = {pair for text in texts for pair in self._small.holding(_telling(text))}
        else:
            begins = Q(pk__in=[])
            for text in texts:
                key = sort_key(text.removesuffix(parse(text).form) or text)
                begins |= Q(name_sort__gte=key, name_sort__lt=key + _LAST)
            found = set(rows.filter(begins).values_list("pk", "name")[: MOST_ALIKE * BATCH])
        for pk, name in found:
            self._take(name, str(pk))


class WholeNaming:
    """Records that are neither companies nor persons: by id, key or the whole name."""

    def __init__(self, finder: Finder) -> None:
        """`finder` knows the names as they stand."""
        self.finder = finder
        self._own: list[tuple[Named, str]] = []

    def prepare(self, named: Iterable[Named]) -> None:
        """Ask for the names of these rows."""
        self.finder.prepare({name for name, _ in named})

    def find(self, named: Named) -> str | None:
        """By the whole name."""
        return self.finder.find(named[0])

    def learn(self, named: Named, id_: str) -> None:
        """Know one of this file."""
        self._own.append((named, id_))
        self.finder.learn(named[0], id_)

    def forget(self) -> None:
        """What is pending stays known."""
        self.finder.forget()
        for named, id_ in self._own:
            self.finder.learn(named[0], id_)


class _Names:
    """The names of a small number of records, searched at once."""

    def __init__(self, rows: Iterable[tuple[Any, str]]) -> None:
        self.rows = list(rows)
        lines = [fold(name).replace("\n", " ") + "\n" for _, name in self.rows]
        self._text = "".join(lines)
        self._ends = list(accumulate(map(len, lines)))

    def __bool__(self) -> bool:
        return bool(self.rows)

    def holding(self, word: str) -> list[tuple[Any, str]]:
        """The records whose names hold a word; none where too many do for it to tell anything."""
        found: list[tuple[Any, str]] = []
        at = self._text.find(word) if word else -1
        while at >= 0 and len(found) <= MOST_ALIKE:
            place = bisect_right(self._ends, at)
            found.append(self.rows[place])
            at = self._text.find(word, self._ends[place])
        return found if len(found) <= MOST_ALIKE else []


def _core(text: str, name: CompanyName) -> tuple[str, ...]:
    return (latin_key(text),) if name.is_latin else (name.core, name.trade, name.branch)


def _telling(text: str) -> str:
    """What every way of writing the name holds."""
    name = parse(text)
    return max(latin_key(text).split(), key=len, default="") if name.is_latin else name.core


class PersonNaming:
    """Persons: by their name among those who are tied to the same company."""

    def __init__(self, finder: Finder, tie: Tie) -> None:
        """`finder` sees the persons whom the user may see."""
        self.finder, self.tie = finder, tie
        self._known: dict[Named, str] = {}
        self._own: dict[Named, str] = {}
        self._asked: set[str] = set()

    def prepare(self, named: Iterable[Named]) -> None:
        """Everybody who is tied to the companies of these rows."""
        new = sorted({owner for _, owner in named} - self._asked - {""})
        self._asked |= set(new)
        if not new:
            return
        tie, model = self.tie, resource_named(self.tie.resource).model
        access, name = self.finder.access, self.finder.name
        ties = access.rows(model).filter(**tie.constants)
        if tie.of:
            ties = ties.filter(**{tie.other + "__in": new})
            pairs = list(ties.values_list(tie.companion, tie.other))
        else:
            keys = {sort_key(owner) for owner in new}
            ties = ties.filter(**{tie.other + "__name_sort__in": keys})
            pairs = list(ties.values_list(tie.companion, tie.other + "__name"))
        persons = self.finder.rows().filter(pk__in={person for person, _ in pairs})
        names = dict(persons.values_list("pk", name))
        for person, owner in pairs:
            if person in names:
                self._take((names[person], str(owner)), str(person))

    def find(self, named: Named) -> str | None:
        """Who is called so in that company; without a company nobody is known."""
        found = self._known.get(_bare(named)) if named[1] else None
        if found == AMBIGUOUS:
            message = N_("Several are called “%(text)s”: give an id or another key.")
            raise BadValue("ambiguous", message, text=named[0][:60])
        return found

    def learn(self, named: Named, id_: str) -> None:
        """A person of this file."""
        self._own[named] = id_
        self._take(named, id_)

    def forget(self) -> None:
        """What is pending stays known."""
        self._known.clear()
        self._asked.clear()
        for named, id_ in self._own.items():
            self._take(named, id_)

    def _take(self, named: Named, id_: str) -> None:
        if self._known.setdefault(_bare(named), id_) != id_:
            self._known[_bare(named)] = AMBIGUOUS


def _bare(named: Named) -> Named:
    return squeezed(named[0]) or named[0], named[1]
