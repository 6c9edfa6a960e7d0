"""What other programs call our fields: headings as they stand in files, by target.

Compared without blanks and marks and without regard to case or width. A heading that is a field's
own name or label, in Chinese or English, need not stand here.
"""

from __future__ import annotations

EVERYWHERE: dict[str, str] = {
    "owner": "负责人 所有人 归属人 所有者 业务员 销售 跟进人 销售代表 销售员 客户经理 负责员工"
    " 负责业务 归属导购 导购 顾问 添加人 录入销售"
    " person_in_charge in_charge owned_by managed_by"
    " 执行人 经办人 sales_agent salesperson assigned_to assigned_user assigned_user_name assignee"
    " rep responsible responsible_person salesman saleswoman sales_person sales_employee"
    " sales_executive account_executive handled_by 归属 归属销售 业务代表 跟单员 维护人"
    " sales_rep owner_id user_id account_manager sales_owner record_owner hubspot_owner_id",
    "team": "部门 所属部门 团队 department office sales_team team_id",
    "note": "备注 说明 描述 简介 附注 remark remarks comment comments description memo"
    " internal_notes about_us",
    "tags": "标签 label labels tag category_id categories group_membership",
    "source": "来源 客户来源 渠道 来源渠道 渠道来源 获客渠道 来源方式 lead_source channel"
    " original_source source_id traffic_source",
    "external_ids.legacy": "编号 编码 线索编号 客户编号 客户编码 客户代码 代码 erp编号 往来单位编码"
    " 唯一性id code number"
    " no customer_id customer_no external_id record_id opportunity_id deal_id account_id contact_id"
    " lead_id company_id item_id row_id record_no reference ref ref_no reference_no"
    " reference_number",
    "currency": "币种 货币 currency_code currency_iso_code",
}
BY_RESOURCE: dict[str, dict[str, str]] = {
    "parties": {
        "name": "姓名 联系人 名字 全名 full_name contact_name contact_person display_name contact",
        "employer": "公司名称 公司 客户名称 客户 客户全称 企业名称 单位名称 单位 工作单位 全称"
        " 往来单位名称 所属客户 所属公司 company account customer organisation organization"
        " employer"
        " related_company associated_company company_account account_id_name parent_id",
        "employer.role": "职务 职位 岗位 头衔 title job_title position job_position function",
        "kind": "类型 客户类型 type is_company company_type",
        "industry": "行业 所属行业 一级行业 1级行业 产业别 产业 sector industry_sector",
        "lifecycle": "阶段 客户阶段 生命周期 状态 客户状态 成交状态 status lead_status"
        " lifecycle_stage stage customer_status",
        "tier": "等级 级别 客户级别 客户等级 价值等级 grade level customer_level",
        "region": "地区 省市 省市区 省市县 所在地 所在地区 区域 定位",
        "country": "国家 国别 国家地区 office_location location nation country_id"
        " country_of_residence",
        "uscc": "信用代码 统一信用代码 社会信用代码 税号 纳税人识别号 税务登记号 纳税识别号"
        " tax_id tax_number"
        " vat"
        " credit_code vat_number",
        "website": "网址 官网 主页 网页 url homepage web site web_page domain domain_name",
        "employee_count": "员工数 员工人数 人数 总人数 从业人数 职工人数 规模 企业规模 人员规模"
        " company_size employees headcount staff"
        " size"
        " no_of_employees number_of_employees no_of_staff number_of_staff",
        "annual_revenue": "年收入 年营业额 营业额 年销售额 年产值 营收 revenue turnover sales"
        " annual_turnover annual_sales",
        "birthday": "出生日期 出生年月 birth_date birthdate date_of_birth dob",
        "contact_points.phone": "手机 手机号 手机号码 电话 电话号码 联系电话 座机 固话 固定电话"
        " 总机 行动电话"
        " 办公电话 移动电话 phone mobile telephone tel cell cellphone mobile_phone phone_number"
        " mobile_number mobile_phone_number landline",
        "contact_points.email": "邮箱 邮件 邮箱地址 电子邮箱 电子邮件 邮件地址 电邮 email_address"
        " e-mail"
        " mail mail_address e_mail_address 电子邮箱地址 电子邮件地址",
        "contact_points.wechat": "微信 微信号 微信号码 weixin wechat_id",
        "contact_points.wecom": "企业微信",
        "contact_points.address": "地址 联系地址 联络地址 公司地址 通讯地址 通信地址 办公地址"
        " 详细地址 postal_address"
        " mailing_address full_address formatted_address address_formatted",
    },
    "leads": {
        "name": "姓名 联系人 线索 线索名称 名字 全名 full_name contact_name lead lead_name contact",
        "company_name": "公司名称 公司 企业 企业名称 单位 单位名称 客户名称 company account"
        " organisation organization account_name partner_name",
        "title": "职务 职位 岗位 头衔 job_title position job_position function",
        "mobile": "手机 手机号 手机号码 移动电话 行动电话 mobile cell cellphone mobile_phone"
        " mobile_number",
        "phone": "电话 电话号码 联系电话 座机 固话 固定电话 办公电话 phone telephone tel"
        " phone_number landline",
        "email": "邮箱 邮件 邮箱地址 电子邮箱 电子邮件 email_address e-mail mail",
        "wechat": "微信 微信号 weixin wechat_id",
        "website": "网址 官网 主页 homepage web web_page",
        "region": "地区 省市 省市区 所在地 所在地区 区域",
        "address": "地址 联系地址 公司地址 详细地址",
        "industry": "行业 所属行业 客户行业 sector",
        "uscc": "信用代码 社会信用代码 税号",
        "need": "需求 客户需求 线索详情 详情 需求描述 留言 咨询内容 意向 意向产品 message"
        " enquiry inquiry request"
        " needs requirements",
        "amount": "金额 预计金额 预算 预计成交金额 budget expected_revenue opportunity_amount"
        " deal_value value",
        "status": "状态 线索状态 跟进状态 lead_status stage 阶段",
        "source_detail": "来源说明 来源详情 推广计划 推广活动 市场活动 活动 campaign"
        " source_description"
        " lead_source_description utm_campaign",
        "rejected_reason": "无效原因 退回原因 lost_reason disqualification_reason"
        " unqualified_reason",
        "opportunity_name": "商机名称 opportunity opportunity_name",
        "party": "所属客户 关联客户",
    },
    "opportunities": {
        "name": "商机 商机名称 项目 项目名称 opportunity deal title subject topic deal_title"
        " 主题 标题"
        " project project_name",
        "party": "客户 客户名称 公司 公司名称 客户公司 account company customer organisation"
        " organization associated_company partner_id client",
        "contact": "联系人 客户联系人 contact contact_name contact_person primary_contact",
        "contact.contact_points.phone": "联系人电话 联系人手机 contact_phone contact_mobile",
        "contact.contact_points.email": "联系人邮箱 contact_email",
        "contact.role": "联系人职务 contact_title contact_role",
        "stage": "阶段 销售阶段 商机阶段 deal_stage status stage_id sales_stage stage_name"
        " phase pipeline_phase pipeline_stage sales_phase 阶段名称",
        "pipeline": "销售流程 商机状态组 商机组 pipeline_name sales_process sales_pipeline",
        "amount": "金额 商机金额 预计金额 合同金额 预计成交金额 close_value value deal_value"
        " revenue"
        " expected_revenue deal_amount total total_value total_amount quote_value contract_value"
        " deal_size 合同额 预估金额 报价 报价金额",
        "close_date": "成交日期 结单日期 结单时间 成交时间 预计成交日期 预计成单日期"
        " 预计签约日期 签约日期 结束日期"
        " 预计成交时间"
        " 预计下单时间 预计下单日期 预计签单时间 预计签单日期 expected_order_date target_date"
        " decision_date forecast_date expected_date expected_close_date expected_close"
        " expected_closing closing_date date_deadline",
        "opened_on": "创建日期 创建时间 发现日期 发现时间 added added_on date_added 开始日期"
        " 立项日期 立项时间 engage_date start_date created"
        " create_date created_date created_on created_at created_time enquiry_date inquiry_date"
        " date_opened 登记日期 登记时间 录入日期",
        "probability": "概率 赢率 成交概率 成功率 可能性 把握 把握度 成单率 几率 likelihood"
        " confidence odds chance win_probability win_rate win_likelihood"
        " deal_probability",
        "lost_reason": "丢单原因 输单原因 失败原因 lost_reason_id",
        "lost_note": "closed_lost_reason loss_reason reason_for_loss lost_because 输单描述"
        " 丢单说明",
        "lines.product": "产品 产品名称 商品 product item",
        "lines.quantity": "数量 qty quantity",
        "lines.unit_price": "单价 价格 price unit_price",
    },
    "price-book-entries": {
        "book": "价格表 价目表 价表 价格本 价格体系 报价表 price_list pricelist price_book",
        "book.tiers": "适用等级 适用客户等级 客户等级 客户级别 等级 tier customer_tier",
        "book.regions": "适用地区 适用区域 地区 区域 大区 region",
        "book.valid_from": "生效日期 生效日 起始日期 开始日期 启用日期 执行日期 effective_from"
        " start_date valid_from",
        "book.valid_to": "失效日期 失效日 截止日期 结束日期 有效期至 有效期 effective_to end_date"
        " valid_until expires",
        "book.currency": "币种 币别 货币 currency_code",
        "product": "产品 产品名称 品名 商品 商品名称 存货名称 物料名称 货品名称 名称 product_name"
        " item item_name name",
        "product.code": "编码 编号 产品编码 产品编号 商品编码 商品编号 存货编码 物料编码 货号 型号"
        " 产品代码 物料号 sku item_no part_number code product_code",
        "product.name_en": "英文名称 英文名 英文品名",
        "product.unit_en": "英文单位 英文计量单位",
        "product.series": "系列 类别 分类 产品类别 产品系列 category family",
        "product.variant_of": "变型于 所属产品 基本型 主产品 母产品 base_product",
        "product.options": "配置 规格 规格型号 选配 选装 规格参数 specification options",
        "product.unit": "单位 计量单位 unit uom",
        "product.tax_rate": "税率 增值税率 税率% vat tax tax_rate",
        "product.cost": "成本 成本价 采购价 进价 unit_cost purchase_price",
        "product.list_price": "标价 目录价 面价 市场价 标准售价 官方指导价 指导价 list_price msrp",
        "product.life_months": "寿命月数 使用寿命 更换周期",
        "from_quantity": "起订量 起批量 起始数量 数量 数量起 最小数量 阶梯数量 阶梯起量 数量≥ moq"
        " min_quantity min_qty quantity",
        "price": "价格 单价 含税单价 销售价 协议价 执行价 销售单价 unit_price",
    },
    "products": {
        "name_en": "英文名称 英文名 英文品名",
        "unit_en": "英文单位 英文计量单位",
        "tax_rate": "税率 增值税率 vat tax_rate",
        "cost": "成本 成本价 采购价 进价 unit_cost",
        "variant_of": "变型于 所属产品 基本型 主产品 母产品 base_product",
        "options": "配置 选配 选装",
        "name": "产品 产品名称 品名 商品名称 商品全名 产品全名 全名 商品 product item",
        "code": "编码 编号 产品编码 产品编号 商品编码 商品编号 货号 型号 sku internal_reference"
        " default_code item_no part_number",
        "series": "系列 类别 分类 产品类型 产品类别 product_category category family categ_id",
        "list_price": "价格 单价 标价 售价 零售价 市场价 sales_price price lst_price unit_price",
        "unit": "单位 计量单位 unit_of_measure uom uom_id",
        "is_active": "是否上架 是否上下架 是否在售",
        "note": "产品描述 产品说明 sales_description description_sale",
    },
    "interactions": {
        "party": "客户 客户名称 公司 公司名称 所属客户 跟进客户 company account customer",
        "body": "内容 跟进内容 沟通内容 跟进记录 详情 content details body message notes",
        "subject": "主题 标题 title summary 拜访目的 目的",
        "channel": "方式 跟进方式 沟通方式 联系方式 跟进类型 记录类型 type activity_type method",
        "at": "时间 日期 跟进时间 跟进日期 联系时间 date time activity_date start_date when",
        "next_contact_at": "下次联系时间 下次跟进时间 下次拜访时间 下次联系日期 next_contact"
        " next_follow_up follow_up_date next_step_date",
    },
    "tasks": {
        "subject": "任务 任务名称 待办 待办事项 事项 主题 标题 title task name to_do todo",
        "due_at": "截止日期 截止时间 到期日 到期时间 完成期限 due due_date deadline end_date",
        "party": "客户 客户名称 公司 公司名称 company account customer",
        "note": "内容 任务内容 任务说明 详情 details content",
    },
    "users": {
        "name": "姓名 员工 员工姓名 sales_agent agent full_name",
        "login": "登录名 用户名 账号 工号 username account user",
        "email": "邮箱 e-mail mail",
        "is_active": "是否启用 状态 active",
    },
    "teams": {
        "name": "部门 部门名称 团队名称 department office regional_office",
        "parent": "上级部门 上级",
    },
    "relationships": {
        "from_party": "甲方 母公司 主体 from",
        "to_party": "乙方 子公司 对象 to",
        "type": "关系类型 类型 relationship_type",
        "role": "职务 职位 position title job_title",
        "since": "开始日期 起始日期 start_date from_date",
        "until": "结束日期 终止日期 end_date to_date",
    },
}
# Of two names in one list of customers, one may be the company of the other: these are of people.
PERSON_WORDS = ["姓名", "全名", "名字", "full_name", "contact_name", "display_name", "name"]
# What stands before a word for whose it is; of other records it is somebody else's field.
ENTITIES = {
    "parties": "客户|会员|买家|公司|企业|单位|联系人|account|company|contact|customer|client"
    "|partner|lead|bp",
    "leads": "销售线索|线索|客户|公司|企业|lead|contact",
    "opportunities": "销售机会|机会|商机|项目|销售|deal|opportunity|lead|quote|order|project|sales",
    "products": "产品|商品|product|item",
    "interactions": "跟进|拜访|沟通|联系|activity|call|meeting|visit",
    "tasks": "任务|待办|task|activity",
    "relationships": "关系|relationship",
    "users": "员工|用户|user|employee",
    "teams": "团队|部门|team",
}
# What a heading begins with in a list that would else pass for one of contacts.
TOLD_BY = {"leads": ("线索", "lead id", "lead name", "lead owner", "lead number")}
