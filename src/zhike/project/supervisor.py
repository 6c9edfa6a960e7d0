"""Keeps the processes of an installation running: restarts the dead, ends all together."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import FrameType
from typing import IO

SHORT_LIFE = 30.0
LAST_TRY = 5
PATIENCE = 15.0


class Child:
    """One process that should always be there, such as the web server."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        """Know how to start it; `start` does."""
        self.name = name
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None
        self.short_lives = 0
        self.begun = 0.0

    def start(self) -> IO[bytes]:
        """Start it in a session of its own, so that Ctrl-C reaches it through us alone.

        Returns what it will say. Its standard input is its lifeline: closed when we are gone.
        """
        self._close_lifeline()
        self.begun = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 (our own commands)
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        if self.process.stdout is None:
            raise RuntimeError("A child without output cannot be watched.")
        return self.process.stdout

    def has_died(self) -> bool:
        """Whether it was started and is no more."""
        return self.process is not None and self.process.poll() is not None

    def seconds_before_restart(self) -> float:
        """How long to wait: nothing for one that lived, ever longer for one that keeps dying."""
        lived = time.monotonic() - self.begun
        self.short_lives = self.short_lives + 1 if lived < SHORT_LIFE else 0
        return 2.0 ** (self.short_lives - 1) if self.short_lives else 0.0

    def end(self, until: float) -> None:
        """Wait for its end, which was asked for; after the moment `until`, make it."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._close_lifeline()

    def _close_lifeline(self) -> None:
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()


class Supervisor:
    """The process that starts the others, writes down what they say, and ends with them."""

    def __init__(self, children: Sequence[Child], log_file: Path) -> None:
        """`log_file` is kept below 10 MB, with three older ones beside it."""
        self.children = children
        self.stopping = threading.Event()
        log_file.parent.mkdir(parents=True, exist_ok=True)
        self.log = logging.getLogger("zhike.supervisor")
        self.log.propagate = False
        self.log.setLevel(logging.INFO)
        self.log.addHandler(
            RotatingFileHandler(log_file, maxBytes=10_000_000, backupCount=3, encoding="utf-8")
        )
        self.log.addHandler(logging.StreamHandler(sys.stderr))

    def run(self) -> int:
        """Work until a signal comes; 0 then, 1 if a child would not live."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        for child in self.children:
            self._start(child)
        try:
            return self._watch()
        finally:
            self._end_all()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping.set()

    def _watch(self) -> int:
        while not self.stopping.wait(0.2):
            for child in self.children:
                if not child.has_died():
                    continue
                pause = child.seconds_before_restart()
                code = child.process.returncode if child.process else None
                if child.short_lives >= LAST_TRY:
                    self.log.error("%s ended with %s again and again; giving up.", child.name, code)
                    return 1
                self.log.warning("%s ended with %s; starting it again.", child.name, code)
                if self.stopping.wait(pause):
                    return 0
                self._start(child)
        return 0

    def _start(self, child: Child) -> None:
        threading.Thread(target=self._write_down, args=(child.start(),), daemon=True).start()

    def _write_down(self, output: IO[bytes]) -> None:
        with output:
            for line in output:
                self.log.info("%s", line.decode(errors="replace").rstrip())

    def _end_all(self) -> None:
        for child in self.children:
            if child.process is not None and child.process.poll() is None:
                child.process.terminate()
        until = time.monotonic() + PATIENCE
        for child in self.children:
            child.end(until)
