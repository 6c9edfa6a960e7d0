"""Lists of invented companies as a directory's provider sends them, the same ones every time."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random

from zhike.base import regions, uscc

HEADINGS = ("企业名称", "统一社会信用代码", "所属省份", "所属城市", "行业", "注册资本", "成立日期",
            "法定代表人", "电话", "地址", "经营范围")  # fmt: skip
_CHARACTERS = (
    "恒瑞宏达天成华信安泰嘉禾金鼎东方汇通远洋中正鑫源博雅立德同创盛世凯旋万邦新越川渝锦蓉江汉齐鲁"
    "康宁永福明辉利丰广润祥云龙腾飞翔海蓝星光宇航志诚美佳乐惠民生长青松柏竹梅春秋景和平顺昌隆兴旺"
)
_TRADES = (
    ("客车运输", "道路旅客运输", 3), ("物流", "道路货物运输；仓储服务", 8),
    ("商贸", "批发和零售", 22),
    ("科技", "技术开发、技术咨询", 18), ("建筑工程", "房屋建筑工程施工", 12),
    ("机械制造", "通用设备制造", 8), ("餐饮管理", "餐饮服务", 9),
    ("旅游", "旅游客运；旅行社业务", 3),
    ("农业", "蔬菜种植、销售", 6), ("软件", "软件开发；信息系统集成", 6),
    ("医疗器械", "医疗器械销售", 5),
)  # fmt: skip
_KINDS = ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司")
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_CAPITALS = (10, 50, 100, 100, 200, 300, 500, 500, 1000, 1000, 2000, 3000, 5000, 10_000, 50_000)
_WEIGHTS = {"110000": 6, "310000": 7, "440000": 14, "320000": 10, "330000": 9, "370000": 9,
            "510000": 6}  # fmt: skip
_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"
Row = tuple[str, ...]


class Companies:
    """An endless supply of companies; the same seed gives the same ones."""

    def __init__(self, seed: int = 1) -> None:
        """Begin at the first."""
        self._random = Random(seed)  # noqa: S311 (no secret)
        places = [(p, name, regions.children(p)) for p, name in regions.provinces()]
        self._places = [(p, n, below) for p, n, below in places if below]
        self._often = [_WEIGHTS.get(p, 2) for p, _, _ in self._places]
        self._count = 0

    def rows(self, count: int, *, city: str = "", trade: int = -1) -> Iterator[Row]:
        """The next so many; all of them in a city (成都), or of a trade, where that is named."""
        pick = self._random
        places = pick.choices(self._places, self._often, k=count)
        trades = pick.choices(range(len(_TRADES)), [t[2] for t in _TRADES], k=count)
        for place, number in zip(places, trades, strict=True):
            yield self._row(place, number if trade < 0 else trade, city)

    def _row(self, place: tuple[str, str, list[tuple[str, str]]], trade: int, city: str) -> Row:
        pick = self._random
        self._count += 1
        _province, province_name, below = place
        code, name = below[int(len(below) * pick.random() ** 2)]
        if city:
            code = regions.region_code(city) or code
            province_name, name = regions.region_name(code[:2] + "0000", "zh"), city + "市"
        word, business, _often = _TRADES[trade]
        letters = "".join(pick.choices(_CHARACTERS, k=pick.choice((2, 2, 3, 4))))
        kind = _KINDS[min(3, int(pick.expovariate(1.2)))]
        day = f"{2025 - min(40, int(pick.expovariate(0.12)))}-{pick.randint(1, 12):02}"
        street = f"{letters[0]}{pick.choice('安平康宁福')}路{pick.randint(1, 900)}号"
        return (
            f"{name.removesuffix('市')}{letters}{word}{kind}",
            uscc.completed(f"91{code}{self._tail()}"),
            province_name, name, business.partition("；")[0],
            f"{pick.choice(_CAPITALS)}万元人民币",
            f"{day}-{pick.randint(1, 28):02}",
            pick.choice(_SURNAMES) + pick.choice(_CHARACTERS),
            f"13{pick.randint(100_000_000, 999_999_999)}",
            f"{province_name}{name}{street}", business,
        )  # fmt: skip

    def _tail(self) -> str:
        """Nine characters that no other company has."""
        number, tail = self._count * 1_000_003 % 31**9, ""
        for _place in range(9):
            number, rest = divmod(number, 31)
            tail += _CODE[rest]
        return tail


def write_list(path: Path, count: int, *, seed: int = 1, encoding: str = "utf-8") -> None:
    """Write a list of so many companies."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(Companies(seed).rows(count))
