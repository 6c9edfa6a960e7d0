"""The fields of a card from its lines, without the eye."""

import pytest

from zhike.exchange.cards.doubting import fields_of, with_edges_marked
from zhike.exchange.cards.lines import Box, Line, Seen, straightened

pytestmark = pytest.mark.requirement("D26")


def lines_of(*texts, sizes=()):
    """Lines one under another, 30 high but where `sizes` says otherwise.

    `one <> other` is read so at the second look.
    """
    lines, top = [], 20.0
    for number, text in enumerate(texts):
        height = sizes[number] if number < len(sizes) else 30
        text, _, again = text.partition(" <> ")
        box = Box(40, top, 40 + len(text) * height * 0.8, top + height)
        lines.append(Line(text, 0.99, box, again or text, box))
        top += height * 1.6
    return lines


def card(*texts, sizes=()):
    """The values of a card."""
    return {name: found.value for name, found in fields_of(lines_of(*texts, sizes=sizes)).items()}


def doubts(field, *texts):
    """What speaks against a value."""
    return set(fields_of(lines_of(*texts))[field].doubts)


def test_a_plain_card():
    assert card(
        "泰麒麟科技有限公司", "华桂珍", "董事长", "电话：010-78202938",
        "Email chen.wei31@example.com",
        "地址：重庆市哈尔滨市门头沟台北街d座730824", "手机：+86131-8159-0830", sizes=[48, 80, 40],
    ) == {
        "company": "泰麒麟科技有限公司", "name": "华桂珍", "title": "董事长", "tel": "010-78202938",
        "email": "chen.wei31@example.com", "address": "重庆市哈尔滨市门头沟台北街d座",
        "postcode": "730824", "mobile": "13181590830",
    }  # fmt: skip


@pytest.mark.parametrize("line", [
    "手机：13800138000", "M: 138 0013 8000", "Mob. 138-0013-8000", "Mobile +86 13800138000",
    "手 机：(+86) 138-0013-8000", "MP:86-13800138000", "移动电话:13800138000", "13800138000",
    "手机/微信：13800138000", "Cell: 0086 138 0013 8000", "手机：13800138000 / 13900139000",
    "M13800138000", "電話：13800138000",
])  # fmt: skip
def test_a_mobile_number_is_found_however_it_is_printed(line):
    assert card("张伟", line)["mobile"] == "13800138000"


@pytest.mark.parametrize("lines", [
    ["手机：13800138000", "手机：13900139000"], ["手机：13800138000 / 13900139000"],
    ["13800138000 13900139000"], ["电话：13900139000", "手机：13800138000"],
])  # fmt: skip
def test_a_second_mobile_is_proposed_as_the_telephone_where_no_landline_is(lines):
    assert card("张伟", *lines)["tel"] == "13900139000"
    assert doubts("tel", "张伟", *lines) == {"second"}


def test_a_landline_comes_before_a_second_mobile_and_the_same_number_again_is_none():
    mobiles = "手机：13800138000 / 13900139000"
    assert card("张伟", mobiles, "电话：0755-33076910")["tel"] == "0755-33076910"
    assert doubts("tel", "张伟", mobiles, "电话：0755-33076910") == set()
    assert "tel" not in card("张伟", "手机：13800138000", "微信：13800138000", "13800138000")


@pytest.mark.parametrize(("line", "extension"), [
    ("电话：0755-33076910", ""), ("T: 0755-33076910", ""), ("Tel (0755) 3307 6910", ""),
    ("TEL：+86-755-33076910", ""), ("总机：0755-33076910转801", "801"),
    ("电话:0755-33076910-801", "801"), ("0755 33076910", ""),
    ("电话：0755 3307 6910", ""),
    ("P: +86 755 3307 6910 ext. 12", "12"),
])  # fmt: skip
def test_a_landline_is_area_and_number_and_its_extension_stands_apart(line, extension):
    found = card("张伟", line)
    assert (found["tel"], found.get("extension", "")) == ("0755-33076910", extension)


def test_a_fax_is_no_telephone():
    found = card("张伟", "传真：021-68410741", "电话：021-48967313", "F: 021-11112222")
    assert found["tel"] == "021-48967313"
    assert found["fax"] == "021-68410741"
    assert "tel" not in card("张伟", "Fax 021-68410741")
    one_line = card("张伟", "T: 021-48967313  F: 021-68410741  M: 13800138000")
    assert [one_line[name] for name in ("tel", "fax", "mobile")] == [
        "021-48967313", "021-68410741", "13800138000",
    ]  # fmt: skip
    both = card("张伟", "电话/传真：021-48967313")
    assert both["tel"] == both["fax"] == "021-48967313"


