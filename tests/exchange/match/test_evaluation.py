"""What matching must reach on data with known answers, trained without them."""

import pytest

from zhike.exchange.match.deciding import relation

from . import evaluation, scores

pytestmark = [
    pytest.mark.evaluation,
    pytest.mark.slow,
    pytest.mark.skipif(not evaluation.DATA.is_dir(), reason="the data is not beside the checkout"),
]

PAIRS = {
    "febrl 1": 0.995, "febrl 2": 0.99, "febrl 3": 0.99,
    "febrl 1 without number": 0.99, "febrl 2 without number": 0.98, "febrl 3 without number": 0.98,
    "Fodors and Zagats": 0.98, "splink fake": 0.90,
    "Chinese companies, rich": 0.94, "Chinese companies, sparse": 0.88,
}  # fmt: skip


@pytest.mark.requirement("A13", "E18")
@pytest.mark.parametrize("name", PAIRS)
def test_matching_reaches_what_it_must(name):
    result = evaluation.measure(name)
    assert result.at_half.f1 >= PAIRS[name]
    if name == "splink fake":
        assert result.clusters.f1 >= 0.95
    if name.startswith("Chinese"):
        assert result.at_nine.precision >= 0.97
        records = result.task.left
        assert all(relation(records[a], records[b]) is None for a, b in scores.same(result.pairs))
