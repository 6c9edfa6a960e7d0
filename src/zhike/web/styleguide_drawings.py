"""Samples of drawings for the style guide: the graph of relationships, the cards of a board."""

from __future__ import annotations

from typing import Any

GRAPH: dict[str, Any] = {
    "width": 320, "height": 190, "title": "川途与何建国",
    "nodes": [
        {"x": 160, "y": 60, "square_x": 147, "square_y": 47, "square": 26, "label_y": 86,
         "name": "川途", "label": "川途", "url": "#graph", "is_self": True,
         "shape": "organization"},
        {"x": 70, "y": 130, "radius": 13, "label_y": 156, "name": "何建国", "label": "何建国",
         "url": "#graph", "shape": "person"},
        {"x": 250, "y": 130, "square_x": 237, "square_y": 117, "square": 26, "label_y": 156,
         "name": "Lao Express", "label": "Lao Express", "url": "#graph", "shape": "organization"},
    ],
    "edges": [
        {"x1": 160, "y1": 60, "x2": 70, "y2": 130, "x": 115, "y": 98, "label": "拍板"},
        {"x1": 160, "y1": 60, "x2": 250, "y2": 130, "x": 205, "y": 98, "label": "supplies"},
    ],
}  # fmt: skip
SUM: dict[str, Any] = {
    "caption": "为什么怀疑这两个", "zero": 40,
    "steps": [
        {"about": "比对之前", "signed": "−8.0", "x": 0, "width": 40, "tone": "against"},
        {"about": "电话", "words": "相同", "signed": "+13.2", "x": 0, "width": 66, "tone": "for"},
        {"about": "合计", "signed": "+5.2", "x": 40, "width": 26, "tone": "total"},
    ],
}  # fmt: skip
LANES: dict[str, Any] = {
    "caption": "谁做哪一步",
    "stages": [{"label": "需求确认"}, {"label": "方案报价", "current": True}],
    "lanes": [
        {"name": "大客户部", "cells": [
            {"stage": "需求确认", "boxes": [
                {"number": 1, "name": "需求调研", "status": "done", "word": "已完成",
                 "icon": "check", "time": "16.0 工时"}]},
            {"stage": "方案报价", "boxes": [
                {"number": 3, "name": "递交报价", "status": "waiting", "word": "未开始"},
                {"number": 4, "name": "样车试驾", "status": "skipped", "word": "跳过",
                 "icon": "close"}]},
        ]},
        {"name": "技术部", "is_holding": True, "cells": [
            {"stage": "需求确认", "boxes": []},
            {"stage": "方案报价", "boxes": [
                {"number": 2, "name": "技术方案", "status": "late", "word": "超时",
                 "icon": "alert", "time": "自 5月7日 16:00"}]},
        ]},
        {"name": "财务部", "is_holding": True, "cells": [
            {"stage": "需求确认", "boxes": []},
            {"stage": "方案报价", "boxes": [
                {"number": 5, "name": "Cost", "status": "running", "word": "in work",
                 "icon": "clock", "time": "since Fri 8 May, 09:00"}]},
        ]},
    ],
}  # fmt: skip
DEAL = {
    "title": "K10纯电60台", "url": "#board", "party": "川途客运集团", "tier": "gold",
    "amount": {"text": "¥5,520", "unit": "万", "exact": "55200000.00"},
    "owner": "周子涵", "date": "4月28日",
    "dwell": "3天", "id": "deal-1", "version": 7,
}  # fmt: skip
LATE = {**DEAL, "id": "deal-2", "title": "双源无轨40台", "state": "late", "dwell": "超6天",
        "badges": [{"text": "无下一步", "tone": "seal", "icon": "alert"},
                   {"text": "竞品2家", "tone": "mauve"}]}  # fmt: skip
SLOW = {**DEAL, "id": "deal-3", "title": "Airport shuttle, 25 units", "party": "Lao Express",
        "tier": "iron", "original": "US$1.96M", "state": "slow", "dwell": "3 d left"}  # fmt: skip
CONTACT = {
    "title": "贺建国", "url": "#board", "shape": "person", "tier": "gold",
    "id": "card-4", "version": 2,
    "facts": [{"label": "phone", "bare": True,
               "cell": {"kind": "text", "text": "0838 2201 234"}},
              {"label": "员工数", "cell": {"kind": "number", "text": "1,280"}}],
}  # fmt: skip
