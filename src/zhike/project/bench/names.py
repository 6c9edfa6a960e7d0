"""Invented names, numbers and addresses: half Chinese, half Latin, the same ones every time."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

_words = str.split
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章曾单"
_GIVEN = "伟芳娜敏静强磊军洋勇艳杰涛明超秀霞平刚桂英华玉兰建国志远思雨欣怡子涵浩宇晨曦佳琪梓轩"
_PLACES = _words(
    "北京 上海 广州 深圳 重庆 长安 苏州 杭州 成都 武汉 南京 西安 青岛 宁波 东莞 佛山 厦门 大连"
    " 沈阳 长沙 郑州 济南 合肥 无锡 温州 泉州 昆明 南昌 福州 石家庄"
)
_BRANDS = "恒瑞宏达天成华信安泰嘉禾金鼎东方汇通远洋中正鑫源博雅立德同创盛世凯旋万邦新越"
_TRADES = _words(
    "机械 电子 贸易 科技 物流 食品 医疗器械 教育 建筑工程 化工 纺织 汽车 软件 传媒 新材料 环保"
    " 农业 餐饮 酒店 装饰"
)
_KINDS = ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司", "中心")
_SYLLABLES = _words(
    "al an bel bor cor dan del er fen gar hal in jor kel lan mar nor or pel quin ros sel"
    " ta tor ul van ver vin wal xen yor zan"
)
_WORKS = _words("Labs Foods Motors Systems Trading Textiles Logistics Energy Medical Software")
_FORMS = _words("Ltd Inc GmbH Group LLC")
_FIRST = _words("Ada Ben Clara David Ella Frank Grace Henry Iris Jack Kate Leo Mia Noah Olga Paul")
_MOBILES = _words("130 131 132 133 135 136 137 138 139 150 151 152 155 158 159 180 182 186 187 188")


@dataclass(frozen=True)
class Customer:
    """An invented customer with a telephone number and an email address of its own."""

    name: str
    is_person: bool
    phone: str
    email: str


class Names:
    """An endless supply of customers; the same seed gives the same ones."""

    def __init__(self, seed: int = 1) -> None:
        """Begin at the first."""
        self._random = Random(seed)  # noqa: S311 (no secret)
        self._count = 0

    def customer(self) -> Customer:
        """The next customer: every other one Chinese, every fifth a person."""
        self._count += 1
        is_chinese, is_person = self._count % 2 == 0, self._count % 5 == 0
        name = self._person(is_chinese) if is_person else self._company(is_chinese)
        phone = f"{self._pick(_MOBILES)}{self._count % 10**8:08}"
        address = f"{self._latin(2)}{self._count}@{self._latin(2)}.example".lower()
        return Customer(name, is_person, phone, address)

    def _pick(self, choices: list[str] | tuple[str, ...] | str) -> str:
        return self._random.choice(choices)

    def _latin(self, syllables: int) -> str:
        return "".join(self._pick(_SYLLABLES) for _ in range(syllables)).capitalize()

    def _company(self, is_chinese: bool) -> str:
        if is_chinese:
            brand = self._pick(_BRANDS) + self._pick(_BRANDS) + self._pick(_GIVEN)
            return self._pick(_PLACES) + brand + self._pick(_TRADES) + self._pick(_KINDS)
        return f"{self._latin(3)} {self._latin(2)} {self._pick(_WORKS)} {self._pick(_FORMS)}"

    def _person(self, is_chinese: bool) -> str:
        if is_chinese:
            return self._pick(_SURNAMES) + self._pick(_GIVEN) + self._pick(_GIVEN)
        return f"{self._pick(_FIRST)} {self._latin(3)}"
