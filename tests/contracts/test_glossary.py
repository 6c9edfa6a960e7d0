"""The glossary is a contract: every record type has a row, and what it names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps

from zhike.ledger.models import ChangeSet, Record
from zhike.records.resource import all_resources

ROWS = {
    cells[0]: cells
    for line in (Path(__file__).parents[2] / "docs/glossary.md").read_text().splitlines()
    if line.startswith("| ")
    and (cells := [cell.strip() for cell in line.strip("|").split("|")])[0] not in ("model", "---")
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
