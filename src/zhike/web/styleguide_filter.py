"""Samples of the filter for the style guide: every kind of row."""

from __future__ import annotations

from typing import Any

Sample = dict[str, Any]
SIZES = [
    {"value": "s", "label": "50 人以下"},
    {"value": "m", "label": "50–500 人"},
    {"value": "l", "label": "500 人以上"},
]
PERIODS = [{"value": "this_month", "label": "本月"}, {"value": "last_week", "label": "上周"}]
UNITS = [{"value": "days", "label": "天"}, {"value": "months", "label": "个月"}]
FILTERS: list[Sample] = [
    {"name": "team", "label": "团队", "kind": "multiple", "options": SIZES,
     "operators": [{"value": "in", "label": "属于（含下级）"}]},
    {"name": "amount", "label": "12个月成交", "kind": "money", "currency": "¥",
     "operators": [{"value": "gte", "label": "大于等于"},
                   {"value": "empty", "label": "没有填", "bare": True}]},
    {"name": "due", "label": "next contact", "kind": "date",
     "operators": [{"value": "lt", "label": "before"}]},
    {"name": "visits:", "label": "往来", "kind": "nest", "choices_url": "#",
     "operators": [{"value": "some", "label": "至少有一个"},
                   {"value": "none", "label": "一个也没有"}]},
]  # fmt: skip
CONDITIONS = [
    {"field": "team", "operator": "in", "value": ["s", "m"]},
    {"field": "amount", "operator": "gte", "value": "1000000"},
    {
        "field": "visits:",
        "operator": "none",
        "holds": "all",
        "rows": [
            {"field": "size", "operator": "in", "value": ["s"]},
            {"field": "at", "operator": "last_n", "amount": 90, "unit": "days"},
        ],
        "fields": [
            {
                "name": "size",
                "label": "类型",
                "kind": "multiple",
                "options": SIZES,
                "operators": [{"value": "in", "label": "属于"}],
            },
            {
                "name": "at",
                "label": "时间",
                "kind": "date",
                "periods": PERIODS,
                "units": UNITS,
                "operators": [
                    {"value": "last_n", "label": "最近", "takes": "count"},
                    {"value": "within", "label": "在", "takes": "period"},
                ],
            },
        ],
    },
    {
        "holds": "any",
        "rows": [
            {"field": "due", "operator": "lt", "value": "2026-04-01"},
            {"field": "amount", "operator": "empty"},
        ],
    },
    {"text": "商机至少有一个，其中（…）", "json": "{}"},
]
