"""What the columns of a directory's list mean, by their headings."""

from __future__ import annotations

from collections.abc import Sequence

from zhike.base.errors import N_
from zhike.base.grams import bare
from zhike.exchange.readers import NotATable

HEADINGS: dict[str, tuple[str, ...]] = {
    "name": ("企业名称", "公司名称", "单位名称", "机构名称", "名称", "公司", "企业", "name",
             "company", "company name"),
    "uscc": ("统一社会信用代码", "社会信用代码", "统一信用代码", "信用代码", "统一代码", "uscc",
             "credit code", "unified social credit code"),
    "region": ("地区", "所在地区", "所属地区", "区域", "省市区", "行政区划", "region"),
    "province": ("省", "省份", "所属省份", "所在省份", "province"),
    "city": ("市", "城市", "所属城市", "所在城市", "地市", "city"),
    "county": ("区", "县", "区县", "所属区县", "county", "district"),
    "industry": ("行业", "所属行业", "国标行业", "行业分类", "行业门类", "industry"),
    "capital": ("注册资本", "注册资金", "capital", "registered capital"),
    "capital_wan": ("注册资本(万元)", "注册资本万元", "注册资金(万元)", "注册资本（万元）"),
    "founded": ("成立日期", "成立时间", "注册日期", "founded", "founded on", "established"),
    "person": ("法定代表人", "法人", "法人代表", "负责人", "联系人", "person", "contact"),
    "phone": ("电话", "联系电话", "企业电话", "手机", "手机号", "phone", "telephone"),
    "address": ("地址", "注册地址", "企业地址", "联系地址", "通信地址", "address"),
    "business": ("经营范围", "主营业务", "主营", "主要产品", "business", "business scope"),
}  # fmt: skip
_MEANT = {bare(heading): name for name, some in HEADINGS.items() for heading in some}


def columns(headings: Sequence[str]) -> dict[str, int]:
    """Where each field stands; the first of two columns of one meaning counts. Raises NotATable."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        name = _MEANT.get(bare(heading))
        if name is not None:
            found.setdefault(name, place)
    if "name" not in found:
        message = N_("This list has no column of company names: call one 企业名称 or name.")
        raise NotATable("no_names", message)
    return found
