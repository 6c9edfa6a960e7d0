"""The real server, started for the benchmark and watched."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

LONGEST_START = 180.0


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(workers: int = 2) -> Iterator[tuple[int, int]]:
    """`bin/zhike serve` in a session of its own, ending with us; yields its port and process."""
    port = free_port()
    command = [sys.executable, "-m", "zhike", "serve", "--supervised", "--port", str(port)]
    process = subprocess.Popen(  # noqa: S603 (our own command)
        [*command, "--workers", str(workers)], start_new_session=True, stdin=subprocess.PIPE
    )
    try:
        wait_until_ready(port, process)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until_ready(port: int, process: subprocess.Popen[bytes]) -> float:
    """Wait until it answers; how many seconds that took. Raises RuntimeError if it never does."""
    start = time.monotonic()
    while time.monotonic() - start < LONGEST_START:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with {process.returncode}.")
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status < 500:
                return time.monotonic() - start
        except (OSError, HTTPException):
            time.sleep(0.05)
        finally:
            connection.close()
    raise RuntimeError("The server does not answer.")


def family(pid: int) -> list[int]:
    """A process and all that it started, as far as the system tells (Linux)."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
        children.setdefault(parent, []).append(int(folder.name))
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def memory(pid: int) -> list[dict[str, int]]:
    """Kilobytes of each process of a server: `rss`, and `pss` with shared pages counted once."""
    found = []
    for process in family(pid):
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
        except OSError:
            continue
        sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
        found.append({"rss": sizes["Rss"], "pss": sizes["Pss"]})
    return found


def worked(pid: int) -> float:
    """Seconds of the processor that a server has used, in all its processes."""
    ticks = 0
    for process in family(pid):
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
