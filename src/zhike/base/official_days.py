"""The days of China that are off, or worked on a weekend, by notice of the State Council.

Source: its yearly notices on public holidays (2024 No. 12 for 2025, November 2025 for 2026), which
also name the make-up workdays. A year that is not here is a bare week until somebody enters it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

Official = tuple[dt.date, str, bool]
"""A day, what it is for, and whether it is worked."""

_SPRING, _TOMBS, _LABOUR = "春节", "清明节", "劳动节"
_DRAGON, _MOON, _NATIONAL, _NEW_YEAR = "端午节", "中秋节", "国庆节", "元旦"
_OFF: dict[int, dict[str, str]] = {
    2025: {
        _NEW_YEAR: "01-01", _SPRING: "01-28/02-04", _TOMBS: "04-04/04-06",
        _LABOUR: "05-01/05-05", _DRAGON: "05-31/06-02", _NATIONAL: "10-01/10-08",
    },
    2026: {
        _NEW_YEAR: "01-01/01-03", _SPRING: "02-15/02-23", _TOMBS: "04-04/04-06",
        _LABOUR: "05-01/05-05", _DRAGON: "06-19/06-21", _MOON: "09-25/09-27",
        _NATIONAL: "10-01/10-07",
    },
}  # fmt: skip
_WORKED: dict[int, dict[str, str]] = {
    2025: {_SPRING: "01-26 02-08", _LABOUR: "04-27", _NATIONAL: "09-28 10-11"},
    2026: {
        _NEW_YEAR: "01-04", _SPRING: "02-14 02-28", _LABOUR: "05-09", _NATIONAL: "09-20 10-10",
    },
}  # fmt: skip
YEARS = tuple(_OFF)


def official_days(year: int) -> Iterator[Official]:
    """The days of a year that differ from Monday to Friday; weekends off anyway are left out.

    Raises KeyError for a year that is not known.
    """
    for name, span in _OFF[year].items():
        first, _, last = span.partition("/")
        day, end = _day(year, first), _day(year, last or first)
        while day <= end:
            if day.weekday() < 5:
                yield day, name, False
            day += dt.timedelta(days=1)
    for name, days in _WORKED[year].items():
        for day_text in days.split():
            yield _day(year, day_text), name, True


def _day(year: int, text: str) -> dt.date:
    return dt.date.fromisoformat(f"{year}-{text}")
