"""Kinds of fields: how a value is read, shown, filtered and described, the same at every door."""

from zhike.records.kinds.base import COMPARE, Kind
from zhike.records.kinds.numbers import MAX_INTEGER, Integer, Money, Number
from zhike.records.kinds.relations import Country, Reference, Region, Relation
from zhike.records.kinds.texts import Boolean, Choice, Json, LongText, ManyChoice, Text
from zhike.records.kinds.times import Date, Moment

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Text(), LongText(), Integer(), Number(), Money(), Date(), Moment(), Boolean(), Choice(),
        ManyChoice(), Relation(), Reference(), Region(), Country(), Json(),
    )
}  # fmt: skip

__all__ = ["COMPARE", "KINDS", "MAX_INTEGER", "Kind"]
