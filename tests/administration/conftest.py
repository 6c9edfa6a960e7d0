import pytest

from tests.web import company as companies


@pytest.fixture
def company(db):
    return companies.found()


@pytest.fixture
def admin(company):
    """The administrator's browser."""
    return company.browsers["admin"]


@pytest.fixture
def li(company):
    """The browser of a representative in the north."""
    return company.browsers["li"]
