"""A small company for every test of the API."""

import pytest

from tests.api.company import Company, found
from zhike.ledger.current import change_set


@pytest.fixture
def company(db):
    made = Company({}, {}, {}, {})
    with change_set(by=None, door="system", action="set_up"):
        found(made)
    return made


@pytest.fixture
def li(company):
    """A sales representative of the north."""
    return company.apis["li"]


@pytest.fixture
def admin(company):
    """An administrator."""
    return company.apis["admin"]


@pytest.fixture
def party(company):
    """A customer of Li's."""
    return company.parties["li"]
