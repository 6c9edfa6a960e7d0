"""The scorer of the live check."""

from __future__ import annotations

from functools import cache

from zhike.exchange.match.comparisons import comparisons_for
from zhike.exchange.match.model import expected
from zhike.exchange.match.scoring import Scorer
from zhike.people.models import Party

# Of a thousand candidates that a key finds, one is the party typed in: far more than of all pairs.
LIVE_SHARE = 1 / 1000
ORGANIZATION = ("core", "form", "town", "uscc", "phone", "email", "web")
PERSON = ("given", "town", "phone", "email", "birthday")
COMPARED = {Party.Kind.ORGANIZATION: ORGANIZATION, Party.Kind.PERSON: PERSON}


@cache
def scorer(kind: str) -> Scorer:
    """Weighs two parties of a kind by what is expected beforehand."""
    return Scorer(expected(comparisons_for(COMPARED[Party.Kind(kind)], 0), LIVE_SHARE))
