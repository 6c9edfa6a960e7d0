"""The form of a record: its sections and parts, what was sent, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.base.errors import BadValue
from zhike.records.arriving import owner_of_new
from zhike.records.dictionary import meanings
from zhike.records.errors import FieldError
from zhike.records.fieldspec import FieldSpec
from zhike.records.models import Company
from zhike.records.resource import Resource
from zhike.records.titles import title
from zhike.web import inputs
from zhike.web.names import names_of
from zhike.web.part_rows import PartRows, posted_names


def explained(access: Access, resource: Resource, spec: FieldSpec) -> inputs.Input:
    """What the dictionary says of the values of a choice, as a part of its input."""
    known = meanings(access, resource.model, spec.name)
    lines = [
        {"label": label, "definition": known[value].definition, "examples": known[value].examples}
        for value, label in spec.choices if value in known and known[value].definition
    ]  # fmt: skip
    if not lines:
        return {}
    return {"meanings": lines, "more_url": f"/dictionary/?type={resource.name}"}


class RecordForm:
    """A record as a person edits it: shown at first, shown again with errors, read when sent."""

    def __init__(
        self, resource: Resource, access: Access, record: Any, *,
        posted: QueryDict | None = None, prefill: QueryDict | None = None,
    ) -> None:  # fmt: skip
        """`record` is a new one or as it stands now; `prefill` are values that an address gave."""
        self.resource, self.access, self.record = resource, access, record
        self.posted = posted
        self.prefill = prefill
        self.errors: dict[str, str] = {}
        self.others: list[str] = []
        self.yielded: set[str] = set()
        """Fields that somebody else changed meanwhile and this form did not."""
        self.sections_of_specs = [
            (label, [spec for spec in specs if spec.editable])
            for label, specs in resource.shown_sections(access)
        ]
        self.parts = {
            name: PartRows(name, part, access, record, posted, prefill)
            for name, part in resource.part_resources().items()
        }

    @property
    def specs(self) -> list[FieldSpec]:
        """Every field of the form."""
        return [spec for _label, specs in self.sections_of_specs for spec in specs]

    def raw(self) -> dict[str, Any]:
        """What was sent and differs from what the record holds, as saving takes it."""
        posted = self.posted or QueryDict()
        is_new = self.record._state.adding
        values: dict[str, Any] = {}
        for spec in self.specs:
            raw = inputs.sent(spec, posted)
            if not spec.writable or raw is None:
                continue
            if is_new and spec.name == "owner" and raw == "":
                continue
            if is_new or not inputs.is_same(spec, raw, self.record):
                values[spec.name] = raw
        for name, rows in self.parts.items():
            if given := rows.raw():
                values[name] = given
        return values

    def typed(self) -> dict[str, Any]:
        """Everything that was sent, by the fields' names, before it is read."""
        posted = self.posted or QueryDict()
        values = {spec.name: inputs.sent(spec, posted) for spec in self.specs if spec.writable}
        return values | {name: rows.raw() or [] for name, rows in self.parts.items()}

    def fail(self, errors: Iterable[FieldError]) -> None:
        """Keep what is wrong, each with its input; what belongs to none stands in the summary."""
        names = {spec.name for spec in self.specs}
        for error in errors:
            name = self._input_name(error.field)
            self.errors.setdefault(name, error.message)
            if name not in names and "-" not in name and name not in self.parts:
                self.others.append(error.message)

    def _input_name(self, field: str) -> str:
        """`contact_points.0.value` counts the rows that were sent on; the form counts all."""
        part, _dot, rest = field.partition(".")
        if part not in self.parts or not rest:
            return field
        number, _dot, name = rest.partition(".")
        places = self.parts[part].places
        place = places[int(number)] if number.isdecimal() and int(number) < len(places) else 0
        return f"{part}-{place}-{name}" if name else part

    def problems(self) -> list[dict[str, str]]:
        """The entries of the error summary."""
        labels = {spec.name: str(spec.label) for spec in self.specs}
        for name, rows in self.parts.items():
            labels |= {f"{name}.{spec.name}": str(spec.label) for spec in rows.specs}
        found = [{"label": "", "text": text, "id": ""} for text in self.others]
        for name, message in self.errors.items():
            key = name if "-" not in name else f"{name.split('-')[0]}.{name.split('-')[-1]}"
            if key in labels:
                found.append({"label": labels[key], "text": message, "id": f"id_{name}"})
        return found

    def sections(self) -> list[dict[str, Any]]:
        """The sections with their inputs."""
        names = self._names()
        currency = "" if "currency" in self.resource.coded else Company.here().base_currency
        return [
            {"title": label, "fields": [self._input(spec, names, currency) for spec in specs]}
            for label, specs in self.sections_of_specs
            if specs
        ]

    def part_forms(self) -> list[dict[str, Any]]:
        """The parts with their rows."""
        return [rows.shown(self.errors) for rows in self.parts.values()]

    def _input(self, spec: FieldSpec, names: Mapping[Any, str], currency: str) -> inputs.Input:
        error = self.errors.get(spec.name, "")
        made = inputs.drawn(spec, self._value(spec), names, error=error, currency=currency)
        return made | explained(self.access, self.resource, spec)

    def _value(self, spec: FieldSpec) -> Any:
        if self.posted is not None and spec.writable and spec.name not in self.yielded:
            raw = inputs.sent(spec, self.posted)
            return "" if raw is None else raw
        if self.prefill is not None and spec.writable and spec.name in self.prefill:
            try:
                return inputs.text_of(spec, spec.parse(self.prefill[spec.name]))
            except BadValue:
                return ""
        if self._is_owner_of_new(spec):
            return str(owner_of_new(self.resource.model, self.access) or "")
        return inputs.shown(spec, self.record)

    def _is_owner_of_new(self, spec: FieldSpec) -> bool:
        return spec.name == "owner" and bool(self.record._state.adding)

    def _names(self) -> dict[Any, str]:
        names: dict[Any, str] = {}
        if not self.record._state.adding:
            names.update(names_of(self.resource, self.access, [self.record]))
        pickers = [s for s in self.specs if s.kind.name in ("relation", "reference")]
        wanted = {(spec, str(self._value(spec))) for spec in pickers}
        return names | posted_names(self.access, wanted)


def title_of(access: Access, resource: Resource, record: Any) -> str:
    """The heading of the form."""
    if record._state.adding:
        return _("New %(record)s") % {"record": resource.label}
    return _("Edit %(name)s") % {"name": title(access, record)}
