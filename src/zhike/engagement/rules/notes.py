"""What a note that somebody typed or spoke in a hurry says of itself."""

from __future__ import annotations

import re

LONGEST = 60
_SENTENCE = re.compile(r"[。！？!?；;\n]|\.(?=\s|$)")
_CHANNELS = {
    "wechat": ("微信", "wechat"),
    "call": ("电话", "致电", "打给", "通话", "called", "phone", " call"),
    "email": ("邮件", "邮箱", "email", "e-mail", " mail"),
    "fair": ("展会", "展台", "trade fair"),
    "meeting": ("开会", "会议", "meeting"),
    "message": ("短信", "text message"),
}


def subject_of(text: str) -> str:
    """The first sentence, cut where it is long."""
    first = _SENTENCE.split(text.strip(), maxsplit=1)[0].strip() or text.strip()
    return first if len(first) <= LONGEST else first[: LONGEST - 1] + "…"


def channel_of(text: str) -> str:
    """The channel that the words name first; a visit where they name none."""
    words = f" {text.lower()}"
    places = [
        (words.index(mark), channel)
        for channel, marks in _CHANNELS.items() for mark in marks if mark in words
    ]  # fmt: skip
    return min(places)[1] if places else "visit"
