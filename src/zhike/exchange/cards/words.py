"""Words that tell what stands on a line of a card, in simplified characters and lower-case.

Written down from everyday knowledge; what is missing only makes a card less certain.
"""

from __future__ import annotations

from zhike.base.name_readings import DOUBLE_SURNAMES, SURNAMES


def _words(text: str) -> list[str]:
    return text.split()


_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程"
    "吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹闫段雷黎史龙陶贺顾毛郝龚邵万"
    "钱严覃武戚莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚"
    "符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农"
    "司卓古吉缪简车项连芦麦褚娄窦戴岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁"
    "沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺"
    "楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮"
    "都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼"
    "居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
)
_COMPOUND = (
    "欧阳 司马 上官 诸葛 东方 司徒 司空 慕容 夏侯 公孙 轩辕 端木 南宫 西门 百里 皇甫 尉迟 令狐 宇文"
    " 钟离 闻人 申屠 赫连 淳于 公冶 濮阳 太史 独孤 东郭 南门 呼延 公羊 澹台 第五 纳兰 完颜 爱新觉罗"
    " 叶赫那拉 左丘 梁丘 仲孙 范姜 欧陽"
)
SURNAMES_OF_ONE = frozenset(_SURNAMES) | frozenset(SURNAMES)
SURNAMES_OF_TWO = frozenset(_COMPOUND.split()) | frozenset(DOUBLE_SURNAMES)

TITLE_ENDS = _words(
    "董秘"
    " 经理 总经理 副总 总监 主管 主任 董事长 董事"
    " 监事 总裁 总工 工程师 设计师 会计师 律师 医师 药师"
    " 建造师 造价师 策划师 架构师 分析师 培训师 咨询师 美容师 厨师 技师 教师 讲师 教授 研究员 专员"
    " 助理 秘书 代表 顾问 负责人 合伙人 创始人 书记 部长 处长 科长 局长 所长 院长 校长 厂长"
    " 店长 行长"
    " 组长 队长 站长 会长 理事长 秘书长 班长 台长 社长 馆长 园长 市长 县长 区长 镇长 村长 主席"
    " 总编 编辑"
    " 主编 记者 会计 出纳 采购员 业务员 销售员 推销员 程序员 操作员 服务员 技术员 质检员 业务"
    " 销售 采购"
    " 客服 首席执行官 执行官 技术官 财务官 运营官 信息官 老板 掌柜 法人 法人代表 法定代表人"
    " 首席代表"
    " 工程师 专家 学者 博士 院士 导师 医生 护士长 主治医师 主任医师 销售工程师 业务主任 买手"
    " 经纪人 代理"
    " 投资人 客户代表 大区经理 区域经理 项目经理 产品经理 督导 领班 导购 调度 策划 文员 前台"
    " 人事 行政"
    " 财务 财务总监 一级建造师 教练 館長 襄理 协理 课长 特助 副理 总管 主任委员 委员 干事 会员"
    " 专务 常务"
)
TITLE_BEGINS = _words(
    "副 总 高级 中级 初级 资深 首席 常务 执行 注册 一级 二级 特级 主任"
    " 主治 助理 联合 创始 合伙 商务 外贸 内贸 研发 质量 品质 生产 设备"
    " 法务 法定 法人 人力 物流 仓储 客服 售后 售前 渠道 品牌 媒介 公关"
    " 战略 投资 华东 华南 华北 华中 西南 西北 东北 全国 大客户 国际 海外"
    " 党委 工会 主 副 主持"
)
TITLE_FIELDS = _words(
    "销售 市场 技术 财务 项目 产品 客户 采购 业务 运营 区域 大区 行政 人事 工程 生产 总"
)
TITLE_RANKS = _words(
    "经理 总监 主管 主任 代表 专员 助理 工程师 顾问 总经理 董事长 总裁 董事 设计师 律师 会计师"
)
DEPARTMENT_ENDS = _words("部 处 科 室 中心 事业部 办公室 事业群 项目部 课 组")
TITLE_LATIN = _words(
    "manager director engineer president chairman chairwoman ceo cto cfo coo cio cmo vp officer"
    " assistant supervisor representative consultant specialist executive secretary accountant"
    " designer founder partner sales marketing head chief leader lawyer attorney professor"
    " researcher analyst architect buyer purchaser purchasing coordinator administrator editor"
    " advisor adviser clerk technician developer programmer dean owner lead general"
)

COMPANY_ENDS = _words(
    "有限责任公司 股份有限公司 有限公司 股份公司 分公司 总公司 子公司 公司 集团 控股 合伙企业"
    " 事务所 研究院"
    " 研究所 设计院 规划院 大学 学院 学校 中学 小学 幼儿园 医院 诊所 银行 支行 分行 协会 商会"
    " 学会 联合会"
    " 基金会 委员会 合作社 工作室 经营部 商行 门市部 服务部 办事处 代表处 工厂 酒店 宾馆 饭店"
    " 餐厅 旅行社"
    " 报社 出版社 杂志社 电视台 管理局 税务局 法院 检察院 政府 中心 企业 厂 商店 超市 商场"
    " 俱乐部 株式会社"
)
# The end of a name that the law asks for: nothing else on a card ends so.
LEGAL_ENDS = ("有限责任公司", "股份有限公司", "有限公司", "股份公司", "合伙企业", "株式会社")
COMPANY_LATIN = _words(
    "co ltd limited inc incorporated corp corporation company llc llp plc gmbh group holdings"
    " holding pte pty bhd technology technologies trading industries industrial university"
    " institute hospital bank association international"
)

ADDRESS_SIGNS = _words(
    "路 街 号 巷 弄 村 镇 乡 楼 层 室 座 栋 幢 单元 大厦 广场 园区 工业园 开发区 大道 胡同"
    " 小区 花园 城区"
    " 道 里 组 科技园 产业园 创业园 高新区 国际中心 商务中心 段 庄 屯 门 口 桥 港 期 馆 苑 坊"
)
# What stands on cards beside all this.
SLOGANS = _words("服务 经营 主营 业务范围 专业 品质 诚信 客户至上 欢迎 扫码 二维码 关注")
# Where mail addresses on cards end.
MAIL_ENDINGS = frozenset(
    _words(
        "com cn net org edu gov hk tw mo io cc vip top co info biz tech shop site xyz asia me us"
        " uk de fr jp kr sg eu ru in au ca nl it es ch se"
    )
)
