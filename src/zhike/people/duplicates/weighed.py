"""Two parties weighed against each other: how probably they are one, and whether they belong."""

from __future__ import annotations

from dataclasses import dataclass

from zhike.exchange.match.deciding import HELD_BACK_BY, need_a_person
from zhike.exchange.match.scoring import Scorer
from zhike.people.duplicates.belonging import Side, belonging
from zhike.people.duplicates.described import Known, digest
from zhike.people.duplicates.pairs import Suspicion
from zhike.people.duplicates.thresholds import Thresholds


@dataclass(frozen=True)
class Scales:
    """What weighs two parties of a kind, by which version of the model, for which thresholds."""

    scorer: Scorer
    number: int
    settled: Thresholds

    def weigh(self, one: Known, other: Known, probability: float | None = None) -> Suspicion:
        """How probably the two are one; what contradicts itself is never called likely."""
        left, right = sorted((one, other), key=lambda known: known.id)
        verdict = self.scorer.weigh(left.record, right.record)
        share = verdict.probability if probability is None else probability
        if need_a_person(left.record, right.record):
            share = min(share, self.settled.likely - HELD_BACK_BY)
        sides = (Side(known.described.name, known.record) for known in (left, right))
        ends, compared = {"left": left.id, "right": right.id}, digest(left.record, right.record)
        return Suspicion(ends, compared, share, verdict, self.number, belonging(*sides))
