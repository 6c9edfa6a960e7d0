"""What the columns of a table mean for matching, by their headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from zhike.base.grams import bare

# Headings without blanks, marks, case and width; what no list names is not compared at all.
MEANINGS: dict[str, str] = {
    "given": "名 名字 given_name first_name firstname forename givenname christian_name",
    "surname": "姓 姓氏 surname last_name lastname family_name familyname",
    "person": (
        "姓名 联系人 联系人姓名 客户姓名 中文姓名 full_name fullname person contact"
        " contact_name person_name patient member 会员 会员姓名"
    ),
    "name": (
        "名称 客户 客户名称 全称 简称 name customer customer_name account account_name title"
        " display_name restaurant store shop"
    ),
    "company": (
        "公司 公司名称 企业 企业名称 单位 单位名称 工作单位 机构名称 供应商 供应商名称 company"
        " company_name organisation organization organization_name employer business"
        " business_name firm vendor supplier"
    ),
    "uscc": (
        "统一社会信用代码 社会信用代码 信用代码 税号 纳税人识别号 uscc credit_code tax_id"
        " tax_number unified_social_credit_code"
    ),
    "number": (
        "身份证 身份证号 身份证号码 证件号 证件号码 护照 护照号 soc_sec_id ssn"
        " social_security_number national_id id_card id_number passport passport_number nino"
        " nhs_number"
    ),
    "phone": (
        "电话 电话号码 手机 手机号 手机号码 联系电话 移动电话 固定电话 固话 座机 办公电话"
        " 公司电话 联系方式 phone phone_number telephone telephone_number tel mobile"
        " mobile_phone cell cellphone contact_number"
    ),
    "email": "邮箱 电子邮箱 电子邮件 邮件 邮箱地址 email e-mail email_address mail",
    "web": "网址 官网 网站 主页 web website url homepage domain site",
    "birthday": "生日 出生日期 出生年月日 birthday birth_date birthdate date_of_birth dob born",
    "street_number": "门牌号 street_number house_number streetno house_no street_no",
    "street": (
        "地址 联系地址 公司地址 通讯地址 通信地址 办公地址 注册地址 详细地址 住址 家庭住址"
        " 街道 address addr address_1 address1 street street_address address_line_1"
        " address_line1 street_name postal_address"
    ),
    "address_2": "地址2 address_2 address2 address_line_2 address_line2",
    "city": "城市 市 所在城市 所在地 地区 区域 city suburb town locality place 省市 city_name",
    "state": "省 省份 州 state province region county",
    "postcode": "邮编 邮政编码 postcode post_code zip zip_code zipcode postal_code",
}
_BY_HEADING = {bare(word): to for to, words in MEANINGS.items() for word in words.split()}
_NUMBERED = re.compile(r"^(.*?\D)\d$")


def meaning(heading: str) -> str:
    """What a heading means; "" for one that says nothing about who is meant."""
    word = bare(heading)
    found = _BY_HEADING.get(word, "")
    if not found and (numbered := _NUMBERED.match(word)):
        found = _BY_HEADING.get(numbered[1], "")
    return found


def recognised(headings: Sequence[str], leave_out: str = "") -> Mapping[str, list[int]]:
    """The places of the columns of each meaning, in the order of the table."""
    places: dict[str, list[int]] = {}
    for place, heading in enumerate(headings):
        to = meaning(heading) if heading != leave_out else ""
        if to:
            places.setdefault(to, []).append(place)
    return places
