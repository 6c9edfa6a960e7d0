from pathlib import Path

import pytest

from tests.exchange.office import Office


@pytest.fixture
def office(db, tmp_path, settings) -> Office:
    """Someone who imports; uploads go to a folder of the test's own."""
    settings.DATA_DIR = tmp_path / "data"
    Path(settings.DATA_DIR).mkdir()
    return Office.opened(tmp_path)
