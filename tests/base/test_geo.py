"""Countries and the regions of China."""

import csv
from pathlib import Path

import pytest

from zhike.base.geo import (
    BadCountry,
    BadRegion,
    children,
    countries,
    country_code,
    country_name,
    provinces,
    region_code,
    region_name,
)
from zhike.base.regions import beginnings

REGIONS = Path(__file__).parents[3] / "shared/data/regions"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("China", "CN"),
        ("中国", "CN"),
        (" cn ", "CN"),
        ("CHN", "CN"),
        ("PRC", "CN"),
        ("United States", "US"),
        ("U.S.A.", "US"),
        ("美国", "US"),
        ("UK", "GB"),
        ("韩国", "KR"),
        ("臺灣", "TW"),
        ("Hong Kong", "HK"),
        ("Cote d'Ivoire", "CI"),
        ("ＤＥＵ", "DE"),
    ],
)
def test_a_country_is_known_by_its_names_and_codes(text: str, code: str):
    assert country_code(text) == code


@pytest.mark.parametrize("text", ["", "Atlantis", "EU", "world", "001", "ZZ"])
def test_what_is_no_country_is_refused(text: str):
    with pytest.raises(BadCountry):
        country_code(text)


def test_every_country_is_found_by_its_names_in_both_languages():
    for code in countries():
        assert country_code(country_name(code, "en")) == code
        assert country_code(country_name(code, "zh-hans")) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("四川省成都市", "510100"),
        ("四川成都", "510100"),
        ("成都", "510100"),
        ("510100", "510100"),
        ("5101", "510100"),
        ("四川省 成都市 武侯区", "510107"),
        ("北京朝阳", "110105"),
        ("上海浦东新区", "310115"),
        ("河南省济源市", "419001"),
        ("恩施", "422800"),
        ("内蒙古", "150000"),
        ("臺灣", "710000"),
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("杭州市临平区", "330113"),
    ],
)
def test_a_region_is_found_by_its_names_and_code(text: str, code: str):
    assert region_code(text) == code


@pytest.mark.parametrize("text", ["", "鼓楼区", "亚特兰蒂斯", "999999", "市辖区", "成都某处", "县"])
def test_what_names_no_single_region_is_none(text: str):
    assert region_code(text) is None


@pytest.mark.parametrize(
    ("code", "chinese", "english"),
    [
        ("510000", "四川省", "Sichuan"),
        ("510107", "四川省成都市武侯区", "Wuhou District, Chengdu, Sichuan"),
        ("110105", "北京市朝阳区", "Chaoyang District, Beijing"),
        ("610100", "陕西省西安市", "Xian, Shaanxi"),
        ("422800", "湖北省恩施土家族苗族自治州", "Enshi Prefecture, Hubei"),
        ("110103", "北京市崇文区", "Chongwen District, Beijing"),
    ],
)
def test_a_region_is_named_in_both_languages(code: str, chinese: str, english: str):
    assert region_name(code, "zh-hans") == chinese
    assert region_name(code, "en") == english


def test_an_unknown_region_is_refused():
    with pytest.raises(BadRegion):
        region_name("999999", "zh-hans")


def test_regions_are_listed_from_the_largest_down():
    assert len(provinces()) == 34
    assert ("510100", "成都市") in children("510000")
    assert ("510107", "武侯区") in children("510100")
    assert children("510107") == []


def test_districts_of_a_municipality_stand_right_below_it():
    assert ("110105", "朝阳区") in children("110000")
    assert ("419001", "济源市") in children("410000")


def test_regions_of_the_past_are_not_listed():
    assert "崇文区" not in dict(children("110000")).values()


@pytest.mark.evaluation
def test_todays_cities_and_districts_are_covered():
    if not REGIONS.exists():
        pytest.skip("the table of regions is not beside the checkout")
    with (REGIONS / "areas.csv").open(encoding="utf-8") as file:
        areas = {row["code"]: row["name"] for row in csv.DictReader(file)}
    # Development zones (71 and above in the last two digits) are not in the national standard.
    areas = {code: name for code, name in areas.items() if not 71 <= int(code[4:]) <= 80}
    named = sum(region_name(code, "zh-hans").endswith(name) for code, name in areas.items()
                if region_code(code))  # fmt: skip
    assert named / len(areas) >= 0.99


@pytest.mark.parametrize("code", ["510100", "510112", "310000", "150000"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_region_is_known_by_the_name_that_a_form_shows(code, language):
    assert region_code(region_name(code, language)) == code


@pytest.mark.parametrize(
    "text",
    [
        "四川省成都市武侯区天府",
        "重庆长安汽车",
        "中国北京同仁堂",
        "110000中心",
        "恒瑞医药",
        "吉林吉林市",
        "Beijing朝阳",
    ],
)
def test_no_region_with_which_a_text_begins_is_passed_over(text: str):
    lengths = [n for n in range(len(text), 1, -1) if region_code(text[:n])]
    assert [n for n in beginnings(text.lower(), len(text)) if region_code(text[:n])] == lengths
