"""Where an import begins: what the file holds, and the mapping that a person then looks over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from zhike.access.rights import Access
from zhike.exchange.compiling import verbs
from zhike.exchange.mapping import Column, Mapping, read_mapping
from zhike.exchange.models import ImportRun
from zhike.exchange.new_fields import may_make_fields
from zhike.exchange.profiles import profile_named
from zhike.exchange.readers import Table
from zhike.exchange.recognising import profile_of, recognise
from zhike.exchange.suggesting import SAMPLE, suggest
from zhike.exchange.targets import writable_targets
from zhike.records.errors import Invalid
from zhike.records.resource import Resource, all_resources, resource_named

AS_LAST = "last"


def importable(access: Access) -> list[Resource]:
    """The record types into which this user may import."""
    return [
        resource
        for resource in all_resources()
        if all(access.can(resource.model, verb) for verb in verbs(Mapping()))
    ]


def sample(table: Table) -> list[list[str]]:
    """The first rows of a table, by which columns are judged."""
    return [row[1] for row in table.head(SAMPLE + table.heading_line)][table.heading_line :]


def begin(run: ImportRun, table: Table, access: Access, *, is_watched: bool = True) -> Mapping:
    """The mapping last used for these headings, or one that suggests itself; it is kept.

    What the run does not say yet (the record type, the program) is found out. Where somebody looks
    it over (`is_watched`), columns without a field are proposed as new ones.
    """
    rows = sample(table)
    last = _last(run, access)
    if last is not None:
        run.resource, run.profile = last.resource, AS_LAST
        mapping = _usable(last, run, access)
    else:
        if not run.resource:
            found = recognise(table.headings, rows, access, importable(access))
            run.resource = found.resource.name
        profile = profile_of(table.headings, {run.resource})
        run.profile = profile.name if profile else ""
        mapping = _suggested(run, table, access, rows, is_watched=is_watched)
    return _kept(run, mapping)


def begin_as(
    run: ImportRun, table: Table, access: Access, resource: str, profile: str, *,
    is_watched: bool = True,
) -> Mapping:  # fmt: skip
    """Anew, with what a person says that the file holds and which program wrote it."""
    last = _last(run, access) if profile == AS_LAST else None
    if last is not None and last.resource == resource:
        run.resource, run.profile = resource, AS_LAST
        return _kept(run, _usable(last, run, access))
    told = profile_named(profile)
    if told is not None and told.resource != resource:
        told = profile_of(table.headings, {resource}) if resource != run.resource else None
    run.resource, run.profile = resource, told.name if told else ""
    return _kept(run, _suggested(run, table, access, sample(table), is_watched=is_watched))


def has_last(run: ImportRun, access: Access) -> bool:
    """Whether headings like these have been imported before."""
    return _last(run, access) is not None


def _suggested(
    run: ImportRun, table: Table, access: Access, rows: list[list[str]], *, is_watched: bool
) -> Mapping:
    resource, profile = resource_named(run.resource), profile_named(run.profile)
    return suggest(resource, access, table.headings, rows, profile, makes_fields=is_watched)


def _kept(run: ImportRun, mapping: Mapping) -> Mapping:
    run.mapping, run.trial = mapping.json(), {}
    run.save(update_fields=["resource", "profile", "mapping", "trial"])
    return mapping


def _last(run: ImportRun, access: Access) -> ImportRun | None:
    """The latest import of the same headings that was carried out: one's own, or a colleague's."""
    known = [run.resource] if run.resource else [r.name for r in importable(access)]
    runs = ImportRun.objects.filter(
        headings=run.headings, resource__in=known, change_set__isnull=False
    )
    runs = runs.exclude(pk=run.pk).order_by("-created_at")
    return runs.filter(actor=run.actor).first() or runs.first()


def _usable(last: ImportRun, run: ImportRun, access: Access) -> Mapping:
    """An earlier mapping as far as this user may fill its fields; of a colleague's no values."""
    try:
        mapping = read_mapping(last.mapping)
    except Invalid:
        return Mapping()
    columns: Iterable[Column] = mapping.columns
    if last.actor != run.actor:
        columns = (replace(c, values={}, within={}) for c in columns if not c.is_constant)
    resource = resource_named(last.resource)
    known = {*writable_targets(resource, access), "id"}
    makes = may_make_fields(resource, access)

    def fitting(column: Column) -> Column:
        if column.to in known:
            return replace(column, new={})
        is_number = column.to.startswith("external_ids.") and "external_ids" in known
        return column if is_number or (column.new and makes) else Column("", column.source)

    return replace(mapping, columns=tuple(map(fitting, columns)))
