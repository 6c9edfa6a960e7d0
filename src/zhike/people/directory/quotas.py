"""How many companies somebody may still take out of the directory today."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Sum
from django.utils import timezone

from zhike.access.heads import teams_upwards
from zhike.access.models import User, UserRole
from zhike.people.models import DirectoryExtraction, ExtractionQuota


def daily_of(user: User) -> int | None:
    """The quota that holds for somebody: the nearest team's first, then the company's.

    Of a team's, one for a role of theirs goes before one for all; the larger of two roles' counts.
    None: an administrator, whom nothing limits. Where there is no quota, nothing may be taken.
    """
    if user.is_admin:
        return None
    roles = set(UserRole.objects.filter(user=user).values_list("role", flat=True))
    teams: list[UUID | None] = [*teams_upwards(user.team_id), None]
    quotas = list(ExtractionQuota.objects.all())
    for team in teams:
        here = [one for one in quotas if one.team_id == team]
        for some in ([one for one in here if one.role_id in roles],
                     [one for one in here if one.role_id is None]):  # fmt: skip
            if some:
                return max(int(one.daily) for one in some)
    return 0


def used_today(user: User) -> int:
    """How many were taken since midnight, whatever became of them."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    rows = DirectoryExtraction.objects.filter(user=user.pk, at__gte=midnight)
    return rows.aggregate(taken=Sum("taken"))["taken"] or 0


def left_today(user: User) -> int | None:
    """How many may still be taken; None: any number."""
    daily = daily_of(user)
    return None if daily is None else max(0, daily - used_today(user))
