"""The value of a tree: decimal, exact where decimals are, and bounded in steps and size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow

from zhike.base.errors import N_
from zhike.records.expressions.errors import ExpressionError, Undefined
from zhike.records.expressions.functions import CONTEXT, FUNCTIONS, ONE, ZERO, division, power
from zhike.records.expressions.tree import Binary, Call, Name, Negative, Node, Number

STEPS = 5000
LARGEST = Decimal(10) ** 30
POWER = 20
HUNDRED = Decimal(100)
Values = Mapping[str, Decimal | None]

_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
_COUNT: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": CONTEXT.add,
    "-": CONTEXT.subtract,
    "*": CONTEXT.multiply,
    "/": CONTEXT.divide,
}


class Budget:
    """The steps that may still be taken, together by all formulas of one calculation."""

    def __init__(self, steps: int = STEPS) -> None:
        """So many."""
        self.steps = steps

    def spend(self, steps: int) -> None:
        """Take some; raises Undefined when none are left."""
        self.steps -= steps
        if self.steps < 0:
            raise Undefined("budget", N_("This calculation takes too many steps. Make it shorter."))


def evaluate(node: Node, values: Values, budget: Budget | None = None) -> Decimal:
    """The value; raises Undefined with the reason where there is none.

    A name that is missing in `values` is gone; one that is None is empty.
    """
    return _Evaluation(values, budget or Budget()).of(node)


class _Evaluation:
    """A walk through one tree with its values and its budget."""

    def __init__(self, values: Values, budget: Budget) -> None:
        self.values, self.budget = values, budget

    def of(self, node: Node) -> Decimal:
        self.budget.spend(1)
        try:
            found = self._found(node)
        except Overflow:
            raise _too_large(node) from None
        except DivisionByZero:
            raise division() from None
        except InvalidOperation:
            raise Undefined("undefined", N_("This cannot be calculated."), node.place) from None
        if abs(found) >= LARGEST:
            raise _too_large(node)
        return found

    def _found(self, node: Node) -> Decimal:
        if isinstance(node, Number):
            return node.value / HUNDRED if node.is_percent else node.value
        if isinstance(node, Name):
            return self._named(node)
        if isinstance(node, Negative):
            return CONTEXT.minus(self.of(node.operand))
        if isinstance(node, Binary):
            return self._binary(node)
        if isinstance(node, Call):
            return self._call(node)
        raise ExpressionError("piece", N_("This cannot be calculated."), node.place)

    def _named(self, node: Name) -> Decimal:
        if node.name not in self.values:
            message = N_("There is no “%(name)s” (any more).")
            raise Undefined("gone", message, node.place, name=node.name)
        value = self.values[node.name]
        if value is None:
            raise Undefined("empty", N_("“%(name)s” is empty."), node.place, name=node.name)
        return value

    def _binary(self, node: Binary) -> Decimal:
        left, right = self.of(node.left), self.of(node.right)
        if node.operator in _COMPARE:
            return ONE if _COMPARE[node.operator](left, right) else ZERO
        if node.operator == "^":
            self.budget.spend(POWER)
            return power(left, right)
        if node.operator == "/" and right == 0:
            raise division()
        return _COUNT[node.operator](left, right)

    def _call(self, node: Call) -> Decimal:
        function = FUNCTIONS[node.function]
        self.budget.spend(function.cost)
        given = node.arguments
        if node.function == "if":
            return self.of(given[1] if self.of(given[0]) else given[2])
        if node.function == "ifempty":
            try:
                return self.of(given[0])
            except Undefined as reason:
                if reason.code == "budget":
                    raise
                return self.of(given[1])
        assert function.run is not None  # noqa: S101 — the two above are all that have none
        return function.run([self.of(one) for one in given])


def _too_large(node: Node) -> Undefined:
    return Undefined("too_large", N_("A number becomes too large here."), node.place)
