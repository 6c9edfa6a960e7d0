"""The filter as a form of rows, one condition each, and as the JSON that everything else takes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhike.access.rights import Access
from zhike.base.errors import BadValue
from zhike.records.errors import FieldError, Invalid
from zhike.records.fieldspec import FieldSpec
from zhike.web.filter_fields import BARE, FILLED, NONE, SOME, FilterField
from zhike.web.names import referred

Fields = Mapping[str, FilterField]
Node = dict[str, Any]
NUMBERED = re.compile(r"f-(\d+)-(?:field|json)")
DIGITS = re.compile(r"[\d/.-]+")
MANY = ("in", "has_any")
NAMED = ("region", "country")
BROKEN = _("This filter cannot be read.")


def read(given: QueryDict, fields: Fields) -> Node | None:
    """The filter of a request: its rows, or the JSON of a link; raises Invalid."""
    numbers = sorted({int(m[1]) for name in given if (m := NUMBERED.fullmatch(name))})
    if numbers:
        nodes = [node for n in numbers if (node := _node(given, n, fields))]
        return {"all": nodes} if nodes else None
    return loaded(given.get("filter", ""))


def loaded(text: str) -> Node | None:
    """A filter from its JSON; raises Invalid."""
    if not text:
        return None
    try:
        node = json.loads(text)
    except (ValueError, RecursionError):
        node = None
    if not isinstance(node, dict):
        raise Invalid(FieldError("filter", str(BROKEN)))
    return node or None


def _node(given: QueryDict, number: int, fields: Fields) -> Node | None:
    if text := given.get(f"f-{number}-json"):
        return loaded(text)
    known = fields.get(given.get(f"f-{number}-field", ""))
    if known is None:
        return None
    operator = given.get(f"f-{number}-op", "")
    values = [value for value in given.getlist(f"f-{number}-value") if value.strip()]
    name, colon, inner = known.name.partition(":")
    if colon and not inner:
        return {operator: name} if operator in (SOME, NONE) else None
    if colon:
        word, _dash, operator = operator.partition("-")
        lasting = [_lasting(known.spec, value) for value in values]
        condition = _condition(inner, operator, lasting)
        return {word: name, "where": condition} if condition and word in (SOME, NONE) else None
    return _condition(known.name, operator, [_lasting(known.spec, value) for value in values])


def _lasting(spec: FieldSpec | None, value: str) -> str:
    """A day in digits by its ISO form, which every language reads alike; 月底 moves with time."""
    if spec is None or spec.kind.name != "date" or not DIGITS.fullmatch(value.strip()):
        return value
    try:
        return str(spec.kind.json(spec, spec.parse(value)))
    except BadValue:
        return value


def _condition(name: str, operator: str, values: list[str]) -> Node | None:
    """One comparison; a row without a value asks nothing yet."""
    if operator in BARE:
        return {"field": name, "op": "empty", "value": operator != FILLED}
    if not values:
        return None
    return {"field": name, "op": operator, "value": values if operator in MANY else values[0]}


def rows(node: Node | None, fields: Fields, access: Access) -> list[dict[str, Any]]:
    """The rows of the form; what the form cannot show as a row of its own stands as a sentence."""
    return [
        _row(part, fields, access) or {"text": sentence(part, fields, access), "json": dumped(part)}
        for part in parts(node)
    ]


def parts(node: Node | None) -> list[Node]:
    """The conditions that must all hold."""
    if not node:
        return []
    joined = node.get("all")
    return joined if isinstance(joined, list) and len(node) == 1 else [node]


def dumped(node: Node) -> str:
    """The shortest JSON of a filter."""
    return json.dumps(node, ensure_ascii=False, separators=(",", ":"))


def _row(node: Any, fields: Fields, access: Access) -> dict[str, Any] | None:
    if not isinstance(node, dict):
        return None
    for word in (SOME, NONE):
        if isinstance(node.get(word), str):
            where = node.get("where")
            if not where:
                return _shown(fields.get(f"{node[word]}:"), word, None, access)
            if isinstance(where, dict) and "field" in where:
                known = fields.get(f"{node[word]}:{where['field']}")
                operator = f"{word}-{_operator(where)}"
                return _shown(known, operator, where.get("value"), access)
            return None
    if "field" in node:
        return _shown(fields.get(str(node["field"])), _operator(node), node.get("value"), access)
    return None


def _operator(node: Node) -> str:
    operator = str(node.get("op", "eq"))
    return FILLED if operator == "empty" and node.get("value") is False else operator


def _shown(
    known: FilterField | None, operator: str, value: Any, access: Access
) -> dict[str, Any] | None:
    if known is None or operator not in dict(known.operators):
        return None
    row: dict[str, Any] = {"field": known.name, "operator": operator}
    if known.kind == "multiple":
        row["value"] = [str(v) for v in value] if isinstance(value, list) else []
    elif isinstance(value, bool):
        row["value"] = "true" if value else "false"
    elif known.spec is not None and known.spec.kind.name in NAMED:
        row["value"] = known.spec.kind.text(known.spec, value)
    else:
        row["value"] = "" if value is None else str(value)
    if known.kind == "relation" and row["value"] and known.spec:
        row["display"] = _name(known.spec, row["value"], access)
    return row


def _name(spec: FieldSpec, value: str, access: Access) -> str:
    if spec.target is None:
        return ""
    try:
        reference = f"{spec.target.record_type}:{spec.parse(value)}"
    except BadValue:
        return ""
    return referred(access, {reference}).get(reference, "")


def sentence(node: Any, fields: Fields, access: Access) -> str:
    """A filter in words, for people who did not write it."""
    return " ".join(_said(node, fields, access))


def _said(node: Any, fields: Fields, access: Access) -> Iterator[str]:
    if not isinstance(node, dict):
        return
    if row := _row(node, fields, access):
        yield _row_said(row, fields[row["field"]])
        return
    for word, joiner in (("all", gettext("and")), ("any", gettext("or"))):
        if isinstance(node.get(word), list):
            inner = [sentence(part, fields, access) for part in node[word]]
            yield "(" + f" {joiner} ".join(inner) + ")"
    if "not" in node:
        yield gettext("not") + " " + sentence(node["not"], fields, access)
    for word in (SOME, NONE, "field"):
        if word in node:
            yield f"{word} {node[word]} …"


def _row_said(row: dict[str, Any], known: FilterField) -> str:
    labels = {option["value"]: option["label"] for option in known.options}
    value = row.get("value") or ""
    values = value if isinstance(value, list) else [value]
    text = row.get("display") or ", ".join(labels.get(item, item) for item in values)
    return f"{known.label} {dict(known.operators)[row['operator']]} {text}".strip()
