"""Which columns of a file stand side by side for one field, told by their headings: 金牌价, USD."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhike.exchange.choice_words import meant_choice
from zhike.exchange.companions.declared import Companion, companions_of
from zhike.exchange.evidence import fits
from zhike.exchange.mapping import Column
from zhike.exchange.relations import squeezed
from zhike.exchange.targets import Target
from zhike.records.resource import Resource

Known = Mapping[str, Target]
LONGEST = 100
_PRICE_WORDS = ("unitprice", "price", "价格", "单价", "价", "含税")
_LIST_WORDS = frozenset(
    ("零售", "标准", "列表", "目录", "市场", "指导", "list", "retail", "standard")
)


def dividing(resource: Resource) -> Companion | None:
    """The record of which a file may have a column each: the price book."""
    return next((one for one in companions_of(resource.name) if one.divides), None)


def divided_column(companion: Companion, known: Known, heading: str) -> Column:
    """A column that is one of several, with what its heading says of it: whose, which currency."""
    beside = {companion.name: heading.strip()[:LONGEST]}
    for name in companion.divided_by:
        if meant := _meant(known.get(companion.target(name)), heading):
            beside[companion.target(name)] = meant
    return Column(companion.divides, (heading,), beside=beside)


def divided_columns(
    resource: Resource, known: Known, headings: Sequence[str],
    texts: Sequence[Sequence[str]], meant: Sequence[str],
) -> dict[str, Column]:  # fmt: skip
    """The columns of a file that stand side by side for one field; at least two, or none.

    None, too, where a column says in each row whose it is.
    """
    companion = dividing(resource)
    if companion is None or companion.divides not in known or companion.name in meant:
        return {}
    found = {}
    for heading, said in zip(headings, texts, strict=True):
        column = divided_column(companion, known, heading)
        is_one = len(column.beside) > 1 or _bare(heading) in _LIST_WORDS
        if is_one and said and fits(known[companion.divides], said, is_own=False):
            found[heading] = column
    return found if len(found) > 1 else {}


def _bare(heading: str) -> str:
    """The heading without what every price has in its: 金牌价 is 金牌."""
    word = squeezed(heading)
    for more in _PRICE_WORDS:
        word = word.removesuffix(more).removeprefix(more)
    return word


def _meant(target: Target | None, heading: str) -> str:
    """The choice of a field that a heading names."""
    if target is None:
        return ""
    for word in (squeezed(heading), _bare(heading)):
        meant = "" if target.spec.is_open else target.spec.choice_value(word)
        if word and (meant := meant or meant_choice(target.name, word)):
            return meant
    return ""
