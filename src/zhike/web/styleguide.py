"""The living style guide: every component in every state, with Chinese and English samples."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhike.records.term import concepts
from zhike.web.styleguide_drawings import CONTACT, DEAL, GRAPH, LANES, LATE, SLOW, SUM
from zhike.web.styleguide_filter import CONDITIONS, FILTERS, SIZES
from zhike.web.styleguide_states import STATES

Sample = dict[str, Any]

COLOURS = [
    "paper-0", "paper-1", "paper-2", "paper-3", "line-1", "line-2", "line-control", "ink-3",
    "ink-2", "ink-1", "seal", "indigo", "pine", "ochre", "mauve", "seal-tint", "indigo-tint",
    "pine-tint", "ochre-tint", "mauve-tint",
]  # fmt: skip


def styleguide(request: HttpRequest) -> HttpResponse:
    """The page; it needs no record and no right."""
    words = concepts()[:3]
    return render(
        request, "web/styleguide.html", {**SAMPLES, "words": words, "icons": icon_names()}
    )


@cache
def icon_names() -> list[str]:
    """Every icon of the sprite, sorted."""
    sprite = Path(__file__).parent / "static/web/icons.svg"
    return sorted(set(re.findall(r'<symbol id="([\w-]+)"', sprite.read_text())) - {"brand"})


def money(text: str, unit: str = "", exact: str = "") -> Sample:
    """A sum as components take it."""
    return {"kind": "money", "text": text, "unit": unit, "exact": exact}


def text(value: str) -> Sample:
    """A cell of plain text."""
    return {"kind": "text", "text": value}


def customer(
    name: str, tier: str, bought: Sample, stage: tuple[str, str], following: Sample, owner: str
) -> Sample:
    """A row of the sample list."""
    return {
        "id": name,
        "label": name,
        "cells": [
            {"kind": "name", "text": name, "url": "#table", "shape": "organization", "tier": tier},
            bought,
            {"kind": "badge", "text": stage[0], "tone": stage[1]},
            following,
            {"kind": "who", "text": owner},
            {"kind": "tags", "texts": ["九寨线"] if tier == "gold" else []},
            {"kind": "phone", "text": "028 8666 1212", "url": "tel:+862886661212"},
            {"kind": "progress", "value": 82 if tier == "gold" else 40, "note": "82"},
        ],
    }


ACTIONS = [
    {"label": "保存", "tone": "primary"},
    {"label": "取消"},
    {"label": "更多设置", "tone": "quiet"},
    {"label": "看全部", "tone": "link"},
    {"label": "删除…", "tone": "danger", "icon": "trash"},
    {"label": "永久删除", "tone": "danger-solid"},
    {"label": "call", "icon": "phone"},
    {"label": "more", "icon": "more", "bare": True},
    {"label": "filter", "icon": "filter", "count": 3, "pressed": True},
    {"label": "saving", "tone": "primary", "busy": True},
    {"label": "保存", "disabled": True, "reason": "你的角色不能改，找赵磊"},
    {"label": "小", "size": "small"},
    {"label": "search", "key": "/"},
]
VIEWS = [
    {"label": "列表", "url": "#button", "icon": "list"},
    {"label": "看板", "url": "#button", "icon": "board"},
]
CURRENCIES = [{"value": "CNY", "label": "CNY ¥"}, {"value": "USD", "label": "USD $"}]
FIELDS: list[Sample] = [
    {"kind": "text", "name": "name", "label": "商机名称", "value": "K10纯电60台", "required": True},
    {
        "kind": "money", "name": "amount", "label": "金额", "value": "-5", "currency": "CNY",
        "currencies": CURRENCIES, "error": "金额要大于0，写成1234567.89",
    },
    {"kind": "date", "name": "close", "label": "预计成交", "value": "2026-04-28"},
    {"kind": "datetime", "name": "next", "label": "next contact", "value": "2026-03-12 14:00"},
    {
        "kind": "select", "name": "size", "label": "规模", "options": SIZES, "value": "m",
        "meanings": [
            {"label": "中型", "definition": "自有车辆 50 到 300 台", "examples": "蓉城定制通勤"},
        ],
        "more_url": "/dictionary/",
        "hint": "进入条件：至少1条优势、1条不足",
    },
    {"kind": "number", "name": "probability", "label": "probability", "value": "40", "unit": "%"},
    {
        "kind": "relation", "name": "party", "label": "客户", "value": "1",
        "display": "川途客运集团有限公司", "options_url": "#",
    },
    {
        "kind": "text", "name": "number", "label": "编号", "value": "SJ-2026-0312",
        "readonly": True, "reason": "编号由系统发出，不能改",
    },
    {
        "kind": "text", "name": "discount", "label": "折扣", "value": "8%", "disabled": True,
        "reason": "你的角色不能改，找赵磊",
    },
    {"kind": "text", "name": "uscc", "label": "统一社会信用代码", "optional": True,
     "placeholder": "18位", "hint": "填了可自动带出抬头"},
    {"kind": "email", "name": "mail", "label": "email", "value": "he.jianguo@example.com"},
    {"kind": "multiple", "name": "roles", "label": "角色", "options": SIZES, "value": ["s", "l"]},
    {"kind": "radios", "name": "when", "label": "上门时间", "options": SIZES, "value": "s"},
    {"kind": "textarea", "name": "body", "label": "跟进", "wide": True,
     "value": "看了龙泉驿场站，充电桩24个，够60台轮充。\n何总最在意交期。"},
    {"kind": "checkbox", "name": "agree", "label": "对方同意收短信", "value": True},
    {"kind": "switch", "name": "remind", "label": "remind me before it is due", "value": True},
]  # fmt: skip
PROBLEMS = [
    {"label": "金额", "text": "要大于0，写成1234567.89", "id": "id_amount"},
    {"text": "这个客户已有同名商机，改个名字或打开那一条"},
]
TYPES = [{"value": "phone", "label": "电话"}, {"value": "mail", "label": "邮箱"}]


def contact_point(number: str, value: str = "") -> Sample:
    """A row of the sample formset."""
    start = f"points-{number}-"
    return {
        "identity": [{"name": f"{start}id", "value": ""}],
        "delete": f"{start}DELETE",
        "fields": [
            {"kind": "select", "name": f"{start}type", "label": "类型", "options": TYPES,
             "value": "phone", "required": True},
            {"kind": "text", "name": f"{start}value", "label": "号码或地址", "value": value},
            {"kind": "text", "name": f"{start}label", "label": "备注"},
        ],
    }  # fmt: skip


COLUMNS = [
    {"label": "客户", "pinned": True, "at": "2", "sort_url": "#table", "sorted": "asc"},
    {"label": "12个月成交", "numeric": True, "at": "3", "sort_url": "#table"},
    {"label": "stage", "at": "2"},
    {"label": "下次联系", "at": "3", "sort_url": "#table"},
    {"label": "owner"},
    {"label": "标签"},
    {"label": "电话"},
    {"label": "健康分"},
]
ROWS = [
    customer(
        "川途客运集团有限公司", "gold", money("¥2,860", "万", "28600000.00"), ("保持", "pine"),
        {"kind": "date", "text": "今天 10:00", "iso": "2026-03-10T10:00", "tone": "seal"},
        "周子涵",
    ),
    customer(
        "四川省蓉城定制通勤与城际旅游客运服务股份有限公司", "silver", {"kind": "money"},
        ("获取", "ochre"), {"kind": "date", "text": "3月16日 周一", "iso": "2026-03-16"},
        "欧阳文博",
    ),
    customer(
        "Lao Express Transport & Logistics Ltd", "iron", money("¥1,420", "万", "14200000.00"),
        ("develop", "indigo"), {"kind": "date"}, "Maria Chen",
    ),
]  # fmt: skip
TABS = [
    {"label": "往来", "url": "#tabs", "current": True},
    {"label": "opportunities", "url": "#tabs", "count": 1},
    {"label": "服务", "url": "#tabs", "count": 2, "tone": "seal"},
]
TRAIL = [{"label": "客户", "url": "#tabs"}, {"label": "大客户部，未回访"}]
STATS = [
    {"label": "终身价值（预测）", "value": "¥6,840", "unit": "万", "note": "白金线 ¥8,000万"},
    {"label": "12个月成交", "value": "¥2,860", "unit": "万", "exact": "28600000.00",
     "note": "同比 ▲ 18%", "url": "#keys"},
    {"label": "应收逾期", "value": "¥8", "unit": "万", "note": "逾期12天", "tone": "seal"},
    {"label": "satisfaction", "value": "3.6", "unit": "/ 5", "note": "4.3 last quarter",
     "tone": "seal"},
]  # fmt: skip
QUESTIONS = [
    {"ask": "我们都给客户承诺过什么？", "url": "#keys", "figure": "37", "unit": "条未了",
     "because": "本周到期6条", "state": "2处冲突", "needs": True},
    {"ask": "Who are the true buyers among the 4,700 cards?", "url": "#keys", "figure": "86",
     "because": "by behaviour and profile", "state": "7 new"},
]  # fmt: skip
HEAD = {
    "title": "川途客运集团有限公司", "shape": "organization", "tier": "gold",
    "meta": [{"text": "客户 · 供应商"}, {"text": "旅游客运，四川 成都"},
             {"kind": "who", "hint": "负责人", "text": "周子涵"}],
    "actions": [{"label": "call", "icon": "phone"}, {"label": "edit", "icon": "edit"}],
}  # fmt: skip
CHOICES: list[Sample] = [
    {"title": "问题", "choices": [
        {"label": "谁是真正的买家？", "url": "#keys", "icon": "chat", "is_question": True},
        {"label": "Which deals stand still?", "url": "#keys", "icon": "chat", "is_question": True},
    ]},
    {"title": "records", "choices": [
        {"label": "川途客运集团有限公司", "url": "#keys", "icon": "party", "note": "客户"},
    ]},
    {"title": "动作", "choices": [{"label": "新建客户", "url": "#keys", "icon": "plus"}]},
]  # fmt: skip
LONG = "电话，上午；不收短信。换购窗口2026年4月–6月，22台，先看长坡的热管理实测数据再谈。"
TASKS = [
    {"when": "10:00", "when_note": "已过34分", "late": True, "first": True, "name": "何建国",
     "title": "何建国 · 川途客运集团", "url": "#keys", "tier": "gold",
     "badges": [{"text": "交期承诺冲突", "tone": "seal", "icon": "alert"}],
     "why": "昨天两次来电未接。我方答过20天和30天两个交期，先定口径再回。",
     "actions": [{"label": "定口径", "tone": "primary"}, {"label": "回电", "icon": "phone"}]},
    {"when": "today", "when_note": "due", "name": "Lao Express", "shape": "organization",
     "title": "Lao Express · quote Q-2026-0287", "url": "#keys", "why": "It runs out tonight.",
     "actions": [{"label": "open"}]},
    {"when": "09:40", "when_note": "已办", "done": True, "name": "林晓燕", "url": "#keys",
     "title": "林晓燕 · 巴渝巴士", "why": "已通话6分12秒，约3月18日看样车。",
     "actions": [{"label": "undo", "icon": "undo", "tone": "quiet"}]},
]  # fmt: skip
FACTS = [
    {"label": "电话", "cell": {"kind": "phone", "text": "028 8666 **12", "url": "#facts"},
     "edit_url": "#facts", "note": "CRM与ERP两处不一致", "tone": "seal"},
    {"label": "credit", "cell": money("¥3,000", "万", "30000000.00"), "edit_url": "#facts",
     "id": "fact-specimen", "source_url": "#facts"},
    {"label": "负责人", "cell": {"kind": "who", "text": "周子涵"}},
    {"label": "标签", "cell": {"kind": "tags", "texts": ["九寨线", "重安全", "tender"]}},
    {"label": "website", "cell": {"kind": "web", "text": "chuantu.example", "url": "#facts"}},
    {"label": "备注", "cell": {"kind": "long", "text": LONG}},
    {"label": "生日", "cell": {"kind": "date"}, "edit_url": "#facts"},
]  # fmt: skip
STEPS = [
    {"label": "初步了解", "state": "done", "note": "12天"},
    {"label": "方案评审", "state": "late", "note": "超9天"},
    {"label": "商务谈判", "state": "todo"},
    {"label": "won", "state": "todo"},
]
SIDES = [
    {"value": "20天", "who": "赵磊", "source": "报价Q-2026-0312，3月5日"},
    {"value": "30天", "who": "周子涵", "source": "拜访，3月2日"},
]
ENTRIES = [
    {"day": "今天 3月10日"},
    {"icon": "phone", "tone": "seal", "who": "何建国", "text": "来电，周子涵未接到",
     "time": "09:26", "badge": "需回电", "badge_tone": "seal", "body": "响铃18秒。当天第二次。",
     "door": "电话", "change_set": "变更集 #48 213", "change_set_url": "#timeline"},
    {"icon": "edit", "who": "赵磊", "text": "改了2个字段", "time": "08:51", "door": "web",
     "changes": [{"label": "预计成交", "before": "4月15日", "after": "4月28日"},
                 {"label": "amount", "before": "", "after": "¥5,520万"}],
     "change_set": "变更集 #48 190", "change_set_url": "#timeline", "undo_url": "#"},
    {"icon": "won", "tone": "pine", "who": "Maria Chen", "text": "won “Airport shuttle, 25 units”",
     "time": "yesterday", "door": "API"},
    {"icon": "import", "who": "王清", "text": "导入「成都展会2026」", "time": "3月2日",
     "body": "新增联系人2位，补全职务1处。", "door": "import", "undone": "王清于3月3日撤销"},
]  # fmt: skip
JOBS: list[Sample] = [
    {"id": "job-1", "title": "导入「展会2026」", "state": "running", "done": 3102, "total": 4700,
     "text": "3,102 / 4,700行 · 约12秒", "stop_url": "#",
     "counts": [{"label": "新增", "value": "2,871"}, {"label": "并入", "value": "231"}]},
    {"id": "job-2", "title": "Export of customers", "state": "queued", "text": "2 before it",
     "stop_url": "#"},
    {"id": "job-3", "title": "导入「名片」", "state": "done", "done": 4700, "total": 4700,
     "text": "4,700行 · 38秒", "failed_url": "#", "undo_url": "#", "open_url": "#",
     "counts": [{"label": "新增", "value": "4,686"},
                {"label": "待改", "value": "14", "tone": "seal"}]},
    {"id": "job-4", "title": "导入「旧表」", "state": "failed", "done": 120, "total": 900,
     "text": "120 / 900行", "error": "第121行起编码不是UTF-8也不是GB 18030。", "undo_url": "#"},
]  # fmt: skip

NOTIFICATIONS: list[Sample] = [
    {"icon": "chat", "text": "赵磊在“准备K10报价”中提到了您", "url": "#job", "time": "16:54",
     "is_unread": True, "read_url": "#", "id": "notification-1"},
    {"icon": "won", "text": "Maria Chen won your deal “Airport shuttle” and 99 more",
     "url": "#job", "time": "09:12"},
]  # fmt: skip

SAMPLES: Sample = {
    "colours": COLOURS,
    "actions": ACTIONS,
    "views": VIEWS,
    "fields": FIELDS,
    "offers": [
        {"value": "明天9点", "label": "明天9点"},
        {"value": "in 3 days", "label": "in 3 days"},
    ],
    "problems": PROBLEMS,
    "points": [contact_point("0", "+86 138 0000 1212"), contact_point("1", "he@example.com")],
    "blank_point": contact_point("__prefix__"),
    "columns": COLUMNS,
    "rows": ROWS,
    "totals": [text("3家"), money("¥4,280", "万", "42800000.00"), *({"kind": ""},) * 6],
    "filters": FILTERS,
    "conditions": CONDITIONS,
    "bulk": [
        {"label": "分配", "icon": "swap"},
        {"label": "加标签", "icon": "tag"},
        {"label": "export", "icon": "export"},
    ],
    "tabs": TABS,
    "trail": TRAIL,
    "stats": STATS,
    "questions": QUESTIONS,
    "groups": CHOICES,
    "starred": {"url": "#keys", "on": True, "id": "star-on"},
    "unstarred": {"url": "#keys", "on": False, "id": "star-off"},
    "head": HEAD,
    "tasks": TASKS,
    "facts": FACTS,
    "graph": GRAPH,
    "swimlanes": LANES,
    "adds_up": SUM,
    "steps": STEPS,
    "sides": SIDES,
    "entries": ENTRIES,
    "deals": [DEAL, SLOW, LATE],
    "sum": money("¥6,016", "万", "60160000.00"),
    "weighted": [{"label": "加权", "cell": {"kind": "money", **money("¥602", "万", "6020000.00")}}],
    "any_cards": [CONTACT],
    "jobs": JOBS,
    "notifications": NOTIFICATIONS,
    "begin": [
        {"label": "导入表格", "icon": "import", "tone": "primary"},
        {"label": "新建客户", "icon": "plus"},
    ],
    "settle": [{"label": "定为30天并通知三人", "tone": "primary"}, {"label": "另定…"}],
    "finish": [{"label": "完成", "icon": "check"}, {"label": "改期", "tone": "quiet"}],
    "keep": [{"label": "抹去", "tone": "danger-solid"}],
    "note": [{"label": "记下", "tone": "primary"}],
    "look": [{"label": "看投诉"}],
} | STATES
