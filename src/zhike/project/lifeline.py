"""No process outlives the one that started it, even one that was killed outright.

Otherwise orphans would keep the port and the jobs, and the next start would meet them.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable


def end_with(wait: Callable[[], object]) -> None:
    """Ask this process to end as soon as `wait` returns; waits in a thread of its own."""

    def watch() -> None:
        wait()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()


def end_with_starter() -> None:
    """Ask this process to end when whoever holds its standard input is gone."""
    # Not `sys.stdin`: its lock, held while waiting, would block the end and every forked child.
    end_with(lambda: os.read(0, 1))
