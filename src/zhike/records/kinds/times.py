"""Days and moments."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import get_language

from zhike.base import periods
from zhike.base.dates import parse_date, parse_moment
from zhike.base.text import clean_text
from zhike.records.kinds.base import COMPARE, Kind, text_of

if TYPE_CHECKING:
    from zhike.records.fieldspec import FieldSpec


class Date(Kind):
    """A day."""

    name = "date"
    operators: tuple[str, ...] = (*COMPARE, "within")

    def bounds(self, period: str) -> tuple[Any, Any]:
        """The first value of a period and the first behind it, as the reader's calendar has it."""
        return periods.days_of(period, timezone.localdate())

    def read(self, spec: FieldSpec, raw: Any) -> Any:
        """A day as ISO or as people write it."""
        if isinstance(raw, dt.datetime):
            return raw.date()
        if isinstance(raw, dt.date):
            return raw
        text = clean_text(text_of(raw), max_length=40, multiline=False)
        return parse_date(text, today=timezone.localdate(), lang=get_language() or "en")

    def json(self, spec: FieldSpec, value: Any) -> Any:
        """ISO 8601."""
        return value if value is None or isinstance(value, str) else value.isoformat()

    def text(self, spec: FieldSpec, value: Any) -> str:
        """ISO 8601, which every spreadsheet reads."""
        return self.json(spec, value) or ""

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """A full date."""
        return {"type": "string", "format": "date"}


class Moment(Kind):
    """A time on a day."""

    name = "moment"
    operators: tuple[str, ...] = (*COMPARE, "within")

    def bounds(self, period: str) -> tuple[Any, Any]:
        """The midnights at which a period begins and is over, where the reader is."""
        first, behind = periods.days_of(period, timezone.localdate())
        return _midnight(first), _midnight(behind)

    def read(self, spec: FieldSpec, raw: Any) -> Any:
        """A moment; without an offset it is in the reader's time zone."""
        if isinstance(raw, dt.datetime):
            return raw if raw.tzinfo else timezone.make_aware(raw)
        text = clean_text(text_of(raw), max_length=60, multiline=False)
        tz, lang = timezone.get_current_timezone(), get_language() or "en"
        return parse_moment(text, now=timezone.now(), tz=tz, lang=lang)

    def json(self, spec: FieldSpec, value: Any) -> Any:
        """ISO 8601 in UTC."""
        return None if value is None else value.astimezone(dt.UTC).isoformat()

    def text(self, spec: FieldSpec, value: Any) -> str:
        """Local time to the minute."""
        return "" if value is None else timezone.localtime(value).strftime("%Y-%m-%d %H:%M")

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """A date-time."""
        return {"type": "string", "format": "date-time"}


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return None if day is None else timezone.make_aware(dt.datetime.combine(day, dt.time()))
