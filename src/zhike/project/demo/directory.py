"""A small company directory of the demo: two lists of invented companies, one newer."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator

from zhike.people.directory import files
from zhike.people.directory.loading import load, open_list
from zhike.people.models import DirectoryBatch, Party
from zhike.project.bench.companies import HEADINGS, Companies, Row

SOURCE, LICENCE = "客套数据（示例）", "演示数据，公司均为虚构"
ALL_OVER, IN_CHENGDU = 280, 25
CUSTOMERS = 3


def make(today: dt.date) -> None:
    """A list of half a year ago, and one of last week with twenty bus companies of Chengdu."""
    supply = Companies(seed=7)
    _load("企业名录 上半年", today - dt.timedelta(days=182), supply.rows(ALL_OVER))
    news = [*_customers(), *supply.rows(IN_CHENGDU - CUSTOMERS, city="成都", trade=0)]
    _load("企业名录 新增", today - dt.timedelta(days=6), news)


def _customers() -> Iterator[Row]:
    """What the list says of companies that are customers already."""
    some = Party.objects.filter(kind="organization", region="510100").order_by("pk")[:CUSTOMERS]
    for party in some:
        yield (party.name, party.uscc or "", "四川省", "成都市", "道路旅客运输", "3000万元人民币",
               "2008-06-18", "", "", "", "县际班车客运；客车运输")  # fmt: skip


def _load(name: str, day: dt.date, rows: Iterable[Row]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([HEADINGS, *rows])
    batch = DirectoryBatch(name=name, dated=day, source=SOURCE, licence=LICENCE)
    batch.save()
    batch.note_down(stored=files.store([out.getvalue().encode()]), file_name=f"{name}.csv")
    load(batch, open_list(batch))
