"""Processes are kept alive, end together, and never outlive the one that started them."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from zhike.project.supervisor import Child, Supervisor

BUSY = "import time; print('at work', flush=True); time.sleep(60)"


@pytest.fixture
def supervise(tmp_path):
    """Starts a supervisor over Python scripts, in a process that does not outlive its test."""
    processes = []

    def begin(*scripts):
        program = textwrap.dedent(
            f"""
            import sys
            from pathlib import Path
            from zhike.project.supervisor import Child, Supervisor
            children = [
                Child(f"child{{number}}", [sys.executable, "-c", code])
                for number, code in enumerate({scripts!r})
            ]
            sys.exit(Supervisor(children, Path({str(tmp_path)!r}) / "log").run())
            """
        )
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stderr=subprocess.DEVNULL,
        )
        processes.append(process)
        return process

    yield begin
    for process in processes:
        process.terminate()
        process.wait()


def wait_until(is_so, seconds=60.0):
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def said(tmp_path):
    log = tmp_path / "log"
    return log.read_text() if log.exists() else ""


def is_alive(number):
    """Whether a process runs; a zombie that nobody has waited for does not."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(number)], capture_output=True, text=True)
    return state.stdout.strip()[:1] not in {"", "Z"}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_all_children_and_then_the_supervisor(supervise, tmp_path, number):
    announce = f"import os; print('pid', os.getpid(), flush=True); {BUSY}"
    supervisor = supervise(announce, announce)
    wait_until(lambda: said(tmp_path).count("at work") == 2)
    children = [int(line.split()[1]) for line in said(tmp_path).splitlines() if "pid" in line]
    supervisor.send_signal(number)
    assert supervisor.wait(60) == 0
    assert not any(is_alive(child) for child in children)


@pytest.mark.slow
def test_a_dead_child_is_started_again(supervise, tmp_path):
    mark = tmp_path / "mark"
    once = (
        f"import os, pathlib; mark = pathlib.Path({str(mark)!r})\n"
        "if not mark.exists(): mark.touch(); os._exit(3)\n"
    )
    supervisor = supervise(once + BUSY)
    wait_until(lambda: "at work" in said(tmp_path))
    assert "child0 ended with 3" in said(tmp_path)
    supervisor.terminate()
    supervisor.wait(60)


@pytest.mark.slow
def test_a_child_that_keeps_dying_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(Child, "seconds_before_restart", _without_pause)
    supervisor = Supervisor([Child("web", [sys.executable, "-c", "exit(1)"])], tmp_path / "log")
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    assert supervisor.run() == 1
    assert "giving up" in said(tmp_path)


def _without_pause(child):
    child.short_lives += 1
    return 0.0


def test_children_end_when_their_supervisor_is_killed_outright(supervise, tmp_path):
    watching = f"""
from zhike.project.lifeline import end_with_starter
import os
end_with_starter()
print('pid', os.getpid(), flush=True)
{BUSY}
"""
    supervisor = supervise(watching)
    wait_until(lambda: "at work" in said(tmp_path))
    child = int(said(tmp_path).split("pid ")[1].split()[0])
    supervisor.kill()
    supervisor.wait()
    wait_until(lambda: not is_alive(child))
