"""Work calendars, the days that differ, and who is away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Team, User
from zhike.access.models.role import Scope
from zhike.base.errors import N_, BadValue
from zhike.base.official_days import YEARS, official_days
from zhike.base.worktime import OFFICE, Day, read_hours, written
from zhike.ledger.actions import action
from zhike.ledger.models import Record

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOURS = _("As 9:00-12:00, 13:00-18:00; empty is a day off.")


def _hours(label: Any, default: Day = ()) -> models.CharField[str, str]:
    return models.CharField(
        label, max_length=100, blank=True, default=written(default), help_text=HOURS
    )


def _can_take_days(calendar: WorkCalendar) -> bool:
    given = {day.year for day in calendar.days.dates("day", "year")}
    return not given.issuperset(YEARS)


class WorkCalendar(Record):
    """When a team works, from its week's hours to its holidays; deadlines are counted by it."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}

    name = models.CharField(_("name"), max_length=100, unique=True)
    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, verbose_name=_("team"), related_name="+",
        help_text=_("Holds for this team and those below it; empty: for the company."),
    )  # fmt: skip
    monday = _hours(_("Monday"), OFFICE)
    tuesday = _hours(_("Tuesday"), OFFICE)
    wednesday = _hours(_("Wednesday"), OFFICE)
    thursday = _hours(_("Thursday"), OFFICE)
    friday = _hours(_("Friday"), OFFICE)
    saturday = _hours(_("Saturday"))
    sunday = _hours(_("Sunday"))

    class Meta:
        """One of the company, and one of a team."""

        verbose_name = _("work calendar")
        verbose_name_plural = _("work calendars")
        constraints = [models.UniqueConstraint(fields=["team"], name="work_calendar_of_team")]

    def __str__(self) -> str:
        return self.name

    def week(self) -> tuple[Day, ...]:
        """Its hours from Monday on. Raises BadValue for what are none."""
        return tuple(read_hours(getattr(self, name)) for name in WEEK)

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Hours that are understood, on one day of the week at least."""
        understood: list[Day] = []
        for name in WEEK:
            try:
                understood.append(read_hours(getattr(self, name)))
            except BadValue as bad:
                yield name, bad
        if len(understood) == len(WEEK) and not any(understood):
            yield "monday", BadValue("never", N_("Give the hours of one day at least."))
        others = WorkCalendar.objects.filter(team=self.team_id).exclude(pk=self.pk)
        if others.exists():
            yield "team", BadValue("taken", N_("It has a work calendar already; change that one."))

    @action(
        _("take official days of China"), permission="update", when=_can_take_days, icon="calendar"
    )
    def take_official_days(self) -> None:
        """Enter the public holidays and make-up workdays that are known and not entered yet."""
        given = {day.year for day in self.days.dates("day", "year")}
        hours = next((text for name in WEEK if (text := getattr(self, name))), "")
        for year in YEARS:
            if year not in given:
                for day, name, worked in official_days(year):
                    own = hours if worked else ""
                    CalendarDay(calendar=self, day=day, name=name, hours=own).save()


class CalendarDay(Record):
    """A day on which a work calendar differs from its week: a holiday or a make-up workday."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}
    named_by = ("day", "name")

    calendar = models.ForeignKey(
        WorkCalendar, models.CASCADE, verbose_name=_("work calendar"), related_name="days",
        db_index=False,
    )  # fmt: skip
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=60, blank=True)
    hours = models.CharField(_("hours worked"), max_length=100, blank=True, help_text=HOURS)

    class Meta:
        """A day of a calendar once."""

        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        constraints = [
            models.UniqueConstraint(fields=["calendar", "day"], name="calendar_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}".strip()

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Hours that are understood."""
        try:
            read_hours(self.hours)
        except BadValue as bad:
            yield "hours", bad


class Absence(Record):
    """A time in which somebody is away; what waits for that person goes to the deputy."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}
    named_by = ("user", "starts_at")

    user = models.ForeignKey(
        User, models.CASCADE, verbose_name=_("who is away"), related_name="+", db_index=False
    )
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    deputy = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, verbose_name=_("deputy"), related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        """Looked up by person and end."""

        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        indexes = [models.Index(fields=["user", "ends_at"], name="absence_of_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.starts_at:%Y-%m-%d}"

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """It ends after it begins, and somebody else is the deputy."""
        if None not in (self.starts_at, self.ends_at) and self.ends_at <= self.starts_at:
            yield "ends_at", BadValue("order", N_("The end lies before the beginning."))
        if self.deputy_id and self.deputy_id == self.user_id:
            yield "deputy", BadValue("self", N_("Choose somebody else."))
