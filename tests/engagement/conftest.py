"""A company for the tests of engagement."""

import pytest

from tests.web.company import found


@pytest.fixture
def company(db):
    return found()
