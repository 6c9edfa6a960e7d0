"""Made-up people with the words of their cards, from a seed."""

from __future__ import annotations

import random

from zhike.base.pinyin import readings
from zhike.base.traditional import SIMPLIFIED, TRADITIONAL


def _words(text: str) -> list[str]:
    return text.split()


SURNAMES = _words(
    "王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 高 罗 郑 梁 谢 宋 唐 许 邓 冯 韩"
    " 曹 曾 彭 萧 蔡 潘 田 董 袁 于 余 叶 蒋 杜 苏 魏 程 吕 丁 沈 任 姚 卢 傅 钟 姜 崔 谭"
    " 廖 范 汪 陆 金 石 戴 贾 韦 夏 邱 方 侯 邹 熊 孟 秦 白 江 阎 薛 尹 段 雷 黎 史 龙 陶"
    " 贺 顾 毛 郝 龚 邵 万 钱 严 覃 武 欧阳 司马 上官 诸葛 慕容 皇甫 尉迟 单 仇 解 区 查 翟"
    " 缪 温 柴 褚 乐 景 游 明 练 伍 水 那"
)
GIVEN = _words(
    "伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀兰"
    " 霞 平 刚 桂英 建国 志强 晓东 文博 子涵 雨桐 浩然 思远 婧怡 鑫 淑珍 国栋 玉兰 海燕"
    " 永红 嘉欣 梓萱 一鸣 德华 振宇 丽华 春梅 小龙 天佑 慧 琳 亮 鹏飞 佳 旭 岩 冰冰"
    " 立新 卫东 晨曦 俊杰 美玲 雪 凯 峰 波 宇航 若曦 铭 泽楷 钰 颖 婷婷 振 志远"
    " 忠"
)
MINORITY = ["买买提·艾力", "阿依古丽·吐尔逊", "扎西·次仁", "迪丽努尔·买买提"]
PLACES = _words(
    "北京 上海 深圳市 广州 杭州 江苏 浙江 苏州 重庆 四川 武汉 青岛 东莞市 厦门 无锡 宁波"
    " 佛山市 天津 湖南 安徽"
)
BRANDS = _words(
    "明腾 创亿 联软 飞利信 天益 惠派 信诚致远 泰麒麟 艾提科信 万迅电脑 超艺 维涛 华成育卓"
    " 四通 九方 恒聪百汇 中建创业 图龙 黄石金承 佳禾 凌云 双敏电子 东方峻景 易动力 鸿睿思博"
    " 开发区世创 快讯 盟新 兰金电子 锐步 德克 瑞博"
)
TRADES = _words(
    "科技 网络 信息 传媒 贸易 电子科技 生物医药 机械制造 供应链管理 新能源 软件技术"
    " 精密仪器 文化传播 建筑工程 环保设备"
)
FORMS = ["有限公司"] * 7 + ["股份有限公司", "有限责任公司", "集团有限公司"]
TITLES = _words(
    "总经理 董事长 销售经理 采购主管 客户经理 技术总监 高级工程师 市场部副总监 副总经理"
    " 大区销售经理 产品经理 研发工程师 财务总监 行政主管 业务代表 首席技术官 总裁助理"
    " 商务拓展经理 项目负责人 华东区销售总监 人力资源总监 注册会计师 高级合伙人 采购部经理"
    " 客户成功经理 外贸业务员 执行董事 创始人 总工程师 运营总监"
)
ENGLISH = {
    "总经理": "General Manager", "董事长": "Chairman", "销售经理": "Sales Manager",
    "采购主管": "Purchasing Supervisor", "客户经理": "Account Manager",
    "技术总监": "Technical Director", "高级工程师": "Senior Engineer", "创始人": "Founder",
}  # fmt: skip
PROVINCES = _words(
    "江苏省南京市 浙江省杭州市 广东省深圳市 北京市 上海市 四川省成都市 湖北省武汉市"
    " 山东省青岛市 重庆市 陕西省西安市 福建省厦门市 辽宁省大连市 香港特别行政区"
    " 内蒙古自治区包头市 广西壮族自治区南宁市 河北省石家庄市"
)
DISTRICTS = _words(
    "江宁区 西湖区 南山区 朝阳区 浦东新区 武侯区 洪山区 市南区 渝北区 雁塔区 思明区 友好"
    " 崇文 清城 和平"
)
ROADS = _words(
    "中山路 人民大道 科技二路 张江路 解放东路 建设大街 文三路 天府大道北段 高新南一道"
    " 世纪大道 巢湖路 荆门路 长安街"
)
BUILDINGS = _words("创业大厦 国际金融中心 软件园 科技园 万达广场 商务中心 时代大厦 产业园")
AREAS = _words("010 021 022 028 0755 0571 0512 020 025 027 0592 0532 029 0431 0898")
PREFIXES = _words(
    "130 131 135 136 138 139 150 151 152 155"
    " 158 170 176 177 178 180 185 186 187 188 189"
    " 191 195 199"
)
DOMAINS = _words("example.com example.cn example.com.cn example.org example.net.cn")
_TO_TRADITIONAL = dict(zip(SIMPLIFIED, TRADITIONAL, strict=True))
# Those with several forms, where the first is not what one prints.
_TO_TRADITIONAL |= dict(
    zip(
        "别宁里后台于云系面板松谷丑范才干余向志",
        "別寧里後台於雲系面板松谷丑范才干余向志",
        strict=True,
    )
)


