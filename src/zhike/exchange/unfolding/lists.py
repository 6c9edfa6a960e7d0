"""JSON: a list of objects, lines of them, or an object that holds such lists by name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zhike.exchange.text_files import encoding_of
from zhike.exchange.unfolding.kinds import MOST_ROWS, WriteRow

DEEPEST = 4
MOST_COLUMNS = 500
Entry = dict[str, str]


def unfold(path: Path, name: str, write: WriteRow) -> list[str]:
    """Write the objects of a list, a column for each value that any has; the lists' names.

    What stands within a value is a column of its own, `address.city`; where the last word alone is
    clear, it is the heading.
    """
    lists = _lists(path.read_text(encoding=encoding_of(path) or "utf-8-sig", errors="replace"))
    if not lists:
        raise ValueError(path)
    entries = lists[name if name in lists else next(iter(lists))][: MOST_ROWS - 1]
    rows = [dict(_flat(entry)) if isinstance(entry, dict) else None for entry in entries]
    columns = list(dict.fromkeys(key for row in rows if row for key in row))[: MOST_COLUMNS + 1]
    write([1, *_headings(columns)])
    for number, row in enumerate(rows, start=2):
        write([f"{number}!"] if row is None else [number, *(row.get(c, "") for c in columns)])
    return list(lists)


def _lists(text: str) -> dict[str, list[Any]]:
    """The lists in a document, the longest first."""
    try:
        found = json.loads(text)
    except ValueError:
        return {"JSON": list(_lines(text))}
    if isinstance(found, list):
        return {"JSON": found}
    lists = {name: value for name, value in found.items() if _is_list(value)}
    return dict(sorted(lists.items(), key=lambda pair: -len(pair[1]))) or {"JSON": [found]}


def _lines(text: str) -> Iterator[Any]:
    """An object a line; what is none is damaged. A document without any is unreadable."""
    lines = [line for line in text.splitlines() if line.strip(" \t,[]")]
    read = [_read(line) for line in lines]
    if not any(isinstance(entry, dict) for entry in read):
        raise ValueError("no objects")
    yield from read


def _read(line: str) -> Any:
    try:
        return json.loads(line.strip().rstrip(","))
    except ValueError:
        return None


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(entry, dict) for entry in value)


def _flat(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Every value of an object with the way to it; the texts of a plain list together."""
    if isinstance(value, dict) and len(path) < DEEPEST:
        for name, inner in value.items():
            yield from _flat(inner, (*path, name))
    elif isinstance(value, list) and not any(isinstance(v, dict | list) for v in value):
        between = " | " if path[-1:] and path[-1].endswith("address") else "; "
        yield ".".join(path), between.join(map(_text, value))
    elif isinstance(value, list) and len(path) < DEEPEST:
        for number, inner in enumerate(value):
            yield from _flat(inner, (*path, str(number + 1)) if number else path)
    else:
        yield ".".join(path), _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _headings(columns: list[str]) -> list[str]:
    last = [column.rpartition(".")[2] for column in columns]
    return [
        short if last.count(short) == 1 and not short.isdigit() else column
        for column, short in zip(columns, last, strict=True)
    ]
