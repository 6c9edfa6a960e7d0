"""The customers of the demo company: invented names, true places (GB/T 2260)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Customer:
    """An invented bus operator, what it does and who looks after it."""

    name: str
    region: str
    industry: str
    owner: str
    tier: str
    lifecycle: str
    buses: int
    roles: tuple[str, ...] = ("customer",)


def _customers() -> tuple[Customer, ...]:
    rows = """
川途客运集团有限公司|510100|passenger_transport|zhouzihan|gold|retained|860
巴渝巴士股份有限公司|500000|public_transport|zhouzihan|gold|developed|1240
陇右旅游客运公司|620100|tourism|zhouzihan|gold|retained|310
滇西运输有限责任公司|532900|passenger_transport|zhouzihan|iron|retained|145
秦岭公共交通集团|610100|public_transport|zhaolei|platinum|developed|3980
杭城东公交有限公司|330100|public_transport|zengling|silver|acquired|720
湘中客运有限公司|431300|passenger_transport|zhouzihan|iron|acquired|96
黔山旅运集团|520100|tourism|sunxiaotong|silver|developed|420
蓉城定制通勤服务公司|510100|logistics|zhouzihan|silver|selected|58
桂北机场巴士公司|450300|public_transport|sunxiaotong|iron|retained|64
青海湖景区运营公司|630100|tourism|sunxiaotong|silver|developed|112
雪域高原客运公司|540100|passenger_transport|ouyang|gold|retained|230
荆楚校车运营公司|420100|education|zhouzihan|iron|lapsed|188
锦江城际快线有限公司|510100|passenger_transport|shanyu|silver|acquired|130
乌江公交有限责任公司|520300|public_transport|shanyu|silver|developed|340
大理风情旅游汽车公司|532900|tourism|shanyu|iron|identified|75
甬江公共交通集团|330200|public_transport|zengling|gold|retained|1580
姑苏旅游客运有限公司|320500|tourism|zengling|silver|acquired|260
闽江通勤服务有限公司|350100|logistics|zengling|iron|selected|44
徽州客运有限公司|341000|passenger_transport|zengling|iron|identified|88
太湖校车服务公司|320200|education|zengling|iron|selected|120
泰山旅游巴士公司|370900|tourism|sunxiaotong|silver|developed|205
塞上客运集团|640100|passenger_transport|ouyang|silver|acquired|270
天府新区公交公司|510100|public_transport|ouyang|gold|developed|910
三峡景区交通公司|420500|tourism|shanyu|silver|retained|165
洞庭公共汽车公司|430600|public_transport|sunxiaotong|silver|selected|300
岭南机场快线公司|440100|public_transport|sunxiaotong|gold|identified|380
北疆长途客运公司|650100|passenger_transport|zhaolei|silver|lapsed|410
黄河矿区通勤公司|150200|energy|zhaolei|iron|selected|70
海河公共交通集团|120000|public_transport|zhaolei|platinum|retained|4260
"""
    found = []
    for row in rows.strip().splitlines():
        name, region, industry, owner, tier, lifecycle, buses = row.split("|")
        found.append(Customer(name, region, industry, owner, tier, lifecycle, int(buses)))
    return tuple(found)


CUSTOMERS = _customers()
SUPPLIER = Customer(
    "恒电动力电池有限公司", "350900", "manufacturing", "zhaolei", "", "retained", 0,
    ("supplier", "customer"),
)  # fmt: skip
COMPETITOR = Customer("北岭客车", "410100", "manufacturing", "", "", "identified", 0,
                      ("competitor",))  # fmt: skip
PRODUCTS = (
    ("K10 纯电动公交", "K10 battery electric city bus", "K10", "公交", 1_350_000, 961_000),
    ("K8 纯电动公交", "K8 battery electric city bus", "K8", "公交", 980_000, 738_000),
    ("T12 旅游大巴", "T12 touring coach", "T12", "旅游", 1_120_000, 756_000),
    ("T9 中型旅游客车", "T9 midi touring coach", "T9", "旅游", 720_000, 527_000),
    ("S7 校车", "S7 school bus", "S7", "校车", 460_000, 358_000),
    ("C8 通勤客车", "C8 commuter bus", "C8", "通勤", 530_000, 402_000),
    ("充电桩 120kW", "Charging station 120 kW", "P120", "配套", 86_000, 47_500),
)
"""Name, English name, code, series, list price, cost."""
