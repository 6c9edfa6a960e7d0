"""The process that reads: pictures on standard input, what stands on them on standard output.

Each way a frame is its length in four bytes and so many bytes. It reaches neither the network nor
other programs, and ends with its input.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from zhike.exchange.cards.doubting import fields_of, with_edges_marked
from zhike.exchange.cards.eye import Eye
from zhike.exchange.cards.judging import unreadable_for
from zhike.exchange.cards.lines import straightened
from zhike.exchange.cards.pictures import NotAPicture, open_picture

MEMORY = 4 * 2**30
# Of work, for one card; a process that goes beyond is ended by the system.
SECONDS = 30
FORBIDDEN = ("socket.connect", "socket.bind", "subprocess.", "os.system", "os.exec",
             "os.posix_spawn", "os.fork")  # fmt: skip


def main() -> int:
    """Read cards until there are no more."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    given, answers = sys.stdin.buffer, sys.stdout.buffer
    # What a library prints would stand between the answers.
    sys.stdout = sys.stderr
    eye = Eye()
    sys.addaudithook(_refuse)
    while (data := _frame(given)) is not None:
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        answer = json.dumps(_read(eye, data)).encode()
        signal.setitimer(signal.ITIMER_PROF, 0)
        answers.write(len(answer).to_bytes(4, "big") + answer)
        answers.flush()
    return 0


def _peak() -> int:
    """The most memory of this program so far, in kilobytes.

    Linux counts in ru_maxrss what the parent had when it began this process: a large parent would
    make every reader look too large, and be begun anew for each card.
    """
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    unit = 1024 if sys.platform == "darwin" else 1
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit


def _frame(given: BinaryIO) -> bytes | None:
    head = given.read(4)
    return given.read(int.from_bytes(head, "big")) if len(head) == 4 else None


def _read(eye: Eye, data: bytes) -> dict[str, object]:
    try:
        sight = eye.look(open_picture(data))
    except NotAPicture as refusal:
        return {"unreadable": refusal.message}
    lines = straightened(sight.seen)
    fields = fields_of(lines, sight.sharpness)
    unreadable = unreadable_for(lines, fields, sight.sharpness, sight.unread)
    fields = with_edges_marked(fields, sight.size)
    width, height = sight.size
    return {
        "unreadable": unreadable,
        "lines": [line.text for line in lines],
        "turned": sight.turned,
        "sharpness": round(sight.sharpness, 3),
        "memory": _peak(),
        "fields": {} if unreadable else {
            name: {
                "value": found.value,
                "score": round(found.score, 3),
                "doubts": list(found.doubts),
                "box": [
                    round(found.box.left / width, 4), round(found.box.top / height, 4),
                    round(found.box.right / width, 4), round(found.box.bottom / height, 4),
                ],
            }
            for name, found in fields.items()
        },
    }  # fmt: skip


def _refuse(event: str, _arguments: object) -> None:
    if event.startswith(FORBIDDEN):
        raise PermissionError(event)


if __name__ == "__main__":
    raise SystemExit(main())
