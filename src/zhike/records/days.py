"""Days as people plan by them: what has gone by, today, this week, the next one, later."""

from __future__ import annotations

import datetime as dt

PAST, TODAY, WEEK, NEXT_WEEK, LATER = "past", "today", "week", "next_week", "later"
DAY = dt.timedelta(days=1)
Span = tuple[dt.date | None, dt.date | None]


def spans(today: dt.date) -> dict[str, Span]:
    """Each with its first day and the day after its last; on a Sunday this week is over."""
    tomorrow, monday = today + DAY, today + (7 - today.weekday()) * DAY
    known: dict[str, Span] = {
        PAST: (None, today), TODAY: (today, tomorrow), WEEK: (tomorrow, monday),
        NEXT_WEEK: (monday, monday + 7 * DAY), LATER: (monday + 7 * DAY, None),
    }  # fmt: skip
    return {name: (first, end) for name, (first, end) in known.items() if first != end}


def span_of(day: dt.date, today: dt.date) -> str:
    """In which of them a day is."""
    return next(name for name, (_first, end) in spans(today).items() if end is None or day < end)


def day_in(name: str, today: dt.date) -> dt.date:
    """The day that is meant by a span: a week's Friday, or its Sunday where that has gone by.

    Raises KeyError for what is none, or has gone by.
    """
    first, end = spans(today)[name]
    if first is None:
        raise KeyError(name)
    if name == WEEK and end is not None:
        friday = end - 3 * DAY
        return friday if friday > today else end - DAY
    return first + 4 * DAY if name == NEXT_WEEK else first
