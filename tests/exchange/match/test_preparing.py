import pytest

from zhike.exchange.match.columns import meaning, recognised
from zhike.exchange.match.preparing import reader_of


def _record(**cells):
    reader = reader_of(recognised(list(cells)), [list(cells.values())])
    return reader.record(list(cells.values()))


@pytest.mark.requirement("A13")
def test_columns_are_recognised_in_chinese_and_english():
    headings = [
        "公司名称",
        "联系电话",
        "E-Mail",
        "Date of Birth",
        "统一社会信用代码",
        "soc_sec_id",
        "手机2",
    ]
    assert list(map(meaning, headings)) == [
        "company", "phone", "email", "birthday", "uscc", "number", "phone",
    ]  # fmt: skip


def test_what_says_nothing_about_who_is_meant_is_left_out():
    assert recognised(["id", "cluster", "kind", "type", "备注"]) == {}
    assert recognised(["name", "phone"], leave_out="name") == {"phone": [1]}


def test_values_come_in_one_form():
    record = _record(
        phone="+86 138-0013-8000", email="Li@Example.COM", birthday="1990/1/5",
        website="https://www.dingrui.cn/about", street="12b Main St.", city="苏州市",
    )  # fmt: skip
    assert record["phone"] == "13800138000"
    assert record["email"] == "li@example.com"
    assert record["birthday"] == "19900105"
    assert record["web"] == "dingrui.cn"
    assert (record["street_number"], record["street"]) == ("12b", "mainst")
    assert (record["province"], record["town"]) == ("32", "3205")


def test_nothing_is_unknown_however_it_is_written():
    assert set(_record(name="N/A", phone="无", email=" - ", city="").values()) == {None}


def test_a_branch_is_where_it_says_unless_a_column_knows():
    branch = _record(name="鼎瑞纺织有限公司北京分公司", uscc="")
    assert (branch["branch"], branch["town"]) == ("110000", "1100")
    assert _record(name="鼎瑞纺织有限公司北京分公司", city="上海", uscc="")["town"] == "3100"


def test_a_column_of_short_chinese_names_holds_people():
    reader = reader_of(recognised(["name"]), [["张伟"], ["李娜"], ["欧阳娜娜"]])
    assert reader.names_are_people
    assert reader.record(["张伟"])["surname"] == "张"
    assert not reader_of(
        recognised(["name"]), [["鼎瑞纺织有限公司"], ["华为技术"]]
    ).names_are_people
