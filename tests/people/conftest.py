"""What the tests of people share."""

import pytest

from tests.people import company as leads


@pytest.fixture
def company(db):
    """A small company that leads come to."""
    return leads.found()
