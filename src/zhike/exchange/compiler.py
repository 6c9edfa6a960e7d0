"""One record type's columns made ready: a function for each, rules, finders of records."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from zhike.access.rights import Access
from zhike.base.errors import N_, BadValue
from zhike.base.text import clean_text
from zhike.exchange.converters import Converter, converter, reference
from zhike.exchange.fillers import Compiled, Filler, PartFiller, finding
from zhike.exchange.mapping import Column, Mapping
from zhike.exchange.matching import is_external
from zhike.exchange.own_rules import Related, Rules, default_diff
from zhike.exchange.relations import Finder
from zhike.exchange.targets import Target, target_of, targets
from zhike.ledger.models import Record
from zhike.ledger.writes import Diff
from zhike.records.errors import FieldError, say
from zhike.records.resource import Resource, resource_for

SEPARATORS = {"phone": ";；、,，/|", "email": ";；、,，|", "address": "|"}
USUAL = ";；|"
KEY_KINDS = frozenset({"text", "relation", "choice", "date", "integer"})


@dataclass(frozen=True)
class _Group:
    """The columns of one part."""

    target: Target
    fillers: list[Filler]


class Compiler:
    """Goes through a mapping once and gathers what is wrong with it."""

    def __init__(
        self, resource: Resource, access: Access, mapping: Mapping, headings: list[str],
        related: Related,
    ) -> None:  # fmt: skip
        """`related` is shared by all that one run makes."""
        self.resource, self.access, self.mapping = resource, access, mapping
        self.headings = headings
        self.known = targets(resource, access)
        self.errors: list[FieldError] = []
        self.related = related

    def compiled(self, provided: AbstractSet[str] = frozenset()) -> Compiled:
        """Everything; what is wrong is noted. `provided` are fields that others will fill."""
        fillers = [f for f in map(self.filler, self.mapping.columns) if f is not None]
        base = default_diff(self.resource.model, self.access)
        self.fill_constants([f for f in fillers if not f.target.part], base)
        found = Compiled(
            resource=self.resource,
            access=self.access,
            mapping=self.mapping,
            headings=self.headings,
            base=base,
            fillers=[f for f in fillers if f.cells and not f.target.part],
            parts=[self.part(group) for group in _groups(fillers)],
            required=self.required(self.resource),
            rules=Rules(self.resource.model, self.related),
            only=[place for place in map(self.place, self.mapping.only) if place is not None],
        )
        self.check(found, provided)
        return found

    def fail(self, where: str, message: str, **params: Any) -> None:
        """Note what is wrong."""
        self.errors.append(FieldError(where, say(BadValue("mapping", message, **params))))

    def place(self, heading: str) -> int | None:
        """Which cell of a row stands under a heading."""
        if heading in self.headings:
            return self.headings.index(heading)
        self.fail(heading, N_("The file has no column “%(heading)s”."), heading=heading)
        return None

    def filler(self, column: Column) -> Filler | None:
        """A column made ready; None for one that is ignored or wrong."""
        if not column.to:
            return None
        try:
            target = target_of(self.known, column)
        except BadValue as error:
            self.errors.append(FieldError(column.to, say(error)))
            return None
        cells = tuple(p for p in map(self.place, column.source) if p is not None)
        made = Filler(column, target, cells, self.converter(column, target))
        if target.spec.target is not None:
            made.finder = self.finder(column, target.spec.target)
            made.convert = finding(made.finder, column.missing)
        if target.part:
            marks = SEPARATORS.get(target.variant, USUAL)
            made.split = re.compile(rf"[{re.escape(marks)}\n]").split
        return made

    def converter(self, column: Column, target: Target) -> Converter:
        """From a text to the ledger's value."""
        if target.source:
            return lambda text: clean_text(text, max_length=200, multiline=False)
        if target.spec.kind.name == "reference":
            return reference(target.spec, self.access)
        return converter(target.spec, column)

    def finder(self, column: Column, model: type[Record]) -> Finder:
        """Who looks up the column's records."""
        within = Q()
        for name, text in column.within.items():
            within &= self.narrowed(column, model, name, text)
        # A part is written by whoever may change its record.
        verb = "update" if column.to == getattr(self.resource.model, "part_of", "") else "read"
        finder = Finder(model, self.access, self.related, by=column.by, within=within, verb=verb)
        if column.missing == "create":
            if not self.access.can(model, "create"):
                self.fail(column.to, N_("You cannot create the records that this column names."))
            needed = {spec.name for spec in resource_for(model).coded.values() if spec.required}
            if not finder.name or needed - {finder.name}:
                self.fail(column.to, N_("These records need more than a name: import them first."))
        return finder

    def narrowed(self, column: Column, model: type[Record], name: str, text: str) -> Q:
        """A condition on related records: `{"pipeline": "Hardware"}` for stages."""
        try:
            spec = resource_for(model).specs(self.access)[name]
            if spec.target is None:
                return Q(**{spec.column: spec.parse(text)})
            finder = Finder(spec.target, self.access, self.related)
            finder.prepare([text])
            return Q(**{spec.column: finding(finder, "reject")(text)})
        except KeyError:
            self.fail(column.to, N_("There is no field “%(name)s” here."), name=name)
        except BadValue as error:
            self.errors.append(FieldError(column.to, say(error)))
        return Q()

    def fill_constants(self, fillers: list[Filler], base: Diff) -> None:
        """Let every row have the values that stand in the mapping."""
        for filler in fillers:
            if filler.cells or filler.column.source:
                continue
            value, target = filler.column.value, filler.target
            try:
                if filler.finder is not None:
                    filler.finder.prepare([str(value)])
                    base[target.spec.column] = (None, filler.convert(str(value)))
                elif target.source:
                    known = (base.get("external_ids") or (None, {}))[1]
                    base["external_ids"] = (None, {**known, target.source: str(value)})
                else:
                    base[target.spec.column] = (None, filler.convert(value))
            except BadValue as error:
                self.errors.append(FieldError(filler.column.to, say(error)))

    def part(self, group: _Group) -> PartFiller:
        """The columns of one part."""
        resource = self.resource.part_resources()[group.target.part]
        model: Any = resource.model
        base = default_diff(model, self.access)
        if group.target.variant:
            base["type"] = (None, group.target.variant)
        self.fill_constants(group.fillers, base)
        return PartFiller(
            model=model,
            root=model.part_of,
            label=group.fillers[0].heading,
            base=base,
            fillers=[filler for filler in group.fillers if filler.cells],
            required=[pair for pair in self.required(resource) if pair[0] != model.part_of],
            rules=Rules(model, self.related),
        )

    def required(self, resource: Resource) -> list[tuple[str, str]]:
        """The fields that must be filled, with their labels."""
        specs = resource.specs(self.access).values()
        return [(spec.column, str(spec.label)) for spec in specs if spec.required]

    def check(self, found: Compiled, provided: AbstractSet[str]) -> None:
        """What must be filled is; a record is recognised by what the file says of it."""
        filled = {filler.target.spec.column for filler in found.fillers} | set(found.base)
        filled |= provided
        for name, label in found.required:
            if name not in filled and not self.mapping.by:
                self.fail(name, N_("Say where “%(label)s” comes from."), label=label)
        named = {column.to for column in self.mapping.columns} | provided
        for name in self.mapping.by:
            if name not in named:
                self.fail("match.by", N_("Say where “%(label)s” comes from."), label=name)
            elif not self.can_match(name):
                message = N_("Records cannot be recognised by “%(label)s”.")
                self.fail("match.by", message, label=name)
        if len(self.mapping.by) > 1 and any(map(is_external, self.mapping.by)):
            self.fail("match.by", N_("A number in another system is a key by itself."))
        if self.mapping.by and self.resource.is_part:
            self.fail("match.by", N_("These can only be added, not recognised."))

    def can_match(self, name: str) -> bool:
        """Whether records are told apart by this field."""
        spec = self.resource.coded.get(name)
        return (
            name == "id"
            or name in self.resource.key_together
            or (is_external(name) and "external_ids" in self.resource.coded)
            or (spec is not None and spec.kind.name in KEY_KINDS)
        )


def _groups(fillers: list[Filler]) -> list[_Group]:
    """Every type of contact point is a part of its own; other columns make one part together."""
    found = [_Group(f.target, [f]) for f in fillers if f.target.variant]
    together: dict[str, list[Filler]] = {}
    for filler in fillers:
        if filler.target.part and not filler.target.variant:
            together.setdefault(filler.target.part, []).append(filler)
    return found + [_Group(group[0].target, group) for group in together.values()]
