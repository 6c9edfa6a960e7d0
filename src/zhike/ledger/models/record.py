"""Record: what every piece of business data is; Part: what is logged under its record."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, NoReturn, Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.base.ids import uuid7
from zhike.ledger.computed import fill, logged
from zhike.ledger.current import OpenSet, current
from zhike.ledger.fields import UuidKey
from zhike.ledger.values import blank, dump, load
from zhike.ledger.writes import CREATE, DELETE, UPDATE, Diff

BOOKKEEPING = frozenset({"id", "version", "created_at", "updated_at"})


class LedgerBypassed(RuntimeError):
    """Someone tried to write records behind the ledger's back."""


class StaleRecord(Exception):
    """Somebody else changed the record after it was read."""

    def __init__(self, record: Record) -> None:
        """Keep the record that could not be saved."""
        super().__init__(f"{record.record_type} {record.pk} was changed by someone else.")
        self.record = record


class RecordInUse(Exception):
    """The record cannot be deleted, since others need it."""

    def __init__(self, record: Record, users: list[models.Model]) -> None:
        """Keep the record and up to ten of those that need it."""
        super().__init__(f"{record.record_type} {record.pk} is in use.")
        self.record = record
        self.users = users


class RecordQuerySet(models.QuerySet[Any]):
    """Reads records; writing goes through `save`, `delete` or the bulk writer."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise LedgerBypassed("Write records with save(), delete() or zhike.ledger.bulk.")

    update = delete = bulk_create = bulk_update = update_or_create = _refuse


class Record(models.Model):
    """A piece of business data: what people want to see, undo, sync or be held to."""

    named_by: ClassVar[tuple[str, ...]] = ("name",)
    """The fields that `__str__` is made of: who may not see them may not read the name either."""
    derived: ClassVar[frozenset[str]] = frozenset()
    secret: ClassVar[frozenset[str]] = frozenset()
    projected: ClassVar[frozenset[str]] = frozenset()
    """Columns (with a default of the database) that a projection fills: no save writes them."""
    locked_after: ClassVar[str] = ""
    """The relation to the record that whoever writes this one locks before it (its customer)."""
    record_type: ClassVar[str]

    id = UuidKey(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), editable=False)
    updated_at = models.DateTimeField(_("updated at"), editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        """Every record type has its own table."""

        abstract = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Name the kind after the class: ContactPoint is `contact-point`."""
        super().__init_subclass__(**kwargs)
        cls.record_type = re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    @classmethod
    def derive(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """The `derived` fields from the stored ones, both in the ledger's JSON form."""
        return {}

    @classmethod
    def of_state(cls, id_: UUID, state: Mapping[str, Any]) -> Self:
        """A new record of what the ledger would hold of it, not yet saved."""
        record = cls(id=id_)
        record.take(state)
        return record

    def take(self, state: Mapping[str, Any]) -> None:
        """Take values in the ledger's form."""
        for name, value in state.items():
            field = field_of(type(self), name)
            setattr(self, field.attname, load(field, value))

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any, **more: Any) -> Self:
        """Remember what was read, so that a save knows what changed."""
        record = super().from_db(db, field_names, values, **more)
        record._loaded = {  # noqa: SLF001 — its own class
            name: value.copy() if value and isinstance(value, dict | list) else value
            for name, value in zip(field_names, values, strict=False)
        }
        return record

    def state(self) -> dict[str, Any]:
        """Every stored, non-secret field in the ledger's JSON form; custom fields one by one."""
        return _state({f.attname: getattr(self, f.attname) for f in ledger_fields(type(self))},
                      type(self))  # fmt: skip

    def changes(self) -> Diff:
        """What a save would change, in the ledger's JSON form."""
        self._clean()
        return self._differences(self.state())

    def settled(self) -> Diff:
        """What a save would write: values are clean then, derived fields filled in."""
        self._clean()
        state, model = self.state(), type(self)
        for name, value in model.derive(state).items():
            setattr(self, name, load(field_of(model, name), value))
        fill(self, state, current().calculations)
        if self._state.adding:
            return {n: (None, v) for n, v in state.items() if v != blank_of(model, n)}
        return self._differences(state)

    def _differences(self, state: Mapping[str, Any]) -> Diff:
        before = _state(self._loaded, type(self))
        return {
            n: (before.get(n), state.get(n))
            for n in before.keys() | state.keys()
            if before.get(n) != state.get(n)
        }

    @classmethod
    def holds_against(cls, state: Mapping[str, Any], names: Collection[str]) -> bool:
        """Whether a record in this state may not have these fields and parts undone."""
        return False

    def put_back(self, name: str) -> None:
        """Give a field (or `custom.<id>`) the value again that was read from the database."""
        if name.startswith("custom."):
            key, loaded = name.removeprefix("custom."), self._loaded.get("custom") or {}
            kept = {**(getattr(self, "custom", None) or {}), key: loaded.get(key)}
            self.custom = {k: value for k, value in kept.items() if value is not None}
        else:
            attribute = field_of(type(self), name).attname
            setattr(self, attribute, self._loaded[attribute])

    @property
    def root_key(self) -> tuple[str, UUID]:
        """The record under which this one is logged: itself."""
        return self.record_type, self.pk

    def save(self, *args: Any, action: str = "", **kwargs: Any) -> None:
        """Write the record and its change; the open change set is required.

        Raises StaleRecord if somebody changed it since it was read, NoChangeSet outside of a set.
        """
        opened = current()
        self._clean()
        state = self.state()
        for name, value in type(self).derive(state).items():
            setattr(self, name, load(field_of(type(self), name), value))
        fill(self, state, opened.calculations)
        if self._state.adding:
            self._create(opened, state, action)
        else:
            self._update(opened, state, action)
        self.remember()

    def remember(self) -> None:
        """Take what it holds for what the database holds: it has just been written."""
        self._loaded = {f.attname: _copy(getattr(self, f.attname)) for f in all_fields(type(self))}

    def _clean(self) -> None:
        """Give every value its field's own type, so that no change is logged that is none."""
        for field in ledger_fields(type(self)):
            value = getattr(self, field.attname)
            clean = field.to_python(value)
            if clean is not value:
                setattr(self, field.attname, clean)

    def _create(self, opened: OpenSet, state: dict[str, Any], action: str) -> None:
        self.version, self.created_at, self.updated_at = 1, opened.at, opened.at
        super().save(force_insert=True)
        opened.versions[self.record_type, self.pk] = 1
        fields = {n: (None, v) for n, v in state.items() if v != blank_of(type(self), n)}
        self._note(opened, CREATE, fields, action)

    def _update(self, opened: OpenSet, state: dict[str, Any], action: str) -> None:
        fields = self._differences(state)
        hidden = any(getattr(self, n) != self._loaded.get(n) for n in self.secret)
        if not fields and not hidden:
            return
        known = opened.versions.get((self.record_type, self.pk))
        expected = known if known is not None else self.version
        bumped = expected if known is not None else expected + 1
        values = {
            f.name: getattr(self, f.name if not f.is_relation else f.attname)
            for f in all_fields(type(self))
        }
        values |= {"version": bumped, "updated_at": opened.at}
        changed = (
            models.QuerySet[Any](type(self)).filter(pk=self.pk, version=expected).update(**values)
        )
        if not changed:
            raise StaleRecord(self)
        self.version, self.updated_at = bumped, opened.at
        opened.versions[self.record_type, self.pk] = bumped
        self._note(opened, UPDATE, fields, action)

    def _note(self, opened: OpenSet, operation: int, fields: Diff, action: str) -> None:
        opened.note(self.record_type, self.pk, operation, fields, action)

    def delete(self, *args: Any, action: str = "", **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Move the record with its parts into the ledger, from where it can be restored.

        Records that hang on it (`CASCADE`) go with it as changes of their own; raises RecordInUse
        where one needs it (`PROTECT`).
        """
        opened = current()
        relations = pointing_relations(type(self))
        for relation in relations:
            self._refuse_if_needed(relation)
        for relation in relations:
            if not issubclass(relation.related_model, Part):
                self._let_go(relation)
        state = self.state() | {"created_at": dump(self.created_at)}
        fields = {n: (v, None) for n, v in state.items() if v != blank_of(type(self), n)}
        opened.versions.setdefault((self.record_type, self.pk), self.version)
        self._note(opened, DELETE, fields, action)
        for relation in relations:
            if issubclass(relation.related_model, Part):
                self._let_go(relation)
        models.QuerySet[Any](type(self)).filter(pk=self.pk)._raw_delete(using="default")
        return 1, {self.record_type: 1}

    def _refuse_if_needed(self, relation: Any) -> None:
        if relation.on_delete in (models.PROTECT, models.RESTRICT):
            pointing = models.QuerySet[Any](relation.related_model)
            if users := list(pointing.filter(**{relation.field.name: self.pk})[:10]):
                raise RecordInUse(self, users)

    def let_go_of(self, attribute: str) -> None:
        """Point at nothing any more, since what was pointed at is being deleted."""
        setattr(self, attribute, None)
        self.save()

    def _let_go(self, relation: Any) -> None:
        pointing = models.QuerySet[Any](relation.related_model).filter(
            **{relation.field.name: self.pk}
        )
        for other in pointing.order_by("pk"):
            if relation.on_delete is models.SET_NULL:
                other.let_go_of(relation.field.attname)
            else:
                other.delete()


@cache
def pointing_relations(model: type[models.Model]) -> tuple[Any, ...]:
    """The relations by which other records point at this type's, named or not."""
    return tuple(
        field
        for field in model._meta.get_fields(include_hidden=True)
        if (field.one_to_many or field.one_to_one)
        and field.auto_created
        and issubclass(field.related_model, Record)  # type: ignore[arg-type]
    )


class Part(Record):
    """A piece of a record (a phone number, a line) that is logged under it.

    `part_of` names the field that points at the record.
    """

    part_of: ClassVar[str]
    same_by: ClassVar[tuple[str, ...]] = ()
    """The fields by which two parts of one record are the same; none: by all of them."""
    written_together: ClassVar[bool] = False
    """Whether many may be written at once: their `save` asks no more than `problems` has."""

    class Meta:
        """Every part type has its own table."""

        abstract = True

    @classmethod
    def make_ready(cls, parts: Sequence[Any]) -> None:
        """Read once what the rules of many parts will ask for, before they are asked."""

    def settle_among(self, others: Iterable[Self]) -> None:
        """Find its place among the parts that a record has already, which takes it over."""

    @property
    def root_key(self) -> tuple[str, UUID]:
        """The record that this part belongs to."""
        attribute = field_of(type(self), self.part_of).attname
        return root_of(type(self)).record_type, getattr(self, attribute)

    def _note(self, opened: OpenSet, operation: int, fields: Diff, action: str) -> None:
        opened.note_part(self.root_key, self.record_type, self.pk, operation, fields)
        root = self.root_key
        if root not in opened.versions:
            model = root_of(type(self))
            models.QuerySet[Any](model).filter(pk=root[1]).update(
                version=models.F("version") + 1, updated_at=opened.at
            )
            opened.touched(root, model)


@cache
def all_fields(model: type[Record]) -> tuple[models.Field[Any, Any], ...]:
    """Every stored field but the bookkeeping ones and those that a projection fills."""
    left_out = BOOKKEEPING | model.projected
    return tuple(f for f in model._meta.concrete_fields if f.name not in left_out)


@cache
def ledger_fields(model: type[Record]) -> tuple[models.Field[Any, Any], ...]:
    """The fields that changes hold: stored, neither derived nor secret."""
    left_out = model.derived | model.secret
    return tuple(f for f in all_fields(model) if f.name not in left_out)


@cache
def field_of(model: type[Record], name: str) -> Any:
    """A field of a record type by its name."""
    return model._meta.get_field(name)


def root_of(part: type[Part]) -> type[Record]:
    """The record type to which a kind of parts belongs."""
    return field_of(part, part.part_of).related_model  # type: ignore[no-any-return]


@cache
def blank_of(model: type[Record], name: str) -> Any:
    """What a field of a record type holds before anything is written to it."""
    return None if name.startswith("custom.") else blank(field_of(model, name))


def _state(values: Mapping[str, Any], model: type[Record]) -> dict[str, Any]:
    state = {f.name: dump(values[f.attname]) for f in ledger_fields(model) if f.name != "custom"}
    for key, value in logged(values.get("custom")).items():
        if value is not None:
            state["custom." + key] = value
    return state


def _copy(value: Any) -> Any:
    return value.copy() if isinstance(value, dict | list) else value
