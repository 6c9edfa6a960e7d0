"""What teams of the demo company may give by themselves, and which prices hold where."""

from __future__ import annotations

from zhike.access.models import Team
from zhike.catalog.models import DiscountCap


def make() -> None:
    """Discount caps of the company and of its east."""
    DiscountCap(percent=10, note="公司统一折扣上限").save()
    east = Team.objects.get(name="华东大区")
    DiscountCap(percent=15, team=east, note="华东竞争激烈，放宽到 15%").save()
