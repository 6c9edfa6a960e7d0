"""One comparison of a filter as a row of its form."""

from __future__ import annotations

from typing import Any

from zhike.access.rights import Access
from zhike.base import periods
from zhike.base.errors import BadValue
from zhike.records.fieldspec import FieldSpec
from zhike.web import choosing
from zhike.web.filter_fields import COUNTED, FILLED, PERIODS, WITHIN, FilterField, Offered
from zhike.web.filter_nodes import Node
from zhike.web.names import referred

Row = dict[str, Any]
NAMED = ("region", "country")


def condition(node: Node, offered: Offered) -> Row | None:
    """One comparison as a row; None where the form does not offer it."""
    known = offered.fields.get(str(node["field"]))
    operator, value = str(node.get("op", "eq")), node.get("value")
    if operator == "empty" and value is False:
        operator = FILLED
    row: Row = {"field": str(node["field"]), "operator": operator}
    if operator == WITHIN:
        row = _moving(row, str(value))
    if known is None or row["operator"] not in dict(known.operators):
        return None
    if row["operator"] in (WITHIN, *COUNTED):
        return row if "amount" in row or row.get("period") in PERIODS else None
    return row | _value(known, value, offered.access)


def _moving(row: Row, period: str) -> Row:
    """A comparison with a period that moves with time."""
    counted = periods.parts_of(period)
    if counted is None:
        return row | {"period": period}
    operator, _underscore, unit = counted[0].rpartition("_")
    return row | {"operator": operator, "amount": counted[1], "unit": unit}


def _value(known: FilterField, value: Any, access: Access) -> Row:
    if known.kind == "multiple":
        chosen = [str(v) for v in value] if isinstance(value, list) else []
        row: Row = {"value": chosen}
        if known.spec is not None and choosing.search_url(known.spec):
            row["options"] = choosing.in_page(known.spec, chosen)
        return row
    if isinstance(value, bool):
        return {"value": "true" if value else "false"}
    if known.spec is not None and known.spec.kind.name in NAMED:
        return {"value": known.spec.kind.text(known.spec, value)}
    text = "" if value is None else str(value)
    if known.kind == "relation" and text and known.spec:
        return {"value": text, "display": _name(known.spec, text, access)}
    return {"value": text}


def _name(spec: FieldSpec, value: str, access: Access) -> str:
    if spec.target is None:
        return ""
    try:
        reference = f"{spec.target.record_type}:{spec.parse(value)}"
    except BadValue:
        return ""
    return referred(access, {reference}).get(reference, "")
