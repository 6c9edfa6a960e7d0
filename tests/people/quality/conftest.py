import pytest

from tests.exchange.office import Office
from tests.web import company as companies


@pytest.fixture
def company(db):
    """A small company with a browser for each of its people."""
    return companies.found()


@pytest.fixture
def office(db, tmp_path, settings) -> Office:
    """Someone who imports; uploads go to a folder of the test's own."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    return Office.opened(tmp_path)


@pytest.fixture
def li(company):
    """The browser of a representative in the north."""
    return company.browsers["li"]
