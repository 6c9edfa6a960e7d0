"""How a text file is written: its encoding and what stands between its cells."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from itertools import islice
from pathlib import Path

from zhike.base.errors import N_

ENCODINGS = {
    "utf-8-sig": "UTF-8", "gb18030": "GB18030 (GBK)", "utf-16": "UTF-16", "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE", "cp950": "Big5", "cp1252": "Windows-1252",
}  # fmt: skip
DELIMITERS = {
    ",": N_("comma (,)"), ";": N_("semicolon (;)"), "\t": N_("tab"), "|": N_("vertical bar (|)"),
}  # fmt: skip
SAMPLE = 65_536
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]", re.S)
MOSTLY = 0.8
SOUND = 10
_CONTROL = bytes([*range(1, 9), *range(14, 32), 127])
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]+")
_IN_LATIN = re.compile(
    r"(?<=[A-Za-z])[\u2e80-\u9fff\uf900-\ufaff](?![\u2e80-\u9fff\uf900-\ufaff])"
    r"|(?<![\u2e80-\u9fff\uf900-\ufaff])[\u2e80-\u9fff\uf900-\ufaff](?=[A-Za-z])"
)


def encoding_of(path: Path) -> str:
    """The name of the encoding; "" for a file that is no text."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    if sample.count(0) > len(sample) // 5:
        # Latin letters and delimiters have a NUL beside them.
        return "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"
    if len(sample) - len(sample.translate(None, _CONTROL)) > len(sample) // 20:
        return ""
    if _is(path, "utf-8") or _is_mostly(sample, "utf-8"):
        return "utf-8-sig"
    if _is_traditional(sample) and _is(path, "cp950"):
        return "cp950"
    is_gb = _is(path, "gb18030") or _is_mostly(sample, "gb18030")
    return "gb18030" if is_gb and _is_chinese(sample) else "cp1252"


def _is(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as file:
            while file.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly(sample: bytes, encoding: str) -> bool:
    """Whether it is Chinese with some damaged places: their rows are refused, not the file."""
    text = sample.decode(encoding, "replace")
    return SOUND * text.count("\ufffd") < sum(map(len, _HAN.findall(text)))


def _is_traditional(sample: bytes) -> bool:
    """Whether the pairs of bytes are Big5's common characters rather than those of GB 2312.

    Each standard puts the characters of daily use together; read as the other, half of them turn
    out rare ones.
    """
    pairs: list[bytes] = _PAIR.findall(sample)
    big5 = sum(0xA4 <= lead <= 0xC6 for lead, _ in pairs)
    gb = sum(0xB0 <= lead <= 0xD7 and trail >= 0xA1 for lead, trail in pairs)
    return big5 > gb and big5 >= MOSTLY * len(pairs)


def _is_chinese(sample: bytes) -> bool:
    """São Paulo, too, can be read as Chinese: but then single characters stand in Latin words."""
    text = sample.decode("gb18030", "replace")
    return 2 * len(_IN_LATIN.findall(text)) < len(_HAN.findall(text))


def delimiter_of(path: Path, encoding: str) -> str:
    """What divides most of the first rows into equally many cells; a comma if nothing does."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        lines = file.read(SAMPLE).splitlines(keepends=True)[:100]
    scores = {delimiter: _score(lines, delimiter) for delimiter in DELIMITERS}
    return max(scores, key=lambda delimiter: scores[delimiter])


def _score(lines: list[str], delimiter: str) -> tuple[float, int]:
    widths: Counter[int] = Counter()
    try:
        for row in islice(csv.reader(lines, delimiter=delimiter), 50):
            if row:
                widths[len(row)] += 1
    except csv.Error:
        pass
    wide = Counter({width: count for width, count in widths.items() if width > 1})
    if not wide:
        return 0.0, 0
    width, count = wide.most_common(1)[0]
    return round(count / widths.total(), 1), width
