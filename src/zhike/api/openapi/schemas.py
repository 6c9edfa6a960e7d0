"""JSON schemas of records: what the API gives, and what it takes."""

from __future__ import annotations

from typing import Any

from zhike.access.models.role import Level
from zhike.access.rights import Access
from zhike.api.precautions import PARAMETER, has_precaution
from zhike.api.representation import visible_parts
from zhike.ledger.actions import Action
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import Resource

Json = dict[str, Any]
ID: Json = {"type": "string", "format": "uuid"}
MOMENT: Json = {"type": "string", "format": "date-time"}
TEXT: Json = {"type": "string"}
FLAG: Json = {"type": "boolean"}
COUNT: Json = {"type": "integer", "minimum": 0}
NOTHING: Json = {"type": "null"}
CUSTOM: Json = {"^c_[-a-zA-Z0-9_]+$": {}}


def ref(name: str) -> Json:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def maybe(schema: Json) -> Json:
    """The same, or null."""
    return {"anyOf": [schema, NOTHING]}


def items(schema: Json) -> Json:
    """A list of these."""
    return {"type": "array", "items": schema}


def closed(properties: Json, *required: str, **more: Any) -> Json:
    """An object without other members."""
    found: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    return found | ({"required": list(required)} if required else {}) | more


class RecordSchemas:
    """The schemas of one record type, for everybody or as one user sees it.

    For everybody, any field may come masked and custom fields are only known by their prefix.
    """

    def __init__(self, resource: Resource, access: Access | None) -> None:
        """Without access: the coded fields."""
        self.resource, self.access = resource, access
        self.name = resource.model.__name__
        if access is None:
            self.specs, self.parts = resource.coded, list(resource.parts)
        else:
            self.specs, self.parts = resource.specs(access), visible_parts(resource, access)
        self.takes_custom = resource.takes_custom and access is None

    def components(self) -> Json:
        """Every schema by its name."""
        found = {self.name: self.given(), f"{self.name}Page": page(ref(self.name))}
        if self.resource.is_part:
            found[f"{self.name}Row"] = self.row()
        if has_precaution(self.resource.model):
            found[f"{self.name}Made"] = self.made()
        return found | {
            f"{self.name}Create": self.taken({"id": ID}, self.required()),
            f"{self.name}Update": self.taken({}, []),
        }

    def given(self) -> Json:
        """A record as the API gives it."""
        properties: Json = {"id": ID, "version": {"type": "integer", "minimum": 1}}
        for name, spec in self.specs.items():
            properties[name] = self._given(spec)
            named = spec.target is not None and spec.level != Level.MASKED
            if named and name + "_name" not in self.specs:
                properties[name + "_name"] = {"type": ["string", "null"], "readOnly": True}
        for name in self.parts:
            properties[name] = items(ref(self._part(name)))
        return self._with_custom(closed(properties, "id", title=str(self.resource.label)))

    def made(self) -> Json:
        """A new record as the API gives it: with those that are like it."""
        given = self.given()
        return given | {"properties": given["properties"] | {PARAMETER: items(ref("Alike"))}}

    def _given(self, spec: FieldSpec) -> Json:
        kinds = [] if spec.level == Level.MASKED else [spec.kind.schema(spec)]
        if spec.null or spec.is_custom or spec.level == Level.MASKED or self.access is None:
            kinds.append(NOTHING)
        if spec.level == Level.MASKED or self.access is None:
            kinds.append(ref("Masked"))
        found = kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
        return found | described(spec) | ({} if spec.editable else {"readOnly": True})

    def taken(self, further: Json, required: list[str]) -> Json:
        """The values that a client may send."""
        properties = further | {
            name: input_of(spec) for name, spec in self.specs.items() if spec.writable
        }
        for name in self.parts:
            properties[name] = {**items(ref(self._part(name) + "Row")), "maxItems": 200}
        return self._with_custom(closed(properties, *required))

    def row(self) -> Json:
        """A part given with its record: a new one, or a known one by its id."""
        found = self.taken({"id": ID, "remove": FLAG}, [])
        found["properties"].pop(self.resource.model.part_of, None)  # type: ignore[attr-defined]
        return found

    def required(self) -> list[str]:
        """The fields without which no record can be made."""
        return [name for name, spec in self.specs.items() if spec.required and spec.writable]

    def verb(self, action: Action) -> Json:
        """What an action asks for."""
        fields = {name: input_of(self.resource.coded[name]) for name in action.fields}
        return closed(fields, *action.required)

    def _part(self, name: str) -> str:
        return self.resource.part_resources()[name].model.__name__

    def _with_custom(self, schema: Json) -> Json:
        return schema | ({"patternProperties": CUSTOM} if self.takes_custom else {})


def input_of(spec: FieldSpec) -> Json:
    """What a field takes: its own form, or a text that a person would type for it."""
    schema = spec.kind.schema(spec)
    if spec.required:
        return schema | described(spec)
    return {"anyOf": [schema, NOTHING]} | described(spec)


def described(spec: FieldSpec) -> Json:
    """The field's name on screen and what is said about it."""
    found: Json = {"title": str(spec.label)}
    return found | ({"description": str(spec.help)} if spec.help else {})


def page(item: Json) -> Json:
    """A page of a list."""
    return closed(
        {
            "items": items(item),
            "next_cursor": {"type": ["string", "null"]},
            "total": COUNT,
            "total_estimated": FLAG,
        },
        "items", "next_cursor", "total", "total_estimated",
    )  # fmt: skip


def cursor_page(item: Json) -> Json:
    """A page of a list that nobody counts."""
    properties = {"items": items(item), "next_cursor": {"type": ["string", "null"]}}
    return closed(properties, "items", "next_cursor")
