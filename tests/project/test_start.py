"""bin/start as a person meets it: from an empty folder to a page, and to an end."""

import os
import signal
import socket
import subprocess
import sys
import time
from urllib.request import urlopen

import pytest

from tests.architecture.ladder import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def zhike():
    """Starts commands; none of them outlives its test."""
    environment = {name: text for name, text in os.environ.items() if name[:6] != "ZHIKE_"}
    processes = []

    def begin(*arguments):
        process = subprocess.Popen(
            [sys.executable, "-m", "zhike", *arguments],
            env={**environment, "PYTHONPATH": str(ROOT / "src")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        processes.append(process)
        return process

    yield begin
    for process in processes:
        process.terminate()
        process.communicate()


def read_until(process, words):
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return lines
    raise AssertionError("".join(lines))


def test_an_empty_folder_becomes_a_running_installation(zhike, tmp_path, port):
    start = ("start", "--data", str(tmp_path), "--port", str(port), "--no-demo")
    first = zhike(*start)
    read_until(first, "is ready")
    with urlopen(f"http://127.0.0.1:{port}/login/") as page:
        assert page.status == 200
    second = zhike(*start)
    assert "Address already in use" in second.communicate(timeout=120)[0]
    assert second.returncode == 2
    first.send_signal(signal.SIGINT)
    assert first.wait(120) == 0

    again = zhike(*start)
    read_until(again, "is ready")
    again.kill()
    again.wait()
    # Its children hear of it and give the port back.
    time.sleep(3)
    third = zhike(*start)
    read_until(third, "is ready")
    third.terminate()
    assert third.wait(120) == 0


def test_a_wrong_setting_stops_the_start_with_one_sentence(zhike, tmp_path):
    (tmp_path / "file").touch()
    process = zhike("start", "--data", str(tmp_path / "file"))
    said = process.communicate(timeout=120)[0]
    assert process.returncode == 2
    assert said.count("\n") == 1
    assert "ZHIKE_DATA_DIR" in said
