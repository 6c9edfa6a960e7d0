"""Asking for one or two missing key fields of a customer while one writes about it anyway."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import QueryDict

from zhike.access.rights import Access
from zhike.people.models import Party
from zhike.people.quality.gaps import Countable, fillable
from zhike.people.rules.completeness import WHOLE
from zhike.records import saving
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import resource_for
from zhike.web import inputs

ASKED = 2
PREFIX = "known-"
PLAIN = frozenset({"text", "integer", "number", "money", "date", "choice", "region", "country"})


def asked(access: Access, party: Party) -> list[Countable]:
    """The first missing fields that can be said in a word and that this user may fill."""
    if party.completeness == WHOLE:
        return []
    may_edit, missing = fillable(access, party)
    return [gap for gap in missing if _is_plain(gap)][:ASKED] if may_edit else []


def _is_plain(gap: Countable) -> bool:
    return gap.spec is not None and gap.spec.writable and gap.spec.kind.name in PLAIN


def drawn(
    access: Access, party: Party, posted: QueryDict | None = None,
    errors: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    """The controls, as the component `control` takes them."""
    wrong = errors or {}
    given = {name: posted.get(name, "") for name in posted} if posted else {}
    return [
        _control(gap, gap.spec, given.get(_name(gap), ""), wrong.get(_name(gap), ""))
        for gap in asked(access, party) if gap.spec is not None
    ]  # fmt: skip


def _control(gap: Countable, spec: FieldSpec, value: Any, error: str) -> dict[str, Any]:
    made = inputs.drawn(spec, value, {}, name=_name(gap), error=error)
    kind = {"phone": "tel", "email": "email"}.get(gap.point_type)
    return made | {
        "id": _name(gap), "label": gap.label, "required": False, "hint": "",
    } | ({"kind": kind} if kind else {})  # fmt: skip


def _name(gap: Countable) -> str:
    return PREFIX + gap.name.replace(".", "-")


def said(access: Access, party: Party, posted: QueryDict) -> dict[str, Any]:
    """What was filled in, as raw values of the party; {} for nothing."""
    raw: dict[str, Any] = {}
    for gap, text in _answers(access, party, posted):
        if gap.point_type:
            row = {"type": gap.point_type, "value": text}
            raw.setdefault("contact_points", []).append(row)
        elif gap.spec is not None:
            raw[gap.spec.name] = text
    return raw


def _answers(access: Access, party: Party, posted: QueryDict) -> Iterator[tuple[Countable, str]]:
    if not any(name.startswith(PREFIX) for name in posted):
        return
    for gap in asked(access, party):
        if text := posted.get(_name(gap), "").strip():
            yield gap, text


def keep(access: Access, party: Party, raw: Mapping[str, Any]) -> None:
    """Keep what was said of the party; raises as `saving.change`."""
    if raw:
        saving.change(resource_for(Party), access, party.pk, raw)


def named_errors(errors: Mapping[str, str], raw: Mapping[str, Any]) -> dict[str, str]:
    """The errors of the party's fields by the names of the controls that asked for them."""
    found = {}
    for field, message in errors.items():
        part, _, rest = field.partition(".")
        if part == "contact_points" and part in raw:
            row = raw[part][int(rest.partition(".")[0])]
            found[f"{PREFIX}contact_points-{row['type']}"] = message
        elif field in raw:
            found[PREFIX + field] = message
    return found
