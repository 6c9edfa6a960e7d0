"""What the tests of selling share."""

import pytest

from tests.sales import company as selling


@pytest.fixture
def company(db):
    """A small company with a pipeline and five people."""
    return selling.found()
