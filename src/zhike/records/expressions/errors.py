"""What is wrong with an expression, and why a value of one is empty."""

from __future__ import annotations

from zhike.base.errors import N_, BadValue


class ExpressionError(BadValue):
    """An expression that cannot be taken; `place` is the character, counted from 1, or 0."""

    def __init__(self, code: str, message: str, place: int = 0, **params: object) -> None:
        """As a BadValue, with the place."""
        super().__init__(code, message, **params)
        self.place = place

    def within(self, formula: str) -> BadValue:
        """The same, saying in which formula and where."""
        if not self.place:
            return BadValue(self.code, N_("“%(formula)s”: %(what)s"), formula=formula, what=self)
        return BadValue(
            self.code, N_("“%(formula)s”, character %(place)s: %(what)s"), formula=formula,
            place=self.place, what=self,
        )  # fmt: skip


class Undefined(ExpressionError):
    """The expression is sound, but has no value for these inputs; the message says why."""
