"""The house that the tests of pages look at; they change nothing in it that another test reads."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.pages import house as houses


@pytest.fixture(scope="session")
def house(chromium: Browser) -> Iterator[houses.House]:
    """The demo company, once for all tests of a process."""
    with houses.opened(chromium) as house:
        yield house
