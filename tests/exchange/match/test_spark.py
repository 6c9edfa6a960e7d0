"""Spark in local mode says what DuckDB says: one model, two engines."""

from functools import partial
from importlib.util import find_spec

import pytest

from zhike.exchange.match import matching
from zhike.exchange.match.blocking import RULES, rules_for
from zhike.exchange.match.tables import InDuckDB

from . import made_up, scores

pytestmark = [
    pytest.mark.slow,
    pytest.mark.requirement("E18"),
    pytest.mark.skipif(not find_spec("pyspark"), reason="Spark is an extra: bin/install spark"),
]


@pytest.fixture(scope="module")
def spark():
    """A session on two cores of this machine."""
    from zhike.exchange.match import in_spark

    session = in_spark.session("local[2]")
    yield partial(in_spark.InSpark, session)
    session.stop()


@pytest.fixture(scope="module")
def companies():
    made = made_up.companies(41, 150)
    return scores.records(made.headings, made.rows)


def test_both_count_the_pairs_of_a_rule_alike(spark, companies):
    half = len(companies) // 2
    for tables in ((companies, None), (companies[:half], companies[half:])):
        one, other = InDuckDB(*tables), spark(*tables)
        for rule in rules_for(one.known(), RULES)[::6]:
            assert one.count(rule) == other.count(rule), rule


def test_both_give_a_pair_the_same_weight_by_the_same_model(spark, companies):
    one, other = InDuckDB(companies), spark(companies)
    model = matching.train(one)
    found, again = (
        {(pair.left, pair.right): pair.probability for pair in matching.scored(tables, model)}
        for tables in (one, other)
    )
    assert len(found) > 100
    assert again == pytest.approx(found, rel=1e-6)
