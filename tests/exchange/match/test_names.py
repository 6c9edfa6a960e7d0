import pytest

from zhike.base.pinyin import readings
from zhike.exchange.match import people_names
from zhike.exchange.match.company_names import latin_key, parse

BEIJING = "110000"


@pytest.mark.requirement("A13")
@pytest.mark.parametrize(
    ("name", "core", "trade", "branch"),
    [
        ("重庆长安汽车股份有限公司", "长安", "汽车", ""),
        ("长安汽车", "长安", "汽车", ""),
        ("鼎瑞（南京）医疗器械有限公司", "鼎瑞", "医疗器械", ""),
        ("南京市鼎瑞醫療器械有限責任公司", "鼎瑞", "医疗器械", ""),
        ("江苏省南京市 鼎瑞医疗器械有限公司　", "鼎瑞", "医疗器械", ""),
        ("鼎瑞医疗器械有限公司北京分公司", "鼎瑞", "医疗器械", BEIJING),
        ("鼎瑞医疗器械北京分公司", "鼎瑞", "医疗器械", BEIJING),
        ("鼎瑞北京分", "鼎瑞", "", BEIJING),
        ("招商银行股份有限公司上海分行", "招商银行", "", "310000"),
        ("同泰集团", "同泰", "", ""),
        ("河南省南京市天广投资有限公司", "天广", "投资", ""),
        ("阿里巴巴网络技术有限公司", "阿里巴巴", "网络技术", ""),
        ("Ding Rui Technology Co., Ltd.", "dingrui", "", ""),
    ],
)
def test_a_company_s_name_has_a_core_that_stays_in_every_way_of_writing(name, core, trade, branch):
    parsed = parse(name)
    assert (parsed.core, parsed.trade, parsed.branch) == (core, trade, branch)


def test_a_core_is_never_empty_and_never_only_a_trade():
    for name in (
        "科技有限公司",
        "北京科技有限公司",
        "上海",
        "公司",
        "A",
        "北京市",
        "分公司",
        "（）",
    ):
        assert parse(name).core or not name.strip("（）")


def test_the_sound_of_a_chinese_name_is_that_of_its_pinyin():
    assert parse("鼎瑞医疗器械有限公司").sound == parse("Ding Rui Co., Ltd.").sound == "dingrui"
    assert readings("鼎瑞").full == "dingrui"


def test_latin_names_are_compared_whatever_the_order_of_their_words():
    assert latin_key("The Apple Pan") == latin_key("Apple Pan, The") == "apple pan"
    assert latin_key("Arnie Morton's of Chicago") == "arnie chicago mortons"


@pytest.mark.parametrize(
    ("name", "given", "surname"),
    [
        ("张伟", "伟", "张"),
        ("欧阳娜娜", "娜娜", "欧阳"),
        ("曾國藩", "国藩", "曾"),
        ("王总", "", "王"),
        ("李小龙先生", "", "李小"),
        ("Dr. Mary Jane Lee", "mary jane", "lee"),
        ("Smith, John", "john", "smith"),
    ],
)
def test_a_person_s_name_has_two_parts(name, given, surname):
    assert people_names.parse(name)[:2] == (given, surname)


def test_a_chinese_name_and_its_pinyin_sound_alike_in_either_order():
    sounds = {people_names.parse(name).sound for name in ("曾伟", "Zeng Wei", "Wei Zeng")}
    assert len(sounds) == 1
