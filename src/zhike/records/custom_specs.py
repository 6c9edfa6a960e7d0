"""FieldSpecs of the fields that administrators added, and how the database reaches their values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, BooleanField, F, Field, Func, TextField
from django.utils.translation import get_language

from zhike.ledger.bulk import model_of
from zhike.ledger.computed import MARK, calculation
from zhike.ledger.models import Record
from zhike.records.expressions import ExpressionError, Node, names_in, parse
from zhike.records.fieldspec import FieldSpec
from zhike.records.kinds import KINDS
from zhike.records.models.custom_field import CustomField

SCALES = {"money": 2, "number": 4}


class BilingualLabel:
    """A name in Chinese and perhaps in English, chosen when it is shown."""

    def __init__(self, chinese: str, english: str) -> None:
        """Keep both."""
        self.chinese, self.english = chinese, english

    def __str__(self) -> str:
        zh = (get_language() or "zh").startswith("zh")
        return self.chinese if zh or not self.english else self.english


@dataclass(frozen=True)
class CustomSpec(FieldSpec):
    """A field made in the browser; amounts and numbers are stored as whole numbers."""

    def store(self, value: Any) -> Any:
        """The JSON form: money in hundredths, numbers in ten-thousandths, dates in ISO."""
        if value is not None and (places := SCALES.get(self.kind.name)):
            return int(Decimal(value).scaleb(places))
        return super().store(value)

    def load(self, stored: Any) -> Any:
        """The value from its JSON form."""
        if stored is not None and (places := SCALES.get(self.kind.name)):
            return Decimal(int(stored)).scaleb(-places)
        return super().load(stored)


@dataclass(frozen=True)
class FormulaSpec(CustomSpec):
    """A field that is worked out from others of its record with every write."""

    node: Node | None = None
    problem: ExpressionError | None = None

    def _held(self, record: Any) -> Any:
        """As stored; a record as of an earlier moment, which nobody stored, is worked out."""
        key = self.column[7:]
        stored = record.custom or {}
        if key not in stored and record._state.adding:
            worked_out = calculation(type(record))
            stored = worked_out(record.state()) if worked_out is not None else {}
        return self.load(stored.get(key))

    def load(self, stored: Any) -> Any:
        """Rounded as the field says."""
        value = super().load(stored)
        return None if value is None else round(value, self.places)


class CustomValue(Func):
    """A custom field's value in SQL, written the same way as its index is."""

    def __init__(self, field_id: UUID | str, kind: str, prefix: str = "") -> None:
        """Only the id's 32 hex digits become SQL text."""
        text = str(field_id)
        mark = MARK if text.startswith(MARK) else ""
        self.hex, self.kind_name = mark + UUID(text.removeprefix(MARK)).hex, kind
        super().__init__(F(prefix + "custom"), output_field=_output(kind))

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """`json_extract`."""
        column, params = compiler.compile(self.source_expressions[0])
        return "json_extract(" + column + ", '$.\"" + self.hex + "\"')", params

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """`->>`, as a number where it is one."""
        column, params = compiler.compile(self.source_expressions[0])
        text = "(" + column + " ->> '" + self.hex + "')"
        cast = {"bigint": "::bigint", "bool": "::boolean"}.get(_sql_type(self.kind_name), "")
        return "(" + text + cast + ")" if cast else text, params


def _sql_type(kind: str) -> str:
    if kind in ("integer", "money", "number"):
        return "bigint"
    return "bool" if kind == "boolean" else "text"


def _output(kind: str) -> Field[Any, Any]:
    return {"bigint": BigIntegerField(), "bool": BooleanField()}.get(_sql_type(kind), TextField())  # type: ignore[return-value]


_known: dict[str, Any] = {"number": None, "specs": {}}


def custom_specs(model: type[Record], number: int) -> dict[str, FieldSpec]:
    """The custom fields of a record type by their API name, read anew when definitions changed."""
    if _known["number"] != number or number == -1:
        specs: dict[str, dict[str, FieldSpec]] = {}
        for field in CustomField.objects.filter(is_active=True).order_by("position", "id"):
            specs.setdefault(field.resource, {})["c_" + field.key] = _spec(field)
        specs = {resource: _with_reads(known) for resource, known in specs.items()}
        _known.update(number=number, specs=specs)
    return _known["specs"].get(model.record_type, {})  # type: ignore[no-any-return]


def _formula_spec(field: CustomField) -> FieldSpec:
    try:
        node, problem = parse(field.formula), None
    except ExpressionError as error:
        node, problem = None, error
    is_money = field.result == CustomField.Result.MONEY
    return FormulaSpec(
        name="c_" + field.key,
        label=BilingualLabel(field.label, field.label_en),  # type: ignore[arg-type]
        kind=KINDS[field.result],
        column=f"custom.{field.stored_as}",
        null=True,
        editable=False,
        places=2 if is_money else min(field.decimals, SCALES["number"]),
        sort="custom" if field.is_filterable else "",
        node=node,
        problem=problem,
        adds_up=is_money,
    )


def _with_reads(specs: dict[str, FieldSpec]) -> dict[str, FieldSpec]:
    """With each formula what it follows from, through other formulas, too."""
    own = {
        name: names_in(spec.node)
        for name, spec in specs.items()
        if isinstance(spec, FormulaSpec) and spec.node is not None
    }
    for name in own:
        reads, waiting = set[str](), [name]
        while waiting:
            new = own.get(waiting.pop(), {}).keys() - reads
            reads |= new
            waiting += new
        specs[name] = replace(specs[name], reads=tuple(sorted(reads - {name})))
    return specs


def _spec(field: CustomField) -> FieldSpec:
    if field.kind == CustomField.Kind.FORMULA:
        return _formula_spec(field)
    return CustomSpec(
        name="c_" + field.key,
        label=BilingualLabel(field.label, field.label_en),  # type: ignore[arg-type]
        kind=KINDS[field.kind],
        column=f"custom.{field.pk.hex}",
        required=field.is_required,
        null=True,
        choices=tuple((option, option) for option in field.options),
        target=model_of(field.target) if field.target else None,
        max_length=500,
        sort="custom" if field.is_filterable and field.kind not in ("choices",) else "",
    )
