"""Headings of other programs map themselves: shares measured over realistic files."""

import sys
from dataclasses import dataclass

import pytest

from tests.exchange.heading_sets import SETS
from tests.exchange.heading_sets_further import HELD_BACK, TUNED_ON
from tests.exchange.heading_sets_unseen import UNSEEN
from zhike.exchange.profiles import PROFILES, profile_named
from zhike.exchange.recognising import recognise
from zhike.exchange.suggesting import suggest
from zhike.records.resource import all_resources, resource_named

EMPLOYER = ("employer", "employer.role")


@dataclass
class Score:
    """How many columns have a place here, how many found it, how many went to a wrong one."""

    columns: int = 0
    homes: int = 0
    mapped: int = 0
    wrong: int = 0

    def __add__(self, other):
        return Score(
            *(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True))
        )

    def __str__(self):
        return f"{self.homes:5}{self.mapped / self.homes:8.1%}{self.wrong / self.columns:8.1%}"


def score(office, given, profile):
    resource, access = resource_named(given.resource), office.access("admin")
    mapping = suggest(resource, access, given.headings, given.rows, profile, makes_fields=True)
    went = {h: ("+" if c.new else c.to) for c in mapping.columns for h in c.source}
    made, missed = Score(), []
    for heading, to, cells in given.columns():
        got = went.get(heading, "")
        got = to if got == "+" and to in EMPLOYER else got
        got = "external_ids" if got.startswith("external_ids.") else got
        made.columns += 1
        has_home = to not in "+-"
        made.homes += has_home
        made.mapped += has_home and got == to
        is_wrong = got not in ("", "+", to) or (got == "" and to == "+" and any(cells))
        made.wrong += is_wrong
        if is_wrong or (has_home and got != to):
            missed.append(f"{heading}: {got or '-'}, not {to}")
    return made, missed


def table(office, sets, profiled):
    whole, lines = Score(), []
    for given in sets:
        profile = profile_named(given.profile) if profiled else None
        made, missed = score(office, given, profile)
        whole += made
        lines.append(f"{given.name:32}{made}  {'; '.join(missed)}")
    sys.stdout.write("\n".join(["", *lines, f"{'all':32}{whole}\n"]))
    return whole


@pytest.mark.requirement("D14", "A38")
def test_with_its_profile_nearly_every_column_of_a_rivals_file_finds_its_field(office):
    whole = table(office, [given for given in SETS if given.profile], profiled=True)
    assert whole.mapped >= 0.95 * whole.homes
    assert whole.wrong <= 0.01 * whole.columns


@pytest.mark.requirement("D14", "A38")
def test_without_a_profile_nine_columns_in_ten_find_their_field(office):
    whole = table(office, (*SETS, *TUNED_ON), profiled=False)
    assert whole.mapped >= 0.90 * whole.homes
    assert whole.wrong <= 0.01 * whole.columns


def test_spellings_that_stand_in_no_table_find_their_field(office):
    whole = table(office, [given for given in SETS if given.held_out], profiled=False)
    assert whole.mapped >= 0.90 * whole.homes
    assert whole.wrong <= 0.01 * whole.columns


@pytest.mark.requirement("D14")
def test_files_that_nobody_looked_at_find_their_fields(office):
    whole = table(office, HELD_BACK, profiled=False)
    assert whole.mapped >= 0.90 * whole.homes
    assert whole.wrong <= 0.01 * whole.columns


@pytest.mark.requirement("D14")
def test_files_of_products_without_a_profile_find_their_fields(office):
    whole = table(office, UNSEEN, profiled=False)
    assert whole.mapped >= 0.90 * whole.homes
    assert whole.wrong <= 0.01 * whole.columns


@pytest.mark.parametrize("given", SETS, ids=lambda given: given.name)
def test_what_a_file_holds_and_who_wrote_it_is_recognised(office, given):
    access = office.access("admin")
    found = recognise(given.headings, given.rows, access, list(all_resources()))
    assert found.resource.name == given.resource
    assert (found.profile.name if found.profile else "") == given.profile


def test_every_profile_fills_fields_that_there_are(office):
    for profile in PROFILES:
        resource = resource_named(profile.resource)
        headings = [text for texts in profile.columns.values() for text in texts.split("|")]
        mapping = suggest(resource, office.access("admin"), headings, [], profile)
        assert {column.to for column in mapping.columns} - {""}
