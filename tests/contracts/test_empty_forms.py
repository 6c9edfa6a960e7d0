"""A form is opened before anything is chosen: what a record points at is missing, and no fault."""

import pytest

from tests.web import company as firm
from zhike.records.resource import all_resources


@pytest.fixture
def admin(db):
    return firm.found().browsers["admin"]


def test_the_form_of_every_record_type_opens_empty(admin):
    answers = {r.name: admin.get(f"/{r.name}/new/").status_code for r in all_resources()}
    # Some have a page of their own for it, or leave it to what happens.
    assert {name: code for name, code in answers.items() if code not in (200, 302)} == {}


def test_the_form_of_every_record_type_sent_empty_says_what_is_missing(admin):
    answers = {r.name: admin.post(f"/{r.name}/new/").status_code for r in all_resources()}
    answers.pop("page-layouts")  # Made where they are arranged, by no form.
    assert {name: code for name, code in answers.items() if code not in (302, 422)} == {}
