"""The columns of companions made ready for one run."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q

from zhike.base.errors import N_
from zhike.exchange.companions.declared import NAME, Companion, companions_of
from zhike.exchange.companions.making import Maker, TieFiller
from zhike.exchange.companions.naming import CompanyNaming, Naming, PersonNaming, WholeNaming
from zhike.exchange.compiler import Compiler
from zhike.exchange.fillers import Compiled, Filler
from zhike.exchange.mapping import FILL, Column, Mapping
from zhike.exchange.matching import is_external
from zhike.exchange.own_rules import default_diff
from zhike.exchange.relations import Finder
from zhike.ledger.writes import Diff
from zhike.records.errors import FieldError
from zhike.records.resource import resource_named


def makers(compiler: Compiler, columns: dict[str, list[Column]]) -> list[Maker]:
    """Who makes the companions for which there are columns; what is wrong is noted."""
    known = companions_of(compiler.resource.name)
    return [_maker(compiler, c, columns[c.name]) for c in known if c.name in columns]


def _maker(compiler: Compiler, companion: Companion, columns: list[Column]) -> Maker:
    resource = resource_named(companion.resource)
    told = [_stripped(companion, column) for column in columns]
    in_tie = companion.tie.fields if companion.tie else ()
    own = [column for column in told if column.to not in in_tie]
    constants = [Column(to, value=value) for to, value in companion.within.items()]
    inner = Compiler(
        resource, compiler.access, Mapping((*own, *constants)), compiler.headings, compiler.related
    )
    compiled = inner.compiled()
    missing = next((column.missing for column in own if column.to == NAME), "create")
    if missing == "create" and not compiler.access.can(resource.model, "create"):
        compiler.fail(companion.name, N_("You cannot create the records that this column names."))
    tie = _tie(compiler, companion, [column for column in told if column.to in in_tie])
    compiler.errors += [FieldError(companion.target(e.field), e.message) for e in inner.errors]
    names = _finder(compiler, companion, next((c.by for c in own if c.to == NAME), ""))
    keys = [(f, _finder(compiler, companion, f.column.to)) for f in _keys(compiled)]
    known = next((column.known for column in own if column.known), FILL)
    return Maker(companion, compiled, _naming(companion, names), keys, tie, missing, known)


def _stripped(companion: Companion, column: Column) -> Column:
    return replace(column, to=column.to.removeprefix(companion.name).lstrip(".") or NAME)


def _keys(compiled: Compiled) -> list[Filler]:
    """The columns that tell one record from all others."""
    unique = compiled.resource.unique
    return [f for f in compiled.fillers if f.column.to in unique or is_external(f.column.to)]


def _finder(compiler: Compiler, companion: Companion, by: str) -> Finder:
    model = resource_named(companion.resource).model
    within = Q(**companion.within)
    return Finder(model, compiler.access, compiler.related, by=by, within=within)


def _naming(companion: Companion, finder: Finder) -> Naming:
    tie = companion.tie
    if companion.is_named_in_full:
        return WholeNaming(finder)
    among_tied = tie is not None and companion.is_among_tied
    return PersonNaming(finder, tie) if tie and among_tied else CompanyNaming(finder)


def _tie(compiler: Compiler, companion: Companion, columns: list[Column]) -> TieFiller | None:
    if companion.tie is None:
        return None
    resource = resource_named(companion.tie.resource)
    if not compiler.access.can(resource.model, "create"):
        compiler.fail(companion.name, N_("You cannot create the records that this column names."))
    inner = Compiler(
        resource, compiler.access, Mapping(), compiler.headings, compiler.related
    )  # fmt: skip
    fillers = [filler for filler in map(inner.filler, columns) if filler is not None]
    compiler.errors += [FieldError(companion.target(e.field), e.message) for e in inner.errors]
    constants: Diff = {name: (None, value) for name, value in companion.tie.constants.items()}
    base = default_diff(resource.model, compiler.access) | constants
    return TieFiller(resource.model.record_type, base, fillers)
