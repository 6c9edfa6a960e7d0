"""How far two people who code the same records agree, and on which codes they do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

CLEAR_FROM = 0.8
"""A code on which they agree less often is ambiguous: its definition must be sharpened."""


@dataclass(frozen=True)
class CodeAgreement:
    """How often both chose a code when one of them did."""

    code: str
    first: int
    second: int
    both: int

    @property
    def share(self) -> float:
        """2 · both / (first + second), from 0 to 1 (Dice 1945, "positive agreement")."""
        return 2 * self.both / (self.first + self.second)

    @property
    def is_ambiguous(self) -> bool:
        """Whether people do not know when to choose it."""
        return self.share < CLEAR_FROM


@dataclass(frozen=True)
class Agreement:
    """What two coders made of the records that both have coded."""

    count: int
    agreed: int
    kappa: float | None
    codes: tuple[CodeAgreement, ...]
    confused: tuple[tuple[str, str, int], ...]

    @property
    def share(self) -> float:
        """The part of the records that got the same code twice, from 0 to 1."""
        return self.agreed / self.count if self.count else 0.0


def agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Compare (first coder's code, second coder's code) of each record.

    Kappa is Cohen's (1960): (observed − expected) / (1 − expected), with what two coders of these
    habits would agree on by chance; None where chance alone explains all (a single code). Codes
    come with the least agreement first, pairs that were mixed up with the most frequent first.
    """
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    both = Counter(a for a, b in pairs if a == b)
    confused = Counter((min(a, b), max(a, b)) for a, b in pairs if a != b)
    codes = (CodeAgreement(c, first[c], second[c], both[c]) for c in first.keys() | second.keys())
    return Agreement(
        count=len(pairs),
        agreed=both.total(),
        kappa=_kappa(len(pairs), both.total(), first, second),
        codes=tuple(sorted(codes, key=lambda code: (code.share, code.code))),
        confused=tuple((*pair, count) for pair, count in sorted(
            confused.items(), key=lambda item: (-item[1], item[0]))),
    )  # fmt: skip


def _kappa(count: int, agreed: int, first: Counter[str], second: Counter[str]) -> float | None:
    if not count:
        return None
    expected = sum(first[code] * second[code] for code in first) / count**2
    return None if expected == 1 else (agreed / count - expected) / (1 - expected)
