"""What is known of each level of each comparison, and how it is learnt without labels."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from splink import Linker, SettingsCreator
from splink import comparison_level_library as levels
from splink.comparison_library import CustomComparison
from splink.internals.blocking_rule_creator import BlockingRuleCreator
from splink.internals.comparison_level_creator import ComparisonLevelCreator
from splink.internals.splink_dataframe import SplinkDataFrame

from zhike.exchange.match.blocking import Rule
from zhike.exchange.match.comparisons import Comparison, Level

LEAST, MOST = 1e-6, 0.999
# Even of one party's records so many differ: it moved, it has two sites.
LEAST_DIFFERENT = 0.01
# Pairs and matches that what we expect beforehand weighs as much as.
PAIRS_BEFORE = 500.0
MATCHES_BEFORE = 20.0
SAMPLE = 600_000
SEED = 7
FEWEST_TO_LEARN = 30
MOST_TO_LEARN = 400_000
# Rarer values are not told apart: in a small table, twice may mean one party entered twice. A name
# that is no more frequent than names are says what the level says.
LEAST_FREQUENCY = 0.001
RAREST = 0.0001
SMALLEST_SHARE = 1 / 20

_log = logging.getLogger("splink")
Weights = dict[tuple[str, str], tuple[float, float]]


@dataclass(frozen=True)
class Model:
    """Comparisons with the weights of their levels, and the share of matches among all pairs.

    It names no database: `settings` says the same to DuckDB and to Spark.
    """

    comparisons: tuple[Comparison, ...]
    weights: Weights
    share: float

    def settings(self, link_type: Any, rules: Sequence[BlockingRuleCreator]) -> SettingsCreator:
        """The model for Splink."""
        return SettingsCreator(
            link_type=link_type,
            unique_id_column_name="row",
            comparisons=[self._comparison(one) for one in self.comparisons],
            blocking_rules_to_generate_predictions=list(rules),
            probability_two_random_records_match=self.share,
            retain_matching_columns=False,
            retain_intermediate_calculation_columns=False,
            max_iterations=40,
        )

    def _comparison(self, comparison: Comparison) -> CustomComparison:
        unknown = comparison.unknown.creator().configure(
            is_null_level=True, label_for_charts="unknown"
        )
        steps = [self._level(comparison.name, level) for level in comparison.levels]
        return CustomComparison([unknown, *steps], output_column_name=comparison.name)

    def _level(self, name: str, level: Level) -> ComparisonLevelCreator:
        creator = level.condition.creator() if level.condition else levels.ElseLevel()
        m, u = self.weights[name, level.label]
        return creator.configure(
            m_probability=m,
            u_probability=u,
            label_for_charts=level.label,
            fix_m_probability=level.is_fixed,
            fix_u_probability=level.is_fixed,
            tf_adjustment_column=level.frequency or None,
            tf_minimum_u_value=rarest(u) if level.frequency else None,
            disable_tf_exact_match_detection=True,
        )


def rarest(u: float) -> float:
    """The frequency below which values of a level with this u are not told apart."""
    return min(LEAST_FREQUENCY, max(u, RAREST))


def expected(comparisons: Sequence[Comparison], share: float) -> Model:
    """What one would say before having seen the table."""
    weights = {
        (one.name, level.label): (level.m, level.u) for one in comparisons for level in one.levels
    }
    return Model(tuple(comparisons), weights, share)


def learn(linker: Linker, teachers: Sequence[tuple[Rule, int]]) -> None:
    """Let Splink estimate u from random pairs, and m where the teachers' pairs are enough."""
    linker.training.estimate_u_using_random_sampling(
        max_pairs=SAMPLE, seed=SEED, min_count_per_level=None, num_chunks=1
    )
    for rule, count in teachers:
        if FEWEST_TO_LEARN <= count <= MOST_TO_LEARN:
            try:
                linker.training.estimate_parameters_using_expectation_maximisation(rule.creator())
            except Exception as error:
                _log.info("Nothing to learn from %s: %s", rule, error)


def learnt(model: Model, linker: Linker, pairs: int) -> Model:
    """The model with what Splink has learnt, held against what was expected.

    Random pairs hold true matches, too, which make agreement look like chance: their part is taken
    out of u. A level that was never seen keeps what was expected of it.
    """
    trained = _trained(linker)
    weights: Weights = {}
    for one in model.comparisons:
        for level in one.levels:
            m, u = trained.get((one.name, level.label), (None, None))
            weights[one.name, level.label] = (
                (level.m, level.u)
                if level.is_fixed
                else (_m(m, level, model.share * pairs), _u(u, m, level, model.share, pairs))
            )
    return replace(model, weights=_bounded(model.comparisons, weights))


def _m(m: float | None, level: Level, matches: float) -> float:
    if m is None:
        return level.m
    return (m * matches + level.m * MATCHES_BEFORE) / (matches + MATCHES_BEFORE)


def _u(u: float | None, m: float | None, level: Level, share: float, pairs: int) -> float:
    if u is None:
        return level.u
    seen = min(pairs, SAMPLE)
    corrected = max((u - share * (m or level.m)) / (1 - share), u * SMALLEST_SHARE)
    return (corrected * seen + level.u * PAIRS_BEFORE) / (seen + PAIRS_BEFORE)


def _bounded(comparisons: Sequence[Comparison], weights: Weights) -> Weights:
    """Every m and u between its bounds: nothing is quite certain, nothing quite impossible."""
    result: Weights = {}
    for one in comparisons:
        for level in one.levels:
            m, u = weights[one.name, level.label]
            least = LEAST if level.condition else LEAST_DIFFERENT
            if level.is_fixed:
                least = 0
            result[one.name, level.label] = (min(max(m, least), MOST), min(max(u, LEAST), MOST))
    return result


def _trained(linker: Linker) -> dict[tuple[str, str], tuple[float | None, float | None]]:
    settings: dict[str, Any] = linker.misc.save_model_to_json()
    return {
        (one["output_column_name"], level["label_for_charts"]): (
            level.get("m_probability"),
            level.get("u_probability"),
        )
        for one in settings["comparisons"]
        for level in one["comparison_levels"]
    }


def linker_for(
    tables: Sequence[SplinkDataFrame],
    model: Model,
    rules: Sequence[BlockingRuleCreator],
) -> Linker:
    """Splink over tables that are registered with their database."""
    link_type = "dedupe_only" if len(tables) == 1 else "link_only"
    return Linker(
        list(tables), model.settings(link_type, rules), log_level=logging.ERROR,
        validate_settings=False,
    )  # fmt: skip
