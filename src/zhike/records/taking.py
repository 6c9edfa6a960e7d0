"""Values taken from any door into a record, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from zhike.access.models.user import User
from zhike.access.rights import Access
from zhike.base.errors import N_, BadValue
from zhike.ledger.bulk import model_of
from zhike.records.errors import FieldError, say
from zhike.records.fieldspec import FieldSpec


def take(
    spec: FieldSpec | None, name: str, access: Access, record: Any, raw: Any,
    errors: list[FieldError], seen: Mapping[str, Collection[Any]] | None = None,
) -> None:  # fmt: skip
    if spec is None:
        errors.append(FieldError(name, say(BadValue("unknown", N_("There is no such field.")))))
    elif not spec.writable or (not record._state.adding and spec.veil(record)):
        errors.append(FieldError(name, fixed()))
    else:
        value = parsed(spec, access, raw, errors, seen)
        if value is None and not spec.null and not spec.is_custom:
            # The record keeps what it has, so that its own rules can be asked all the same.
            errors.append(required(name))
        else:
            spec.put(record, value)


def parsed(
    spec: FieldSpec, access: Access, raw: Any, errors: list[FieldError],
    seen: Mapping[str, Collection[Any]] | None = None,
) -> Any:  # fmt: skip
    """A value read and, where it names a record, looked up; what is wrong goes to the errors.

    `seen` is what has been looked up for many records at once, by field.
    """
    try:
        value = spec.parse(raw)
        is_seen = value in seen[spec.name] if seen and spec.name in seen else None
        if is_seen is None:
            is_seen = not value or _may_point_at(spec, access, value)
        if value and not is_seen:
            errors.append(
                FieldError(spec.name, say(BadValue("missing", N_("There is no such record."))))
            )
    except BadValue as error:
        errors.append(FieldError(spec.name, say(error)))
        return spec.kind.blank(spec)
    return value


def _may_point_at(spec: FieldSpec, access: Access, value: Any) -> bool:
    """Whether what a relation or reference names is there for this user."""
    target, id_ = spec.target, value
    if spec.kind.name == "reference":
        kind, _, id_ = value.partition(":")
        target = model_of(kind)
    if target is None:
        return True
    rows = access.rows(target)
    if target is User:
        rows = rows.filter(represents="")  # Nobody from outside is given work.
    return bool(rows.filter(pk=id_).exists())


def check(record: Any, errors: list[FieldError]) -> None:
    """The record's own rules: `problems()` yields (field, BadValue)."""
    if hasattr(record, "problems"):
        errors.extend(FieldError(name, say(error)) for name, error in record.problems())


def required(name: str) -> FieldError:
    return FieldError(name, say(BadValue("required", N_("Fill this in."))))


def fixed() -> str:
    return say(BadValue("fixed", N_("You cannot change this field.")))


def refusal(name: str, *, known: bool) -> FieldError:
    """That a field cannot be written: it is fixed, or there is none (that one may see)."""
    unknown = BadValue("unknown", N_("There is no such field."))
    return FieldError(name, fixed() if known else say(unknown))


def distinct(errors: list[FieldError]) -> list[FieldError]:
    """The first error of each field, so that a wrong value is not also called missing."""
    return list({error.field: error for error in reversed(errors)}.values())[::-1]


def missing(
    specs: Mapping[str, FieldSpec], record: Any, raw: Mapping[str, Any]
) -> list[FieldError]:
    """The required fields that are empty: of a new record all, of another one those given."""
    return [
        required(name) for name, spec in specs.items()
        if spec.required and (record._state.adding or name in raw)
        and spec.value(record) in (None, "", [])
    ]  # fmt: skip
