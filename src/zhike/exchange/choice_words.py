"""What other programs call the choices of a field: texts as they stand in cells, by choice."""

from __future__ import annotations

from zhike.exchange.relations import squeezed

_WORDS: dict[str, dict[str, str]] = {
    "kind": {
        "organization": "公司|企业|企业客户|单位|机构|company|organisation|business|corporate|法人",
        "person": "个人|个人客户|自然人|联系人|individual|private|contact|human",
    },
    "tax_rate": {
        rate: f"{rate}%|0.{rate:0>2}|{rate}.0%|{rate}.00%|增值税{rate}%|{rate}％|税率{rate}%"
        for rate in ("13", "9", "6", "3")
    }
    | {"0": "0%|0.0|0.00|0.00%|0.0%|免税|零税率|出口|不征税|exempt"},
    "lifecycle": {
        "identified": "潜在客户|潜在|线索|lead|prospect|new|新客户|初步接触|subscriber|未联系",
        "selected": "意向客户|意向|跟进中|qualified|opportunity|working|商机|未成交|目标客户",
        "acquired": "成交客户|已成交|签约客户|签约|customer|client|won|active|正式客户|合作客户"
        "|合作中",
        "developed": "发展客户|重复购买|增长",
        "retained": "老客户|忠诚客户|忠实客户|长期客户|loyal|evangelist",
        "lapsed": "流失客户|流失|已流失|失败客户|无效客户|lost|inactive|former|churned|休眠",
    },
    "tier": {
        "platinum": "白金|钻石|vip|s|战略客户|战略|核心客户|diamond",
        "gold": "金牌|a|a类|a级|重点客户|重要客户|重点|大客户|高|high|hot|vip客户",
        "silver": "银牌|b|b类|b级|普通客户|普通|中|medium|warm|一般",
        "iron": "铁牌|c|c类|c级|d|非优先客户|一般客户|小客户|低|low|cold|铜牌|bronze",
    },
    "source": {
        "referral": "转介绍|客户介绍|朋友介绍|介绍|推荐|老客户介绍|word of mouth|partner|partner"
        " referral"
        "|employee referral|external referral|existing customer",
        "fair": "展会|展览|会议|trade show|conference|event|seminar|exhibition",
        "website": "官网|网站|网络|搜索引擎|线上|线上注册|线上询价|web|web site|online|internet"
        "|organic search",
        "call": "电话|电话咨询|电话拜访|陌拜|上门|call|cold call|phone|phone inquiry|主动开发"
        "|自主开发",
        "advertisement": "广告|促销|推广|advertising|ads|campaign|google ads|paid search|百度推广",
        "tender": "招标|投标|招投标|bid|rfp",
        "import": "导入|购买名单|purchased list|list",
        "other": "其它|others|unknown|不详",
    },
    "channel": {
        "call": "电话|打电话|电话拜访|phone|phone call|来电|去电|telephone",
        "visit": "上门|上门拜访|拜访|见面拜访|实地拜访|on site|出差",
        "wechat": "企业微信|微信沟通|wechat",
        "email": "邮件|发邮件|e mail|mail|电子邮件",
        "meeting": "会议|开会|活动|视频会议|demo|演示",
        "message": "短信|发短信|qq|sms|whatsapp|note|chat",
        "other": "其它|others|传真",
    },
    "status": {
        "new": "未处理|未跟进|未联系|待跟进|待分配|open|not contacted|open - not contacted|assigned"
        "|unassigned",
        "working": "跟进中|处理中|已联系|联系中|contacted|working - contacted|in process"
        "|in progress|nurturing|attempted to contact|connected",
        "qualified": "有效|已确认|意向|高意向|合格|sql|mql",
        "converted": "已转化|已转换|已转客户|转客户|closed - converted|won",
        "rejected": "无效|已退回|已关闭|关闭|废弃|作废|unqualified|closed - not converted|dead"
        "|recycled|lost|junk|junk lead|bad timing",
    },
    "rejected_reason": {
        "unreachable": "联系不上|空号|无人接听|no contact|no response",
        "no_need": "无需求|不需要|not interested",
        "no_budget": "无预算|预算不足|budget",
        "too_early": "时机未到|暂不考虑|bad timing|timing",
        "no_target": "非目标客户|not a fit|not a good fit",
        "competitor": "选择竞品|已选竞品|lost to competitor",
        "duplicate": "重复|重复线索|duplicate lead",
        "wrong_data": "信息有误|虚假信息|垃圾|spam|test",
    },
    "direction": {"in": "呼入|来电|接收|incoming|received", "out": "呼出|去电|发出|outgoing|sent"},
    "lost_reason": {
        "price": "价格太高|价格高|价格|price too high|too expensive",
        "competitor": "竞品|竞争对手|选择竞品|lost to competitor|竞争失败",
        "budget": "预算不足|无预算|no budget|lack of funds",
        "cancelled": "项目取消|取消|no decision|项目终止",
        "other": "其它|others",
    },
    "currency": {
        "CNY": "人民币|rmb|元|cn¥", "USD": "美元|美金|us dollar|us$|$", "EUR": "欧元|euro|€",
        "HKD": "港币|港元|hk$", "TWD": "新台币|台币|nt$", "JPY": "日元|日圆",
    },
    "type": {
        "works_for": "任职|就职|员工|雇员|employee|employed by|works at",
        "decides_for": "决策人|决策者|decision maker", "parent_of": "母公司|parent|subsidiary|上级",
        "supplies": "供应商|供货|supplier|vendor", "refers": "介绍|推荐|referral",
        "family_of": "亲属|家属|family|spouse",
    },
}  # fmt: skip
_WORDS["tiers"] = _WORDS["tier"]
_BY_TEXT = {
    to: {squeezed(text): choice for choice, texts in choices.items() for text in texts.split("|")}
    for to, choices in _WORDS.items()
}


def meant_choice(to: str, text: str) -> str:
    """The choice of the field `to` that a cell's text means elsewhere; "" for none."""
    words = _BY_TEXT.get(to.rpartition(".")[2], {})
    word = squeezed(text)
    # B（普通客户）: the letter says as much as the words.
    bare = squeezed(text.replace("（", "(").partition("(")[0])
    return words.get(word) or words.get(bare, "")
