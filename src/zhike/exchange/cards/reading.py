"""Reading a card: a picture in, fields with their confidence and doubts out.

The eye works in a process of its own, which is begun anew after so many cards and ends with ours.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from zhike.base.errors import N_
from zhike.exchange.cards import pictures
from zhike.exchange.cards.doubting import SENTENCES

CURE = N_("Cards are read by an extra that is not installed: bin/install cards.")
FAILED = N_("This picture could not be read: save it as JPEG and try again.")
PROGRAM = "zhike.exchange.cards"
SOURCE = str(Path(__file__).parents[3])
# By the clock, of a machine that is busy with other things; the process itself counts its work.
SECONDS = 300
CARDS_OF_A_PROCESS = 300
MOST_KILOBYTES = 720 * 1024
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT")


@dataclass(frozen=True)
class FieldReading:
    """A field: `doubts` are sentences to be translated; without one the value is certain.

    `box` is left, top, right and bottom as shares of the picture once turned upright.
    """

    value: str
    confidence: float
    is_certain: bool
    doubts: list[str] = field(default_factory=list)
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class CardReading:
    """What stands on a card, or in `unreadable` why nothing is told (a sentence to be translated).

    `turned`: by how many degrees, clockwise, the picture is turned to stand upright.
    """

    fields: dict[str, FieldReading] = field(default_factory=dict)
    unreadable: str = ""
    lines: list[str] = field(default_factory=list)
    turned: int = 0


def is_available() -> bool:
    """Whether the extra is installed."""
    return all(map(find_spec, ("rapidocr", "onnxruntime", "cv2")))


class _Process:
    """The process that reads, begun when the first card comes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._read = 0

    def ask(self, data: bytes) -> dict[str, object] | None:
        """Its answer; None where it failed."""
        with self._lock:
            process = self._process or self._begin()
            watch = threading.Timer(SECONDS, process.kill)
            watch.start()
            answer = None
            with suppress(OSError, ValueError):
                answer = _exchanged(process, data)
            watch.cancel()
            self._read += 1
            is_large = answer is not None and _number(answer, "memory") > MOST_KILOBYTES
            if answer is None or is_large or self._read >= CARDS_OF_A_PROCESS:
                self._end()
            return answer

    def end(self) -> None:
        """Let it go; the next card begins another."""
        with self._lock:
            self._end()

    def _begin(self) -> subprocess.Popen[bytes]:
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        self._process = subprocess.Popen(  # noqa: S603 — our own program, no shell
            [sys.executable, "-P", "-m", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env=environment | {"PYTHONPATH": SOURCE, "PYTHONUTF8": "1"},
        )  # fmt: skip
        self._read = 0
        return self._process

    def _end(self) -> None:
        if self._process is None:
            return
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()
        self._process.kill()
        self._process.wait()
        self._process = None


_process = _Process()
atexit.register(_process.end)


@contextmanager
def reading_process() -> Iterator[None]:
    """While this lasts, one process reads; its memory is given back at the end."""
    try:
        yield
    finally:
        _process.end()


def read_card(data: bytes) -> CardReading:
    """Read one picture: never raises for what is in it."""
    try:
        pictures.check(data)
    except pictures.NotAPicture as refusal:
        return CardReading(unreadable=refusal.message)
    if not is_available():
        return CardReading(unreadable=CURE)
    answer = _process.ask(data)
    return CardReading(unreadable=FAILED) if answer is None else _reading(answer)


def _exchanged(process: subprocess.Popen[bytes], data: bytes) -> dict[str, object] | None:
    given, answers = process.stdin, process.stdout
    if given is None or answers is None:
        return None
    given.write(len(data).to_bytes(4, "big") + data)
    given.flush()
    head = answers.read(4)
    if len(head) < 4:
        return None
    answer: dict[str, object] = json.loads(answers.read(int.from_bytes(head, "big")))
    return answer


def _number(answer: dict[str, object], name: str) -> int:
    value = answer.get(name, 0)
    return value if isinstance(value, int) else 0


def _reading(answer: dict[str, object]) -> CardReading:
    told = answer.get("fields")
    lines = answer.get("lines")
    return CardReading(
        fields={name: _field(one) for name, one in told.items()} if isinstance(told, dict) else {},
        unreadable=str(answer["unreadable"]),
        lines=list(lines) if isinstance(lines, list) else [],
        turned=_number(answer, "turned"),
    )


def _field(told: dict[str, object]) -> FieldReading:
    doubts, score, box = told["doubts"], told["score"], told["box"]
    assert isinstance(doubts, list)  # noqa: S101 — our own program says so
    confidence = float(str(score)) * 0.6 ** len(doubts)
    return FieldReading(
        value=str(told["value"]),
        confidence=round(confidence, 3),
        is_certain=not doubts,
        doubts=[SENTENCES[doubt] for doubt in doubts],
        box=(box[0], box[1], box[2], box[3]) if isinstance(box, list) else None,
    )
