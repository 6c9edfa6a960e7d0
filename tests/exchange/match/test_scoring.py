import json
import random
import time

import pytest

from zhike.exchange.match import comparisons, matching
from zhike.exchange.match.blocking import RULES
from zhike.exchange.match.model import expected
from zhike.exchange.match.preparing import FIELDS
from zhike.exchange.match.scoring import (
    Scorer,
    UnknownModel,
    frequencies_of,
    publish,
    published,
    published_frequencies,
)
from zhike.exchange.match.tables import InDuckDB

from . import made_up, scores


def _parity(made, count):
    """The weights of Splink and of the scorer for the same pairs."""
    records = scores.records(made.headings, made.rows)
    tables = InDuckDB(records)
    trained = matching.train(tables)
    stored = json.loads(json.dumps(publish(trained, frequencies_of(records, trained))))
    model = published(stored)
    scorer = Scorer(model, published_frequencies(stored))
    pairs = list(matching.scored(tables, model, least=0))
    assert len(pairs) >= count
    for pair in random.Random(1).sample(pairs, count):
        verdict = scorer.weigh(records[pair.left], records[pair.right])
        assert verdict.probability == pytest.approx(pair.probability, rel=1e-6, abs=1e-9), (
            records[pair.left], records[pair.right], verdict,
        )  # fmt: skip


@pytest.mark.full
@pytest.mark.requirement("B45")
def test_python_and_splink_give_companies_the_same_weight():
    _parity(made_up.companies(31, 120), 5000)


@pytest.mark.slow
def test_python_and_splink_give_people_the_same_weight_by_the_frequency_of_their_names(monkeypatch):
    monkeypatch.setattr(comparisons, "MANY_ROWS", 100)
    _parity(made_up.people(32, 150), 5000)
    _parity(made_up.companies(33, 100), 2000)


def test_two_hundred_candidates_are_weighed_within_the_time_of_a_keystroke():
    made = made_up.companies(34, 150)
    records = scores.records(made.headings, made.rows)[:200]
    known = {name for name in records[0] if any(record[name] for record in records)}
    scorer = Scorer(expected(comparisons.comparisons_for(known, 200), 0.001))
    began = time.process_time()
    verdicts = [scorer.weigh(records[0], record) for record in records]
    assert time.process_time() - began < 0.1
    assert max(verdicts, key=lambda verdict: verdict.bits) == verdicts[0]
    assert verdicts[0].reasons[0].level == "same name"


def test_a_name_that_many_bear_says_less_than_a_rare_one(monkeypatch):
    monkeypatch.setattr(comparisons, "MANY_ROWS", 100)
    model = expected(comparisons.comparisons_for({"given", "surname"}, 100), 0.001)
    stored = publish(model, {"person_sound": {"wangwei": 0.01, "mawei": 0.00001}})
    assert stored["frequencies"] == {"person_sound": {"wangwei": 0.01}}
    scorer = Scorer(published(stored), published_frequencies(stored))
    wang, ma = (
        {**dict.fromkeys(FIELDS), "given": "伟", "surname": surname, "person_sound": sound}
        for surname, sound in (("王", "wangwei"), ("麻", "mawei"))
    )
    assert scorer.weigh(ma, dict(ma)).bits > scorer.weigh(wang, dict(wang)).bits + 4


def test_the_same_model_is_settings_for_duckdb_and_for_spark():
    model = expected(tuple(comparisons.ALL.values()), 0.01)
    for dialect in ("duckdb", "spark"):
        settings = model.settings("dedupe_only", [rule.creator() for rule in RULES])
        assert len(settings.get_settings(dialect).comparisons) == len(comparisons.ALL)


def test_a_model_that_does_not_fit_or_was_never_learnt_is_refused():
    stored = publish(expected(comparisons.comparisons_for({"core", "phone"}, 10), 0.01))
    assert published(stored).weights
    for wrong in (
        {"version": 0, "comparisons": []},
        {**stored, "comparisons": [{"name": "shoe size", "levels": []}]},
        {**stored, "comparisons": [{**stored["comparisons"][0], "levels": []}]},
    ):
        with pytest.raises(UnknownModel):
            published(wrong)
    stored["comparisons"][0]["levels"][0]["m"] = None
    with pytest.raises(UnknownModel):
        published(stored)
