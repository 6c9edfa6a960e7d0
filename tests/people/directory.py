"""Lists of companies for the tests of the directory."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from zhike.access.rights import system_access
from zhike.base import uscc
from zhike.people.directory import files
from zhike.people.directory.loading import Counts, load, open_list
from zhike.people.models import DirectoryBatch, DirectoryCompany, ExtractionQuota

HEADINGS = ("企业名称", "统一社会信用代码", "地区", "行业", "注册资本", "成立日期", "法定代表人",
            "电话", "经营范围")  # fmt: skip


def code(number: int) -> str:
    """The n-th credit code."""
    return uscc.completed(f"91510100MA{number:07}")


def row(number: int, **values: Any) -> list[str]:
    """The n-th company: a bus company of Chengdu, unless said otherwise."""
    usual = {
        "name": f"成都蓉城{number}号客车运输有限公司", "uscc": code(number),
        "region": "四川省成都市",
        "industry": "道路旅客运输业", "capital": "500万元人民币", "founded": "2019-05-17",
        "person": "陈磊", "phone": f"139123{number:05}", "business": "县际班车客运",
    }  # fmt: skip
    return [str(value) for value in (usual | values).values()]


def text(rows: Sequence[Sequence[str]], encoding: str = "utf-8") -> bytes:
    """A list as a file."""
    out = io.StringIO()
    csv.writer(out).writerows([HEADINGS, *rows])
    return out.getvalue().encode(encoding)


def batch(name: str = "企业名录", dated: str = "2026-04-26", **values: Any) -> DirectoryBatch:
    """A batch without companies."""
    made = DirectoryBatch(
        name=name, dated=dated, source="客套数据", licence="合同 2026-17", **values
    )
    with system_access().change_set():
        made.save()
    return made


def loaded(content: bytes, name: str = "企业名录", dated: str = "2026-04-26") -> DirectoryBatch:
    """A batch whose list has been loaded."""
    made = batch(name, dated)
    fill(made, content)
    return made


def fill(made: DirectoryBatch, content: bytes) -> Counts:
    """Load a list into a batch as its job does."""
    made.note_down(stored=files.store([content]))
    return load(made, open_list(made))


def quota(daily: int, **values: Any) -> ExtractionQuota:
    """So many companies a day."""
    known = None if values else ExtractionQuota.objects.filter(team=None, role=None).first()
    made = known or ExtractionQuota(**values)
    made.daily = daily
    with system_access().change_set():
        made.save()
    return made


def names() -> set[str]:
    """The companies that stand in the directory."""
    return set(DirectoryCompany.objects.values_list("name", flat=True))
