"""What a role grants, as a matrix of record types and verbs, and what it may do with fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.granted import ADMINISTER
from zhike.access.models import FieldRight, Grant, Level, Role, Scope
from zhike.access.rights import Access
from zhike.administration.resources import COMMON_VERBS
from zhike.records.resource import Resource, all_resources

EVERY = "*"
DENIED = "denied"
PREFIX = "field_rights"
MOST_FIELDS = 200
COLUMNS = COMMON_VERBS
WORDS: dict[str, str | Promise] = {
    "": "—", Scope.OWN: gettext_lazy("own"), Scope.TEAM: gettext_lazy("team"),
    Scope.BELOW: gettext_lazy("team and below"), Scope.ALL: gettext_lazy("all"),
    DENIED: gettext_lazy("denied"),
}  # fmt: skip


Verbs = tuple[tuple[str, str | Promise], ...]


@dataclass(frozen=True)
class Row:
    """A record type (or all of them) with the verbs that a role can be granted on it."""

    kind: str
    label: str | Promise
    verbs: Verbs
    extra: Verbs = ()


def rows() -> list[Row]:
    """All record types first, then each; verbs of its own stand behind the common ones."""
    found = [Row(EVERY, gettext_lazy("all record types"), tuple(COLUMNS.items()))]
    granted = [resource for resource in all_resources() if _is_granted(resource)]
    granted.sort(key=lambda resource: getattr(resource.model, "administered", False))
    return found + [_row(resource) for resource in granted]


def _is_granted(resource: Resource) -> bool:
    """Not what follows its record, nor what everybody has anyway."""
    return not resource.is_part and "create" not in getattr(resource.model, "everyone", {})


def _row(resource: Resource) -> Row:
    """What is administered is read or administered; all else has verbs, some of its own."""
    model = resource.model
    if getattr(model, "administered", False):
        verbs: Verbs = tuple((verb, COLUMNS[verb]) for verb in ("read", ADMINISTER))
        return Row(model.record_type, resource.label, verbs)
    common = tuple((verb, label) for verb, label in COLUMNS.items() if verb != ADMINISTER)
    own = tuple(
        (verb, label) for verb, label in resource.own_verbs().items() if verb not in COLUMNS
    )
    return Row(model.record_type, resource.label, common, own)


def grants_of(role: Role | None) -> dict[tuple[str, str], Grant]:
    """What the role grants and denies, by record type and verb."""
    found = Grant.objects.filter(role=role) if role is not None else ()
    return {(grant.resource, grant.verb): grant for grant in found}


def word_of(grant: Grant | None) -> str:
    """How far, as the matrix says it."""
    if grant is None:
        return ""
    return DENIED if grant.is_denied else grant.scope


def shown(
    grants: Mapping[tuple[str, str], Grant], posted: QueryDict | None
) -> list[dict[str, Any]]:
    """The rows with their cells, as the template draws them."""
    return [
        {
            "label": row.label,
            "is_all": row.kind == EVERY,
            "cells": [
                _cell(row, dict(row.verbs).get(verb), verb, grants, posted) for verb in COLUMNS
            ],
            "extra": [_cell(row, label, verb, grants, posted) for verb, label in row.extra],
        }
        for row in rows()
    ]


def _cell(
    row: Row, label: str | Promise | None, verb: str, grants: Mapping[tuple[str, str], Grant],
    posted: QueryDict | None,
) -> dict[str, Any] | None:  # fmt: skip
    if label is None:
        return None
    name = f"g:{row.kind}:{verb}"
    value = word_of(grants.get((row.kind, verb)))
    value = posted.get(name, value) if posted is not None else value
    options = [{"value": word, "label": text} for word, text in WORDS.items()]
    full = f"{row.label}: {label}"
    return {"name": name, "value": value, "label": label, "full": full, "options": options}


def sent_grants(grants: Mapping[tuple[str, str], Grant], posted: QueryDict) -> list[dict[str, Any]]:
    """The cells that were changed, as rows of parts."""
    changed: list[dict[str, Any]] = []
    for row in rows():
        for verb, _label in (*row.verbs, *row.extra):
            known = grants.get((row.kind, verb))
            word = posted.get(f"g:{row.kind}:{verb}", word_of(known))
            if word == word_of(known) or word not in WORDS:
                continue
            identity = {"id": str(known.pk)} if known else {"resource": row.kind, "verb": verb}
            if not word:
                changed.append(identity | {"remove": True})
            elif word == DENIED:
                changed.append(identity | {"scope": Scope.OWN.value, "is_denied": True})
            else:
                changed.append(identity | {"scope": word, "is_denied": False})
    return changed


def field_parts(role: Role | None, access: Access, like: Role | None = None) -> dict[str, Any]:
    """The rights on fields as repeatable rows; those of `like` are to be the new role's own."""
    of = role or like
    rights = FieldRight.objects.filter(role=of).order_by("resource", "field") if of else ()
    drawn = [
        _field_row(str(n), right, access, is_new=role is None) for n, right in enumerate(rights)
    ]
    return {
        "prefix": PREFIX, "label": _("Fields that this role may not see or change"), "rows": drawn,
        "blank": _field_row("__prefix__", None, access), "total": len(drawn),
        "initial": len(drawn) if role else 0, "add_label": _("Add a field"),
    }  # fmt: skip


