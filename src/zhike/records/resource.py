"""Resource: names and order only; everything else about a record type is drawn from its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import ForeignKey
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhike.access.models.role import Level
from zhike.access.rights import Access
from zhike.ledger.actions import Action, actions_of
from zhike.ledger.models import Part, Record
from zhike.ledger.models.record import field_of
from zhike.records.custom_specs import custom_specs
from zhike.records.fieldspec import FieldSpec, spec_of

MERGE = "merge"
Sections = dict[str | Promise, tuple[str, ...]]


class Resource:
    """A record type on every surface: which fields in which order.

    Subclasses state names; `sections` are the form's and decide which fields exist outside.
    `sorts` maps a field to the column (indexed, with the id as last key) that sorts it.
    """

    model: ClassVar[type[Record]]
    name: ClassVar[str]
    means: ClassVar[str | Promise] = ""
    """What one of its records is, in a sentence for those who work with them."""
    icon: ClassVar[str] = "file"
    sections: ClassVar[Sections]
    columns: ClassVar[tuple[str, ...]] = ()
    filters: ClassVar[tuple[str, ...]] = ()
    sorts: ClassVar[dict[str, str]] = {}
    default_sort: ClassVar[str] = "-created_at"
    ends: ClassVar[tuple[str, ...]] = ()
    """The fields that are empty while one of its records is open: its list opens with those."""
    parts: ClassVar[tuple[str, ...]] = ()
    unique: ClassVar[tuple[str, ...]] = ()
    board: ClassVar[str] = ""
    board_sum: ClassVar[str] = ""
    board_weight: ClassVar[str] = ""
    """The field (a percentage) that overrides the weight of the board's column."""
    lanes: ClassVar[str] = ""
    """The field with which a board of it opens, where that is not `board`."""
    facts: ClassVar[dict[str, dict[str, Any]]] = {}
    key_together: ClassVar[tuple[str, ...]] = ()
    """The fields that tell its records apart only together (book, product, quantity): by them an
    import recognises those that are here."""
    search: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """What search finds a record by: `names`, `codes`, `texts`, `phones` and `emails` each name
    fields; a part's name (`contact_points`) gives the field to find by and the one that says
    what it holds (`phone`, `email`, else a text). Nothing for a type that search does not find."""
    shown_by: ClassVar[str] = ""
    """For a part: the field that says it all, edited where it stands on its record's page."""
    has_panel: ClassVar[bool] = False
    """For a part: whether a panel of its own shows it on its record's page."""
    key_fields: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """What should be known of each of its records, by their kind, until an administrator says
    otherwise: by this completeness is measured."""
    takes_custom: ClassVar[bool] = False
    seen_from: ClassVar[Mapping[str, str | Promise]] = {}
    """What its records are called on the page of the record at the other end of a relation, by the
    field that points there (`party`), or by that and the other's kind (`to_party:person`); "" where
    there are never any."""
    mergeable: ClassVar[bool] = False
    """Whether two of its records may turn out to be one (the verb `merge`)."""
    former_names: ClassVar[str] = ""
    """The field (a list of texts) in which the survivor of a merge keeps the other's name."""
    has_as_of: ClassVar[bool] = False
    in_api: ClassVar[bool] = True
    page_rank: ClassVar[int] = 0
    """Where it stands in the navigation; 0 for nowhere."""

    @property
    def label(self) -> str | Promise:
        """What one is called."""
        return self.model._meta.verbose_name or self.name

    @property
    def label_plural(self) -> str | Promise:
        """What several are called."""
        return self.model._meta.verbose_name_plural or self.name

    def still_open(self, access: Access) -> list[dict[str, Any]]:
        """What a filter says of records that are open; nothing for who may not ask that."""
        specs = self.specs(access)
        if any(name not in specs or not specs[name].searchable for name in self.ends):
            return []
        return [{"field": name, "op": "empty", "value": True} for name in self.ends]

    @property
    def is_part(self) -> bool:
        """Whether its records live under another record."""
        return issubclass(self.model, Part)

    @cached_property
    def coded(self) -> dict[str, FieldSpec]:
        """The fields that stand in code, by name, in the order of the form."""
        specs: dict[str, FieldSpec] = {}
        for names in self.sections.values():
            for name in names:
                field = field_of(self.model, name)
                specs[name] = spec_of(
                    field, sort=self.sorts.get(name, ""), **self.facts.get(name, {})
                )
        for name in ("created_at", "updated_at"):
            field = field_of(self.model, name)
            # Ids rise with time: what declares no column for it is sorted by them.
            column = self.sorts.get(name, "id" if name == "created_at" else "")
            specs.setdefault(name, spec_of(field, sort=column, editable=False))
        return specs

    def specs(self, access: Access) -> dict[str, FieldSpec]:
        """The fields that this user may see, by name; the only way to a field."""
        found: dict[str, FieldSpec] = {}
        if not access.can(self.model, "read"):
            return found
        custom = custom_specs(self.model, access.number) if self.takes_custom else {}
        for name, spec in (self.coded | custom).items():
            level = access.level(self.model.record_type, name)
            if level != Level.HIDDEN:
                found[name] = spec.seen_as(level, access.veils(self.model, name))
        return _as_far_as_read(found, self.coded | custom)

    def shown_sections(self, access: Access) -> Iterator[tuple[str | Promise, list[FieldSpec]]]:
        """The sections of the form with the fields that this user may see."""
        specs = self.specs(access)
        for label, names in self.sections.items():
            if shown := [specs[name] for name in names if name in specs]:
                yield label, shown
        if custom := [spec for spec in specs.values() if spec.is_custom]:
            yield _("more"), custom

    def actions(self, access: Access) -> dict[str, Action]:
        """The verbs that this user may use on some record of this type."""
        verbs = actions_of(self.model)
        return {n: verb for n, verb in verbs.items() if access.can(self.model, verb.permission)}

    def own_verbs(self) -> dict[str, str | Promise]:
        """What a role may be granted on it beside reading and writing, with what it is called."""
        verbs = actions_of(self.model).values()
        found = {a.permission: a.label for a in verbs}
        found |= {a.permission: a.label for a in verbs if a.name == a.permission}
        return found | ({MERGE: _("merge")} if self.mergeable else {})

    def part_resources(self) -> dict[str, Resource]:
        """The record type's own parts by the name under which they stand in it."""
        found = {}
        for name in self.parts:
            relation = self.model._meta.get_field(name)
            found[name] = resource_for(relation.related_model)  # type: ignore[arg-type]
        return found

    def relations(self) -> dict[str, tuple[Resource, str]]:
        """Records of other types that point here: `{"opportunities": (resource, "party")}`."""
        found = {}
        for relation in self.model._meta.related_objects:
            other = relation.related_model
            name = relation.get_accessor_name() or ""
            if other in _by_model and not name.endswith("_set") and name != "+":
                found[name] = (_by_model[other], relation.field.name)
        return found

    def related_columns(self) -> tuple[str, ...]:
        """The relations of this type, to be fetched with a page of it."""
        return tuple(
            name for name in self.coded if isinstance(self.model._meta.get_field(name), ForeignKey)
        )


