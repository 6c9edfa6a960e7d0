"""Which of two companies is a branch or a subsidiary of the other, as names and numbers tell."""

from __future__ import annotations

import re
from typing import NamedTuple

from zhike.exchange.match import company_names
from zhike.exchange.match.deciding import Relation, fit, relation, share
from zhike.exchange.match.preparing import Record

GROUP = re.compile(r"集团|控股|總公司|总公司|\b(?:group|holdings?)\b", re.IGNORECASE)


class Side(NamedTuple):
    """A company as it is called and as it is compared."""

    name: str
    record: Record


class Belonging(NamedTuple):
    """How the two belong together, and whether the first is the parent."""

    relation: Relation
    is_first_parent: bool


def belonging(one: Side, other: Side) -> Belonging | None:
    """That one is a branch of the other, or perhaps its subsidiary; None where nothing says so.

    Two branches of one company belong to it, not to each other.
    """
    found = relation(one.record, other.record)
    if found == Relation.BRANCH:
        is_part = bool(one.record["branch"]), bool(other.record["branch"])
        if all(is_part) or not _are_of_one_house(one, other):
            return None
        return Belonging(found, is_first_parent=is_part[1])
    if found == Relation.GROUP and share(one.record, other.record):
        is_group = bool(GROUP.search(one.name)), bool(GROUP.search(other.name))
        return Belonging(found, is_first_parent=is_group[0] or not is_group[1])
    return None


def _are_of_one_house(one: Side, other: Side) -> bool:
    """Whether the names without the branch may be one: 重庆川途客运 is not 成都川途物流."""
    trades, places = zip(*((n.trade, n.place) for n in map(_parsed, (one, other))), strict=True)
    return (not all(trades) or fit(*trades)) and (not all(places) or places[0] == places[1])


def _parsed(side: Side) -> company_names.CompanyName:
    return company_names.parse(side.name)
