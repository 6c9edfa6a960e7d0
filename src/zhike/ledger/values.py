"""How a field's value stands in a change: plain JSON, the same on both databases.

`dump` and `load` are inverse for every stored value. Texts over `LARGE` characters are kept once
in the table of texts and referred to by their digest.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db import models

from zhike.ledger.fields import MoneyField

type_json = Any
LARGE = 1000
TEXT_KEY = "$text"


def dump(value: Any) -> Any:
    """A Python value as JSON: ids, dates and amounts become text; moments are in UTC."""
    if value is None or isinstance(value, str | int | float | list | dict):
        return value
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    raise TypeError(f"The ledger has no form for {type(value).__name__}.")


def _decimal(field: models.DecimalField[Any, Any]) -> Callable[[Any], Any]:
    places = Decimal(1).scaleb(-field.decimal_places)
    return lambda text: Decimal(text).quantize(places)


@cache
def loader(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    """The function that turns a non-null JSON value into the field's Python value."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.UUIDField):
        return UUID
    if isinstance(target, MoneyField):
        return Decimal
    if isinstance(target, models.DecimalField):
        return _decimal(target)
    if isinstance(target, models.DateTimeField):
        return dt.datetime.fromisoformat
    if isinstance(target, models.DateField):
        return dt.date.fromisoformat
    if isinstance(target, models.TimeField):
        return dt.time.fromisoformat
    return lambda value: value


def load(field: models.Field[Any, Any], value: Any) -> Any:
    """A JSON value as the field's Python value."""
    return None if value is None else loader(field)(value)


@cache
def blank(field: models.Field[Any, Any]) -> Any:
    """What a field holds before anything is written: the value that a creation leaves out."""
    if field.null:
        return None
    if isinstance(field, models.JSONField):
        return {} if field.default is dict else []
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.CharField | models.TextField):
        return ""
    if isinstance(field, models.IntegerField | models.DecimalField):
        return dump(field.to_python(0))
    return None


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def canonical(diff: Any) -> str:
    """The one text of a diff, over which the seal's digest is taken."""
    return _encode(diff)


def digest_of(text: str) -> str:
    """The name under which a large text is kept."""
    return hashlib.sha256(text.encode()).hexdigest()
