"""What was learnt about telling parties apart: one model a kind, published with its version."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from zhike.exchange.match.comparisons import comparisons_for
from zhike.exchange.match.matching import DUPLICATES_BEFORE, train
from zhike.exchange.match.model import Model, expected
from zhike.exchange.match.preparing import Record
from zhike.exchange.match.scoring import (
    Frequencies,
    UnknownModel,
    frequencies_of,
    frequent,
    publish,
    published,
    published_frequencies,
)
from zhike.exchange.match.tables import Tables
from zhike.ledger.current import change_set
from zhike.ledger.models.change_set import Door
from zhike.people.models import MatchingModel, Party

LEARN = "duplicates.learn"
FEWEST_TO_LEARN = 100
GROWTH = 1.2
ENOUGH_TO_COUNT = 2_000
# Before anything is learnt a street would weaken the telephone, with which it is compared as one.
ORGANIZATION = ("core", "form", "town", "uscc", "phone", "email", "web")
PERSON = ("given", "town", "phone", "email", "birthday")
COMPARED = {Party.Kind.ORGANIZATION: ORGANIZATION, Party.Kind.PERSON: PERSON}


@dataclass(frozen=True)
class Learnt:
    """A model with the version under which it stands; 0 for what is expected beforehand."""

    model: Model
    number: int
    parties: int
    frequencies: Frequencies = field(default_factory=dict)

    def fits(self, parties: int) -> bool:
        """Whether it was learnt from about as many parties as there are, or there are too few."""
        return parties < FEWEST_TO_LEARN or parties <= self.parties * GROWTH


def latest(kind: str) -> Learnt | None:
    """What was learnt of a kind of parties; None where nothing was, or it no longer fits.

    An upgrade compares otherwise: then it is learnt anew at the next scan.
    """
    newest = MatchingModel.objects.filter(kind=kind).order_by("-number")
    for id_ in newest.values_list("pk", flat=True)[:1]:
        return _read(id_)
    return None


@lru_cache(maxsize=16)
def _read(id_: UUID) -> Learnt | None:
    """A model is written once; somebody who types waits for no reading of it."""
    row = MatchingModel.objects.get(pk=id_)
    try:
        model = published(row.weights)
    except UnknownModel:
        return None
    return Learnt(model, row.number, row.parties, published_frequencies(row.weights))


def beforehand(kind: str, share: float) -> Model:
    """What is expected of a kind of parties, where such a share of pairs is the same."""
    return expected(comparisons_for(COMPARED[Party.Kind(kind)], 0), share)


def current(kind: str) -> Learnt:
    """What is known of a kind of parties."""
    known = latest(kind)
    if known is not None:
        return known
    parties = max(Party.objects.filter(kind=kind)[:ENOUGH_TO_COUNT].count(), 3)
    return Learnt(beforehand(kind, 2 * DUPLICATES_BEFORE / (parties - 1)), 0, 0)


def learn(
    kind: str, tables: Tables, records: Sequence[Record],
    carry_out: Callable[[Callable[[], Model]], Model] = lambda work: work(),
) -> Learnt:  # fmt: skip
    """Learn from all parties of a kind and publish; only a worker or a command has the time."""
    began = time.monotonic()
    model = carry_out(lambda: train(tables))
    frequencies = frequencies_of(records, model)
    weights = publish(model, frequencies)
    published(weights)  # Refuse here what could not be read again.
    number = _latest(kind) + 1
    with change_set(by=None, door=Door.SYSTEM, action=LEARN):
        MatchingModel(
            kind=kind, number=number, weights=weights, parties=len(records),
            seconds=round(time.monotonic() - began, 1),
        ).save()  # fmt: skip
    return Learnt(model, number, len(records), frequent(frequencies))


def _latest(kind: str) -> int:
    row = MatchingModel.objects.filter(kind=kind).order_by("-number").first()
    return row.number if row else 0
