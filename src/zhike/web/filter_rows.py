"""A filter as the rows of a form, rows within rows where it asks about related records."""

from __future__ import annotations

from typing import Any

from zhike.web.filter_conditions import Row, condition
from zhike.web.filter_fields import NONE, SOME, Offered
from zhike.web.filter_nodes import Node, dumped, group_of, parts
from zhike.web.filter_words import sentence

DEEPEST = 3


def rows(node: Node | None, offered: Offered) -> list[Row]:
    """The rows of the form; what the form cannot show as rows of its own stands as a sentence."""
    return [_row_or_words(part, offered, 0) for part in parts(node)]


def _row_or_words(node: Any, offered: Offered, depth: int) -> Row:
    row = _row(node, offered, depth)
    return row or {"text": sentence(node, offered), "json": dumped(node)}


def _row(node: Any, offered: Offered, depth: int) -> Row | None:
    if not isinstance(node, dict):
        return None
    if "field" in node:
        return condition(node, offered)
    for word in (SOME, NONE):
        if isinstance(node.get(word), str):
            return _relation(node, word, offered, depth)
    group = group_of(node)
    if group is None or not group[1] or depth >= DEEPEST:
        return None
    return {"holds": group[0], "rows": [_row_or_words(n, offered, depth + 1) for n in group[1]]}


def _relation(node: Node, word: str, offered: Offered, depth: int) -> Row | None:
    known = offered.fields.get(f"{node[word]}:")
    where = node.get("where") or {"all": []}
    if known is None or known.other is None or not isinstance(where, dict):
        return None
    join, inner = group_of(where) or ("all", [where])
    if (inner and depth >= DEEPEST) or (where != {"all": []} and not inner):
        return None
    other = offered.across(known.other)
    row: Row = {"field": known.name, "operator": word, "holds": join}
    if inner:
        row["rows"] = [_row_or_words(part, other, depth + 1) for part in inner]
        row["fields"] = other.parameters
    return row
