"""The program: limits first, then whichever reader knows the file."""

from __future__ import annotations

import csv
import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from zhike.exchange.unfolding import books, cards, lists
from zhike.exchange.unfolding.kinds import SECONDS, Kind, PasswordNeeded, WriteRow, kind_of

MEMORY = 3 * 2**30
Unfold = Callable[[Path, str, WriteRow], list[str]]
READERS: dict[Kind | None, Unfold] = {
    Kind.BOOK: books.unfold,
    Kind.CARDS: cards.unfold,
    Kind.LISTS: lists.unfold,
}


def main(source: str, out: str, part: str = "") -> int:
    """Convert; the exit code is 0, or 3 with one word on stdout."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        path = Path(source)
        unfold = READERS[kind_of(path)]
        with Path(out).open("w", encoding="utf-8", errors="replace", newline="") as file:
            parts = unfold(path, part, csv.writer(file).writerow)
        sys.stdout.write(json.dumps(parts))
    except PasswordNeeded:
        sys.stdout.write("password")
        return 3
    except BaseException:  # the readers' panics are no Exceptions
        sys.stdout.write("unreadable")
        return 3
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