def traditional(text: str) -> str:
    """As printed in Hong Kong, about."""
    return "".join(_TO_TRADITIONAL.get(char, char) for char in text)


def digits(rng: random.Random, count: int) -> str:
    """So many of them."""
    return "".join(rng.choice("0123456789") for _ in range(count))


def truth(rng: random.Random) -> dict[str, str | None]:
    """The fields of one card."""
    surname, given = rng.choice(SURNAMES), rng.choice(GIVEN)
    name = rng.choice(MINORITY) if rng.random() < 0.03 else surname + given
    trade = rng.choice(TRADES) if rng.random() < 0.8 else rng.choice(TRADES) + rng.choice(TRADES)
    place = rng.choice(PLACES) if rng.random() < 0.6 else ""
    company = place + rng.choice(BRANDS) + trade + rng.choice(FORMS)
    if rng.random() < 0.06:
        company = f"{rng.choice(BRANDS)}（{rng.choice(PLACES)}）{trade}有限公司"
    if rng.random() < 0.05:
        company += f"{rng.choice(PLACES)}分公司"
    title = rng.choice(TITLES)
    if title in ENGLISH and rng.random() < 0.25:
        title = f"{title} / {ENGLISH[title]}"
    return {
        "name": name,
        "title": title,
        "company": company,
        "mobile": rng.choice(PREFIXES) + digits(rng, 8),
        "tel": _tel(rng),
        "email": _email(rng, name, surname, given),
        "address": _address(rng),
        "postcode": rng.choice("123456") + digits(rng, 5) if rng.random() < 0.4 else None,
    }


def _tel(rng: random.Random) -> str:
    area = rng.choice(AREAS)
    return f"{area}-{rng.choice('2345678')}{digits(rng, 6 if area in ('0431', '0898') else 7)}"


def _email(rng: random.Random, name: str, surname: str, given: str) -> str:
    family, first = readings(surname, person=True).full, readings(given).full
    local = rng.choice([
        f"{family}{first}{rng.randrange(1, 99)}", f"{family}.{first}", f"{family}{first}",
        f"{rng.choice(['wang', 'chen'])}.{rng.choice(['wei', 'min'])}{rng.randrange(1, 99)}",
        f"{first}.{family}", f"{first[0]}{family}{rng.randrange(1980, 2005)}",
        f"sales{rng.randrange(1, 20)}", f"{family}_{first}",
        "".join(rng.choice("abcdefghijkmnpqrstuvwxyz") for _ in range(6)) + digits(rng, 2),
    ])  # fmt: skip
    domain = rng.choice(DOMAINS)
    if rng.random() < 0.3:
        domain = f"{readings(rng.choice(BRANDS)).full}.{rng.choice(['com', 'cn', 'com.cn', 'net'])}"
    return f"{local}@{domain}"


def _address(rng: random.Random) -> str:
    text = rng.choice(PROVINCES) + rng.choice(DISTRICTS) + rng.choice(ROADS)
    if rng.random() < 0.3:
        return text + rng.choice("ABCDEabcdefghjkmnpqrstuwxyz") + "座"
    text += f"{rng.randrange(1, 999)}号"
    if rng.random() < 0.7:
        text += rng.choice(BUILDINGS)
    if rng.random() < 0.5:
        text += rng.choice([f"{rng.choice('ABCD')}座", f"{rng.randrange(1, 30)}栋", ""])
    if rng.random() < 0.6:
        floor = rng.randrange(2, 40)
        text += rng.choice([f"{rng.randrange(101, 2999)}室", f"{floor}楼", f"{floor}层"])
    return text
