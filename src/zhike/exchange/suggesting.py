"""A first mapping for a file, from its headings, its first cells, and the program it is of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from zhike.access.rights import Access
from zhike.exchange.choice_words import meant_choice
from zhike.exchange.companions.declared import companions_of
from zhike.exchange.converters import order_of
from zhike.exchange.dividing import divided_columns
from zhike.exchange.evidence import are_keys, fits, guessed_kind, guessed_target, is_id
from zhike.exchange.joining import ORDER, PERSONS, joined
from zhike.exchange.mapping import Column, Mapping
from zhike.exchange.new_fields import may_make_fields, new_key
from zhike.exchange.own_rules import Related
from zhike.exchange.profiles import LEFT_OUT, NEW_FIELD, PROFILES, Profile
from zhike.exchange.relations import Finder, squeezed
from zhike.exchange.targets import Target, writable_targets
from zhike.exchange.trial import nearest
from zhike.exchange.vocabulary import Vocabulary
from zhike.exchange.whose_names import sort_names
from zhike.records.resource import Resource, resource_named

SAMPLE = 500
LONGEST_LABEL = 60
MOST_NEW = 40
SEVERAL = ("contact_points.", "tags")
# What no person has: in a list of contacts it is their company's.
_OF_COMPANIES = frozenset({"uscc", "employee_count", "annual_revenue"})
_PERSON_WORDS = ("姓名", "联系人", "名字", "fullname", "person", "contactname", "displayname")


def suggest(
    resource: Resource, access: Access, headings: Sequence[str], rows: Sequence[list[str]],
    profile: Profile | None = None, *, makes_fields: bool = False,
) -> Mapping:  # fmt: skip
    """A first mapping, for a person to look over; `rows` are the first of the file.

    Records that the file and the database both know by a unique key are matched by it. With
    `makes_fields`, a column of values for which there is no field becomes a new one.
    """
    texts = [_texts(rows, place) for place in range(len(headings))]
    return _Suggestion(resource, access, headings, texts, profile).mapping(
        makes_fields=makes_fields and may_make_fields(resource, access)
    )


@dataclass(frozen=True)
class _Suggestion:
    """The columns of one file on their way to fields."""

    resource: Resource
    access: Access
    headings: Sequence[str]
    texts: Sequence[Sequence[str]]
    profile: Profile | None

    def mapping(self, *, makes_fields: bool) -> Mapping:
        known = writable_targets(self.resource, self.access)
        meant = self._meant(known)
        together = [_at_home(c, known) for c in joined(meant, self.headings, self.texts)]
        taken = {heading for column in together for heading in column.source}
        divided = divided_columns(self.resource, known, self.headings, self.texts, meant)
        used = {to for c in (*together, *divided.values()) for to in (c.to, *c.beside)}
        columns = []
        for heading, to, texts in zip(self.headings, meant, self.texts, strict=True):
            if heading in taken:
                continue
            if heading in divided:
                columns.append(divided[heading])
                continue
            if to.partition(".")[0] in ORDER and to not in known:
                to = NEW_FIELD  # the piece of a field that another column fills
            if to in used and not to.startswith(SEVERAL):
                to = NEW_FIELD
            used.add(to)
            column = beginning(self.resource, self.access, _plain(to), heading)
            column = complete(column, known, texts, self.profile)
            columns.append(self._related(column, known, texts))
            if to == NEW_FIELD and makes_fields and texts:
                columns[-1] = new_column(heading, texts)
        columns += [c if c.source[1:] else self._completed(c, known) for c in together]
        columns = self._made_of_more(_few_new(columns))
        constants = self._constants(meant, used, known)
        columns += constants
        by = self._by(used | {column.to for column in constants})
        # A list of prices is brought again since some of them are others now.
        return Mapping(tuple(columns), by, "update" if len(by) > 1 else "skip")

    def _meant(self, known: dict[str, Target]) -> list[str]:
        """The target of each heading: a field, a piece of one, `NEW_FIELD` or `LEFT_OUT`."""
        vocabulary = Vocabulary(self.resource, self.access, self.headings)
        words = self.profile.words if self.profile else {}
        meant = []
        for heading, texts in zip(self.headings, self.texts, strict=True):
            to, is_told = vocabulary.meant(heading, words), vocabulary.is_told(heading, words)
            if to == "id" and texts and not all(map(is_id, texts)):
                to = "external_ids.legacy" if "external_ids" in known else ""
            if to == "name" and are_keys(texts) and "external_ids" in known:
                to = "external_ids.legacy"
            if to in known and not is_told:
                to = to if fits(known[to], texts, is_own=vocabulary.is_own(heading)) else ""
            if not to and "contact_points.phone" in known:
                to = guessed_target(heading, texts)
            meant.append(to or NEW_FIELD)
        if self.resource.name == "parties":
            meant = sort_names(self.headings, meant, is_told=self.profile is not None)
            if "employer" in meant and "kind" not in meant and self._is_of_persons(meant):
                meant = [f"employer.{to}" if to in _OF_COMPANIES else to for to in meant]
        possible = {*known, "id", LEFT_OUT}
        meant = self._named_by_keys(meant)
        lacking = {c.name for c in companions_of(self.resource.name)} - set(meant)
        return [
            to
            if (to in possible or to.partition(".")[0] in (*ORDER, "external_ids"))
            and to.partition(".")[0] not in lacking
            else NEW_FIELD  # of a record that the file does not name, among others
            for to in meant
        ]

    def _made_of_more(self, columns: list[Column]) -> list[Column]:
        """A list of codes and prices makes no products: what it says of them is too little."""
        for companion in companions_of(self.resource.name):
            if companion.is_made_of_more and not any(
                column.to.startswith(companion.target("")) for column in columns
            ):
                columns = [replace(column, missing="reject") if column.to == companion.name
                           else column for column in columns]  # fmt: skip
        return columns

    def _named_by_keys(self, meant: list[str]) -> list[str]:
        """Where a file names what a row brings along by a key alone, the key is what it is called:
        a product's code finds the product.
        """
        for companion in companions_of(self.resource.name):
            if companion.field and companion.name not in meant:
                keys = [companion.target(key) for key in resource_named(companion.resource).unique]
                key = next((key for key in keys if key in meant), "")
                meant = [companion.name if key and to == key else to for to in meant]
        return meant

    def _related(self, column: Column, known: dict[str, Target], texts: Sequence[str]) -> Column:
        """With what a program calls records of ours, where there are such: its stages."""
        target = known[column.to].spec.target if column.to in known else None
        told = told_values(column.to, self.profile) if target is not None else {}
        wanted = {text: told[text] for text in texts if text in told}
        if target is None or not wanted:
            return column
        finder = Finder(target, self.access, Related())
        finder.prepare({*wanted, *wanted.values()})
        values = {text: name for text, name in wanted.items()
                  if finder.knows(name) and not finder.knows(text)}  # fmt: skip
        return replace(column, values=values)

    def _completed(self, column: Column, known: dict[str, Target]) -> Column:
        place = list(self.headings).index(column.source[0])
        return complete(column, known, self.texts[place], self.profile)

    def _constants(
        self, meant: Sequence[str], used: set[str], known: dict[str, Target]
    ) -> list[Column]:
        """What stands in every row of such a file: a list of contacts holds persons."""
        values = dict(self.profile.constants) if self.profile else {}
        values |= self._usual_of_key(used)
        if self.resource.name == "parties" and self._is_of_persons(meant):
            values["kind"] = "person"
        return [Column(to, value=v) for to, v in values.items() if to in known and to not in used]

    def _is_of_persons(self, meant: Sequence[str]) -> bool:
        if self.profile:
            return self.profile.constants.get("kind") == "person"
        if any(to in PERSONS for to in meant):
            return True
        named = [h for h, to in zip(self.headings, meant, strict=True) if to == "name"]
        return any(word in squeezed(heading) for heading in named for word in _PERSON_WORDS)

    def _usual_of_key(self, used: set[str]) -> dict[str, str]:
        """What is usual of a key of several fields where the file leaves it out: from 1 on."""
        names = self.resource.key_together
        fields: dict[str, Any] = {name: self.resource.model._meta.get_field(name) for name in names}
        usual = {n: str(f.default) for n, f in fields.items()
                 if n not in used and getattr(f, "has_default", bool)()}  # fmt: skip
        return usual if usual and used.issuperset(names - usual.keys()) else {}

    def _by(self, used: set[str]) -> tuple[str, ...]:
        by = next((name for name in ("id", *self.resource.unique) if name in used), "")
        external = next((name for name in used if name.startswith("external_ids.")), "")
        by = external if by == "external_ids" else by or external
        together = self.resource.key_together
        return (by,) if by else together if used.issuperset(together) else ()


def _at_home(column: Column, known: dict[str, Target]) -> Column:
    """An address goes to where the record keeps it: among its contact points, or itself."""
    whole = column.to.removeprefix("contact_points.")
    return replace(column, to=whole) if column.to not in known and whole in known else column


def beginning(resource: Resource, access: Access, to: str, heading: str) -> Column:
    """A column that goes somewhere: of records that a row may bring along, new ones are made."""
    named = {c.name: resource_named(c.resource) for c in companions_of(resource.name)}
    makes = to in named and access.can(named[to].model, "create")
    return Column(to, (heading,), missing="create" if makes else "reject")


def new_column(heading: str, texts: Sequence[str]) -> Column:
    """A column that makes a custom field of its own name."""
    new = {"label": heading[:LONGEST_LABEL], "kind": guessed_kind(texts)}
    dates = order_of(list(texts)) if new["kind"] == "date" else ""
    return Column(new_key(heading), (heading,), new=new, dates=dates)


def complete(
    column: Column, known: dict[str, Target], texts: Sequence[str], profile: Profile | None = None
) -> Column:
    """What the first cells say of a column: the order of its dates, the choices it means."""
    target = known.get(column.to)
    if target is None:
        return column
    kind = target.spec.kind.name
    if kind in ("date", "moment") and not column.dates:
        return replace(column, dates=order_of(list(texts)))
    if column.values:
        return column
    told = told_values(column.to, profile) if profile else {}
    if kind == "choice":
        return replace(column, values=_values(target, texts, told))
    if kind == "choices" and target.spec.choices:
        return replace(column, values=_several(target, texts))
    if kind == "boolean":
        return replace(column, values={text: told[text] for text in texts if text in told})
    return column


def told_values(to: str, profile: Profile | None) -> dict[str, str]:
    """What a program, or any of those we know, means by the texts of a column."""
    told: dict[str, str] = {}
    for known in [profile] if profile else PROFILES:
        told = known.values.get(to, {}) | told
    return told


def _values(target: Target, texts: Sequence[str], told: dict[str, str]) -> dict[str, str]:
    """For texts that fit no choice, what the program means by them, or the nearest."""
    found: dict[str, str] = {}
    for text in dict.fromkeys(texts):
        if target.spec.choice_value(text) is None and (
            best := told.get(text) or meant_choice(target.name, text)
            or nearest(text, target.spec.choices)
        ):  # fmt: skip
            found[text] = best
    return found


def _several(target: Target, texts: Sequence[str]) -> dict[str, str]:
    """The same of cells with several choices: 黄金;白金."""
    found: dict[str, str] = {}
    for text in dict.fromkeys(texts):
        words = [word.strip() for word in re.split("[;；、，,|/]", text) if word.strip()]
        meant = [target.spec.choice_value(word) or meant_choice(target.name, word)
                 for word in words]  # fmt: skip
        if all(meant) and any(target.spec.choice_value(word) is None for word in words):
            found[text] = ";".join(meant)
    return found


def _few_new(columns: list[Column]) -> list[Column]:
    """A file of very many unknown columns is no reason for as many fields; each key once."""
    keys: set[str] = set()
    kept = []
    for column in columns:
        if column.new and (column.to in keys or len(keys) >= MOST_NEW):
            column = Column("", column.source)
        keys |= {column.to} if column.new else set()
        kept.append(column)
    return kept


def _plain(to: str) -> str:
    return "" if to in (LEFT_OUT, NEW_FIELD) else to


def _texts(rows: Sequence[list[str]], place: int) -> list[str]:
    return [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
