"""From text to tree, within limits of length, depth and size."""

from __future__ import annotations

from decimal import Decimal

from zhike.base.errors import N_
from zhike.records.expressions.errors import ExpressionError
from zhike.records.expressions.functions import FUNCTIONS
from zhike.records.expressions.tokens import Token, tokens
from zhike.records.expressions.tree import Binary, Call, Name, Negative, Node, Number

DEEPEST, MOST = 32, 250
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")


def parse(text: str) -> Node:
    """The tree of an expression; raises ExpressionError, which says where and what to do."""
    return _Parser(tokens(text)).whole()


class _Parser:
    """Descends once through the text; every turn inwards is counted."""

    def __init__(self, found: list[Token]) -> None:
        self.found, self.at, self.depth, self.size = found, 0, 0, 0

    @property
    def here(self) -> Token:
        return self.found[self.at]

    def whole(self) -> Node:
        if self.here.kind == "end":
            raise ExpressionError("empty", N_("Write a formula."), 1)
        node = self.comparison()
        if self.here.kind != "end":
            message = N_("An operator is missing before “%(text)s”.")
            raise ExpressionError("operator", message, self.here.place, text=self.here.text)
        return node

    def comparison(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            message = N_("Brackets stand at most %(most)s deep in each other. Divide the formula.")
            raise ExpressionError("too_deep", message, self.here.place, most=DEEPEST)
        node = self.sum()
        if self.takes(*COMPARISONS):
            node = self.binary(node, self.sum)
            if self.takes(*COMPARISONS):
                message = N_("Compare two values at a time; join comparisons with and(…, …).")
                raise ExpressionError("comparison", message, self.here.place)
        self.depth -= 1
        return node

    def sum(self) -> Node:
        node = self.product()
        while self.takes("+", "-"):
            node = self.binary(node, self.product)
        return node

    def product(self) -> Node:
        node = self.signed()
        while self.takes("*", "/"):
            node = self.binary(node, self.signed)
        return node

    def signed(self) -> Node:
        signs = []
        while self.takes("-", "+"):
            signs.append(self.pass_on())
        node = self.power()
        for sign in reversed(signs):
            if sign.text == "-":
                node = self.counted(Negative(node, place=sign.place))
        return node

    def power(self) -> Node:
        node = self.atom()
        if self.takes("^"):
            self.depth += 1
            if self.depth > DEEPEST:
                message = N_("Powers stand too deep in each other. Divide the formula.")
                raise ExpressionError("too_deep", message, self.here.place)
            node = self.binary(node, self.signed)
            self.depth -= 1
        return node

    def binary(self, left: Node, right: object) -> Node:
        sign = self.pass_on()
        return self.counted(Binary(sign.text, left, right(), place=sign.place))  # type: ignore[operator]

    def atom(self) -> Node:
        token = self.here
        if token.kind == "number":
            self.pass_on()
            percent = self.takes("%")
            if percent:
                self.pass_on()
            return self.counted(Number(Decimal(token.text), percent, place=token.place))
        if token.kind == "name":
            self.pass_on()
            if self.takes("("):
                return self.call(token)
            return self.counted(Name(token.text, place=token.place))
        if not self.takes("("):
            message = N_("A number, a name or a bracket is missing here.")
            raise ExpressionError("missing", message, token.place)
        self.pass_on()
        node = self.comparison()
        self.close(token)
        return node

    def call(self, token: Token) -> Node:
        name = token.text.lower()
        function = FUNCTIONS.get(name)
        if function is None:
            message = N_("There is no function “%(name)s”. There are: %(known)s.")
            known = ", ".join(FUNCTIONS)
            raise ExpressionError("function", message, token.place, name=token.text, known=known)
        opened = self.pass_on()
        arguments = [] if self.takes(")") else [self.comparison()]
        while self.takes(","):
            self.pass_on()
            arguments.append(self.comparison())
        self.close(opened)
        if not function.least <= len(arguments) <= function.most:
            message = N_("Write it as %(usage)s.")
            raise ExpressionError("arguments", message, token.place, usage=function.usage)
        return self.counted(Call(name, tuple(arguments), place=token.place))

    def close(self, opened: Token) -> None:
        if not self.takes(")"):
            message = N_("The bracket opened at character %(opened)s is not closed.")
            raise ExpressionError("bracket", message, self.here.place, opened=opened.place)
        self.pass_on()

    def takes(self, *signs: str) -> bool:
        return self.here.kind == "sign" and self.here.text in signs

    def pass_on(self) -> Token:
        token = self.here
        self.at += 1
        return token

    def counted(self, node: Node) -> Node:
        self.size += 1
        if self.size > MOST:
            message = N_("A formula has at most %(most)s pieces. Divide it into several.")
            raise ExpressionError("too_large", message, node.place, most=MOST)
        return node
