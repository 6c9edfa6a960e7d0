"""Which working time holds for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from zhike.access.heads import teams_upwards
from zhike.access.models import Team
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
        if len(self.by_team) > 1:
            for one in teams_upwards(team):
                if one in self.by_team:
                    return self.by_team[one]
        return self.by_team[None]


def worktime_of(team: Team | UUID | None = None) -> WorkTime:
    """The working time of one team, or of the company."""
    return WorkTimes.read().of(team.pk if isinstance(team, Team) else team)


def _office(zone: ZoneInfo) -> WorkTime:
    days = {day: OFFICE if worked else () for y in YEARS for day, _, worked in official_days(y)}
    return WorkTime(OFFICE_WEEK, days, zone)
