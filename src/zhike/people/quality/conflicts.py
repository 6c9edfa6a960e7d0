"""Conflicts between sources as pages show them: both values, and where each comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.people.models import ContactPoint, Party, ValueConflict
from zhike.people.quality.gaps import Countable, countables
from zhike.people.rules.completeness import POINTS
from zhike.records.fieldspec import FieldSpec
from zhike.records.history import by_column, said
from zhike.records.provenance import source_label
from zhike.records.resource import resource_for
from zhike.records.titles import named
from zhike.web.dates import day_text
from zhike.web.panels import Panel, register_panel

Outcome = ValueConflict.Outcome
SHOWN = 10
BACK = "?back=/quality/conflicts/"


def open_conflicts(access: Access, *, source: str = "") -> QuerySet[Any]:
    """The conflicts that nobody has decided, of customers within the reader's sight."""
    if not access.can(ValueConflict, "read"):
        return ValueConflict.objects.none()
    rows: QuerySet[Any] = ValueConflict.objects.filter(
        access.row_by_row(ValueConflict), outcome=Outcome.OPEN
    )
    if source:
        rows = rows.filter(Q(standing_source=source) | Q(other_source=source))
    return rows.filter(field__in=_fields(access))


def _fields(access: Access) -> list[str]:
    """The fields whose values the reader may see: of the others not even the conflict."""
    return [name for name, spec in _specs(access).items() if spec.searchable]


def _specs(access: Access) -> dict[str, FieldSpec]:
    """What each field of a conflict is read and written by."""
    specs = by_column(resource_for(Party), access)
    value = resource_for(ContactPoint).specs(access).get("value")
    if value is not None:
        specs |= {POINTS + type_: value for type_ in ContactPoint.Type.values}
    return specs


def drawn(
    access: Access, conflicts: Sequence[ValueConflict], *, with_party: bool = False
) -> list[dict[str, Any]]:
    """The parameters of the component `conflict`; a fixed number of queries."""
    specs, labels = _specs(access), countables(access)
    parties = {conflict.party_id for conflict in conflicts}
    names = named(access, Party, parties) if with_party else {}
    may = access.rows(Party, "update").filter(pk__in=parties).values_list("pk", flat=True)
    reach = set(may) if parties else set()
    return [
        _drawn(conflict, specs[conflict.field], labels, names, may=conflict.party_id in reach)
        for conflict in conflicts
    ]


def _drawn(
    conflict: ValueConflict, spec: FieldSpec, labels: dict[str, Countable], names: Any, *, may: bool
) -> dict[str, Any]:
    label = labels[conflict.field].label if conflict.field in labels else spec.label
    sides = [
        _side(conflict, spec, "standing", gettext_lazy("stands")),
        _side(conflict, spec, "other", ""),
    ]
    return {
        "title": str(label)[:1].upper() + str(label)[1:], "sides": sides,
        "party": names.get(conflict.party_id, ""), "url": f"/parties/{conflict.party_id}/",
        "actions": _actions(conflict, BACK if names else "") if may and spec.writable else [],
    }  # fmt: skip


def _side(conflict: ValueConflict, spec: FieldSpec, side: str, note: Any) -> dict[str, str]:
    value, source = getattr(conflict, side), getattr(conflict, f"{side}_source")
    at = timezone.localdate(getattr(conflict, f"{side}_at"))
    if conflict.field.startswith(POINTS):
        text = spec.masked(value) or "" if not spec.searchable else str(value)
    else:
        text = said(spec, value, {})
    words = [source_label(source), day_text(at, weekday=False), str(note)]
    return {"value": text, "source": " · ".join(word for word in words if word)}


def _actions(conflict: ValueConflict, back: str) -> list[dict[str, Any]]:
    """A button for each way out; it says whose value is taken."""
    sides = ((Outcome.STANDING, conflict.standing_source), (Outcome.OTHER, conflict.other_source))
    actions = [
        {"label": _("Take that of %(source)s") % {"source": source_label(source)}, "value": outcome}
        for outcome, source in sides
    ]
    if conflict.field.startswith(POINTS):
        actions.append({"label": _("Keep both"), "value": Outcome.BOTH, "tone": "quiet"})
    url = f"/quality/conflicts/{conflict.pk}/settle/{back}"
    return [action | {"url": url, "method": "post", "name": "outcome"} for action in actions]


def of_party(access: Access, party: Party) -> dict[str, Any] | None:
    """The open conflicts of one customer, to be settled where they are read."""
    found = list(open_conflicts(access).filter(party=party.pk).order_by("pk")[:SHOWN])
    return {"conflicts": drawn(access, found)} if found else None


def sources_of(rows: Iterable[tuple[str, str]]) -> list[str]:
    """The sources that contradict each other, each once."""
    return sorted({source for pair in rows for source in pair})


register_panel(
    Party,
    Panel("conflicts", gettext_lazy("conflicts between sources"), 12, "people/conflicts.html",
          of_party),
)  # fmt: skip
