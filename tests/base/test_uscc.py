"""The unified social credit code."""

from pathlib import Path

import pytest
from stdnum.cn import uscc as theirs

from zhike.base.uscc import BadUscc, normalise

REAL = Path(__file__).parents[3] / "shared/data/uscc/valid_uscc.txt"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("91110000600037341L", "91110000600037341L"),
        (" 9111 0000-6000 37341l ", "91110000600037341L"),
        ("９１１１００００６０００３７３４１Ｌ", "91110000600037341L"),
        ("91350100M000100Y43", "91350100M000100Y43"),
    ],
)
def test_a_code_is_stored_in_one_form(raw: str, code: str):
    assert normalise(raw) == code


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "length"),
        ("9111000060003734", "length"),
        ("9" * 10_000_000, "length"),
        ("91110O00600037341L", "characters"),
        ("9111000060003734IL", "characters"),
        ("91110000600037342L", "check_digit"),
    ],
)
def test_a_wrong_code_is_refused_with_what_to_do(raw: str, code: str):
    with pytest.raises(BadUscc) as caught:
        normalise(raw)
    assert caught.value.code == code
    assert "business licence" in str(caught.value)


def test_every_single_mistake_is_noticed_as_the_standard_promises():
    right = "91110000600037341L"
    for place in range(18):
        for char in "0123456789ABCDEFGHJKLMNPQRTUWXY":
            wrong = right[:place] + char + right[place + 1 :]
            if place < 2 and char.isalpha():
                continue  # python-stdnum knows no letters there
            try:
                accepted = normalise(wrong) == wrong
            except BadUscc:
                accepted = False
            assert accepted == theirs.is_valid(wrong)


def test_an_authority_may_be_a_letter():
    body = "N2511725MF1234567"
    accepted = []
    for char in "0123456789ABCDEFGHJKLMNPQRTUWXY":
        try:
            accepted.append(normalise(body + char))
        except BadUscc:
            continue
    assert len(accepted) == 1


@pytest.mark.evaluation
def test_real_codes_are_accepted():
    if not REAL.exists():
        pytest.skip("the real codes are not beside the checkout")
    codes = REAL.read_text("utf-8").split()
    assert [normalise(code) for code in codes] == codes
