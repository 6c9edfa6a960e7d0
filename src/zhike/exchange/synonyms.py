"""What other programs call our fields: headings as they stand in files, by target.

Compared without blanks and marks and without regard to case or width. A heading that is a field's
own name or label, in Chinese or English, need not stand here.
"""

from __future__ import annotations

EVERYWHERE: dict[str, str] = {
    "owner": "负责人 所有人 归属人 业务员 销售 跟进人 销售代表 sales_agent salesperson"
    " assigned_to rep",
    "team": "部门 所属部门 团队 department office",
    "note": "备注 说明 描述 remark remarks comment comments description memo",
    "tags": "标签 label labels",
    "source": "来源 客户来源 渠道 lead_source channel",
    "external_ids.legacy": "编号 客户编号 代码 erp编号 code number no customer_id external_id"
    " opportunity_id",
    "currency": "币种 货币",
}
BY_RESOURCE: dict[str, dict[str, str]] = {
    "parties": {
        "name": "公司名称 公司 客户名称 客户 企业名称 单位名称 单位 全称 姓名 联系人 名字 company"
        " company_name account account_name customer customer_name full_name organisation"
        " organization",
        "kind": "类型 客户类型 type",
        "industry": "行业 所属行业 sector",
        "lifecycle": "阶段 客户阶段 生命周期 status",
        "tier": "等级 级别 客户级别 客户等级 grade level rating",
        "region": "地区 省市 省市区 省市县 所在地 所在地区 区域 定位",
        "country": "国家 国别 office_location location nation",
        "uscc": "信用代码 社会信用代码 税号 纳税人识别号 tax_id tax_number credit_code",
        "website": "网址 官网 主页 url homepage web site",
        "employee_count": "员工数 员工人数 人数 规模 企业规模 employees headcount staff size",
        "annual_revenue": "年收入 年营业额 营业额 年销售额 营收 revenue turnover sales",
        "birthday": "出生日期 出生年月 birth_date date_of_birth dob",
        "contact_points.phone": "手机 手机号 手机号码 电话 电话号码 联系电话 座机 固话 办公电话"
        " 移动电话 phone mobile telephone tel cell cellphone mobile_phone phone_number",
        "contact_points.email": "邮箱 电子邮箱 电子邮件 邮件 e-mail mail email_address",
        "contact_points.wechat": "微信 微信号 weixin",
        "contact_points.wecom": "企业微信",
        "contact_points.address": "地址 联系地址 公司地址 通讯地址 办公地址 street postal_address",
    },
    "opportunities": {
        "name": "商机 商机名称 项目 项目名称 opportunity deal title subject",
        "party": "客户 客户名称 公司 公司名称 account company customer",
        "stage": "阶段 销售阶段 商机阶段 deal_stage status",
        "pipeline": "销售流程",
        "amount": "金额 商机金额 预计金额 合同金额 close_value value deal_value revenue",
        "close_date": "成交日期 预计成交日期 结束日期 expected_close_date closing_date",
        "opened_on": "创建日期 开始日期 立项日期 engage_date start_date created",
        "probability": "概率 赢率 成交概率 chance",
        "lost_reason": "丢单原因 输单原因 失败原因",
        "lines.product": "产品 产品名称 商品 product item",
        "lines.quantity": "数量 qty quantity",
        "lines.unit_price": "单价 价格 price unit_price",
    },
    "products": {
        "name": "产品 产品名称 品名 商品名称 product product_name item",
        "code": "编码 产品编码 货号 型号 sku product_code",
        "series": "系列 类别 分类 产品系列 category family",
        "list_price": "价格 单价 标价 售价 sales_price price",
        "unit": "单位 计量单位",
    },
    "users": {
        "name": "姓名 员工 员工姓名 sales_agent agent full_name",
        "login": "登录名 用户名 账号 工号 username account user",
        "email": "邮箱 e-mail mail",
    },
    "teams": {
        "name": "部门 部门名称 团队名称 department office regional_office",
        "parent": "上级部门 上级",
    },
    "relationships": {
        "from_party": "甲方 母公司 主体 from",
        "to_party": "乙方 子公司 对象 to",
        "role": "职务 职位 position title job_title",
    },
}
