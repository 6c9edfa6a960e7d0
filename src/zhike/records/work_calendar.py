"""Which working time holds for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from zhike.access.heads import teams_upwards
from zhike.access.models import Team
from zhike.base.inheriting import nearest
from zhike.base.official_days import YEARS, official_days
from zhike.base.worktime import OFFICE, OFFICE_WEEK, WorkTime, read_hours
from zhike.records.models import Company, WorkCalendar


@dataclass(frozen=True)
class WorkTimes:
    """The working times of all teams, read once for many deadlines."""

    by_team: Mapping[UUID | None, WorkTime]
    """`None` is the company's."""

    @classmethod
    def read(cls) -> WorkTimes:
        """As the calendars say now; without one, office hours with the official days of China."""
        zone = ZoneInfo(Company.here().time_zone)
        found: dict[UUID | None, WorkTime] = {
            calendar.team_id: WorkTime(
                calendar.week(),
                {day.day: read_hours(day.hours) for day in calendar.days.all()},
                zone,
            )
            for calendar in WorkCalendar.objects.prefetch_related("days")
        }
        return cls({None: _office(zone), **found})

    def of(self, team: UUID | None) -> WorkTime:
        """That of a team: its own, that of the nearest team above it, or the company's."""
        only_the_company = len(self.by_team) == 1
        return self.by_team[
            None if only_the_company else nearest(teams_upwards(team), self.by_team)
        ]


def worktime_of(team: Team | UUID | None = None) -> WorkTime:
    """The working time of one team, or of the company."""
    return WorkTimes.read().of(team.pk if isinstance(team, Team) else team)


def _office(zone: ZoneInfo) -> WorkTime:
    days = {day: OFFICE if worked else () for y in YEARS for day, _, worked in official_days(y)}
    return WorkTime(OFFICE_WEEK, days, zone)
