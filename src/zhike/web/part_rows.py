"""Parts of a record (contact points, lines) as repeatable rows of its form."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.base.errors import BadValue
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import Resource
from zhike.web import inputs
from zhike.web.names import names_of, referred

MOST = 200
"""So many stand in a form; as many can be added to them at once."""
PLACEHOLDER = "__prefix__"


class PartRows:
    """The rows of one kind of part in a record's form."""

    def __init__(
        self, name: str, resource: Resource, access: Access, record: Any,
        posted: QueryDict | None, prefill: QueryDict | None = None,
    ) -> None:  # fmt: skip
        """`record` is new where it has no parts yet; an address may fill in a first row."""
        self.name, self.resource, self.access = name, resource, access
        self.posted, self.prefill = posted, prefill
        back = resource.model.part_of  # type: ignore[attr-defined]
        self.specs = [
            spec for _label, specs in resource.shown_sections(access)
            for spec in specs if spec.column != back and spec.editable
        ]  # fmt: skip
        self.is_new = record._state.adding
        rows = access.rows(resource.model).filter(**{back: record.pk}).order_by("pk")
        found = [] if self.is_new else list(rows[: MOST + 1])
        self.records = {str(row.pk): row for row in found[:MOST]}
        self.has_more = len(found) > MOST
        self.places: list[int] = []

    @property
    def total(self) -> int:
        """How many rows the form sent."""
        if self.posted is None:
            return 0
        text = self.posted.get(f"{self.name}-TOTAL_FORMS", "0")
        return min(int(text), 2 * MOST) if text.isdecimal() and len(text) < 6 else 0

    def raw(self) -> list[dict[str, Any]]:
        """The rows as saving takes them: what is new, changed or to be removed."""
        rows = []
        self.places = []
        for number in range(self.total):
            row = self._row(number)
            if row is not None:
                rows.append(row)
                self.places.append(number)
        return rows

    def _row(self, number: int) -> dict[str, Any] | None:
        posted = self.posted or QueryDict()
        id_ = posted.get(f"{self.name}-{number}-id", "")
        removed = f"{self.name}-{number}-DELETE" in posted
        record = self.records.get(id_)
        if removed:
            return {"id": id_, "remove": True} if record is not None else None
        against = record or self.resource.model()
        values = {}
        for spec in self.specs:
            raw = self._given(spec, number)
            if spec.writable and raw is not None and not inputs.is_same(spec, raw, against):
                values[spec.name] = raw
        if record is not None:
            return {"id": id_, **values} if values else None
        return self._with_defaults(values) if self._is_typed(values) else None

    def _is_typed(self, values: dict[str, Any]) -> bool:
        """Whether a new row holds more than a choice that was made and left alone."""
        chosen = {spec.name for spec in self.specs if spec.kind.name in ("choice", "boolean")}
        return any(value for name, value in values.items() if name not in chosen)

    def _given(self, spec: FieldSpec, number: int) -> Any:
        """What was sent for one field of one row."""
        return inputs.sent(spec, self.posted or QueryDict(), f"{self.name}-{number}-{spec.name}")

    def _with_defaults(self, values: dict[str, Any]) -> dict[str, Any]:
        """A required field that was left empty must be named to be missed."""
        return {spec.name: "" for spec in self.specs if spec.required and spec.writable} | values

    def shown(self, errors: Mapping[str, str]) -> dict[str, Any]:
        """The parameters of the parts component."""
        if self.posted is None:
            names = names_of(self.resource, self.access, list(self.records.values()))
            rows = [self._stored(n, row, names) for n, row in enumerate(self.records.values())]
            if self.is_new:
                rows.append(self._first())
        else:
            names = self._posted_names()
            rows = [self._sent(number, names, errors) for number in range(self.total)]
        return {
            "prefix": self.name, "label": self.resource.label_plural, "rows": rows,
            "blank": self._blank(PLACEHOLDER), "total": len(rows), "initial": len(self.records),
            "add_label": _("Add %(record)s") % {"record": self.resource.label},
            "error": errors.get(self.name, ""), "note": self._note,
        }  # fmt: skip

    @property
    def _note(self) -> str:
        if not self.has_more:
            return ""
        said = _("Only the first %(most)s stand in this form; the others stay as they are.")
        return said % {"most": MOST}

    def _stored(self, number: int, record: Any, names: Mapping[Any, str]) -> dict[str, Any]:
        values = {spec.name: inputs.shown(spec, record) for spec in self.specs}
        return self._drawn(str(number), str(record.pk), values, names, {})

    def _first(self) -> dict[str, Any]:
        """The row of a new record that is there to be filled in, with what an address gave."""
        record = self.resource.model()
        values = {spec.name: inputs.shown(spec, record) for spec in self.specs}
        wanted = set()
        for spec in self.specs:
            given = (self.prefill or QueryDict()).get(f"{self.name}.{spec.name}", "")
            if given and spec.writable:
                with suppress(BadValue):
                    values[spec.name] = inputs.text_of(spec, spec.parse(given))
                    wanted.add((spec, str(given)))
        return self._drawn("0", "", values, posted_names(self.access, wanted), {})

    def _blank(self, number: str) -> dict[str, Any]:
        record = self.resource.model()
        values = {spec.name: inputs.shown(spec, record) for spec in self.specs}
        return self._drawn(number, "", values, {}, {})

    def _sent(
        self, number: int, names: Mapping[Any, str], errors: Mapping[str, str]
    ) -> dict[str, Any]:
        values = {spec.name: self._given(spec, number) for spec in self.specs}
        id_ = (self.posted or QueryDict()).get(f"{self.name}-{number}-id", "")
        return self._drawn(str(number), id_, values, names, errors)

    def _drawn(
        self, number: str, id_: str, values: Mapping[str, Any], names: Mapping[Any, str],
        errors: Mapping[str, str],
    ) -> dict[str, Any]:  # fmt: skip
        prefix = f"{self.name}-{number}-"
        fields = []
        for spec in self.specs:
            error = errors.get(prefix + spec.name, "")
            field = inputs.drawn(
                spec, values[spec.name], names, name=prefix + spec.name, error=error
            )
            # A new row may stay empty: the server, not the browser, asks for what is missing.
            fields.append(field | ({} if id_ else {"required": False}))
        identity = [{"name": prefix + "id", "value": id_}]
        return {"fields": fields, "identity": identity, "delete": prefix + "DELETE"}

    def _posted_names(self) -> dict[Any, str]:
        wanted = {
            (spec, str(self._given(spec, n)))
            for spec in self.specs if spec.target is not None
            for n in range(self.total)
        }  # fmt: skip
        return posted_names(self.access, wanted)


def posted_names(access: Access, wanted: set[tuple[FieldSpec, str]]) -> dict[Any, str]:
    """The names of the records that a form sent the ids of."""
    from_ids: dict[Any, str] = {}
    references = set()
    for spec, text in wanted:
        try:
            value = spec.parse(text)
        except ValueError:
            continue
        if value and spec.target is not None:
            references.add(f"{spec.target.record_type}:{value}")
        elif value and spec.kind.name == "reference":
            references.add(value)
    for reference, name in referred(access, references).items():
        from_ids[reference] = name
        from_ids[UUID(reference.partition(":")[2])] = name
    return from_ids
