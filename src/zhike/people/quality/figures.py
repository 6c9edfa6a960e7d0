"""How complete the customers within one's reach are: distribution, average, whose are thin."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count

from zhike.access.rights import Access
from zhike.people.models import Party
from zhike.people.rules.completeness import BANDS, THIN, band_of
from zhike.web.attention import Figure

Band = tuple[int, int]


@dataclass
class Completed:
    """How many customers there are by how complete they are."""

    values: Counter[int] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        """How many there are."""
        return self.values.total()

    @property
    def average(self) -> int:
        """The mean percentage, in whole percent."""
        whole = sum(value * count for value, count in self.values.items())
        return round(whole / self.count) if self.count else 0

    @property
    def thin(self) -> int:
        """How many are thin."""
        return sum(count for value, count in self.values.items() if value < THIN)

    @property
    def bands(self) -> dict[Band, int]:
        """How many lie in each band."""
        found: Counter[Band] = Counter()
        for value, count in self.values.items():
            found[band_of(value)] += count
        return {band: found[band] for band in BANDS}


def by_owner(access: Access) -> dict[UUID | None, Completed]:
    """The customers within the reader's reach by their owner; one query, from an index alone."""
    rows = access.rows(Party).order_by().values("owner", "completeness").annotate(n=Count("*"))
    found: dict[UUID | None, Completed] = defaultdict(Completed)
    for owner, value, count in rows.values_list("owner", "completeness", "n"):
        found[owner].values[value] += count
    return dict(found)


def together(parts: Iterable[Completed]) -> Completed:
    """All of them as one."""
    whole = Completed()
    for part in parts:
        whole.values.update(part.values)
    return whole


Concern = Callable[[Access], Figure | None]
_concerns: list[tuple[int, Concern]] = []


def register_concern(rank: int, concern: Concern) -> None:
    """Add a figure to the page of data quality when apps are ready: suspected duplicates, say."""
    _concerns.append((rank, concern))
    _concerns.sort(key=lambda known: known[0])


def concerns(access: Access) -> list[Figure]:
    """What else is wrong with the data, as far as this user may see it."""
    return [figure for _rank, concern in _concerns if (figure := concern(access)) is not None]
