"""Dates and moments as people write them, in Chinese and English. Weeks begin on Monday."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal

from zhike.base.errors import N_, BadValue

LONGEST = 60
Order = Literal["dmy", "mdy"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CHINESE_WEEKDAYS = {char: place for place, char in enumerate("一二三四五六日")} | {"天": 6}
_DIGITS = {char: value for value, char in enumerate("一二三四五六七八九", 1)} | {"两": 2}
_NAMED = {
    "大前天": -3, "前天": -2, "昨天": -1, "今天": 0, "明天": 1, "后天": 2, "大后天": 3,
    "昨日": -1, "今日": 0, "明日": 1, "yesterday": -1, "today": 0, "tomorrow": 1,
    "day before yesterday": -2, "day after tomorrow": 2,
}  # fmt: skip
_WEEKS = {
    "上上": -2, "上": -1, "last": -1, "这": 0, "本": 0, "this": 0, "下": 1, "next": 1, "下下": 2,
}  # fmt: skip

_MONTH = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_NTH = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_CALENDAR = (
    re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)"),
    re.compile(r"(?P<y>\d{4}) ?[-/.年] ?(?P<m>\d{1,2}) ?[-/.月] ?(?P<d>\d{1,2}) ?[日号]?"),
    re.compile(r"(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?[日号]?"),
    re.compile(r"(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<y>\d{4})"),
    re.compile(r"(?P<first>\d{1,2})[-/](?P<second>\d{1,2})"),
    re.compile(rf"{_NTH} {_MONTH}(?:,? (?P<y>\d{{4}}))?"),
    re.compile(rf"{_MONTH} {_NTH}(?:,? (?P<y>\d{{4}}))?"),
)
_COUNT = r"(?P<count>\d{1,4}|[一二两三四五六七八九十]{1,3})"
_WEEKDAY = re.compile(
    r"(?:(?P<week>上上|下下|上|下|这|本)个?)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])"
    rf"|(?:(?P<en_week>last|this|next) )?(?P<en_day>{'|'.join(_WEEKDAYS)})[a-z]*"
)
_DISTANCE = re.compile(
    rf"{_COUNT} ?(?P<unit>天|日|周|个?星期|个?礼拜)[之以]?(?:后|(?P<ago>前))"
    r"|(?P<in>in )?(?P<en_count>\d{1,4}) (?P<en_unit>day|week)s?(?(in)|(?P<en_ago> ago))"
)
_SHORT = re.compile(r"(?P<sign>[+-]) ?(?P<count>\d{1,4}) ?(?P<unit>[dwmy天日周月年])")
_MONTHS_AWAY = re.compile(
    rf"{_COUNT} ?(?P<unit>个?月|年)[之以]?(?:后|(?P<ago>前))"
    r"|(?P<in>in )?(?P<en_count>\d{1,4}) (?P<en_unit>month|year)s?(?(in)|(?P<en_ago> ago))"
)
_LAST_DAY = re.compile(
    r"(?P<which>上|本|这|下)?个?(?P<unit>月)的?[底末]|(?P<year>[今明去])?年[底末]"
    r"|(?:the )?end of (?:(?P<en_which>last|this|next) |the )?(?P<en_unit>month|year)"
    r"|(?P<bare>month|year)[ -]end|eo(?P<short>[my])"
)
_OF_MONTH = re.compile(r"(?:(?P<which>上|本|这|下)个?月的?)?(?P<day>\d{1,2}) ?[号日]")
_YEARS = {"去": -1, "今": 0, "明": 1}
# The weekday which pages show beside a date (3月10日 周二; Tue 10 Mar) tells nothing more.
_BESIDE = re.compile(
    rf"^(?:{'|'.join(_WEEKDAYS)})[a-z]*\.?,? (?=.*\d)"
    r"|(?<=[\d日号]) ?\(?(?:周|星期)[一二三四五六日天]\)?$"
)
# Spreadsheets and exports write a date as its midnight.
_MIDNIGHT = re.compile(r"(?<=\d)[t ]00?:00(?::00(?:\.0+)?)?z?$")

_ISO = re.compile(r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?: ?z| ?[+-]\d\d:?\d\d)?")
_TIMES = (
    re.compile(
        rf"(?P<part>凌晨|早上|上午|中午|下午|傍晚|晚上)? ?{_COUNT} ?[点时] ?"
        r"(?:(?P<half>半)|(?P<minute>\d{1,2}) ?分?)?$"
    ),
    re.compile(
        r"(?P<part>凌晨|早上|上午|中午|下午|傍晚|晚上)? ?"
        r"(?<!\d)(?P<count>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))? ?(?P<half>am|pm)?$"
    ),
    re.compile(r"(?<!\d)(?P<count>\d{1,2}) ?(?P<half>am|pm)$"),
)
_SOON = re.compile(
    rf"{_COUNT} ?个?(?P<unit>分钟|小时)[之以]?后"
    r"|in (?P<en_count>\d{1,4}) (?P<en_unit>minute|hour)s?"
)
# Hours below it are counted from noon: 下午3点 is 15:00, 晚上12点 midnight.
_AFTERNOON_UNTIL = {"pm": 12, "下午": 12, "傍晚": 12, "晚上": 13, "中午": 10}
_TONIGHT = {"今早": "今天早上", "今晚": "今天晚上", "明早": "明天早上", "明晚": "明天晚上"}


class BadDate(BadValue):
    """A text that is no date or moment, with what to do."""


def parse_date(text: str, *, today: date, lang: str, order: Order = "dmy") -> date:
    """The day that a text means, as seen from `today`.

    Accepts 2017-03-01, 2017/3/1, 20170301, 1/3/2017 (month first only with `order="mdy"`),
    2017年3月1日, 3月1日 (of today's year), 1 Mar 2017, 明天, 下周三, 周五 (the coming one), next
    Wednesday (of next week), 3天后, in 2 weeks, +3d, 月底, 下个月5号, end of month. `lang`
    tells how 3/1 without a year is read: in Chinese the month stands first. Raises `BadDate` with
    code `date` or `no_such_day`.
    """
    if len(text) > LONGEST:
        raise _bad()
    text = _MIDNIGHT.sub("", _tidy(text))
    if text in _NAMED:
        return today + timedelta(_NAMED[text])
    try:
        found = _relative(text, today)
        return found or _calendar(_BESIDE.sub("", text), today, lang, order)
    except (ValueError, OverflowError) as error:
        if isinstance(error, BadDate):
            raise
        message = N_("There is no such day: check the month and the day.")
        raise BadDate("no_such_day", message) from None


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def _bad() -> BadDate:
    message = N_(
        "This is not a date: write it as 2026-03-10, or in words such as tomorrow, next Wednesday."
    )
    return BadDate("date", message)


def _relative(text: str, today: date) -> date | None:
    weekday = _WEEKDAY.fullmatch(text)
    if weekday:
        week = weekday["week"] or weekday["en_week"]
        name = weekday["en_day"]
        place = _WEEKDAYS.index(name) if name else _CHINESE_WEEKDAYS[weekday["day"]]
        ahead = place - today.weekday()
        return today + timedelta(ahead + 7 * _WEEKS[week] if week else ahead % 7)
    distance = _DISTANCE.fullmatch(text)
    if distance:
        days = _count(distance["count"] or distance["en_count"])
        if (distance["unit"] or distance["en_unit"]) not in ("天", "日", "day"):
            days *= 7
        return today + timedelta(-days if distance["ago"] or distance["en_ago"] else days)
    short = _SHORT.fullmatch(text)
    if short:
        count = int(short["sign"] + short["count"])
        if short["unit"] in "d天日w周":
            return today + timedelta(count * (7 if short["unit"] in "w周" else 1))
        return months_later(today, count * (12 if short["unit"] in "y年" else 1))
    return _by_month(text, today)


def _by_month(text: str, today: date) -> date | None:
    """A day that is counted in months: 月底, 下个月5号, in 3 months, end of year."""
    away = _MONTHS_AWAY.fullmatch(text)
    if away:
        months = _count(away["count"] or away["en_count"])
        months *= 12 if (away["unit"] or away["en_unit"]) in ("年", "year") else 1
        return months_later(today, -months if away["ago"] or away["en_ago"] else months)
    last = _LAST_DAY.fullmatch(text)
    if last:
        unit = last["unit"] or last["en_unit"] or last["bare"] or last["short"] or "year"
        steps = _WEEKS.get(last["which"] or last["en_which"], 0)
        if unit in ("月", "month", "m"):
            return months_later(today.replace(day=1), steps + 1) - timedelta(1)
        return date(today.year + steps + _YEARS.get(last["year"], 0), 12, 31)
    of_month = _OF_MONTH.fullmatch(text)
    if of_month:
        month = months_later(today.replace(day=1), _WEEKS.get(of_month["which"], 0))
        return month.replace(day=int(of_month["day"]))
    return None


def months_later(day: date, months: int) -> date:
    """The same day of another month, or that month's last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _count(text: str) -> int:
    """Digits, or a Chinese number up to 99."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if (len(tens), len(ones)) > (1, 1) or len(ones) > 1 or tens not in {"", *_DIGITS}:
        raise _bad()
    return 10 * _DIGITS.get(tens, 1) * len(ten) + _DIGITS.get(ones, 0)


def _calendar(text: str, today: date, lang: str, order: Order) -> date:
    found = next(filter(None, (pattern.fullmatch(text) for pattern in _CALENDAR)), None)
    if not found:
        raise _bad()
    given: dict[str, str | None] = found.groupdict()
    year = given.get("y")
    first, second = given.get("first"), given.get("second")
    if order == "dmy" and (year or not lang.startswith("zh")):
        first, second = second, first
    name = given.get("name")
    month = _MONTHS.index(name) + 1 if name else int(given.get("m") or first or 0)
    return date(int(year or today.year), month, int(given.get("d") or second or 0))


def parse_moment(
    text: str, *, now: datetime, tz: tzinfo, lang: str = "zh-hans", order: Order = "dmy"
) -> datetime:
    """The moment that a text means, in `tz`, as seen from `now` (aware).

    A date of `parse_date` with a time behind (14:30, 2:30 pm, 下午两点半), a time alone (today), a
    date alone (its midnight), 现在, 30分钟后, in 2 hours, or ISO 8601, whose own offset counts.
    Raises `BadDate` with code `date`, `no_such_day` or `no_such_time`.
    """
    if len(text) > LONGEST:
        raise _bad()
    text = _tidy(text)
    now = now.astimezone(tz)
    if text in ("现在", "now"):
        return now
    soon = _SOON.fullmatch(text)
    if soon:
        count = _count(soon["count"] or soon["en_count"])
        is_hours = (soon["unit"] or soon["en_unit"]) in ("小时", "hour")
        return now + timedelta(hours=count) if is_hours else now + timedelta(minutes=count)
    try:
        if _ISO.fullmatch(text):
            return _placed(datetime.fromisoformat(text.replace(" z", "z").upper()), tz)
        return _day_and_time(text, now, tz, lang, order)
    except (ValueError, OverflowError) as error:
        if isinstance(error, BadDate):
            raise
        message = N_("There is no such time: write it as 14:30.")
        raise BadDate("no_such_time", message) from None


def _day_and_time(text: str, now: datetime, tz: tzinfo, lang: str, order: Order) -> datetime:
    text = _TONIGHT.get(text[:2], text[:2]) + text[2:]
    found = next(filter(None, (pattern.search(text) for pattern in _TIMES)), None)
    day_text = text[: found.start()] if found else text
    day_text = day_text.rstrip(" ,的").removesuffix(" at").removesuffix(",")
    day = now.date()
    if not found or day_text not in ("", "at"):
        day = parse_date(day_text, today=day, lang=lang, order=order)
    midnight = datetime.combine(day, time())
    return _placed(midnight + _since_midnight(found) if found else midnight, tz)


def _since_midnight(found: re.Match[str]) -> timedelta:
    given = found.groupdict()
    hour, half, part = _count(given["count"]), given["half"], given.get("part")
    minute = 30 if half == "半" else int(given.get("minute") or 0)
    clock = time(hour % 24, minute, int(given.get("second") or 0))
    if hour > 24 or (half in ("am", "pm") and not 1 <= hour <= 12):
        raise ValueError
    if half == "am" or part in ("凌晨", "早上", "上午"):
        hour = 0 if hour == 12 else hour
    elif hour < _AFTERNOON_UNTIL.get(part or half or "", 0):
        hour += 12
    return timedelta(hours=hour, minutes=clock.minute, seconds=clock.second)


def _placed(moment: datetime, tz: tzinfo) -> datetime:
    """A wall-clock time in its zone; one that a clock change skips moves behind the gap."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=tz)
    return aware.astimezone(UTC).astimezone(tz)
