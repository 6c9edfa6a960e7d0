"""What is understood of a date or a number while it is typed: the verdict of the field's kind."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import get_language

from zhike.base.errors import BadValue
from zhike.base.money import currencies, format_amount
from zhike.records.errors import say
from zhike.records.fieldspec import FieldSpec
from zhike.records.kinds import KINDS
from zhike.records.models import Company
from zhike.web.dates import CHINESE_WEEK
from zhike.web.requests import PageRequest

TYPED = {"date": "date", "datetime": "moment", "money": "money", "number": "number"}
"""The controls that say what they understood, with the kind of field that decides."""


def understood(request: PageRequest) -> JsonResponse:
    """`{"text"}` as it will be kept, and `value` for a calendar; or `{"error"}`."""
    kind = TYPED.get(request.GET.get("kind", ""), "number")
    spec = FieldSpec(name=kind, label="", kind=KINDS[kind], column=kind)
    try:
        value = spec.parse(request.GET.get("text", ""))
    except BadValue as error:
        return JsonResponse({"error": say(error)})
    if value is None:
        return JsonResponse({"text": ""})
    return JsonResponse(_said(kind, value, request.GET.get("currency", "")))


def _said(kind: str, value: Any, currency: str) -> dict[str, str]:
    if kind == "money":
        code = currency if currency in currencies() else Company.here().base_currency
        return {"text": format_amount(value, code, lang=get_language() or "zh-hans")}
    if kind == "number":
        return {"text": f"{Decimal(value).normalize():,f}"}
    local = timezone.localtime(value) if kind == "moment" else value
    is_chinese = (get_language() or "zh").startswith("zh")
    weekday = f"周{CHINESE_WEEK[local.weekday()]}" if is_chinese else f"{local:%a}"
    shown = f"{local:%Y-%m-%d} {weekday}"
    if kind == "moment":
        return {"text": f"{shown} {local:%H:%M}", "value": f"{local:%Y-%m-%dT%H:%M}"}
    return {"text": shown, "value": local.isoformat()}
