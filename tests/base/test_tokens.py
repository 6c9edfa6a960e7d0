"""Search: what is found, by what, and by whom not."""

import random
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.base import tokens
from zhike.base.pinyin import readings, spellings
from zhike.base.text import fold

CHANGAN = {
    "names": ["重庆长安汽车股份有限公司", "Changan Auto"],
    "phones": ["+8613800138000", "+862112345678;ext=801"],
    "emails": ["wang.wei@changan-auto.com.cn"],
    "texts": ["展会上认识的，会打 Golf"],
    "codes": ["91500000202802570P", "K3-000123", "Kehu-Shanghai-7"],
}
NOTHING: dict[str, list[str]] = {kind: [] for kind in CHANGAN}
CHINESE = "重庆长安汽车股份有限公司中国银行厦门分行上海浦东发展曾单解查区乐行朝阳张伟王芳李娜"
NAMES = st.lists(
    st.text(CHINESE, min_size=1, max_size=8)
    | st.text(string.ascii_letters + string.digits, min_size=1, max_size=9)
    | st.sampled_from(
        ["（", "）", " ", "-", "&", "·", "臺灣", "ＡＢ", "é", "ソニー", "𬬭", "🎉", "_", "%"]
    ),
    min_size=1,
    max_size=5,
).map("".join)


def finds(
    query: str, content: dict[str, list[str]], *, phones: bool = True, emails: bool = True
) -> bool:
    """What both databases do: the index, then the recheck."""
    asked = tokens.query_tokens(query, phones=phones, emails=emails)
    index = set(tokens.index_tokens(**content))
    in_index = all(any(index.issuperset(choice) for choice in term) for term in asked.indexed())
    return bool(asked.indexed()) and in_index and asked.matches(tokens.haystack(**content))


@pytest.mark.parametrize(
    "query",
    [
        "长", "长安", "重庆长安", "汽车股份有限公司", "重庆长安汽车股份有限公司", "重慶長安",
        "长 庆",
        "长安（汽车）", "changan", "chongqingchangan", "chongqing", "chong", "qiche", "an", "an qi",
        "gufenyouxiangongsi", "cq", "cqca", "caqc", "cqcaqcgfyxgs", "c", "长安 auto", "ang", "uto",
        "Auto", "ＡＵＴＯ", "13800138000", "138 0013 8000", "+86 138-0013-8000", "0086 13800138000",
        "8000", "0013", "138", "021-12345678", "021-12345678转801", "5678", "801",
        "wang.wei@changan-auto.com.cn", "WANG.WEI", "wangwei", "wei", "@changan-auto.com.cn",
        "changan-auto.com", "wang.wei@chan", "91500000202802570P", "9150", "802570p", "02802570",
        "28025", "K3-000123", "000123", "kehu-shanghai-7", "shanghai", "会打Golf", "golf", "ol",
        "长安 8000", "长安 wang.wei golf", "a 公司",
    ],
)  # fmt: skip
def test_a_company_is_found_by(query: str):
    assert finds(query, CHANGAN)


@pytest.mark.parametrize(
    "query",
    [
        "安长", "长汽", "庆安", "changqing", "hongqing", "caqa", "8002", "139", "1380013800013",
        "wei.wang", "长安 上海", "京", "91500000202802571", "", "  ", "，。", "%", "_",
        "\ue038\ue036",
    ],
)  # fmt: skip
def test_a_company_is_not_found_by(query: str):
    assert not finds(query, CHANGAN)


def test_pieces_that_stand_apart_are_told_by_the_recheck():
    apart = {**NOTHING, "names": ["长安汽车", "安汽长"]}
    asked = tokens.query_tokens("长安汽长", phones=True, emails=True)
    index = set(tokens.index_tokens(**apart))
    assert all(any(index.issuperset(choice) for choice in term) for term in asked.indexed())
    assert not asked.matches(tokens.haystack(**apart))


@pytest.mark.parametrize(
    ("name", "query"),
    [("曾国藩", "zengguofan"), ("单雄信", "sxx"), ("尉迟恭", "yuchi"), ("解放", "jiefang"),
     ("张伟", "zhang wei"), ("张伟", "zw"), ("李娜", "li"), ("Müller GmbH", "muller"),
     ("Müller GmbH", "müll"), ("ソニー", "ニー"), ("Привет", "вет"), ("🎉店", "🎉"), ("𬬭", "𬬭")],
)  # fmt: skip
def test_a_name_is_found_by_how_it_sounds_and_in_any_script(name: str, query: str):
    assert finds(query, {**NOTHING, "names": [name]})


def test_an_address_in_chinese_is_found():
    content = {**NOTHING, "emails": ["张三丰@公司.cn"]}
    assert finds("张三丰@公司.cn", content)
    assert not finds("李三丰@公司.cn", content)
    assert not finds("张三丰@公司.cn", content, emails=False)


def test_who_may_not_see_phones_does_not_find_by_them():
    for query in ("13800138000", "8000", "138 0013 8000", "021-12345678"):
        assert finds(query, CHANGAN, emails=True)
        assert not finds(query, CHANGAN, phones=False)


