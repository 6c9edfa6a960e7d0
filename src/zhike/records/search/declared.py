"""What of a record type is searched, as its Resource declares it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any
from zlib import crc32

from zhike.access.rights import Access
from zhike.base import phones, tokens
from zhike.base.errors import BadValue
from zhike.ledger.models import Record
from zhike.records.custom_specs import custom_specs
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import Resource, all_resources, resource_of_kind
from zhike.records.search.keys import Keys, keys_of

CUSTOM = "custom."
SECTIONS = ("names", "phones", "emails", "texts", "codes")
_TYPED = {"phone": "phones", "email": "emails"}
Values = Mapping[str, Any]
Content = dict[str, list[str]]


@dataclass(frozen=True)
class Part:
    """A kind of part that is found with its record (telephone numbers), by one of its fields."""

    kind: str
    value: str
    type: str


@dataclass(frozen=True)
class Searched:
    """A record type that search finds, with the fields by which it does."""

    resource: Resource
    fields: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    version: int
    keys: Keys | None = None

    @property
    def model(self) -> type[Record]:
        """The record type."""
        return self.resource.model

    @property
    def kind(self) -> str:
        """The record type's kind."""
        return self.model.record_type

    @cached_property
    def names(self) -> list[str]:
        """The fields that decide what a document holds: those searched, and whose it is."""
        whose = [name for name in ("owner", "team", "pool") if hasattr(self.model, name)]
        keyed = self.keys.fields if self.keys else ()
        return list(dict.fromkeys([*(name for name, _ in self.fields), *whose, *keyed]))

    @property
    def custom_column(self) -> tuple[str, ...]:
        """Where custom fields are, if the record type takes any."""
        return ("custom",) if self.resource.takes_custom else ()

    def content(
        self, values: Values, parts: Iterable[tuple[str, Values]], custom: Iterable[str] = ()
    ) -> Content:
        """What is searched of a record, by section, from the ledger's form of it and its parts."""
        found: Content = {section: [] for section in SECTIONS}
        for name, section in self.fields:
            if value := values.get(name):
                found[section].extend(_texts(value))
        for name in custom:
            if value := values.get(name):
                found["texts"].extend(_texts(value))
        for kind, part in parts:
            for known in self.parts:
                if known.kind == kind and (value := part.get(known.value)):
                    _take_part(found, str(part.get(known.type) or "phone"), str(value))
        return found

    def tokens(
        self, content: Content, values: Values, parts: Iterable[tuple[str, Values]]
    ) -> list[str]:
        """The tokens of a record: of what is searched, and of its keys."""
        found = tokens.index_tokens(**content)
        return found + self.keys.tokens(values, parts) if self.keys else found

    def custom_texts(self, number: int) -> list[str]:
        """The custom fields of text, as the ledger calls them; `number` is that of the rights."""
        if not self.resource.takes_custom:
            return []
        specs = custom_specs(self.model, number).values()
        return [spec.column for spec in specs if spec.kind.name == "text"]

    def may_find(self, access: Access, section: str) -> bool:
        """Whether the user may search by every field of a section."""
        names = {name for name, known in self.fields if known == section}
        return names.isdisjoint(self.hidden_fields(access)) and not self.hidden_parts(access)

    def hidden_parts(self, access: Access) -> set[str]:
        """The kinds of parts by which this user must not find."""
        known = {part.kind: resource_of_kind(part.kind).specs(access) for part in self.parts}
        return {p.kind for p in self.parts if not _is_searchable(known[p.kind], p.value)}

    def veils(self, access: Access) -> dict[Any, frozenset[str]]:
        """By pool, the fields and the kinds of parts by which this user finds nothing in it."""
        found: dict[Any, set[str]] = {pool: set() for pool in access.veiled_in(self.model)}
        if not found:
            return {}
        kinds = {
            name: part.model.record_type for name, part in self.resource.part_resources().items()
        }
        columns = {spec.name: spec.column for spec in self.resource.specs(access).values()}
        for name in access.commons[self.kind].veils:
            for pool in access.veils(self.model, name):
                found[pool].add(kinds.get(name) or columns.get(name, name))
        return {pool: frozenset(names) for pool, names in found.items()}

    def hidden_fields(self, access: Access) -> set[str]:
        """The fields, in the ledger's names, by which this user must not find."""
        seen = self.resource.specs(access)
        found = {name for name, _ in self.fields if not _is_searchable(seen, name)}
        if self.resource.takes_custom:
            for name, spec in custom_specs(self.model, access.number).items():
                if not _is_searchable(seen, name):
                    found.add(spec.column)
        return found


def _is_searchable(seen: Mapping[str, FieldSpec], name: str) -> bool:
    return name in seen and seen[name].searchable


def _texts(value: Any) -> Iterator[str]:
    """The texts in a value: a list's items, the values of external ids."""
    if isinstance(value, dict):
        value = list(value.values())
    for item in value if isinstance(value, list) else [value]:
        if item:
            yield str(item)


def _take_part(found: Content, type_: str, value: str) -> None:
    if type_ == "phone":
        try:
            value = phones.normalise(value)
        except BadValue:
            value = value.strip()
    found[_TYPED.get(type_, "texts")].append(value)


@cache
def searched(kind: str) -> Searched | None:
    """How records of this kind are found; None where they are not."""
    try:
        resource = resource_of_kind(kind)
    except KeyError:
        return None
    if not resource.search or resource.is_part:
        return None
    fields: list[tuple[str, str]] = []
    parts: list[Part] = []
    known = resource.part_resources()
    for key, names in resource.search.items():
        if key in known:
            parts.append(Part(known[key].model.record_type, *names))
        else:
            fields.extend((name, key) for name in names)
    keys = keys_of(resource.model)
    made = (tokens.VERSION, resource.search, *((keys.version,) if keys else ()))
    version = crc32(repr(made).encode()) >> 1
    return Searched(resource, tuple(fields), tuple(parts), version, keys)


def all_searched() -> list[Searched]:
    """Every record type that search finds, in the order of the navigation."""
    found = [searched(resource.model.record_type) for resource in all_resources()]
    return sorted((s for s in found if s), key=lambda s: s.resource.page_rank or 1000)
