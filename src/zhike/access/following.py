"""Fields whose rights follow those of other fields: who may not see a cost sees no profit."""

from __future__ import annotations

from collections import defaultdict

from zhike.access.granted import height
from zhike.ledger.models import Record

_followed: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)


def follow_rights(model: type[Record], name: str, of: type[Record], other: str) -> None:
    """Let nobody do more with a field than with another one; said once beside the model.

    What is worked out from a field, or copied from it, says as much as the field itself.
    """
    _followed[model.record_type, name].append((of.record_type, other))


def narrowed(levels: dict[tuple[str, str], str], kind: str, name: str, level: str) -> str:
    """The level of a field, at most that of each field which it follows."""
    others = (levels.get(other, level) for other in _followed.get((kind, name), ()))
    return min(level, *others, key=height) if (kind, name) in _followed else level
