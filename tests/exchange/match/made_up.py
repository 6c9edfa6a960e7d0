"""Companies and people that nobody ever measured on: made up from a seed, written in many ways."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from zhike.base.pinyin import readings
from zhike.base.text import SIMPLIFIED, TRADITIONAL

# fmt: off
CITIES = [
    "南京", "苏州", "无锡", "杭州", "宁波", "温州", "合肥", "芜湖", "福州",
    "厦门", "泉州", "南昌", "赣州", "济南", "青岛", "烟台", "郑州", "洛阳",
    "武汉", "宜昌", "长沙", "株洲", "广州", "佛山", "东莞", "珠海", "南宁",
    "桂林", "海口", "成都", "绵阳", "贵阳", "遵义", "昆明", "大理", "西安",
    "宝鸡", "兰州", "西宁", "银川", "沈阳", "大连", "长春", "哈尔滨", "石家庄",
    "唐山", "太原", "大同",
]
BRANCH_CITIES = ["苏州", "杭州", "武汉", "成都", "西安", "沈阳", "青岛", "广州"]
TRADES = [
    "医疗器械", "纺织", "汽车配件", "智能科技", "园林绿化", "教育科技", "家具", "钢铁", "包装",
    "自动化设备", "新材料", "食品", "建材", "旅游", "水产", "仪器仪表", "服装", "通信技术",
]
FORMS = ["有限公司"] * 3 + ["股份有限公司", "有限责任公司", "集团有限公司"]
FIRST = (
    "鼎瑞恒泰博远诚信嘉禾铭宇晟华隆昌盛腾龙凤翔云峰海川江源天启明德润泽康宁安和佳美悦新创卓越智慧联合众志"
    "同益民丰正大金玉"
)
SECOND = (
    "达通海成业兴利来源盛昌发展辉煌腾飞跃进程祥瑞丰硕果林森木石磊岩山川河湖洋洲岛屿阳光明亮辰星月宇宙航帆"
    "舟楫桥梁栋才"
)
GIVEN = [
    "Anna", "Ben", "Clara", "David", "Emma", "Frank", "Grace", "Henry", "Irene", "Jack", "Karen",
    "Leo", "Maria", "Noah", "Olga", "Paul", "Rosa", "Sam", "Tina", "Victor",
]
SURNAMES = [
    "Abbott", "Becker", "Castillo", "Dawson", "Eriksen", "Fischer", "Garcia", "Hoffman", "Ibsen",
    "Jansen", "Keller", "Lindqvist", "Moreau", "Novak", "Ortega", "Petrov", "Quinn", "Rossi",
    "Schmidt", "Tanaka", "Ulrich", "Vargas", "Weber", "Young", "Zimmermann",
]
CHINESE_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余"
)
# fmt: on
WRITTEN = FIRST + SECOND + "医疗汽车园贸设备务"
TO_TRADITIONAL = str.maketrans(
    {s: t for t, s in zip(TRADITIONAL, SIMPLIFIED, strict=True) if s in WRITTEN}
)


@dataclass
class Company:
    """One company and how it may be written."""

    place: str
    core: str
    trade: str
    form: str
    branch: str = ""
    phone: str = ""
    web: str = ""

    @property
    def name(self) -> str:
        """In full."""
        return self.place + self.core + self.trade + self.form + self.branch


@dataclass
class Made:
    """Rows with the truth beside them."""

    headings: list[str]
    rows: list[list[str]] = field(default_factory=list)
    truth: list[int] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)

    @property
    def pairs(self) -> set[tuple[int, int]]:
        """The places of rows that mean one party."""
        groups: dict[int, list[int]] = {}
        for place, party in enumerate(self.truth):
            groups.setdefault(party, []).append(place)
        return {
            (one, other)
            for group in groups.values()
            for at, one in enumerate(group)
            for other in group[at + 1 :]
        }

    def csv(self) -> str:
        """As a file."""
        return "\n".join(",".join(row) for row in [self.headings, *self.rows]) + "\n"


def companies(seed: int, count: int = 500, *, filled: float = 0.7, twice: bool = True) -> Made:
    """Companies, some with a branch or a sister, written again in abbreviations and with errors."""
    chance = random.Random(seed)
    made = Made(["编号", "公司名称", "联系电话", "官网", "所在城市"])
    for number in range(count):
        company = _company(chance)
        _add(made, chance, company, 10 * number, filled, twice)
        if chance.random() < 0.08:
            city = chance.choice(BRANCH_CITIES)
            part = Company(**{**vars(company), "branch": city + "分公司", "phone": _phone(chance)})
            _add(made, chance, part, 10 * number + 1, filled, twice)
        if chance.random() < 0.06:
            trade = chance.choice([t for t in TRADES if t[:2] != company.trade[:2]])
            sister = Company(
                chance.choice(CITIES),
                company.core,
                trade,
                "有限公司",
                "",
                _phone(chance),
                company.web,
            )
            _add(made, chance, sister, 10 * number + 2, filled, twice)
    return made


def _company(chance: random.Random) -> Company:
    core = chance.choice(FIRST) + chance.choice(SECOND)
    if chance.random() < 0.4:
        core += chance.choice(SECOND)
    web = f"{readings(core).full}.cn" if chance.random() < 0.4 else ""
    return Company(
        chance.choice(CITIES) + chance.choice(["", "市"]),
        core, chance.choice(TRADES), chance.choice(FORMS), "", _phone(chance), web,
    )  # fmt: skip


def _phone(chance: random.Random) -> str:
    return f"1{chance.choice('3578')}{chance.randrange(10**9):09d}"


def _add(
    made: Made, chance: random.Random, company: Company, party: int, filled: float, twice: bool
) -> None:
    kinds = ["full"]
    if twice:
        kinds += chance.sample(sorted(VARIANTS), chance.choice([0, 1, 1, 2]))
    for kind in kinds:
        name = company.name if kind == "full" else VARIANTS[kind](company, chance)
        phone = company.phone if chance.random() < filled else ""
        web = company.web if chance.random() < filled else ""
        city = (
            (company.branch[:2] or company.place.removesuffix("市"))
            if chance.random() < filled
            else ""
        )
        made.rows.append([str(len(made.rows)), name, phone, web, city])
        made.truth.append(party)
        made.kinds.append(kind)


def _typo(company: Company, chance: random.Random) -> str:
    letters = list(company.core)
    letters[chance.randrange(len(letters))] = chance.choice(SECOND)
    return company.name.replace(company.core, "".join(letters))


VARIANTS = {
    "again": lambda company, chance: company.name,
    "no place": lambda company, chance: company.name.removeprefix(company.place),
    "short": lambda company, chance: company.core + company.trade + company.branch,
    "brackets": lambda company, chance: (
        f"{company.core}（{company.place}）{company.trade}{company.form}{company.branch}"
    ),
    "traditional": lambda company, chance: company.name.translate(TO_TRADITIONAL),
    "spaces": lambda company, chance: company.name[:3] + " " + company.name[3:],
    "typo": _typo,
    "pinyin": lambda company, chance: (
        " ".join(readings(char).full.title() for char in company.core) + " Co., Ltd."
        if not company.branch
        else company.name
    ),
}


def people(seed: int, count: int = 500) -> Made:
    """People with birthday, mail, telephone and town, some of them twice with an error."""
    chance = random.Random(seed)
    made = Made(["id", "First Name", "Last Name", "Date of Birth", "E-mail", "Town"])
    for party in range(count):
        given, surname = chance.choice(GIVEN), chance.choice(SURNAMES)
        host = chance.choice(["mail", "post", "corp"])
        email = f"{given}.{surname}{chance.randrange(1000)}@{host}.com".lower()
        row = [given, surname, _day(chance, "-"), email, f"Town {chance.randrange(60)}"]
        for copy in range(chance.choice([1, 1, 2])):
            written = list(row)
            if copy:
                at = chance.randrange(5)
                written[at] = chance.choice(["", _scramble(row[at], chance)])
                if chance.random() < 0.1:
                    written[0], written[1] = written[1], written[0]
            made.rows.append([str(len(made.rows)), *written])
            made.truth.append(party)
            made.kinds.append("again" if copy else "full")
    return made


def chinese_people(seed: int, count: int = 400) -> Made:
    """Contacts with a full name in one column, mobile telephone and employer."""
    chance = random.Random(seed)
    made = Made(["序号", "姓名", "手机", "公司", "生日"])
    for party in range(count):
        name = chance.choice(CHINESE_SURNAMES) + "".join(
            chance.sample(FIRST, chance.choice([1, 2, 2]))
        )
        row = [name, _phone(chance), _company(chance).name, _day(chance, "/")]
        for copy in range(chance.choice([1, 1, 2])):
            written = list(row)
            if copy:
                at = chance.randrange(1, 4)
                written[at] = ""
                if chance.random() < 0.3:
                    written[1] = f"+86 {row[1][:3]} {row[1][3:7]} {row[1][7:]}"
            made.rows.append([str(len(made.rows)), *written])
            made.truth.append(party)
            made.kinds.append("again" if copy else "full")
    return made


def _day(chance: random.Random, mark: str) -> str:
    year, month, day = (
        chance.randrange(1945, 2005),
        chance.randrange(1, 13),
        chance.randrange(1, 29),
    )
    return mark.join((str(year), f"{month:02d}", f"{day:02d}"))


def _scramble(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) - 1)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
