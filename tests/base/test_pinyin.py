"""Pinyin: how names are typed and in which order they stand."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from zhike.base.pinyin import LONGEST_KEY, readings, sort_key, spellings

NAMES = Path(__file__).parents[3] / "shared/data/names/company-short-names.txt"


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("重庆长安汽车", "chongqingchanganqiche", "cqcaqc"),
        ("中国银行厦门分行", "zhongguoyinhangxiamenfenhang", "zgyhxmfh"),
        ("長安汽車", "changanqiche", "caqc"),
        ("乾隆", "qianlong", "ql"),
        ("绿地", "lvdi", "ld"),
        ("3M中国", "3mzhongguo", "3mzg"),
        ("Ａcme（上海）", "acmeshanghai", "acmesh"),
        ("Müller", "muller", "muller"),
        ("成长", "chengzhang", "cz"),
        ("长丰", "changfeng", "cf"),
        ("朝阳区", "chaoyangqu", "cyq"),
        ("", "", ""),
        ("！？", "", ""),
    ],
)
def test_a_name_is_typed_in_full_and_by_initials(name: str, full: str, initials: str):
    assert readings(name) == (full, initials)


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("单雄信", "shanxiongxin"),
        ("單雄信", "shanxiongxin"),
        ("曾国藩", "zengguofan"),
        ("仇英", "qiuying"),
        ("解晓东", "xiexiaodong"),
        ("查良镛", "zhaliangyong"),
        ("区伯", "oubo"),
        ("盖叫天", "gejiaotian"),
        ("任正非", "renzhengfei"),
        ("华罗庚", "hualuogeng"),
        ("尉迟恭", "yuchigong"),
        ("万俟卨", "moqixie"),
        ("澹台灭明", "tantaimieming"),
    ],
)
def test_a_surname_has_its_own_reading(name: str, full: str):
    assert readings(name).full == full
    assert readings(name, person=True).full == full


@pytest.mark.parametrize(
    ("name", "full"),
    [("解放", "jiefang"), ("单车", "danche"), ("曾经", "cengjing"), ("查理", "chali")],
)
def test_a_word_is_no_surname_unless_a_person_is_meant(name: str, full: str):
    assert readings(name).full == full
    assert readings(name, person=True).full != full


def test_a_long_name_is_no_persons():
    assert readings("解放军总医院").full.startswith("jiefang")
    assert readings("解放军总医院", person=True).full.startswith("xiefang")


def test_a_short_name_that_may_be_a_persons_is_found_by_both_readings():
    assert spellings("曾经理") == [["ceng", "jing", "li"], ["zeng", "jing", "li"]]
    assert spellings("张伟") == [["zhang", "wei"]]


def test_names_stand_in_the_order_of_a_chinese_directory():
    names = ["先锋", "西安", "Zebra", "张三", "阿里", "Acme", "重庆", "长安"]
    ordered = ["阿里", "Acme", "长安", "重庆", "西安", "先锋", "Zebra", "张三"]
    assert sorted(names, key=sort_key) == ordered


def test_a_persons_key_follows_the_surname():
    assert sort_key("单雄信", person=True) == "shan xiong xin"
    assert sort_key("解放军", person=True) == "xie fang jun"


def test_other_scripts_follow_the_latin_alphabet():
    assert sort_key("zz") < sort_key("Привет") < sort_key("ソニー")


@given(st.text(max_size=200))
def test_a_key_is_ascii_short_and_bare(name: str):
    key = sort_key(name)
    assert key.isascii()
    assert key == key.strip().lower()
    assert len(key) <= LONGEST_KEY


@pytest.mark.evaluation
def test_readings_agree_with_pypinyin_on_names_of_companies():
    if not NAMES.exists():
        pytest.skip("the names of companies are not beside the checkout")
    names = NAMES.read_text("utf-8-sig").split("\n")[3:]
    sample = random.Random(1).sample([name for name in names if name], 5_000)

    def theirs(name: str) -> str:
        letters = "".join(lazy_pinyin(name)).lower()
        return "".join(char for char in letters if char.isascii() and char.isalnum())

    same = sum(readings(name).full == theirs(name) for name in sample)
    assert same / len(sample) >= 0.99
