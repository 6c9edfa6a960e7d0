"""The scorer of the live check."""

from __future__ import annotations

from dataclasses import replace

from zhike.exchange.match.scoring import Scorer
from zhike.people.duplicates.published import beforehand, latest

# Of a thousand candidates that a key finds, one is the party typed in: far more than of all pairs.
LIVE_SHARE = 1 / 1000


def scorer(kind: str) -> Scorer:
    """Weighs two parties of a kind by what was learnt, or is expected beforehand."""
    known = latest(kind)
    if known is None:
        return Scorer(beforehand(kind, LIVE_SHARE))
    model = replace(known.model, share=max(known.model.share, LIVE_SHARE))
    return Scorer(model, known.frequencies)
