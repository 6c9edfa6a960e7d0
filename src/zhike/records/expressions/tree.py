"""The allow-listed tree of an expression, and its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

NAME = re.compile(r"[A-Za-z_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff]{0,59}")

# What binds how tightly; a unary sign stands between * and ^.
LEVELS = {
    "=": 1, "!=": 1, "<": 1, "<=": 1, ">": 1, ">=": 1, "+": 2, "-": 2, "*": 3, "/": 3, "^": 5,
}  # fmt: skip
SIGN, ATOM = 4, 6


@dataclass(frozen=True)
class Node:
    """A piece of an expression; `place` is where it begins, for errors."""

    place: int = field(default=0, compare=False, kw_only=True)


@dataclass(frozen=True)
class Number(Node):
    """A number as it was typed, `5%` as 5 of a hundred."""

    value: Decimal
    is_percent: bool = False


@dataclass(frozen=True)
class Name(Node):
    """An input, a field or another formula."""

    name: str


@dataclass(frozen=True)
class Negative(Node):
    """A piece with the other sign."""

    operand: Node


@dataclass(frozen=True)
class Binary(Node):
    """Two pieces with an operator between them."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Call(Node):
    """One of the functions of the language."""

    function: str
    arguments: tuple[Node, ...]


def is_name(text: str) -> bool:
    """Whether an expression can name something so."""
    return NAME.fullmatch(text) is not None


def pieces(node: Node) -> tuple[Node, ...]:
    """What a piece is made of."""
    if isinstance(node, Negative):
        return (node.operand,)
    if isinstance(node, Binary):
        return (node.left, node.right)
    return node.arguments if isinstance(node, Call) else ()


def walk(node: Node) -> Iterator[Node]:
    """The piece and all that it is made of."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed(pieces(one)))


def names_in(node: Node) -> dict[str, int]:
    """What the expression names, with the place where it does so first."""
    found: dict[str, int] = {}
    for one in walk(node):
        if isinstance(one, Name):
            found.setdefault(one.name, one.place)
    return found


def printed(node: Node) -> str:
    """The expression as a text that parses to the same tree."""
    return _text(node)[0]


def _text(node: Node) -> tuple[str, int]:
    if isinstance(node, Number):
        return f"{node.value:f}" + ("%" if node.is_percent else ""), ATOM
    if isinstance(node, Name):
        return node.name, ATOM
    if isinstance(node, Call):
        return f"{node.function}({', '.join(printed(a) for a in node.arguments)})", ATOM
    if isinstance(node, Negative):
        return "-" + _within(node.operand, SIGN), SIGN
    assert isinstance(node, Binary)  # noqa: S101 — there is no other kind of piece
    level = LEVELS[node.operator]
    if node.operator == "^":
        # To the right: another power or a sign; to the left only what stands for itself.
        return f"{_within(node.left, ATOM)} ^ {_within(node.right, SIGN)}", level
    left = level + 1 if level == 1 else level
    return f"{_within(node.left, left)} {node.operator} {_within(node.right, level + 1)}", level


def _within(node: Node, least: int) -> str:
    text, level = _text(node)
    return text if level >= least else f"({text})"
