"""Proposals: values that the form of a verb offers for its fields, found for the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from zhike.access.rights import Access
from zhike.ledger.models import Record

Options = Sequence[Mapping[str, str]]
Propose = Callable[[Access, Any], Mapping[str, Options]]

_known: dict[tuple[type[Record], str], Propose] = {}


def register_proposals(model: type[Record], verb: str, propose: Propose) -> None:
    """Say what a verb's fields may hold, as options (`value`, `label`); the likeliest first.

    The first one stands in the form already, where the record itself says nothing.
    """
    _known[model, verb] = propose


def proposals(access: Access, record: Record, verb: str) -> Mapping[str, Options]:
    """The options by field; none where nobody proposes anything."""
    propose = _known.get((type(record), verb))
    return propose(access, record) if propose else {}
