"""What a column can fill, and what an export shows: a record's fields and those of its parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from zhike.access.rights import Access
from zhike.base.errors import N_, BadValue
from zhike.exchange.companions.declared import NAME, Companion, companions_of
from zhike.exchange.mapping import Column
from zhike.records.custom_specs import BilingualLabel, CustomSpec
from zhike.records.fieldspec import FieldSpec
from zhike.records.kinds import KINDS
from zhike.records.resource import Resource, resource_named

EXTERNAL = "external_ids"
SOURCE_LENGTH = 40


@dataclass(frozen=True)
class Target:
    """A field of a record, or of one of its parts.

    `name` is the mapping's word. A part of several types (a contact point) has one target for each
    of them, its `variant`; `source` is the other system's name within `external_ids`. A field of a
    record that a row brings along has that one's name as its `companion`.
    """

    name: str
    label: str | Promise
    spec: FieldSpec
    part: str = ""
    variant: str = ""
    source: str = ""
    companion: str = ""


def targets(resource: Resource, access: Access) -> dict[str, Target]:
    """Every field that this user may see, then those of the record's parts; by name."""
    specs = resource.specs(access)
    found = {name: Target(name, spec.label, spec) for name, spec in specs.items()}
    for name, part in resource.part_resources().items():
        found |= {target.name: target for target in _part_targets(name, part, access)}
    return found


def writable_targets(resource: Resource, access: Access) -> dict[str, Target]:
    """Those that an import may fill, and those of the records that a row brings along."""
    found = {n: t for n, t in targets(resource, access).items() if t.spec.writable}
    for companion in companions_of(resource.name):
        tie = companion.tie
        if tie is not None and not access.can(resource_named(tie.resource).model, "create"):
            continue
        found |= {t.name: t for t in _companion_targets(companion, access) if t.name not in found}
    return found


def _companion_targets(companion: Companion, access: Access) -> Iterator[Target]:
    """The fields of a further record, and of what ties it: `employer`, `employer.role`."""
    fields = [(companion.resource, companion.fields)]
    if companion.tie is not None:
        fields.append((companion.tie.resource, companion.tie.fields))
    for resource, names in fields:
        known = targets(resource_named(resource), access)
        for name in names or [n for n in known if n not in (*companion.within, EXTERNAL)]:
            if name in known and known[name].spec.writable:
                label = companion.label if name == NAME else format_lazy(
                    "{}: {}", companion.label, known[name].label
                )  # fmt: skip
                yield replace(known[name], name=companion.target(name), label=label,
                              companion=companion.name)  # fmt: skip


def _part_targets(name: str, part: Resource, access: Access) -> Iterator[Target]:
    specs = part.specs(access)
    if "type" in specs and "value" in specs:
        for variant, label in specs["type"].choices:
            yield Target(f"{name}.{variant}", label, specs["value"], name, variant)
        return
    for field, spec in specs.items():
        if field != getattr(part.model, "part_of", "") and spec.editable:
            label = format_lazy("{}: {}", part.label, spec.label)
            yield Target(f"{name}.{field}", label, spec, name)


def target_of(known: dict[str, Target], column: Column) -> Target:
    """The target that a column names; raises BadValue for one that the user may not fill."""
    name, source = (*column.to.split(".", 1), "")[:2]
    found = known.get(column.to)
    if found is None and name == EXTERNAL and name in known and 0 < len(source) <= SOURCE_LENGTH:
        spec = known[name].spec
        found = Target(column.to, format_lazy("{}: {}", spec.label, source), spec, source=source)
    if found is None and column.new:
        spec = new_spec(column)
        found = Target(column.to, spec.label, spec)
    if found is None and column.to == "id":
        spec = FieldSpec("id", _("id"), KINDS["relation"], "id")
        found = Target("id", spec.label, spec)
    if found is None:
        raise BadValue("unknown", N_("There is no field “%(name)s” here."), name=column.to)
    if not found.spec.writable:
        raise BadValue("fixed", N_("You cannot change the field “%(name)s”."), name=found.label)
    return found


def new_spec(column: Column) -> FieldSpec:
    """The custom field that an import is going to make."""
    label = column.new.get("label") or column.to[2:]
    return CustomSpec(
        name=column.to,
        label=BilingualLabel(label, column.new.get("label_en", "")),  # type: ignore[arg-type]
        kind=KINDS[column.new.get("kind", "text")],
        column="custom." + "0" * 32,
        null=True,
        max_length=500,
    )
