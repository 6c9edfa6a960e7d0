"""Samples of the style guide for what runs and waits, and states that the larger ones lack."""

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
JOBS: list[dict[str, Any]] = [
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
NOTIFICATIONS: list[dict[str, Any]] = [
    {"icon": "chat", "text": "赵磊在“准备K10报价”中提到了您", "url": "#job", "time": "16:54",
     "is_unread": True, "read_url": "#", "id": "notification-1"},
    {"icon": "won", "text": "Maria Chen won your deal “Airport shuttle” and 99 more",
     "url": "#job", "time": "09:12"},
]  # fmt: skip
STATES: dict[str, Any] = {
    "more_fields": [
        {"kind": "password", "name": "secret", "label": "密码", "value": "not-a-secret"},
        {"kind": "search", "name": "words", "label": "search", "placeholder": "川途"},
        {"kind": "tel", "name": "number", "label": "电话", "value": "+86 138 0000 1212",
         "id": "id_tel"},
        {"kind": "url", "name": "site", "label": "website", "value": "https://chuantu.example"},
        {"kind": "file", "name": "scan", "label": "名片", "hint": "JPG，10 MB以内",
         "accept": ".jpg", "id": "id_scan"},
        {"kind": "hidden", "name": "version", "value": "7"},
    ],
    "more_facts": [
        {"label": "owner", "cell": {"kind": "link", "text": "赵磊", "url": "#facts"}},
        {"label": "email", "cell": {"kind": "mail", "text": "he.jianguo@example.com",
                                    "url": "mailto:he.jianguo@example.com"}},
        {"label": "对方同意收短信", "cell": {"kind": "flag", "on": True}},
        {"label": "win probability in %", "cell": {"kind": "number", "text": "40"}},
    ],
    "tall": [{"label": "进店", "tone": "primary", "size": "tall"}],
    "won_steps": [
        {"label": "初步了解", "state": "done"},
        {"label": "商务谈判", "state": "now", "note": "75%"},
        {"label": "赢单", "state": "won"}, {"label": "lost", "state": "lost"},
    ],
    "stopped": {"id": "job-5", "title": "改派给赵磊", "state": "stopped", "done": 40, "total": 128,
                "text": "40 / 128条", "undo_url": "#"},
}  # fmt: skip
