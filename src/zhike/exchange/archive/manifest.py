"""What an archive says of itself: its format, its tables with their sums, and how to read it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from typing import Any

from zhike.exchange.archive.containers import Unfit

FORMAT, VERSION = "zhike-archive", 1
MANIFEST, SUMS, README = "manifest.json", "SHA256SUMS", "README.txt"
FILES = "files/"
# Members have these names and no others: nothing is ever written elsewhere.
MEMBER = re.compile(r"data/[a-z]+\.[a-z]+\.jsonl|files/[0-9a-f]{2}/[0-9a-f]{48}|README\.txt")
SUM = re.compile(r"([0-9a-f]{64})  (\S.*)")
EXPLAINED = """\
Zhike 知客: everything that one installation held, in open formats.

data/*.jsonl    One file a record type, one record a line (JSON, UTF-8), in the order of their ids.
                `id` is the record's identity everywhere, `version` counts its changes; relations
                hold the other record's id. `custom` holds custom fields by the id of their
                definition (data/records.customfield.jsonl).
data/ledger.*   The whole history: who changed what when, before and after.
files/          Files as they were uploaded, named by `storage_key` of data/engagement.file.jsonl,
                which has their own names.
manifest.json   Which tables with which fields, how many lines each, and their SHA-256.
SHA256SUMS      The SHA-256 of every member: `sha256sum -c SHA256SUMS` checks them.

It holds no passwords and no keys. `zhike import --all` takes it into an empty installation.
本档案含一套知客的全部数据：data 每种记录一个文件（每行一条 JSON），files 为上传的原文件，
ledger 为完整变更历史；不含密码与密钥。用 `zhike import --all` 导入空白安装即可还原。
"""


@dataclass(frozen=True)
class Told:
    """A table of the archive: its fields, its lines and their sum."""

    name: str
    fields: list[str]
    rows: int
    sha256: str

    @property
    def member(self) -> str:
        """Where its lines are."""
        return member_of(self.name)


_TOLD_OTHERWISE = ("sums", "missing")


def member_of(table: str) -> str:
    """Where the lines of a table are."""
    return f"data/{table}.jsonl"


@dataclass(frozen=True)
class Manifest:
    """The table of contents."""

    made_at: str
    company: str
    tables: list[Told]
    files: int
    size: int
    format: str = FORMAT
    version: int = VERSION
    sums: str = field(default="", compare=False)
    """The digest of SHA256SUMS: one number for the whole archive, to be noted elsewhere."""
    missing: tuple[str, ...] = field(default=(), compare=False)
    """Files whose content lay nowhere when it was written: whoever writes it is told."""

    def text(self) -> bytes:
        """As it is stored."""
        told = {name: value for name, value in asdict(self).items() if name not in _TOLD_OTHERWISE}
        return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"

    @property
    def rows(self) -> int:
        """How many rows all tables have."""
        return sum(table.rows for table in self.tables)


def read(text: bytes, sums: str) -> Manifest:
    """The manifest of an archive; Unfit for another format or a newer version."""
    try:
        told: dict[str, Any] = json.loads(text)
        if told["format"] != FORMAT:
            raise Unfit("The manifest is not that of a Zhike archive.")
        if told["version"] > VERSION:
            raise Unfit(
                f"The archive has format {told['version']} and this Zhike reads {VERSION}: "
                "install the newer Zhike first."
            )
        tables = [Told(**table) for table in told.pop("tables")]
        return Manifest(tables=tables, sums=sums, **told)
    except (ValueError, KeyError, TypeError):
        raise Unfit("The archive is damaged: its manifest cannot be read.") from None
