"""What the tests of the portal share."""

import pytest

from tests.portal import company


@pytest.fixture
def channel(db):
    """A company with two partners."""
    return company.found()
