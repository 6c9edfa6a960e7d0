"""Programs of the Chinese market: CRM systems, and the lists of bookkeeping programs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.exchange.profiles.profile import LEFT_OUT, NEW_FIELD, Profile

WUKONG, TURBO, SHARE = _("Wukong CRM"), _("TurboCRM"), _("ShareCRM")
YONYOU, KINGDEE = _("Yonyou"), _("Kingdee")
CUSTOMERS, CONTACTS, DEALS = _("customers"), _("contacts"), _("deals")
_BOOKS = "创建人|创建时间|创建日期|更新时间|更新日期|修改人|最后修改人|最后修改时间|距进入公海天数"
"|建档人|建档日期"
_TIERS = {
    "A（重点客户）": "gold", "B（普通客户）": "silver", "C（非优先客户）": "iron", "A类": "gold",
    "B类": "silver", "C类": "iron", "重要客户": "gold", "普通客户": "silver", "一般客户": "iron",
    "VIP客户": "platinum", "战略客户": "platinum", "重点客户": "gold", "低价值客户": "iron",
}  # fmt: skip
_SOURCES = {
    "促销": "advertisement", "搜索引擎": "website", "广告": "advertisement", "转介绍": "referral",
    "客户介绍": "referral", "线上注册": "website", "线上询价": "website", "预约上门": "call",
    "陌拜": "call", "电话咨询": "call", "邮件咨询": "website", "展会": "fair",
    "朋友介绍": "referral",
    "代理商": "referral", "独立开发": "call", "老客户": "referral", "公开媒体": "advertisement",
}  # fmt: skip
_STAGES = {
    "验证客户": "初步接触", "需求分析": "需求确认", "方案/报价": "方案报价", "方案制定": "方案报价",
    "招投标/竞争": "商务谈判", "合同签订": "商务谈判", "谈判审核": "商务谈判",
    "初期沟通": "初步接触",
    "立项评估": "需求确认", "方案制定/报价": "方案报价", "商务谈判": "商务谈判", "赢单": "赢单",
    "输单": "输单", "无效": "输单", "成交": "赢单", "失败": "输单", "丢单": "输单",
}  # fmt: skip
_CHANNELS = {
    "打电话": "call", "发邮件": "email", "发短信": "message", "见面拜访": "visit",
    "活动": "meeting",
    "电话": "call", "上门拜访": "visit", "拜访": "visit", "微信": "wechat", "QQ": "message",
}  # fmt: skip
_LIFE = {
    "潜在客户": "identified", "意向客户": "selected", "成交客户": "acquired", "已成交": "acquired",
    "未成交": "selected", "老客户": "retained", "流失客户": "lapsed", "失败客户": "lapsed",
    "签约客户": "acquired", "初步接触": "identified", "重复购买": "retained",
    "忠诚客户": "retained",
}  # fmt: skip
_LEADS = {
    "未转化": "new", "未跟进": "new", "跟进中": "working", "已转化": "converted",
    "无效": "rejected",
}  # fmt: skip
_PARTY = {"tier": _TIERS, "source": _SOURCES, "lifecycle": _LIFE}
_COMPANY, _PERSON = {"kind": "organization"}, {"kind": "person"}

_METHODS = {
    "银行转账": "bank", "转账": "bank", "网银": "bank", "网银转账": "bank", "银行汇款": "bank",
    "电汇": "wire", "支票": "cheque", "转账支票": "cheque", "现金": "cash", "支付宝": "alipay",
    "微信": "wechat", "微信支付": "wechat", "银行承兑汇票": "acceptance", "承兑汇票": "acceptance",
    "商业承兑汇票": "acceptance", "其他": "other",
}  # fmt: skip
_RECEIPT = {
    "received_on": "单据日期|收款日期|业务日期|日期", "method": "结算方式|结算方式名称",
    "reference": "银行流水号|票据号|交易流水号", "note": "摘要|备注", "owner": "业务员|业务员名称",
    "amount": "金额|收款金额|本次收款金额|实收金额|收款金额(本位币)",
    "shares.contract": "核销合同编号", "shares.amount": "核销金额|本次核销金额",
    "team": "部门|部门名称",
    LEFT_OUT: f"{_BOOKS}|税号|纳税登记号|款项类型|导出状态|审核人|制单人|核销状态|凭证号",
}  # fmt: skip

PROFILES = (
    Profile(
        "wukong-customers", WUKONG, CUSTOMERS, "parties",
        {
            "name": "客户名称", "contact_points.phone": "手机|电话", "contact_points.email": "邮箱",
            "website": "网址", "source": "客户来源", "industry": "客户行业", "tier": "客户级别",
            "lifecycle": "成交状态", "note": "备注", "owner": "负责人",
            "region": "省、市、区|定位|地区定位",
            "contact_points.address": "详细地址|详细地址/定位", "team": "所属部门",
            "tags": "客户标签", "contact": "首要联系人",
            "external_ids.wukong": "客户编号",
            NEW_FIELD: "下次联系时间|最后跟进时间|最后跟进记录|锁定状态",
            LEFT_OUT: f"{_BOOKS}|前负责人|相关团队|负责人获取客户时间|相关团队成员",
        },
        _COMPANY, _PARTY,
    ),
    Profile(
        "wukong-leads", WUKONG, _("leads"), "leads",
        {
            "name": "线索名称", "company_name": "公司名称", "mobile": "手机", "phone": "电话",
            "email": "邮箱", "source": "线索来源", "industry": "客户行业",
            "status": "线索状态|转化状态", "region": "省、市、区", "address": "地址|详细地址",
            "need": "备注", "owner": "负责人", "team": "所属部门", "tags": "线索标签",
            "external_ids.wukong": "线索编号",
            NEW_FIELD: "客户级别|下次联系时间|最后跟进时间|最后跟进记录",
            LEFT_OUT: f"{_BOOKS}|前负责人",
        },
        values={"source": _SOURCES, "status": _LEADS},
    ),
    Profile(
        "wukong-contacts", WUKONG, CONTACTS, "parties",
        {
            "name": "姓名", "employer": "客户名称", "contact_points.phone": "手机|电话",
            "contact_points.email": "邮箱", "employer.role": "职务", "note": "备注",
            "contact_points.address": "地址|详细地址", "owner": "负责人",
            NEW_FIELD: "是否关键决策人|性别|下次联系时间|最后跟进时间",
            LEFT_OUT: _BOOKS,
        },
        _PERSON,
    ),
    Profile(
        "wukong-deals", WUKONG, DEALS, "opportunities",
        {
            "name": "商机名称", "party": "客户名称", "amount": "商机金额", "note": "备注",
            "close_date": "预计成交日期", "pipeline": "商机状态组", "stage": "商机阶段",
            "owner": "负责人", "team": "所属部门", "lost_note": "输单原因",
            NEW_FIELD: "下次联系时间|最后跟进时间|整单折扣|产品总金额",
            LEFT_OUT: _BOOKS + "|相关团队",
        },
        values={"stage": _STAGES},
    ),
    Profile(
        "wukong-products", WUKONG, _("products"), "products",
        {
            "name": "产品名称", "series": "产品类型|产品类别", "unit": "产品单位|单位",
            "code": "产品编码", "list_price": "价格", "note": "产品描述", "is_active": "是否上下架",
            LEFT_OUT: _BOOKS + "|负责人",
        },
        values={"is_active": {"上架": "true", "下架": "false"}},
    ),
    Profile(
        "wukong-activities", WUKONG, _("follow-ups"), "interactions",
        {
            "party": "所属客户|相关客户|客户名称|跟进客户", "body": "跟进内容|内容|最新跟进记录",
            "channel": "跟进方式|记录类型", "at": "跟进时间", "next_contact_at": "下次联系时间",
            "owner": "跟进人|创建人",
            NEW_FIELD: "相关联系人|相关商机",
            LEFT_OUT: "所属模块|创建时间|更新时间|图片|附件",
        },
        {"subject": "跟进"}, {"channel": _CHANNELS},
    ),
    Profile(
        "turbocrm-customers", TURBO, CUSTOMERS, "parties",
        {
            "external_ids.turbocrm": "客户编号|客户代码|编号", "name": "客户名称|客户全称",
            "industry": "所属行业|行业", "lifecycle": "客户状态|客户阶段|生命周期",
            "tier": "客户级别|价值等级|客户等级", "source": "客户来源|信息来源",
            "region": "所在地区|省份城市|所属地区", "contact_points.phone": "公司电话|总机|电话",
            "website": "公司网址|网址", "contact_points.email": "电子邮件|公司邮箱",
            "contact_points.address": "公司地址|通讯地址", "employee_count": "员工人数|人员规模",
            "annual_revenue": "年营业额", "owner": "负责员工|所有者|业务员", "team": "所属部门",
            "note": "备注|客户简介", "address.zip": "邮政编码|邮编", "country": "国家",
            NEW_FIELD: "客户简称|客户类型|客户种类|传真|公司传真|法人代表|注册资金|开户银行"
            "|银行账号"
            "|热点程度|信用等级",
            LEFT_OUT: _BOOKS + "|最近联系时间",
        },
        _COMPANY, _PARTY,
    ),
    Profile(
        "turbocrm-contacts", TURBO, CONTACTS, "parties",
        {
            "external_ids.turbocrm": "联系人编号", "name": "联系人姓名|姓名",
            "employer": "所属客户|客户名称",
            "employer.role": "职务|职位", "contact_points.phone": "办公电话|移动电话|家庭电话|手机",
            "contact_points.email": "电子邮件", "birthday": "出生日期|生日",
            "contact_points.address": "家庭地址|联系地址", "note": "备注", "owner": "负责员工",
            NEW_FIELD: "称谓|性别|部门|传真|爱好|联系人类型|影响力",
            LEFT_OUT: _BOOKS,
        },
        _PERSON,
    ),
    Profile(
        "sharecrm-customers", SHARE, CUSTOMERS, "parties",
        {
            "name": "客户名称（必填）|客户名称", "external_ids.sharecrm": "客户编号|唯一性ID",
            "tier": "客户级别", "source": "来源", "industry": "1级行业|一级行业",
            "lifecycle": "成交状态",
            "region.province": "省", "region.city": "市", "region.district": "区",
            "country": "国家",
            "contact_points.address": "详细地址", "contact_points.phone": "电话", "website": "网址",
            "contact_points.email": "邮件", "note": "备注", "owner": "负责人（必填）|负责人",
            "team": "负责人主属部门|归属部门", "uscc": "统一社会信用代码|纳税识别号",
            NEW_FIELD: "2级行业|二级行业|传真|业务类型|最后跟进时间|所属公海|上级客户|合作伙伴",
            LEFT_OUT: _BOOKS + "|生命状态|锁定状态|相关团队|转手次数",
        },
        _COMPANY, _PARTY,
    ),
    Profile(
        "sharecrm-deals", SHARE, DEALS, "opportunities",
        {
            "name": "商机名称", "party": "客户名称",
            "amount": "商机金额（元）|商机金额|预计成交金额",
            "close_date": "预计成交日期|预计成单日期", "stage": "商机阶段", "pipeline": "销售流程",
            "probability": "赢率|赢率（%）", "source": "商机来源|来源", "owner": "负责人",
            "team": "归属部门|负责人主属部门", "lost_note": "输单描述", "note": "备注",
            "external_ids.sharecrm": "唯一性ID|商机编号",
            NEW_FIELD: "业务类型|最后跟进时间|阶段变更时间",
            LEFT_OUT: _BOOKS + "|生命状态|锁定状态|相关团队",
        },
        values={"stage": _STAGES, "source": _SOURCES},
    ),
    Profile(
        "yonyou-customers", YONYOU, CUSTOMERS, "parties",
        {
            "external_ids.yonyou": "客户编码|往来单位编码|客商编码",
            "name": "客户名称|往来单位名称|客商名称",
            "region": "地区名称|所属地区", "industry": "所属行业",
            "uscc": "税号|纳税人登记号|纳税号",
            "contact_points.phone": "电话|手机", "contact_points.email": "Email地址|E-mail",
            "contact_points.address": "地址|发货地址", "address.zip": "邮政编码",
            "owner": "分管业务员名称|专管业务员名称|专营业务员", "team": "分管部门名称|分管部门",
            "note": "备注", "contact": "联系人", "tier": "客户级别名称|客户级别",
            NEW_FIELD: "客户简称|往来单位简称|所属分类|客户分类名称|法人|开户银行|银行账号"
            "|传真"
            "|信用额度|信用等级|付款条件|应收余额|扣率|币种|助记码|发展日期|停用日期|客户分类编码"
            "|专营部门",
            LEFT_OUT: _BOOKS + "|变更人|变更日期",
        },
        _COMPANY, _PARTY,
    ),
    Profile(
        "yonyou-receipts", YONYOU, _("receipts"), "payments",
        _RECEIPT | {
            "external_ids.yonyou": "单据编号|收款单号", "currency": "币种",
            "party": "往来单位名称|客户名称|客户",
            LEFT_OUT: f"{_RECEIPT[LEFT_OUT]}|往来单位编码|客户编码",
        },
        values={"method": _METHODS},
    ),
    Profile(
        "kingdee-receipts", KINGDEE, _("receipts"), "payments",
        _RECEIPT | {
            "external_ids.kingdee": "单据编号|收款单号", "currency": "币别",
            "party": "购货单位名称|付款单位|往来单位|客户",
            "amount": f"价税合计|{_RECEIPT['amount']}",
            LEFT_OUT: f"{_RECEIPT[LEFT_OUT]}|购货单位代码|客户代码",
        },
        values={"method": _METHODS},
    ),
    Profile(
        "kingdee-customers", KINGDEE, CUSTOMERS, "parties",
        {
            "external_ids.kingdee": "代码|往来单位代码|客户代码", "name": "名称|全名|往来单位名称",
            "contact_points.address": "地址|通讯地址", "region": "区域|区域名称",
            "industry": "行业",
            "contact_points.phone": "电话|移动电话|联系电话",
            "contact_points.email": "邮件地址|电子邮箱",
            "uscc": "税务登记号|统一社会信用代码|纳税登记号",
            "owner": "专营业务员|专管业务员_名称|销售员",
            "address.zip": "邮编", "contact": "联系人", "website": "公司主页|公司网址",
            "note": "备注",
            "team": "分管部门|分管部门_名称|销售部门", "country": "国家", "tier": "客户级别",
            NEW_FIELD: "简称|助记码|状态|传真|开户银行|银行账号|法人代表|信用额度|结算币种"
            "|结算方式"
            "|增值税率(%)|增值税率|应收账款科目代码|客户类别|客户分组|收款条件|价目表|折扣"
            "|注册地址",
            LEFT_OUT: _BOOKS + "|审核人|审核时间|附件|图片|审核人_名称",
        },
        _COMPANY, _PARTY,
    ),
)  # fmt: skip
