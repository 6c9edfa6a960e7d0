"""Whether somebody of the management should go to a customer: what speaks for it, what decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

GO, NO, LATER = "go", "no", "later"
STAGE, AMOUNT, LEADER, CONTACT, RELATION, COMPETITOR = (
    "stage", "amount", "leader", "contact", "relation", "competitor"
)  # fmt: skip
RULES = (STAGE, AMOUNT, LEADER, CONTACT, RELATION, COMPETITOR)
"""In the order in which they are asked: the first required one that is not met decides."""
ALL_MET = "all"
NONE, DEPUTY, GENERAL = "none", "deputy", "general"
LEVELS = (NONE, DEPUTY, GENERAL)


@dataclass(frozen=True)
class Policy:
    """What the company asks of a visit: a threshold and a weight for each rule."""

    chance: int = 50
    amount: Decimal = Decimal(500_000)
    silent_days: int = 30
    contacts: int = 3
    weights: Mapping[str, int] = field(default_factory=lambda: {
        STAGE: 25, AMOUNT: 25, LEADER: 25, CONTACT: 10, RELATION: 10, COMPETITOR: 5,
    })  # fmt: skip
    required: frozenset[str] = frozenset({STAGE, AMOUNT, LEADER})
    later_from: int = 60
    """With this score, a single required rule that is not met puts the visit off."""


@dataclass(frozen=True)
class Facts:
    """What is known of deal and customer; None where nothing is."""

    chance: int | None = None
    amount: Decimal | None = None
    leader_attends: bool = False
    silent_days: int | None = None
    contacts: int = 0
    competitors: int = 0


@dataclass(frozen=True)
class Finding:
    """One rule, whether it is met, and whether a visit needs it."""

    rule: str
    is_met: bool
    is_required: bool
    weight: int


@dataclass(frozen=True)
class Judgement:
    """What is recommended, the score from 0 to 100, and the rule that decided."""

    recommendation: str
    score: int
    decided_by: str
    findings: tuple[Finding, ...]

    @property
    def unmet(self) -> list[Finding]:
        """The required rules that are not met."""
        return [finding for finding in self.findings if finding.is_required and not finding.is_met]


def judge(facts: Facts, policy: Policy) -> Judgement:
    """Go where every required rule is met; later where one is missing and the rest is good."""
    met = {
        STAGE: facts.chance is not None and facts.chance >= policy.chance,
        AMOUNT: facts.amount is not None and facts.amount >= policy.amount,
        LEADER: facts.leader_attends,
        CONTACT: is_fresh(facts.silent_days, policy),
        RELATION: facts.contacts >= policy.contacts,
        COMPETITOR: facts.competitors > 0,
    }
    findings = tuple(
        Finding(rule, met[rule], rule in policy.required, policy.weights[rule]) for rule in RULES
    )
    whole = sum(finding.weight for finding in findings)
    score = sum(finding.weight for finding in findings if finding.is_met)
    score = round(100 * score / whole) if whole else 0
    unmet = [finding.rule for finding in findings if finding.is_required and not finding.is_met]
    if not unmet:
        return Judgement(GO, score, ALL_MET, findings)
    is_near = len(unmet) == 1 and score >= policy.later_from
    return Judgement(LATER if is_near else NO, score, unmet[0], findings)


def is_fresh(silent_days: int | None, policy: Policy) -> bool:
    """Whether the customer was in contact lately: nobody is sent to one whom nobody knows."""
    return silent_days is not None and silent_days <= policy.silent_days


def may_be_asked(level: str, of_stage: str, of_others: frozenset[str]) -> bool:
    """Whether a stage allows to ask for somebody of this level.

    A process in which no stage names anybody leaves it to the other rules.
    """
    if of_others <= {NONE}:
        return True
    return LEVELS.index(level) <= LEVELS.index(of_stage)


def quarter_share(done: int, target: int) -> int:
    """How much of a quarter's visits are made, in percent; all where none was planned."""
    return 100 if target <= 0 else round(100 * done / target)
