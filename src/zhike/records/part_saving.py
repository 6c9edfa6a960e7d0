"""The parts given with a record: each by itself, or (lines) many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db import models

from zhike.access.models.user import User
from zhike.access.rights import Access
from zhike.base.errors import N_, BadValue
from zhike.ledger.models import Record
from zhike.ledger.together import save_together
from zhike.records.dictionary import words_missing
from zhike.records.errors import FieldError, Invalid, say
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import Resource
from zhike.records.taking import check, distinct, fixed, missing, take

Write = Callable[..., Any]
MOST_PARTS = 1000


def write_parts(
    resource: Resource, access: Access, record: Record, name: str, rows: Any, write: Write
) -> None:
    """Parts given with their record: `[{"id"?, …, "remove"?: true}]`; what is not named stays."""
    of = resource.part_resources()[name]
    if not isinstance(rows, list) or len(rows) > MOST_PARTS:
        message = N_("Give a list of at most %(most)s.")
        raise Invalid(FieldError(name, say(BadValue("parts", message, most=MOST_PARTS))))
    given = list(_parts_given(of.model, record, name, rows))
    if of.model.written_together:  # type: ignore[attr-defined]
        _write_together(of, access, name, given)
        return
    for number, part, values in given:
        try:
            write(of, access, part, values, is_new=part._state.adding)
        except Invalid as invalid:
            raise Invalid(*_placed(name, number, invalid.errors)) from None


def _parts_given(
    model: Any, record: Record, name: str, rows: list[Any]
) -> Iterator[tuple[int, Any, dict[str, Any]]]:
    """The parts to be written, each with its place and its values; what is to go is deleted."""
    known = _own_parts(model, record, rows)
    for number, row in enumerate(rows):
        values = dict(row) if isinstance(row, dict) else {"": row}
        id_, removed = values.pop("id", None), values.pop("remove", False)
        if model.part_of in values:
            raise Invalid(FieldError(f"{name}.{number}.{model.part_of}", fixed()))
        part = known.get(str(id_)) if id_ else model(**{model.part_of: record})
        if part is None:
            error = BadValue("missing", N_("There is no such record."))
            raise Invalid(FieldError(f"{name}.{number}", say(error)))
        if id_ and removed:
            part.delete()
            continue
        yield number, part, values


def _own_parts(model: Any, record: Record, rows: list[Any]) -> dict[str, Any]:
    """The parts of the record that rows name, by their ids as they are written there."""
    ids: dict[str, UUID] = {}
    for row in rows:
        if isinstance(row, dict) and row.get("id"):
            with suppress(ValueError):
                ids[str(row["id"])] = UUID(str(row["id"]))
    if not ids:
        return {}
    own = models.QuerySet[Any](model).filter(pk__in=set(ids.values()), **{model.part_of: record})
    found = {part.pk: part for part in own.select_for_update(of=("self",)).order_by("pk")}
    for part in found.values():
        setattr(part, model.part_of, record)
    return {text: found[id_] for text, id_ in ids.items() if id_ in found}


def _write_together(
    resource: Resource, access: Access, name: str, given: list[tuple[int, Any, dict[str, Any]]]
) -> None:
    """Many parts at once: what they point at is looked up once, and they are written together."""
    specs, errors = resource.specs(access), []
    seen = _seen(specs, access, [values for _number, _part, values in given])
    wrong: dict[int, list[FieldError]] = {}
    for number, part, values in given:
        found: list[FieldError] = []
        wrong[number] = found
        for field, value in values.items():
            take(specs.get(field), field, access, part, value, found, seen)
    resource.model.make_ready([part for _number, part, _values in given])  # type: ignore[attr-defined]
    for number, part, values in given:
        found = wrong[number]
        found += missing(specs, part, values)
        check(part, found)
        found += words_missing(access, part, specs, values)
        errors += _placed(name, number, distinct(found))
    if errors:
        raise Invalid(*errors)
    save_together([part for _number, part, _values in given])


def _seen(
    specs: Mapping[str, FieldSpec], access: Access, rows: list[dict[str, Any]]
) -> dict[str, set[Any]]:
    """Which of the records that rows point at are there for this user, by field."""
    found: dict[str, set[Any]] = {}
    for name, spec in specs.items():
        if spec.target is None or spec.target is User:
            continue
        ids = set()
        for row in rows:
            with suppress(BadValue):
                ids.add(spec.parse(row.get(name)))
        wanted = access.rows(spec.target).filter(pk__in=ids - {None})
        found[name] = set(wanted.values_list("pk", flat=True)) if ids - {None} else set()
    return found


def _placed(name: str, number: int, errors: Iterable[FieldError]) -> list[FieldError]:
    return [FieldError(f"{name}.{number}.{e.field}", e.message) for e in errors]
