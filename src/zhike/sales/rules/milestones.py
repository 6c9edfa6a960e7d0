"""How far a joint plan is: counted over the milestones that one may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class Step(Protocol):
    """What counts of a milestone."""

    @property
    def done_at(self) -> object | None:
        """When it was done."""

    @property
    def is_late(self) -> bool:
        """Whether its day is over."""


@dataclass(frozen=True)
class Progress:
    """So many of so many are done; so many are late."""

    done: int
    total: int
    late: int

    @property
    def percent(self) -> int:
        """The share that is done, rounded down: all of it is said only of all."""
        return 100 * self.done // self.total if self.total else 0


def progress(steps: Sequence[Step]) -> Progress:
    """Count them."""
    return Progress(
        sum(step.done_at is not None for step in steps), len(steps),
        sum(step.is_late for step in steps),
    )  # fmt: skip
