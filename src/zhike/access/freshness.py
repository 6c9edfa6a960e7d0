"""Rights and definitions take effect at once: a change renews one number that requests read."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from zhike.access.models.log import RightsVersion
from zhike.ledger.writes import Write

KINDS = frozenset({
    "user", "team", "role", "collaborator", "api-token", "custom-field", "company", "page-layout",
    "dictionary-entry", "key-fields", "pool",
})  # fmt: skip


class RightsFreshness:
    """The projection that renews the number.

    The new one is drawn at random: one that was counted up and rolled back would come again, and
    what a process kept of the first would be taken for the second.
    """

    rank = 50
    is_late = False

    def apply(self, writes: Sequence[Write]) -> None:
        """Renew it where a write touches rights."""
        if any(write.kind in KINDS for write in writes):
            number = secrets.randbits(62)
            if not RightsVersion.objects.update(number=number):
                RightsVersion.objects.create(number=number)


def rights_number() -> int:
    """The number now; 0 in an empty installation."""
    return RightsVersion.objects.values_list("number", flat=True).first() or 0
