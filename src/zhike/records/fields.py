"""Model fields that several record types share."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import models
from django.utils.functional import lazy
from django.utils.translation import get_language

from zhike.base.money import currencies, currency_name

# Shown first, since most deals here are in one of them.
COMMON = ("CNY", "USD", "EUR", "HKD", "JPY", "GBP", "KRW", "SGD", "TWD", "AUD", "CAD", "RUB")


def _in_the_readers_language(code: str) -> str:
    zh = (get_language() or "zh").startswith("zh")
    return currency_name(code, "zh-hans" if zh else "en")


_name = lazy(_in_the_readers_language, str)


@cache
def _choices() -> tuple[tuple[str, str], ...]:
    """Every currency in use, by its code; once for all fields, since each name is a promise."""
    codes = [*COMMON, *sorted(currencies() - set(COMMON))]
    return tuple((code, _name(code)) for code in codes)


class CurrencyField(models.CharField):  # type: ignore[type-arg]
    """The currency in which a record's amounts stand: an ISO 4217 code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Every currency in use is a choice, by its code or its name."""
        kwargs["choices"] = _choices()
        super().__init__(*args, **(kwargs | {"max_length": 3}))

    def deconstruct(self) -> Any:
        """Leave the choices out: a currency more or less needs no migration."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {k: v for k, v in kwargs.items() if k != "choices"}