def test_other_numbers_are_no_telephones():
    found = card(
        "张伟", "QQ：134567890", "微信：wx138001", "税号：91310115MA1K35J42W", "邮编：200120",
        "开户行：中国银行 账号:6222021001116245702",
    )  # fmt: skip
    assert "tel" not in found
    assert "mobile" not in found
    assert (found["qq"], found["postcode"]) == ("134567890", "200120")


@pytest.mark.parametrize(("lines", "name", "title"), [
    (["陈刚", "总经理"], "陈刚", "总经理"),
    (["陈刚 总经理"], "陈刚", "总经理"),
    (["邵志强总裁助理"], "邵志强", "总裁助理"),
    (["张 伟", "客户经理 / Account Manager"], "张伟", "客户经理 / Account Manager"),
    (["欧阳婧怡", "市场部副总监"], "欧阳婧怡", "市场部副总监"),
    (["王淑华", "Wang Shu Hua", "采购主管", "Purchasing Supervisor"], "王淑华", "采购主管"),
    (["阿依古丽·吐尔逊", "销售经理"], "阿依古丽·吐尔逊", "销售经理"),
    (["傅建國", "董事長"], "傅建國", "董事長"),
    (["姓名：单国强", "职务：项目负责人"], "单国强", "项目负责人"),
    (["高级工程师 李思远"], "李思远", "高级工程师"),
    (["李慧"], "李慧", None),
    (["总经理 张伟 Zhang Wei"], "张伟", "总经理"),
    (["张伟 | 销售总监"], "张伟", "销售总监"),
    (["陳大文", "高級經理"], "陳大文", "高級經理"),
    (["华东区销售总监", "买买提艾力"], "买买提艾力", "华东区销售总监"),
    (["司马 光", "副 总 经 理"], "司马光", "副总经理"),
    (["张建国 博士"], "张建国", "博士"),
    (["王芳 女士"], "王芳", None),
])  # fmt: skip
def test_a_person_and_a_title_are_told_apart(lines, name, title):
    found = card("创亿信息有限公司", *lines, "手机：13800138000")
    assert (found["name"], found.get("title"), found["company"]) == (
        name,
        title,
        "创亿信息有限公司",
    )


def test_a_column_of_characters_is_a_name():
    upright = [(900.0, 100.0), (960.0, 100.0), (960.0, 230.0), (900.0, 230.0)]
    flat = [(70.0, 50.0), (500.0, 50.0), (500.0, 90.0), (70.0, 90.0)]
    lines = straightened([Seen("杨强", 0.99, upright), Seen("重庆维涛科技有限公司", 0.99, flat)])
    assert {name: found.value for name, found in fields_of(lines).items()} == {
        "name": "杨强", "company": "重庆维涛科技有限公司",
    }  # fmt: skip


def test_rows_of_a_card_held_aslant_are_straightened():
    slope = 0.15

    def at(left, top, width):
        right = left + width
        return [(left, top + slope * left), (right, top + slope * right),
                (right, top + 30 + slope * right), (left, top + 30 + slope * left)]  # fmt: skip

    lines = straightened([
        Seen("电话", 0.99, at(70, 300, 60)), Seen("0755-33076910", 0.99, at(300, 300, 250)),
        Seen("传真", 0.99, at(70, 350, 60)), Seen("0755-33076911", 0.99, at(300, 350, 250)),
    ])  # fmt: skip
    found = fields_of(lines)
    assert (found["tel"].value, found["fax"].value) == ("0755-33076910", "0755-33076911")


def test_a_bilingual_card_keeps_both_names_and_the_chinese_address():
    found = card(
        "深圳市彩虹传媒有限公司", "Shenzhen Rainbow Media Co., Ltd.", "王淑华", "Wang Shuhua",
        "Add: 8 Zhongshan Road, Nanshan District, Shenzhen", "地址：深圳市南山区中山路8号",
    )  # fmt: skip
    assert found["company_en"] == "Shenzhen Rainbow Media Co., Ltd."
    assert (found["name"], found["name_en"]) == ("王淑华", "Wang Shuhua")
    assert found["address"] == "深圳市南山区中山路8号"


def test_an_address_on_two_lines_is_one_and_its_postcode_apart():
    found = card(
        "地址：广东省深圳市南山区科技园南区", "高新南一道8号创维大厦A座1201室 518057", "王芳",
    )  # fmt: skip
    assert found["address"] == "广东省深圳市南山区科技园南区高新南一道8号创维大厦A座1201室"
    assert (found["postcode"], found["name"]) == ("518057", "王芳")
    spread = card("A: 浙江省杭州市西湖区文三路 478 号 华星时代广场 A 座 1201", "王芳")
    assert spread["address"] == "浙江省杭州市西湖区文三路 478 号 华星时代广场 A 座 1201"


