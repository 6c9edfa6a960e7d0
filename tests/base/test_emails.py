"""Mail addresses: stored and masked."""

import pytest

from zhike.base.emails import BadEmail, mask, normalise


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        (" Wang.Wei@Example.COM ", "wang.wei@example.com"),
        ("wang＠qq．com", "wang@qq.com"),
        ("mailto:o'brien+x@ex-ample.co.uk", "o'brien+x@ex-ample.co.uk"),
        ("x@公司.cn", "x@xn--55qx5d.cn"),
        ("x@XN--55QX5D.CN", "x@xn--55qx5d.cn"),
        ("张三@qq.com", "张三@qq.com"),
    ],
)
def test_an_address_is_stored_in_one_form_however_it_was_written(raw: str, stored: str):
    assert normalise(raw) == stored
    assert normalise(stored) == stored


@pytest.mark.parametrize(
    "raw",
    ["", "wang", "a@b", "a b@c.com", "a@b@c.com", ".a@c.com", "a..b@c.com", "a@c..com", "a@-c.com",
     "a@1.2.3.4", '"a b"@c.com', "<a@c.com>", "a@" + "b" * 64 + ".com", "a@\ud800.com",
     "\ud800@c.cn"],
)  # fmt: skip
def test_what_is_no_address_is_refused_with_what_to_do(raw: str):
    with pytest.raises(BadEmail) as caught:
        normalise(raw)
    assert caught.value.code == "email"
    assert "name@example.com" in str(caught.value)


@pytest.mark.parametrize("raw", ["a" * 65 + "@c.com", "a@" + "b." * 130 + "com", "a" * 10_000_000])
def test_a_long_address_is_refused_with_the_limit(raw: str):
    with pytest.raises(BadEmail) as caught:
        normalise(raw)
    assert caught.value.code == "too_long"
    assert caught.value.params == {"limit": 254}


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        ("wang.wei@example.com", "w***@example.com"),
        ("w@example.com", "***@example.com"),
        ("no address", "***"),
        ("", "***"),
    ],
)
def test_a_masked_address_keeps_its_first_letter_and_its_domain(value: str, masked: str):
    assert mask(value) == masked
