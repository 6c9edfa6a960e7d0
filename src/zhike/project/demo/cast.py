"""The people of the demo company; tests and pictures in the documentation know them too."""

from __future__ import annotations

from dataclasses import dataclass

COMPANY = "华骏客车"
PASSWORD = "huajun-demo"  # noqa: S105 — printed at the start, for invented people on loopback


@dataclass(frozen=True)
class Colleague:
    """Someone who works at 华骏客车."""

    login: str
    name: str
    team: str
    role: str
    title: str


TEAMS: dict[str, str | None] = {
    "华骏客车": None,
    "销售中心": "华骏客车",
    "大客户部": "销售中心",
    "西南大区": "销售中心",
    "华东大区": "销售中心",
    "市场部": "华骏客车",
    "服务中心": "华骏客车",
    "技术部": "华骏客车",
    "财务部": "华骏客车",
    "生产部": "华骏客车",
}
HEADS = {
    "华骏客车": "linguodong",
    "大客户部": "zhaolei",
    "西南大区": "ouyang",
    "市场部": "wangmin",
    "服务中心": "hefang",
    "技术部": "luojianping",
    "财务部": "qianjing",
}
"""Who answers for a team; the others' heads are those of the team above."""
COLLEAGUES = (
    Colleague("linguodong", "林国栋", "华骏客车", "general manager", "总经理"),
    Colleague("zhaolei", "赵磊", "大客户部", "sales director", "大客户部总监"),
    Colleague("zhouzihan", "周子涵", "大客户部", "sales representative", "客户经理"),
    Colleague("sunxiaotong", "孙晓彤", "大客户部", "sales representative", "客户经理"),
    Colleague("ouyang", "欧阳文博", "西南大区", "sales director", "西南大区总监"),
    Colleague("shanyu", "单宇", "西南大区", "sales representative", "客户经理"),
    Colleague("zengling", "曾玲", "华东大区", "sales representative", "客户经理"),
    Colleague("wangmin", "王敏", "市场部", "marketing", "市场经理"),
    Colleague("hefang", "何芳", "服务中心", "service", "服务主管"),
    Colleague("luojianping", "罗建平", "技术部", "", "技术部经理"),
    Colleague("qianjing", "钱静", "财务部", "accountant", "财务经理"),
    Colleague("qiujian", "仇健", "华骏客车", "auditor", "内审"),
)
ADMIN = Colleague("admin", "管理员", "华骏客车", "", "系统管理员")
PARTNER = Colleague("mengfan", "孟凡", "", "partner", "渠道伙伴")
"""Comes in from outside: sees the portal alone."""
SELLERS = ("zhouzihan", "sunxiaotong", "shanyu", "zengling", "zhaolei", "ouyang")
