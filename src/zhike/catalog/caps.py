"""Which discount cap holds for whom: asked by whatever has lines with discounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.access.heads import teams_upwards
from zhike.catalog.models import DiscountCap, Product
from zhike.catalog.rules.caps import Cap, cap_for


@dataclass(frozen=True)
class Caps:
    """The caps that may hold for what one team sells, read once for many lines."""

    known: tuple[Cap, ...]
    teams: tuple[UUID, ...]
    names: Mapping[UUID, str]
    """What the teams that have caps are called."""

    @classmethod
    def of(cls, team: UUID | None) -> Caps:
        """Those of a team, of the teams above it, and of the company."""
        rows = list(DiscountCap.objects.select_related("team").order_by("pk"))
        names = {row.team.pk: row.team.name for row in rows if row.team}
        caps = tuple(row.as_rule for row in rows)
        return cls(caps, tuple(teams_upwards(team)) if caps else (), names)

    def whose(self, cap: Cap) -> str:
        """Who set a cap: the name of a team, or the company."""
        return self.names[cap.team] if cap.team else _("company")

    def cap_for(self, product: Product) -> Cap | None:
        """The one that holds for a product; None: any discount may be given."""
        return cap_for(self.known, self.teams, product.as_sold)

    def exceeded(
        self, product: Product, given: Decimal, agreed: Decimal | None = None
    ) -> Cap | None:
        """The cap that a discount goes beyond, where nobody has agreed to as much."""
        cap = self.cap_for(product)
        if cap is None or given <= cap.percent or (agreed is not None and given <= agreed):
            return None
        return cap
