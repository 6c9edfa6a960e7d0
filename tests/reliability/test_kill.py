"""A server that is killed under writers loses nothing that it acknowledged."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_thirty_kills_lose_and_tear_nothing() -> None:
    environment = {name: v for name, v in os.environ.items() if not name.startswith("ZHIKE_")}
    environment["PYTHONPATH"] = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    done = subprocess.run(
        [sys.executable, "-m", "tests.reliability.kill", "--kills", "30"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=1200,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "30 kills" in done.stdout
    assert "0 lost" in done.stdout
