"""How far two coders agree, by the textbook."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.records.rules.agreement import agreement

pytestmark = pytest.mark.requirement("E08")
CODES = st.sampled_from(["retail", "finance", "services"])


def test_the_example_that_textbooks_give():
    """Two readers of 50 grant proposals: 20 both yes, 15 both no, 5 and 10 differ; κ = 0.40."""
    found = agreement(
        [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    )
    assert found.share == pytest.approx(0.70)
    assert found.kappa == pytest.approx(0.40)
    assert found.confused == (("no", "yes", 15),)


def test_a_code_that_is_mixed_up_is_ambiguous_and_the_others_are_not():
    found = agreement([("a", "b")] * 3 + [("a", "a")] * 7 + [("c", "c")] * 40)
    assert [code.code for code in found.codes if code.is_ambiguous] == ["b"]
    assert {code.code: round(code.share, 2) for code in found.codes} == {"a": 0.82, "b": 0, "c": 1}


def test_nothing_coded_and_a_single_code_have_no_kappa():
    assert agreement([]).share == 0
    assert agreement([]).kappa is None
    assert agreement([("a", "a")] * 5).kappa is None


@given(st.lists(st.tuples(CODES, CODES), min_size=1))
def test_who_is_first_makes_no_difference(pairs):
    one, other = agreement(pairs), agreement([(b, a) for a, b in pairs])
    assert (one.share, one.confused) == (other.share, other.confused)
    assert one.kappa == pytest.approx(other.kappa)
    assert 0 <= one.share <= 1
