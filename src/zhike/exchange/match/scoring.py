"""The weight of a pair in plain Python: what Splink would say, within microseconds.

Splink learns and scans in the worker; a form that is being filled in asks about a few hundred
candidates at once, for which planning its SQL alone takes a tenth of a second. The levels are the
same objects, so both say the same (a test compares thousands of pairs).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log2
from typing import Any

from zhike.exchange.match.comparisons import ALL, Comparison, Level
from zhike.exchange.match.model import RAREST, Model, rarest
from zhike.exchange.match.preparing import Record

VERSION = 1
Frequencies = Mapping[str, Mapping[str, float]]


class UnknownModel(ValueError):
    """A published model that these comparisons do not fit: it must be learnt anew."""


@dataclass(frozen=True)
class Reason:
    """What one comparison adds to the weight of a pair, in bits."""

    comparison: str
    level: str
    bits: float


@dataclass(frozen=True)
class Verdict:
    """How probably two records mean one party, and why."""

    bits: float
    probability: float
    reasons: tuple[Reason, ...]


class Scorer:
    """Weighs pairs by a model's published weights."""

    def __init__(self, model: Model, frequencies: Frequencies | None = None) -> None:
        """`frequencies`: of a field's values, the share of each among the known ones.

        A value that is missing there is as rare as can be told.
        """
        self.model, self.frequencies = model, frequencies or {}
        self.start = log2(model.share / (1 - model.share))

    def weigh(self, left: Record, right: Record) -> Verdict:
        """The verdict on two records; a comparison that says nothing is no reason."""
        reasons = tuple(
            Reason(one.name, level.label, self._bits(one, level, left, right))
            for one in self.model.comparisons
            if (level := one.level(left, right)) is not None
        )
        bits = self.start + sum(reason.bits for reason in reasons)
        return Verdict(bits, probability(bits), reasons)

    def _bits(self, comparison: Comparison, level: Level, left: Record, right: Record) -> float:
        m, u = self.model.weights[comparison.name, level.label]
        shares = self.frequencies.get(level.frequency)
        if shares is not None:
            values = (left[level.frequency], right[level.frequency])
            known = [shares.get(value, 0.0) for value in values if value is not None]
            u = max(*known, rarest(u)) if known else u
        return log2(m / u)


def probability(bits: float) -> float:
    """From a weight in bits to a probability."""
    return 1 / (1 + 2.0**-bits) if bits > -1000 else 0.0


def frequencies_of(records: Iterable[Record], model: Model) -> Frequencies:
    """How frequent the values are that the model asks about."""
    fields = {level.frequency for one in model.comparisons for level in one.levels} - {""}
    counts: dict[str, Counter[str]] = {name: Counter() for name in fields}
    for record in records:
        for name in fields:
            if (value := record[name]) is not None:
                counts[name][value] += 1
    return {
        name: {value: count / counter.total() for value, count in counter.items()}
        for name, counter in counts.items()
    }


def frequent(frequencies: Frequencies) -> dict[str, dict[str, float]]:
    """The values that a model tells from rare ones: at most ten thousand of a field."""
    return {
        name: {value: share for value, share in shares.items() if share > RAREST}
        for name, shares in frequencies.items()
    }


def publish(model: Model, frequencies: Frequencies | None = None) -> dict[str, Any]:
    """The model as it is stored: it names no code and no database."""
    return {
        "version": VERSION,
        "share": model.share,
        "frequencies": frequent(frequencies or {}),
        "comparisons": [
            {
                "name": one.name,
                "levels": [
                    {
                        "label": level.label,
                        "m": model.weights[one.name, level.label][0],
                        "u": model.weights[one.name, level.label][1],
                        "frequency": level.frequency,
                    }
                    for level in one.levels
                ],
            }
            for one in model.comparisons
        ],
    }


def published(stored: Mapping[str, Any]) -> Model:
    """The reverse of `publish`. Raises UnknownModel, also where a level was never learnt."""
    comparisons, weights = [], {}
    for kept in stored["comparisons"] if stored.get("version") == VERSION else ():
        levels = {level["label"]: level for level in kept["levels"]}
        known = ALL.get(kept["name"])
        if known is None or levels.keys() != {level.label for level in known.levels}:
            raise UnknownModel(kept["name"])
        for label, level in levels.items():
            if not (level["m"] and level["u"]):
                raise UnknownModel(f"{kept['name']}: {label}")
            weights[known.name, label] = (level["m"], level["u"])
        comparisons.append(
            known.with_frequencies({label: level["frequency"] for label, level in levels.items()})
        )
    if not comparisons:
        raise UnknownModel(str(stored.get("version")))
    return Model(tuple(comparisons), weights, stored["share"])


def published_frequencies(stored: Mapping[str, Any]) -> Frequencies:
    """The frequencies of a published model; none of one that was learnt before they were kept."""
    found: Frequencies = stored.get("frequencies", {})
    return found
