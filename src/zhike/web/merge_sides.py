"""Records side by side before they are merged: each field's values, and where each came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhike.access.models import Level
from zhike.access.rights import Access
from zhike.ledger.models.change_set import Door
from zhike.ledger.undo import part_models
from zhike.records.fieldspec import FieldSpec
from zhike.records.merging.references import references
from zhike.records.merging.uniting import in_one, value_of
from zhike.records.provenance import HAND, Origin, origins_of
from zhike.records.resource import Resource, resource_for
from zhike.records.titles import titles
from zhike.web.cells import Names, shape_of
from zhike.web.dates import day_text
from zhike.web.links import record_url
from zhike.web.names import names_of

BOTH = "both"
EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Sides:
    """Two or three records, the survivor first."""

    resource: Resource
    access: Access
    records: Sequence[Any]

    def context(self) -> dict[str, Any]:
        """What the page shows: heads, what is to be chosen, what is not."""
        names = names_of(self.resource, self.access, self.records)
        kind, ids = self.resource.model.record_type, [record.pk for record in self.records]
        sources = origins_of(kind, ids)
        chosen, filled, same = [], [], []
        for spec in self._specs():
            row = _Row(spec, self.records, names, sources)
            if row.has_choice and spec.level == Level.WRITE:
                chosen.append(row.choice())
            elif row.has_choice or row.differs:
                filled.append(row.kept())
            else:
                same.append(row.kept())
        return {
            "heads": self._heads(), "choices": chosen, "filled": filled, "same": same,
            "parts": self._parts(), "warnings": self._warnings(),
        }  # fmt: skip

    def _specs(self) -> list[FieldSpec]:
        own = (self.resource.former_names, "created_at", "updated_at")
        return [s for n, s in self.resource.specs(self.access).items() if n not in own]

    def values(self, picked: dict[str, str]) -> dict[str, Any]:
        """What the survivor shall hold, by the ledger's names, from each field's chosen record.

        What is kept of both, and what nobody chose, follows from the two by itself.
        """
        by_id = {str(record.pk): record for record in self.records}
        found = {}
        for spec in self._specs():
            record = by_id.get(picked.get(spec.name, ""))
            if record is not None and spec.level == Level.WRITE and spec.editable:
                found[spec.column] = value_of(record, spec.column)
        return found

    def _heads(self) -> list[dict[str, Any]]:
        called = titles(self.access, self.records)
        ids = [record.pk for record in self.records]
        return [
            {
                "id": record.pk, "name": called[record.pk], "shape": shape_of(record),
                "url": record_url(self.resource, record.pk), "is_first": place == 0,
                "since": day_text(timezone.localtime(record.created_at).date(), weekday=False),
                "moves": self._moves(record),
                "keep": {
                    "label": _("Keep this one"), "icon": "swap", "size": "small",
                    "url": url_of_merge(self.resource, dict.fromkeys([record.pk, *ids])),
                },
            }
            for place, record in enumerate(self.records)
        ]  # fmt: skip

    def _moves(self, record: Any) -> list[str]:
        """How many records that the reader may see hang on it, kind by kind."""
        counts: Counter[str] = Counter()
        labels = {}
        for reference in references(type(record)):
            try:
                resource = resource_for(reference.model)
            except KeyError:
                continue
            if self.access.can(reference.model, "read"):
                seen = self.access.condition(reference.model)
                counts[resource.name] += reference.pointing(record).filter(seen).count()
                labels[resource.name] = resource.label_plural
        return [
            f"{capfirst(str(labels[name]))} {count:,}" for name, count in counts.items() if count
        ]

    def _parts(self) -> list[dict[str, Any]]:
        """The parts of each: they are all kept, the same ones once."""
        found = []
        for model in part_models(self.resource.model):
            try:
                part = resource_for(model)
            except KeyError:
                continue
            spec = part.specs(self.access).get(part.shown_by or "")
            if spec is None:
                continue
            rows = list(model.objects.filter(
                **{model.part_of + "__in": [r.pk for r in self.records]}
            ).order_by("pk"))  # fmt: skip
            if rows:
                root = model._meta.get_field(model.part_of).attname  # type: ignore[union-attr]
                texts = [[spec.text(row) for row in rows if getattr(row, root) == record.pk]
                         for record in self.records]  # fmt: skip
                found.append({"label": part.label_plural, "sides": texts})
        return found

    def _warnings(self) -> list[str]:
        """What speaks against their being one: two values of what is unique, two kinds."""
        found = []
        for name, spec in self.resource.specs(self.access).items():
            is_key = name in self.resource.unique and spec.kind.name == "text"
            if not spec.searchable or not (is_key or name == "kind"):
                continue
            values = {value_of(r, spec.column) for r in self.records} - {None, ""}
            if len(values) > 1:
                found.append(
                    _("%(field)s differs: are they really one?")
                    % {"field": capfirst(str(spec.label))}
                )
        return found


def url_of_merge(resource: Resource, ids: Iterable[UUID]) -> str:
    """The page on which these are merged, the first being the survivor."""
    return f"/{resource.name}/merge/?" + "&".join(f"ids={id_}" for id_ in ids)


class _Row:
    """One field of the records."""

    def __init__(
        self, spec: FieldSpec, records: Sequence[Any], names: Names, sources: dict[UUID, Any]
    ) -> None:
        self.spec, self.records, self.names, self.sources = spec, records, names, sources
        self.values = [value_of(record, spec.column) for record in records]
        there = [value for value in self.values if value not in EMPTY]
        distinct = [v for n, v in enumerate(there) if v not in there[:n]]
        self.has_choice, self.differs = len(distinct) > 1, len(there) not in (0, len(records))

    def text(self, record: Any) -> str:
        """A value in words, as far as the reader may see it."""
        if self.spec.target is not None:
            return self.names.get(self.spec.value(record), "") if self.spec.searchable else ""
        text = self.spec.text(record)
        return capfirst(text) if self.spec.choices else text

    def kept(self) -> dict[str, Any]:
        """The one value that there is."""
        for record, value in zip(self.records, self.values, strict=True):
            if value not in EMPTY:
                return {
                    "label": self.spec.label,
                    "text": self.text(record),
                    "source": self._source(record),
                }
        return {"label": self.spec.label, "text": "", "source": ""}

    def choice(self) -> dict[str, Any]:
        """The values to choose between; of lists and long texts also both."""
        options = [
            {"value": str(record.pk), "text": self.text(record), "source": self._source(record)}
            for record, value in zip(self.records, self.values, strict=True)
            if value not in EMPTY
        ]
        joint = self._joint()
        if joint is not None and joint not in self.values:
            text = self.spec.kind.text(self.spec, joint)
            options.insert(
                0, {"value": BOTH, "text": text, "source": pgettext("values", "together")}
            )
        return {
            "label": self.spec.label, "name": f"v-{self.spec.name}", "options": options,
            "value": options[0]["value"],
        }  # fmt: skip

    def _joint(self) -> Any:
        """All the values in one, where the field can hold them; the survivor gets it by itself."""
        joint: Any = None
        for value in (value for value in self.values if value not in EMPTY):
            first = joint is None
            model = type(self.records[0])
            joint = value if first else in_one(model, self.spec.column, joint, value)
            if joint is None:
                return None
        return joint

    def _source(self, record: Any) -> str:
        origin = self.sources[record.pk].get(self.spec.column)
        return _said(origin) if origin else ""


def _said(origin: Origin) -> str:
    """Who gave a value, or which file or system, and on which day."""
    is_typed = origin.source in (HAND, Door.API) and origin.actor_name
    who = origin.actor_name if is_typed else capfirst(origin.label)
    reason = "" if is_typed or origin.reason == who else origin.reason
    day = day_text(timezone.localtime(origin.at).date(), weekday=False)
    return " · ".join(filter(None, (who, reason, day)))
