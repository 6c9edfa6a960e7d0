"""A filter as JSON between its address and its form: read, written, joined and taken apart."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhike.records.errors import FieldError, Invalid

Node = dict[str, Any]
ALL, ANY, NEITHER = "all", "any", "none"
DEEPEST, MOST = 30, 500
BROKEN = _("This filter cannot be read.")


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


def dumped(node: Node) -> str:
    """The shortest JSON of a filter."""
    return json.dumps(node, ensure_ascii=False, separators=(",", ":"))


def can_be_shown(node: Node) -> bool:
    """Whether a filter that nobody has checked is shallow and small enough to be shown."""
    level: list[Any] = [node]
    for _depth in range(DEEPEST):
        if not level or len(level) > MOST:
            return not level and _is_text(dumped(node))
        level = [
            inner
            for part in level
            for inner in (part.values() if isinstance(part, dict) else part)
            if isinstance(inner, dict | list)
        ]
    return False


def _is_text(json_text: str) -> bool:
    """Whether it can stand in an address: half a character cannot."""
    try:
        return bool(json_text.encode())
    except UnicodeEncodeError:
        return False


def parts(node: Node | None) -> list[Node]:
    """The conditions that must all hold."""
    if not node:
        return []
    joined = node.get("all")
    return joined if isinstance(joined, list) and len(node) == 1 else [node]


def joined(join: str, nodes: list[Node]) -> Node:
    """Conditions of which all, any or none must hold."""
    if join == NEITHER:
        return {"not": {"any": nodes}}
    if len(nodes) == 1:
        return nodes[0]
    return {"any" if join == ANY else "all": nodes}


def group_of(node: Node) -> tuple[str, list[Any]] | None:
    """How a group's conditions are joined, and the conditions; None for what is no group."""
    for join in (ALL, ANY):
        if isinstance(node.get(join), list):
            return join, node[join]
    if isinstance(node.get("not"), dict):
        inner = group_of(node["not"])
        return (NEITHER, inner[1]) if inner and inner[0] == ANY else (NEITHER, [node["not"]])
    return None
