"""Model fields that several record types share."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.functional import lazystr
from django.utils.translation import get_language

from zhike.base.money import currencies, currency_name

# Shown first, since most deals here are in one of them.
COMMON = ("CNY", "USD", "EUR", "HKD", "JPY", "GBP", "KRW", "SGD", "TWD", "AUD", "CAD", "RUB")


class CurrencyName:
    """A currency in the reader's language."""

    def __init__(self, code: str) -> None:
        """Keep its ISO 4217 code."""
        self.code = code

    def __str__(self) -> str:
        zh = (get_language() or "zh").startswith("zh")
        return currency_name(self.code, "zh-hans" if zh else "en")


class CurrencyField(models.CharField):  # type: ignore[type-arg]
    """The currency in which a record's amounts stand: an ISO 4217 code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Every currency in use is a choice, by its code or its name."""
        codes = [*COMMON, *sorted(currencies() - set(COMMON))]
        kwargs["choices"] = [(code, lazystr(CurrencyName(code))) for code in codes]
        super().__init__(*args, **(kwargs | {"max_length": 3}))

    def deconstruct(self) -> Any:
        """Leave the choices out: a currency more or less needs no migration."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {k: v for k, v in kwargs.items() if k != "choices"}
