"""One small language of decimal expressions, for formula fields and models of calculation.

A text is parsed to an allow-listed tree; nothing here is Python's own parser or runs Python. What a
tree may cost is bounded by its size and by a budget of steps, so that no formula runs long.
"""

from zhike.records.expressions.errors import ExpressionError, Undefined
from zhike.records.expressions.evaluation import Budget, evaluate
from zhike.records.expressions.parser import parse
from zhike.records.expressions.ring import ordered
from zhike.records.expressions.tree import Node, is_name, names_in, printed

__all__ = [
    "Budget", "ExpressionError", "Node", "Undefined", "evaluate", "is_name", "names_in", "ordered",
    "parse", "printed",
]  # fmt: skip
