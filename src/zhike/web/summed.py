"""A sum of several currencies in words: what it is made of, at which rates, what is left out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhike.base.money import format_amount
from zhike.records.currencies import Summed
from zhike.web.dates import day_text


def made_of(summed: Summed) -> str:
    """`With US$1,000.00 at the rates of 1 Jan 2026. Not counted, for want of a rate: €20.00.`"""
    said = []
    if summed.converted and summed.dated:
        text = _("With %(amounts)s at the rates of %(day)s.")
        if summed.until != summed.dated:
            text = _("With %(amounts)s, each at the rate of its day (%(day)s to %(until)s).")
        first, last = (day_text(one, weekday=False) if one else ""
                       for one in (summed.dated, summed.until))  # fmt: skip
        said.append(text % {"amounts": _amounts(summed.converted), "day": first, "until": last})
    if summed.missing:
        text = _("Not counted, for want of a rate: %(amounts)s.")
        said.append(text % {"amounts": _amounts(summed.missing)})
    return " ".join(said)


def _amounts(sums: Mapping[str, Decimal]) -> str:
    lang = get_language() or "zh-hans"
    return _("; ").join(format_amount(amount, one, lang=lang) for one, amount in sums.items())
