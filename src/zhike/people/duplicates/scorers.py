"""The scorer of the live check."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from zhike.exchange.match.comparisons import comparisons_for
from zhike.exchange.match.model import expected
from zhike.exchange.match.scoring import Scorer

# Of a thousand candidates that a key finds, one is the party typed in: far more than of all pairs.
LIVE_SHARE = 1 / 1000
COMPARED = ("given", "core", "form", "town", "uscc", "phone", "email", "web", "birthday")


@cache
def scorer() -> Scorer:
    """Weighs by what is expected beforehand."""
    model = expected(comparisons_for(COMPARED, 0), LIVE_SHARE)
    return Scorer(replace(model, share=max(model.share, LIVE_SHARE)))
