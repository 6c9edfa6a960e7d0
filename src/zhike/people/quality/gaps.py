"""What is missing of a party: its empty key fields, as far as the reader may see and fill them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhike.access.rights import Access
from zhike.people.models import ContactPoint, Party, Relationship
from zhike.people.quality.completeness import filled_of
from zhike.people.quality.key_fields import known_key_fields
from zhike.people.rules.completeness import DECIDER, POINTS, missing
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import resource_for


@dataclass(frozen=True)
class Countable:
    """A field that may count as a key field: `spec` is what holds its value, None for a tie."""

    name: str
    label: str | Promise
    spec: FieldSpec | None

    @property
    def point_type(self) -> str:
        """The type of contact point that it asks for; "" for anything else."""
        return self.name.removeprefix(POINTS) if self.name.startswith(POINTS) else ""


def countables(access: Access) -> dict[str, Countable]:
    """Everything that can count as a key field, by name, as far as the user may see it."""
    found: dict[str, Countable] = {}
    for spec in resource_for(Party).specs(access).values():
        if spec.editable and spec.name not in UNCOUNTED:
            found[spec.column] = Countable(spec.column, spec.label, spec)
    value = resource_for(ContactPoint).specs(access).get("value")
    if value is not None:
        for type_, label in ContactPoint.Type.choices:
            found[POINTS + type_] = Countable(POINTS + type_, label, value)
    if access.can(Relationship, "read"):
        found[DECIDER] = Countable(DECIDER, _("who decides"), None)
    return found


def gaps(access: Access, party: Party) -> list[Countable]:
    """The key fields of this party that hold nothing, in their order."""
    keys = known_key_fields(access)
    filled = filled_of(keys, [party])[party.pk]
    known = countables(access)
    return [known[name] for name in missing(keys[party.kind], filled) if name in known]


def fillable(access: Access, party: Party) -> tuple[bool, list[Countable]]:
    """Whether the reader may change the party, and what it lacks: asked once for a page."""
    if MEMO not in party.__dict__:
        party.__dict__[MEMO] = access.reaches(party, "update"), gaps(access, party)
    return party.__dict__[MEMO]  # type: ignore[no-any-return]


MEMO = "_fillable"
UNCOUNTED = frozenset({"kind", "note", "tags", "external_ids", "lifecycle", "team"})


def fill_action(access: Access, party: Party, gap: Countable, into: str) -> dict[str, Any] | None:
    """The button with which a gap is filled where it is read; None for who may not."""
    url = f"/parties/{party.pk}/"
    action: dict[str, Any] = {"label": gap.label, "icon": "plus", "size": "small"}
    if gap.spec is None:
        may = access.can(Relationship, "create")
        return (
            action | {"url": f"/relationships/new/?to_party={party.pk}&type=decides_for"}
            if may
            else None
        )
    if not gap.spec.writable:
        return None
    if gap.point_type:
        return action | {"url": f"/contact-points/new/?party={party.pk}&type={gap.point_type}"}
    return action | {"url": f"{url}fields/{gap.spec.name}/?into={into}", "into": into}
