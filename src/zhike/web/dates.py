"""Days and times as a person in this office says them: 3月10日 周二 10:34, Tue 10 Mar, 10:34."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import get_language, gettext

CHINESE_WEEK = "一二三四五六日"


def day_text(value: dt.date, *, weekday: bool = True) -> str:
    """A day, with its year only where that is not this one."""
    other_year = value.year != timezone.localdate().year
    if (get_language() or "zh").startswith("zh"):
        text = f"{value.month}月{value.day}日"
        if other_year:
            return f"{value.year}年{text}"
        return f"{text} 周{CHINESE_WEEK[value.weekday()]}" if weekday else text
    text = f"{value.day} {value:%b}"
    if other_year:
        return f"{text} {value.year}"
    return f"{value:%a} {text}" if weekday else text


def moment_text(value: dt.datetime) -> str:
    """A moment in local time to the minute; today's by its time alone."""
    local = timezone.localtime(value)
    day = local.date()
    if day == timezone.localdate():
        return gettext("today %(time)s") % {"time": f"{local:%H:%M}"}
    comma = "" if (get_language() or "zh").startswith("zh") else ","
    return f"{day_text(day, weekday=False)}{comma} {local:%H:%M}"


def moment_exact(value: dt.datetime) -> str:
    """A moment with its year and weekday, for pages about what happened."""
    local = timezone.localtime(value)
    return f"{day_text(local.date())} {local:%H:%M}"
