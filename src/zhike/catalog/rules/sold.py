"""A product as rules of prices look at it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Sold:
    """A product: itself, what it is a variant of, its series."""

    product: UUID
    variant_of: UUID | None = None
    series: str = ""

    def is_one_of(self, product: UUID | None, series: str) -> bool:
        """Whether something said of a product or a series (of none: of all) is said of this."""
        if product is not None:
            return product in (self.product, self.variant_of)
        return series in ("", self.series)

    def exactness(self, product: UUID | None, series: str) -> int:
        """How exactly it is said of this one: of all, its series, its kind, itself."""
        if product is not None:
            return 3 if product == self.product else 2
        return 1 if series else 0
