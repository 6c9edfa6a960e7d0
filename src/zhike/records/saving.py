"""Saving from any door: the same verdict for a form, the API, an inline edit and an import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, models, transaction

from zhike.access.models.role import Level
from zhike.access.rights import Access, Denied
from zhike.base.errors import N_, BadValue
from zhike.ledger.actions import Action, NotNow, actions_of
from zhike.ledger.locking import lock_ahead
from zhike.ledger.models import Change, Part, Record, StaleRecord
from zhike.ledger.models.record import root_of
from zhike.records import arriving, external_ids
from zhike.records.dictionary import words_missing
from zhike.records.errors import Duplicate, FieldError, Invalid, Stale, say
from zhike.records.part_saving import write_parts
from zhike.records.resource import Resource
from zhike.records.taking import (
    check,
    distinct,
    fixed,
    missing,
    parsed,
    required,
    take,
)


def create(resource: Resource, access: Access, raw: Mapping[str, Any], *, id_: UUID | None = None
           ) -> Any:  # fmt: skip
    """Make a record from raw values; raises Denied, Invalid, Duplicate, then writes nothing."""
    if not access.can(resource.model, "create"):
        raise Denied(resource.model.record_type, "create")
    record = resource.model() if id_ is None else resource.model(id=id_)
    if id_ is not None and _is_taken(resource.model, id_):
        raise Duplicate("id", None)
    if issubclass(resource.model, Part):
        _require_root(resource.model, access, raw)
    if "owner" in resource.coded and "owner" not in raw:
        record.owner_id = arriving.owner_of_new(resource.model, access)  # type: ignore[attr-defined]
    return _write(resource, access, record, raw, is_new=True)


def change(
    resource: Resource, access: Access, id_: UUID, raw: Mapping[str, Any], *,
    version: int | None = None,
) -> Any:  # fmt: skip
    """Change some values of a record; raises Denied, Invalid, Duplicate, Stale or DoesNotExist.

    `version` is the one that the person started from; None where the door has shown it fresh.
    """
    with transaction.atomic():
        record = locked(resource, access, id_, "update")
        if version is not None and record.version != version:
            raise Stale(record)
        if isinstance(record, Part) and raw.get(record.part_of, record.root_key[1]) not in (
            record.root_key[1], str(record.root_key[1])
        ):  # fmt: skip
            raise Invalid(FieldError(record.part_of, fixed()))
        return _write(resource, access, record, raw, is_new=False)


def _is_taken(model: type[Record], id_: UUID) -> bool:
    """Whether a record of this id exists, or did: the ledger still speaks of it."""
    there = models.QuerySet[Any](model).filter(pk=id_).exists()
    return there or Change.objects.filter(record=id_).exists()


def _require_root(model: type[Part], access: Access, raw: Mapping[str, Any]) -> None:
    """A part goes to a record that the user may change, not merely see; raises Denied."""
    root: Any = model._meta.get_field(model.part_of).related_model
    try:
        id_ = UUID(str(raw.get(model.part_of)).strip())
    except ValueError:
        return  # What is wrong with it is said with the other fields.
    seen = access.rows(root).filter(pk=id_).exists()
    if seen and not access.rows(root, "update").filter(pk=id_).exists():
        raise Denied(root.record_type, "update")


def remove(resource: Resource, access: Access, id_: UUID, *, version: int | None = None) -> Any:
    """Move a record into the trash; raises Denied, Stale, RecordInUse or DoesNotExist."""
    with transaction.atomic():
        record = locked(resource, access, id_, "delete")
        if version is not None and record.version != version:
            raise Stale(record)
        with access.change_set("delete") as opened:
            record.delete()
        return opened.id


def perform(
    resource: Resource, access: Access, id_: UUID, verb: str, raw: Mapping[str, Any], *,
    version: int | None = None,
) -> Any:  # fmt: skip
    """Run an action on a record with what the person filled in; raises as `change`, or NotNow.

    A record that the verb made of it and returned (a contract of a quote) is its `made` then.
    """
    action = actions_of(resource.model)[verb]
    with transaction.atomic():
        try:
            record = locked(resource, access, id_, action.permission)
        except (Denied, ObjectDoesNotExist):
            tell_why(action, access, resource.model, id_)
            raise
        if version is not None and record.version != version:
            raise Stale(record)
        values = action_values(resource, access, action, raw)
        meant = action.means(record, values) if action.means else verb
        if meant != verb:
            fields = actions_of(resource.model)[meant].fields
            rest = {name: value for name, value in raw.items() if name in fields}
            return perform(resource, access, id_, meant, rest)
        if action.with_access:
            values["access"] = access
        with access.change_set(verb) as opened:
            made = getattr(record, verb)(**values)
            record.made = made if isinstance(made, Record) else None
            record.change_set_id = opened.id
        return record


def tell_why(action: Action, access: Access, model: type[Record], id_: UUID) -> None:
    """Raise NotNow with a sentence where the verb knows why the record is out of reach now."""
    sentence = action.missed(access, model, id_) if action.missed else None
    if sentence:
        raise NotNow(action.name, sentence)


def locked(resource: Resource, access: Access, id_: UUID, verb: str) -> Any:
    """The record, locked for writing; a record outside the user's sight does not exist.

    Raises DoesNotExist, or Denied for one that may be seen but not written.
    """
    if not access.can(resource.model, "read"):
        raise resource.model.DoesNotExist
    seen = access.rows(resource.model).filter(pk=id_)
    if not seen.exists():
        raise resource.model.DoesNotExist
    lock_ahead(resource.model, [id_])
    if issubclass(resource.model, Part):
        _lock_root(resource.model, id_)
    record = models.QuerySet[Any](resource.model).select_for_update(of=("self",)).get(pk=id_)
    access.require(record, verb)
    return record


def _lock_root(part: type[Part], id_: UUID) -> None:
    """Lock the record of a part before the part: whoever writes the whole does it in this order."""
    whole = models.QuerySet[Any](part).filter(pk=id_).values(part.part_of)
    root = models.QuerySet[Any](root_of(part)).select_for_update(of=("self",))
    list(root.filter(pk__in=whole).values_list("pk"))


def action_values(
    resource: Resource, access: Access, action: Action, raw: Mapping[str, Any]
) -> dict[str, Any]:
    """What an action takes, parsed by the fields that it names."""
    unknown = say(BadValue("unknown", N_("There is no such field.")))
    specs = {n: spec for n, spec in resource.specs(access).items() if n in action.fields}
    errors = [FieldError(name, unknown) for name in raw if name not in specs]
    values: dict[str, Any] = {}
    for name in action.fields:
        if name in raw and name in specs:
            if specs[name].level == Level.WRITE:
                values[name] = parsed(specs[name], access, raw[name], errors)
            else:
                errors.append(FieldError(name, fixed()))
        if name in action.required and values.get(name) in (None, "", []):
            errors.append(required(name))
    if errors:
        raise Invalid(*errors)
    return values


def _write(
    resource: Resource, access: Access, record: Any, raw: Mapping[str, Any], *, is_new: bool
) -> Any:
    errors: list[FieldError] = []
    specs = resource.specs(access)
    parts = {n: raw[n] for n in resource.parts if n in raw}
    for name, value in raw.items():
        if name not in parts:
            take(specs.get(name), name, access, record, value, errors)
    errors += missing(specs, record, raw)
    check(record, errors)
    errors += words_missing(access, record, specs, raw)
    if errors:
        raise Invalid(*distinct(errors))
    try:
        with access.change_set("create" if is_new else "edit") as opened, transaction.atomic():
            _refuse_taken_id(resource, access, record)
            _refuse_taken_key(resource, access, record)
            noted = arriving.look_over(record, access)
            if is_new:
                arriving.place_record(record)
            record.save()
            arriving.make(noted)
            for name, rows in parts.items():
                write_parts(resource, access, record, name, rows, _write)
            record.change_set_id = opened.id
    except IntegrityError:
        raise _duplicate(resource, access, record) from None
    except StaleRecord:
        raise Stale(resource.model.objects.get(pk=record.pk)) from None
    return record


def _refuse_taken_id(resource: Resource, access: Access, record: Any) -> None:
    """Raise Duplicate where another record has one of the external ids that are new here."""
    if external_ids.FIELD in resource.unique:
        other = external_ids.holder(record)
        if other is not None:
            seen = access.rows(resource.model).filter(pk=other).exists()
            raise Duplicate(external_ids.FIELD, other if seen else None)


def _refuse_taken_key(resource: Resource, access: Access, record: Any) -> None:
    """Raise Duplicate where a key that is new here is another's already.

    Such a key (a credit code) is no constraint of the database: an import may bring it twice, from
    departments that do not see each other's records, and both are merged afterwards.
    """
    for name in resource.unique:
        value = getattr(record, name)
        if name == external_ids.FIELD or not value or resource.model._meta.get_field(name).unique:  # type: ignore[union-attr]
            continue
        same = models.QuerySet[Any](resource.model).filter(**{name: value})
        other = same.exclude(pk=record.pk).order_by("pk").first()
        if other is not None and not same.filter(pk=record.pk).exists():
            seen = access.rows(resource.model).filter(pk=other.pk).exists()
            raise Duplicate(name, other.pk if seen else None)


def _duplicate(resource: Resource, access: Access, record: Any) -> Exception:
    """Which unique key is taken, and by whom as far as the user may know."""
    for field in resource.model._meta.concrete_fields:
        value = getattr(record, field.attname)
        if field.unique and not field.primary_key and value not in (None, ""):
            others = models.QuerySet[Any](resource.model).filter(**{field.name: value})
            other = others.exclude(pk=record.pk).first()
            if other is not None:
                seen = access.rows(resource.model).filter(pk=other.pk).exists()
                return Duplicate(field.name, other.pk if seen else None)
    return Duplicate("", None)
