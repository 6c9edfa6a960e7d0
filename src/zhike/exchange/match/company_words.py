"""Words in company names that say nothing about which company is meant, or little.

Written down from everyday knowledge: what is missing only leaves a name a little longer, the same
way in every row.
"""

from __future__ import annotations


def _longest_first(words: str) -> list[str]:
    return sorted(words.split(), key=len, reverse=True)


def _all(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What the law calls the company.
_LEGAL_FORMS = (
    "有限责任公司 股份有限公司 集团股份有限公司 集团有限公司 集团有限责任公司 有限公司"
    " 股份公司 集团公司 总公司 公司 有限责任 股份有限 集团 股份 控股 有限合伙 普通合伙"
    " 特殊普通合伙 合伙企业 个人独资企业 个人独资 责任公司 有限 控股集团 企业集团 实业集团"
)
# What a company does: stripped from the right, word by word.
_TRADES = (
    "科技 技术 网络 信息 软件 硬件 电子 电器 电气 电力 电机 电商 商务 商贸 贸易 经贸 工贸 外贸"
    " 进出口 国际 商业 餐饮 管理 供应链 企业 物流 货运 快递 运输 仓储 广告 教育 咨询 文化 传媒"
    " 传播 影视 娱乐 艺术 机械 设备 仪器 仪表 五金 工具 模具 机电 农业 林业 牧业 渔业 养殖 种植"
    " 农产品 农资 畜牧 水产 园林 绿化 景观 发展 化工 化学 材料 新材料 塑料 塑胶 橡胶 包装 印刷"
    " 纸业 装饰 装修 装潢 设计 工程 建筑 建材 建设 建工 市政 安装 生物 医药 药业 制药 医疗"
    " 医疗器械 器械 健康 保健 康复 养老 服饰 服装 纺织 针织 制衣 皮革 鞋业 箱包 汽车 汽配"
    " 汽车配件 配件 零部件 摩托车 销售 服务 维修 人力资源 劳务 人才 派遣 猎头 投资 资产 基金"
    " 资本 股权 金融 融资 担保 租赁 保险 证券 典当 财务 会计 税务 代理 房地产 地产 置业 物业"
    " 开发 房产 中介 环保 环境 节能 水务 水处理 新能源 能源 光伏 太阳能 石油 石化 燃气 煤炭"
    " 矿业 钢铁 钢材 金属 有色金属 制品 不锈钢 铝业 食品 饮料 酒业 茶业 茶叶 乳业 粮油 调味品"
    " 副食 蔬菜 水果 生鲜 超市 百货 商场 零售 批发 购物 家具 家居 家电 家政 日用品 化妆品 美容"
    " 美发 美业 珠宝 首饰 玩具 礼品 体育 健身 运动 旅游 旅行社 酒店 宾馆 民宿 会展 会议 展览"
    " 策划 营销 市场 公关 品牌 运营 制造 加工 生产 实业 产业 工业 数据 数字 智能 智慧 人工智能"
    " 云计算 物联网 互联网 互动 游戏 动漫 系统 集成 自动化 通信 通讯 电信 光电 半导体 集成电路"
    " 芯片 照明 灯饰 安防 消防 检测 认证 知识产权 专利 法律 翻译 培训 学校 幼儿园 研究院 研究所"
    " 研究 研发 中心 事务所 工作室 商行 经营部 服务部 门市部 营业厅 工厂 厂 店 商店 专卖店 药房"
    " 大药房 诊所 医院 饭店 餐厅 酒楼 合作社 专业合作社 航空 航运 船舶 港口 铁路 轨道 交通 公路"
    " 客运 出租 停车 充电 电池 电缆 线缆 电线 阀门 轴承 泵业 电梯 空调 制冷 门窗 玻璃 陶瓷 卫浴"
    " 洁具 涂料 石材 木业 水泥 混凝土 管业 管道 钢构 钢结构 宠物 花卉 种业 饲料 肥业 化肥 农机"
    " 计算机 电脑 集团 控股 与 和"
)
# The ends of the names of parts of a company that are no party of their own law.
_BRANCHES = (
    "分公司 分店 分行 支行 分理处 营业部 办事处 代表处 分部 分厂 分院 分校 分社 分所 分中心"
    " 子公司 支公司 联络处"
)
# Latin words of form and trade, and words that a guide moves about or leaves out.
_LATIN_FORMS = (
    "co ltd limited inc incorporated corp corporation company llc llp lp plc gmbh ag sa srl"
    " spa bv nv oy ab as kg pte pty sdn bhd group holding holdings"
)
_LATIN_TRADES = (
    "technology technologies tech trading trade international industrial industries industry"
    " logistics software information electronics engineering construction management consulting"
    " media advertising culture education foods food catering investment development equipment"
    " chemical biotech biotechnology service services enterprise enterprises"
)
_LATIN_STOP = "the a an of and at in on la le les el los de du des da di il cafe restaurant"

LEGAL_FORMS = _longest_first(_LEGAL_FORMS)
TRADES = _longest_first(_TRADES)
BRANCHES = _longest_first(_BRANCHES)
SHORT_BRANCH = "分"
LATIN_FORMS = _all(_LATIN_FORMS)
LATIN_TRADES = _all(_LATIN_TRADES)
LATIN_STOP = _all(_LATIN_STOP)