def _field_row(
    number: str, right: FieldRight | None, access: Access, *, is_new: bool = False
) -> dict[str, Any]:
    prefix = f"{PREFIX}-{number}-"
    levels = [{"value": v, "label": label} for v, label in Level.choices]
    fields = [
        {"kind": "select", "name": prefix + "field", "label": _("field"),
         "options": field_options(access),
         "value": f"{right.resource}.{right.field}" if right else ""},
        {"kind": "select", "name": prefix + "level", "label": _("level"), "options": levels,
         "value": right.level if right else Level.HIDDEN.value, "required": True},
        {"kind": "checkbox", "name": prefix + "is_denied", "label": _("whatever other roles allow"),
         "value": right.is_denied if right else False},
    ]  # fmt: skip
    identity = [{"name": prefix + "id", "value": str(right.pk) if right and not is_new else ""}]
    return {"fields": fields, "identity": identity, "delete": prefix + "DELETE"}


def field_options(access: Access) -> list[dict[str, str]]:
    """Every field of every record type, as `kind.field`."""
    return [
        {"value": f"{r.model.record_type}.{spec.name}", "label": f"{r.label} · {spec.label}"}
        for r in all_resources()
        for spec in r.specs(access).values()
    ]


def sent_fields(posted: QueryDict) -> list[dict[str, Any]]:
    """The rights on fields that were sent, as rows of parts."""
    total = posted.get(f"{PREFIX}-TOTAL_FORMS", "0")
    count = min(int(total), MOST_FIELDS) if total.isdecimal() and len(total) < 6 else 0
    return [row for n in range(count) if (row := _sent_field(posted, f"{PREFIX}-{n}-"))]


def _sent_field(posted: QueryDict, prefix: str) -> dict[str, Any] | None:
    id_ = posted.get(prefix + "id", "")
    if prefix + "DELETE" in posted:
        return {"id": id_, "remove": True} if id_ else None
    kind, _dot, name = posted.get(prefix + "field", "").partition(".")
    if not name:
        return {"id": id_, "remove": True} if id_ else None
    values: dict[str, Any] = {
        "resource": kind, "field": name, "level": posted.get(prefix + "level", ""),
        "is_denied": prefix + "is_denied" in posted,
    }  # fmt: skip
    return {"id": id_} | values if id_ else values


def headings() -> Iterable[str | Promise]:
    """The verbs in the order of the cells."""
    return COLUMNS.values()
