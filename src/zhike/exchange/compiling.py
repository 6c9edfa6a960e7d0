"""A mapping made ready for one run: the rows' own records, and what they bring along."""

from __future__ import annotations

from zhike.access.rights import Access, Denied
from zhike.exchange.companions.compiling import makers
from zhike.exchange.companions.declared import companions_of, divided
from zhike.exchange.compiler import Compiler
from zhike.exchange.fillers import Compiled
from zhike.exchange.mapping import Mapping
from zhike.exchange.own_rules import Related
from zhike.records.errors import Invalid
from zhike.records.resource import Resource


def compile_mapping(
    resource: Resource, access: Access, mapping: Mapping, headings: list[str]
) -> Compiled:
    """Raises Denied, or Invalid naming every column that cannot be taken."""
    for verb in verbs(mapping):
        if not access.can(resource.model, verb):
            raise Denied(resource.model.record_type, verb)
    own, theirs = divided(resource.name, mapping)
    compiler = Compiler(resource, access, own, headings, Related())
    fields = {c.field for c in companions_of(resource.name) if c.name in theirs and c.field}
    compiled = compiler.compiled(fields)
    compiled.makers = makers(compiler, theirs)
    if compiler.errors:
        raise Invalid(*compiler.errors)
    return compiled


def verbs(mapping: Mapping) -> tuple[str, ...]:
    """What the user must be allowed to do."""
    if mapping.by and mapping.found == "update":
        return "import", "create", "update"
    return "import", "create"
