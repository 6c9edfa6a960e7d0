"""Two people edited the same record: what each changed, and what only they can decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.base.errors import BadValue
from zhike.ledger.models import Change
from zhike.ledger.undo import expand_texts
from zhike.ledger.values import load
from zhike.ledger.writes import Write
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import Resource
from zhike.web import inputs
from zhike.web.names import names_of
from zhike.web.part_rows import posted_names


@dataclass(frozen=True)
class Clash:
    """A field that both changed, each to something else."""

    spec: FieldSpec
    mine: str
    theirs: str
    who: str

    @property
    def parameters(self) -> dict[str, Any]:
        """The choice between the two as an input."""
        return {
            "kind": "radios", "name": f"keep-{self.spec.name}", "label": self.spec.label,
            "value": "mine", "required": True,
            "options": [
                {"value": "mine", "label": _("yours: %(value)s") % {"value": self.mine or "—"}},
                {"value": "theirs", "label": _("%(who)s: %(value)s")
                 % {"who": self.who, "value": self.theirs or "—"}},
            ],
        }  # fmt: skip


def merge(
    resource: Resource, access: Access, record: Any, raw: Mapping[str, Any], version: int
) -> tuple[dict[str, Any], list[Clash]]:
    """What is left of a form that began at an older version, and the fields that both changed.

    A field that the form still holds as it was then is the other's; one that only the form changed
    is the form's.
    """
    theirs, who = _since(record, version)
    specs = resource.specs(access)
    kept: dict[str, Any] = {}
    clashing = []
    for name, value in raw.items():
        spec = specs.get(name)
        if spec is None or spec.column not in theirs:
            kept[name] = value
        elif not _is_as_before(resource, spec, value, theirs[spec.column]):
            kept[name] = value
            clashing.append(spec)
    names = names_of(resource, access, [record])
    names |= posted_names(access, {(s, str(raw[s.name])) for s in clashing if s.target})
    return kept, [_clash(spec, raw[spec.name], record, names, who) for spec in clashing]


def _since(record: Any, version: int) -> tuple[dict[str, Any], str]:
    """What the fields changed since then held before, and who changed them last."""
    changes = Change.objects.filter(kind=record.record_type, record=record.pk)
    count = max(0, min(record.version - version, 200))
    found = list(changes.select_related("change_set").order_by("-seq")[:count])
    writes = [Write.of(change) for change in found]
    expand_texts(writes)
    before: dict[str, Any] = {}
    for write in writes:
        before |= {name: pair[0] for name, pair in write.fields.items()}
    who = found[0].change_set.actor_name if found else ""
    return before, who or _("somebody else")


def _is_as_before(resource: Resource, spec: FieldSpec, raw: Any, stored: Any) -> bool:
    if spec.is_custom:
        before = spec.load(stored)
    else:
        before = load(resource.model._meta.get_field(spec.column), stored)  # type: ignore[arg-type]
    try:
        value = spec.parse(raw)
    except BadValue:
        return False
    return bool(inputs.text_of(spec, value) == inputs.text_of(spec, before))


def _clash(spec: FieldSpec, raw: Any, record: Any, names: Mapping[Any, str], who: str) -> Clash:
    try:
        mine = _text(spec, spec.parse(raw), names)
    except BadValue:
        mine = str(raw)
    return Clash(spec, mine, _text(spec, spec.value(record), names), who)


def _text(spec: FieldSpec, value: Any, names: Mapping[Any, str]) -> str:
    if spec.target is not None:
        return names.get(value, "")
    return spec.kind.text(spec, value)
