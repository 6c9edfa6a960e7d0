"""Where opportunities come from: which sources make up an origin, and what each brought."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from zhike.people.rules import sources

REFERRAL, PARTNER, CAMPAIGN, SELF, OTHER, UNSAID = (
    "referral", "partner", "campaign", "self", "other", ""
)  # fmt: skip
SOURCES: dict[str, tuple[str, ...]] = {
    REFERRAL: ("referral",),
    PARTNER: ("partner",),
    CAMPAIGN: sources.CAMPAIGN,
    SELF: sources.SELF,
    OTHER: ("import", "other"),
    UNSAID: ("",),
}
"""The origins in their order, each with the sources that it is made of."""

_ORIGINS = {source: origin for origin, sources in SOURCES.items() for source in sources}


def origin_of(source: str) -> str:
    """The origin to which a source belongs; of one that nobody sorted, other."""
    return _ORIGINS.get(source, OTHER)


@dataclass(frozen=True)
class Group:
    """Deals of one source and currency, counted by the database."""

    source: str
    currency: str
    count: int
    amount: Decimal
    won: int
    won_amount: Decimal
    lost: int
    days: int
    """From opening to winning, of all that are won together."""


@dataclass
class Brought:
    """What an origin brought."""

    count: int = 0
    amount: Decimal = Decimal(0)
    won: int = 0
    won_amount: Decimal = Decimal(0)
    lost: int = 0
    days: int = 0

    @property
    def win_rate(self) -> int | None:
        """The share won of what is decided, in percent; None before anything is."""
        decided = self.won + self.lost
        return round(100 * self.won / decided) if decided else None

    @property
    def cycle(self) -> int | None:
        """Days from opening to winning on average; None before anything is won."""
        return round(self.days / self.won) if self.won else None

    def add(self, group: Group, amount: Decimal, won_amount: Decimal) -> None:
        """Count a group in, its sums converted already."""
        self.count += group.count
        self.won += group.won
        self.lost += group.lost
        self.days += group.days
        self.amount += amount
        self.won_amount += won_amount


@dataclass
class Origins:
    """What each origin brought, and all of them together."""

    each: dict[str, Brought] = field(default_factory=dict)
    total: Brought = field(default_factory=Brought)

    @property
    def most(self) -> str:
        """The origin of the most deals; asked where there are any."""
        return max(self.each, key=lambda origin: self.each[origin].count)

    def share(self, origin: str) -> int:
        """An origin's share of all deals, in percent."""
        count = self.each[origin].count
        return round(100 * count / self.total.count) if self.total.count else 0


def by_origin(groups: Iterable[Group], worth: Callable[[Decimal, str], Decimal]) -> Origins:
    """Add the groups up by origin; the total is made of the same converted sums.

    `worth` converts an amount into the currency shown.
    """
    found = Origins({origin: Brought() for origin in SOURCES})
    for group in groups:
        amount, won = (worth(sum_, group.currency) for sum_ in (group.amount, group.won_amount))
        for brought in (found.each[origin_of(group.source)], found.total):
            brought.add(group, amount, won)
    found.each = {origin: brought for origin, brought in found.each.items() if brought.count}
    return found
