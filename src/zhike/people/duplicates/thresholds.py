"""From which probability on two parties are suspected, likely the same, or shown: as settled."""

from __future__ import annotations

from dataclasses import dataclass

from zhike.records.models import Company


@dataclass(frozen=True)
class Thresholds:
    """What an administrator has settled about duplicates, as shares of 1."""

    suspected: float
    likely: float
    shown: float
    probably_here: float
    here: float
    merges_same_code: bool

    def decision(self, probability: float) -> str:
        """What the duplicate check says of somebody so probable: `same`, `ask` or `perhaps`."""
        if probability >= self.here:
            return "same"
        return "ask" if probability >= self.probably_here else "perhaps"


def thresholds() -> Thresholds:
    """Those of this installation, as they stand now."""
    company = Company.here()
    return Thresholds(
        company.suspected_from / 100, company.likely_from / 100, company.shown_from / 100,
        company.probably_here_from / 100, company.here_from / 100, company.merges_same_code,
    )  # fmt: skip