def test_who_may_not_see_mail_addresses_does_not_find_by_them():
    for query in ("wang.wei@changan-auto.com.cn", "wangwei", "wang.wei", "changan-auto.com"):
        assert not finds(query, CHANGAN, emails=False)


def test_a_needle_of_one_class_never_hits_another_class_of_the_haystack():
    content = {**NOTHING, "phones": ["+8613800138000"], "emails": ["a1@b.cn", "张三@b.cn"]}
    secret = tokens.haystack(**content)
    for query in ("1", "38", "138", "13800138000", "a", "a1", "a1@b.cn", "b.cn", "张三", secret):
        asked = tokens.query_tokens(query, phones=False, emails=False)
        assert not asked.matches(secret)


def test_a_token_is_one_word_for_both_databases():
    odd = {**CHANGAN, "names": ["Ünïcödé 𬬭 鿿 ソニー Привет 🎉 ﷺ ９"], "emails": ["张三@公司.cn"]}
    for content in (CHANGAN, odd):
        for token in tokens.index_tokens(**content):
            assert re.fullmatch(r"[0-9a-z\u3400-\u4db5\u4e00-\u9fcb]{1,9}", token), token


def test_tokens_come_once_each():
    twice = {**CHANGAN, "names": CHANGAN["names"] * 2}
    made = tokens.index_tokens(**twice)
    assert len(made) == len(set(made))
    assert set(made) == set(tokens.index_tokens(**CHANGAN))


def test_a_query_asks_the_index_for_few_tokens():
    for query in ("重庆长安汽车股份有限公司", "91500000202802570P", "shanghaizhangjianggaokeji",
                  "13800138000", "wang.wei.li.na@changan-auto.com.cn"):  # fmt: skip
        for term in tokens.query_tokens(query, phones=True, emails=True).terms:
            assert all(1 <= len(choice.tokens) <= 3 for choice in term)


def test_what_every_company_is_called_is_not_asked_for():
    asked = tokens.query_tokens("长安有限公司", phones=False, emails=False)
    assert not {"有限", "限公", "公司"} & {token for term in asked.indexed() for token in term[0]}
    assert tokens.query_tokens("有限公司", phones=False, emails=False).indexed()


def test_a_needle_holds_no_wildcard_and_no_line_break():
    asked = tokens.query_tokens("50% a_b\nwang_wei%@x.cn", phones=True, emails=True)
    for term in asked.needles():
        assert not set("%_\n\\") & set("".join(map("".join, term)))


def test_a_query_is_written_for_each_database():
    asked = tokens.query_tokens("长安 8000", phones=True, emails=False)
    assert asked.fts5() == '(("长安")) AND (("w800") OR ("p800" AND "p000"))'
    assert asked.tsquery() == "(('长安')) & (('w800') | ('p800' & 'p000'))"


def test_a_hostile_query_is_cut_short():
    asked = tokens.query_tokens("长安 " * 100_000 + "x" * 1_000_000, phones=True, emails=True)
    assert len(asked.terms) <= 8


@given(NAMES, st.randoms(use_true_random=False))
def test_every_part_of_a_name_finds_it(name: str, choice: random.Random):
    content = {**NOTHING, "names": [name]}
    for _ in range(12):
        start = choice.randrange(len(name))
        part = name[start : choice.randint(start + 1, min(len(name), start + 30))]
        letters = "".join(filter(str.isalnum, fold(part)))
        if len(letters) >= 2 or (letters and not letters.isascii()):
            assert finds(part, content), part


@given(st.text(CHINESE, min_size=3, max_size=14), st.randoms(use_true_random=False))
def test_a_name_is_found_by_its_initials_and_its_pinyin_from_any_syllable(
    name: str, choice: random.Random
):
    content = {**NOTHING, "names": [name]}
    full, initials = readings(name)
    start = choice.randrange(len(initials) - 2)
    assert finds(initials[start : choice.randint(start + 3, len(initials))], content)
    syllables = spellings(name)[0]
    assert finds("".join(syllables), content)
    assert finds("".join(syllables[choice.randrange(len(syllables)) :]), content)
    assert finds(full[: choice.randint(1, len(full))], content)


@given(st.from_regex(r"\+86[0-9]{8,11}", fullmatch=True), st.randoms(use_true_random=False))
def test_a_phone_is_found_by_any_three_digits_or_more(phone: str, choice: random.Random):
    digits = phone[1:]
    start = choice.randrange(len(digits) - 3)
    part = digits[start : choice.randint(start + 3, len(digits))]
    assert finds(part, {**NOTHING, "phones": [phone]})


@given(st.from_regex(r"[a-z]{1,8}([._+-][a-z0-9]{1,8}){0,2}@[a-z0-9]{2,9}(-[a-z]{1,3})?\.(com|cn)",
                     fullmatch=True))  # fmt: skip
def test_an_address_is_found_whole_by_its_name_and_by_its_domain(address: str):
    content = {**NOTHING, "emails": [address]}
    local, _, domain = address.partition("@")
    assert finds(address, content)
    assert finds(domain, content)
    if len("".join(filter(str.isalnum, local))) >= 3:
        assert finds(local, content)
