"""Further states for the style guide: what the larger samples do not happen to show."""

from __future__ import annotations

from typing import Any

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