def test_numbers_of_hong_kong_keep_their_code():
    found = card(
        "陳大文", "Tel: (852) 2345 6789", "Mobile: +852 9123 4567", "香港九龍廣東道100號20樓"
    )
    assert (found["tel"], found["mobile"]) == ("+852 2345 6789", "+852 9123 4567")
    assert found["address"] == "香港九龍廣東道100號20樓"


def test_a_card_in_english_alone():
    assert card(
        "John Smith", "Sales Manager", "Acme Trading Co., Ltd.", "Tel: +1 415 555 2671",
        "john.smith@acme.com", "100 Main Street, San Francisco, CA 94105",
    ) == {
        "name": "John Smith", "title": "Sales Manager", "company": "Acme Trading Co., Ltd.",
        "tel": "+1 415 555 2671", "email": "john.smith@acme.com",
        "address": "100 Main Street, San Francisco, CA 94105",
    }  # fmt: skip


def test_a_company_on_two_lines_is_one():
    found = card("深圳市东方峻景新能源", "科技股份有限公司", "赵一鸣", sizes=[40, 40, 60])
    assert found["company"] == "深圳市东方峻景新能源科技股份有限公司"
    assert found["name"] == "赵一鸣"


@pytest.mark.parametrize(("field", "lines", "doubt"), [
    ("mobile", ["手机：1380013800"], "mobile"),
    ("mobile", ["手机：138001380O0"], "digits"),
    ("tel", ["电话：0999-33076910"], "tel"),
    ("email", ["邮箱：denghuil@example.com"], "pinyin"),
    ("email", ["邮箱：junl6@example.com"], "digits"),
    ("email", ["邮箱：denghui.example.com"], "email"),
    ("email", ["邮箱：deng@example.com <> 邮箱：dong@example.com"], "twice"),
    ("email", ["邮箱：deng@exarple.com", "www.example.com"], "domain"),
    ("email", ["邮箱：deng@example.corn"], "email"),
    ("address", ["地址：重庆市渝北区中山路1座"], "digits"),
    ("address", ["地址：重庆市渝北区中山路J座 <> 地址：重庆市渝北区中山路1座"], "twice"),
    ("uscc", ["税号：91310115MA1K35J42X"], "uscc"),
    ("postcode", ["邮编：912345"], "postcode"),
])  # fmt: skip
def test_what_cannot_be_is_marked(field, lines, doubt):
    assert doubt in doubts(field, "邓慧", *lines)


def test_what_can_be_is_certain():
    found = fields_of(lines_of(
        "重庆维涛科技有限公司", "邓慧", "销售经理", "手机：13800138000", "电话：0755-33076910",
        "邮箱：denghui1@example.com", "地址：重庆市渝北区中山路8号", "邮编：401120",
        "税号：91330106MA2XYWUM0M",
    ))  # fmt: skip
    assert {name for name, one in found.items() if one.doubts} <= {"uscc"}
    assert len(found) == 9


def test_a_digit_behind_pinyin_is_mended_and_marked():
    assert card("邓慧", "邮箱：wang.weil4@example.cn")["email"] == "wang.wei14@example.cn"
    assert card("邓慧", "邮箱：will4@example.cn")["email"] == "will4@example.cn"


def test_a_card_keeps_its_script_where_the_eye_mixes_them():
    old = fields_of(lines_of("金志远 <> 金志遠", "首席技術官", "廣西壯族自治區南寧市荊門路8號"))
    assert old["name"].value == "金志遠"
    new = fields_of(
        lines_of("湖南惠派科技有限公司", "黃杰", "总经理", "地址：北京市洪山区建设大街175号")
    )
    assert (new["name"].value, new["name"].doubts) == ("黄杰", ("twice",))


def test_what_reaches_the_edge_of_the_picture_is_marked():
    lines = lines_of("邓慧", "地址：重庆市渝北区中山路8号创业大厦2102室")
    wide = with_edges_marked(fields_of(lines), (1200, 800))
    assert not wide["address"].doubts
    narrow = with_edges_marked(fields_of(lines), (round(lines[1].box.right), 800))
    assert (narrow["address"].doubts, narrow["name"].doubts) == (("edge",), ())


def test_blurred_letters_mark_everything():
    found = fields_of(lines_of("邓慧", "手机：13800138000"), sharpness=0.15)
    assert all("faint" in one.doubts for one in found.values())
