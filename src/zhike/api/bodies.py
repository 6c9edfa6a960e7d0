"""What a request carries: strict JSON, and query parameters that are all known."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError
from django.utils.translation import gettext as _

from zhike.api.problems import Problem, malformed

MAX_DEPTH = 32
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_UUID7 = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.I)
_VERSION = re.compile(r'"([0-9]{1,9})"')


class _NotJsonError(ValueError):
    """Something that the JSON standard, or a database, has no room for."""


def _refused(text: str) -> Any:
    raise _NotJsonError(text)


def _number(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _refused(text)


def parse(text: str) -> Any:
    """A JSON value without NaN, infinite numbers, NUL or lone surrogates; raises ValueError."""
    try:
        value = json.loads(text, parse_constant=_refused, parse_float=_number)
    except RecursionError:
        raise _NotJsonError("depth") from None
    _look_through(value, 0)
    return value


def _look_through(value: Any, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise _NotJsonError("depth")
    if isinstance(value, str):
        if _UNSTORABLE.search(value):
            raise _NotJsonError("character")
    elif isinstance(value, list):
        for item in value:
            _look_through(item, depth + 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            _look_through(key, depth)
            _look_through(item, depth + 1)


def body(request: HttpRequest, *, optional: bool = False) -> dict[str, Any]:
    """The request's JSON object; with `optional`, nothing stands for an empty one.

    Raises Problem: media-type, too-large or malformed.
    """
    raw = _raw(request)
    if not raw:
        if optional:
            return {}
        raise malformed("", _("The body must be a JSON object."))
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    if request.content_type != "application/json" or charset not in ("utf-8", "utf8"):
        raise Problem("media-type", _("Send the body as application/json in UTF-8."))
    try:
        found = parse(raw.decode())
    except ValueError:
        message = _(
            "The body must be JSON in UTF-8: no NaN, no NUL, no half characters,"
            " no numbers of thousands of digits, at most %(depth)s levels deep."
        )
        raise malformed("", message % {"depth": MAX_DEPTH}) from None
    if not isinstance(found, dict):
        raise malformed("", _("The body must be a JSON object."))
    return found


def _raw(request: HttpRequest) -> bytes:
    try:
        return request.body
    except RequestDataTooBig:
        raise Problem("too-large") from None
    except UnreadablePostError:
        raise malformed("", _("The body broke off.")) from None


def query(request: HttpRequest, *known: str) -> dict[str, str]:
    """The query parameters; one that is unknown, or holds NUL, is 400: a typo must not pass."""
    found = {name: str(value) for name, value in request.GET.items()}
    for name, value in found.items():
        if name not in known:
            message = _("There is no such parameter; there are: %(known)s.")
            raise malformed(name, message % {"known": ", ".join(known) or "-"})
        if "\x00" in value:
            raise malformed(name, _("Remove the NUL character: it cannot be kept."))
    return found


def whole(asked: dict[str, str], name: str, default: int, most: int) -> int:
    """A whole number from 1 to `most` among the query parameters."""
    text = asked.get(name)
    if text is None:
        return default
    if not re.fullmatch("[0-9]{1,18}", text) or not 1 <= int(text) <= most:
        message = _("Give a whole number from 1 to %(most)s.")
        raise malformed(name, message % {"most": most})
    return int(text)


def filter_of(asked: dict[str, str]) -> dict[str, Any] | None:
    """The filter, a JSON object; None where there is none."""
    if "filter" not in asked:
        return None
    try:
        found = parse(asked["filter"])
    except ValueError:
        found = None
    if not isinstance(found, dict) or not found:
        raise malformed("filter", _("Give the filter as a JSON object."))
    return found


def moment(name: str, text: str) -> dt.datetime:
    """A moment with its offset, in UTC."""
    try:
        found = dt.datetime.fromisoformat(text)
        if found.tzinfo is not None:
            return found.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        pass
    raise malformed(name, _("Give a moment with its offset, such as 2026-03-10T00:00:00Z."))


def version_of(request: HttpRequest, *, needed: bool = True) -> int | None:
    """The version in If-Match; 428 where it is needed and none is given."""
    text = request.headers.get("If-Match", "").strip()
    if text in ("", "*"):
        if not needed and not text:
            return None
        detail = _('Send the version that you started from as If-Match: "<version>".')
        raise Problem("version-needed", detail)
    match = _VERSION.fullmatch(text)
    if match is None:
        raise malformed("If-Match", _('Write the version as "3", with the quotation marks.'))
    return int(match[1])


def client_id(values: dict[str, Any]) -> UUID | None:
    """Take the id that an offline device gave its new record: a UUIDv7 of our time."""
    raw = values.pop("id", None)
    if raw is None:
        return None
    message = _("Give a UUID of version 7, or leave the id out.")
    if not isinstance(raw, str) or not _UUID7.fullmatch(raw):
        raise malformed("id", message)
    return UUID(raw)
