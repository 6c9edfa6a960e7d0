"""The glossary is a contract: every record type has a row, and what it names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.utils.translation import override

from zhike.ledger.models import ChangeSet, Record
from zhike.records.resource import all_resources
from zhike.records.term import all_terms, concepts, term_of

ROWS = {
    cells[0]: cells
    for line in (Path(__file__).parents[2] / "docs/glossary.md").read_text().splitlines()
    if line.startswith("| ")
    and (cells := [cell.strip() for cell in line.strip("|").split("|")])[0]
    not in ("model", "word", "---")
}
RECORDS = [m for m in apps.get_models() if issubclass(m, Record)]
STATES = set(ChangeSet.State.values)


@pytest.mark.parametrize("model", RECORDS, ids=lambda m: m.__name__)
def test_every_record_type_has_a_row(model) -> None:
    assert model.__name__ in ROWS


@pytest.mark.parametrize("resource", all_resources(), ids=lambda r: r.name)
def test_the_api_calls_it_as_the_glossary_does(resource) -> None:
    assert f"`{resource.name}`" in ROWS[resource.model.__name__][2]


@pytest.mark.parametrize("model", RECORDS, ids=lambda m: m.__name__)
def test_the_fields_that_a_row_names_exist(model) -> None:
    known = {field.name for field in model._meta.get_fields()}
    named = set(re.findall(r"`(\w+)`", ROWS[model.__name__][3]))
    assert named - STATES <= known


@pytest.mark.parametrize("resource", all_resources(), ids=lambda r: r.name)
def test_a_record_type_means_on_the_screen_what_the_glossary_says(resource) -> None:
    with override("en"):
        assert ROWS[resource.model.__name__][3].startswith(str(resource.means))
        assert str(resource.means).endswith(".")


@pytest.mark.parametrize("term", concepts(), ids=lambda term: term.key)
def test_every_other_word_has_its_row(term) -> None:
    with override("en"):
        name, means = str(term.name), str(term.means)
    with override("zh-hans"):
        chinese = str(term.name)
    assert [name, chinese, means] == ROWS[name][:3]


@pytest.mark.requirement("A01")
@pytest.mark.parametrize("term", all_terms(), ids=lambda term: term.key)
def test_every_word_is_explained_in_both_languages_where_it_stands(term) -> None:
    for language in ("en", "zh-hans"):
        with override(language):
            assert [label for label in term.labels if term_of(label) is None] == []
            assert bool(re.search("[\u4e00-\u9fff]", str(term.means))) == (language != "en")