def _as_far_as_read(
    found: dict[str, FieldSpec], known: Mapping[str, FieldSpec]
) -> dict[str, FieldSpec]:
    """What is worked out is seen no better than what it follows from: it would tell that."""
    for name, spec in list(found.items()):
        read = [found.get(other) for other in spec.reads if other in known]
        if None in read:
            del found[name]
            continue
        sources = [source for source in read if source is not None]
        if any(source.level == Level.MASKED for source in sources):
            found[name] = spec = replace(spec, level=Level.MASKED)
        if veils := [source.veils for source in sources if source.veils]:
            found[name] = replace(spec, veils=_strictest([spec.veils, *veils]))
    return found


def _strictest(veils: list[Mapping[UUID, str]]) -> dict[UUID, str]:
    """Of each pool the veil that leaves least."""
    both: dict[UUID, str] = {}
    for one in veils:
        for pool, how in one.items():
            both[pool] = Level.HIDDEN if Level.HIDDEN in (how, both.get(pool)) else how
    return both


_by_name: dict[str, Resource] = {}
_by_model: dict[type[Record], Resource] = {}


def register(cls: type[Resource]) -> type[Resource]:
    """Make a record type known to every surface; used as a decorator."""
    resource = cls()
    _by_name[cls.name] = resource
    _by_model[cls.model] = resource
    return cls


def resource_named(name: str) -> Resource:
    """The record type of this name (`parties`); KeyError if there is none."""
    return _by_name[name]


def resource_for(model: type[Record]) -> Resource:
    """The Resource of a model; KeyError if it is on no surface."""
    return _by_model[model]


def resource_of_kind(kind: str) -> Resource:
    """The Resource of a kind (`party`); KeyError if it is on no surface."""
    for model, resource in _by_model.items():
        if model.record_type == kind:
            return resource
    raise KeyError(kind)


def all_resources() -> list[Resource]:
    """Every record type, in the order in which they were made known."""
    return list(_by_name.values())
