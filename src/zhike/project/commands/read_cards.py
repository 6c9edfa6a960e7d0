"""Read pictures of business cards: per file and field value, confidence, certain or not."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from zhike.exchange.cards.pictures import MOST_BYTES
from zhike.exchange.cards.reading import (
    CURE,
    CardReading,
    is_available,
    read_card,
    reading_process,
)
from zhike.project.commands import CommandRefused

# What lies beside pictures and is none of them.
_BESIDE = (".json", ".csv", ".txt", ".md", ".xlsx")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the pictures are."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="pictures, or one picture")
    parser.add_argument("--json", action="store_true", help="say what was found as JSON")


def run(options: argparse.Namespace) -> int:
    """Read each in the order of their names."""
    if not is_available():
        raise CommandRefused(CURE)
    paths = _pictures(options.folder)
    readings: dict[str, dict[str, object]] = {}
    unreadable = 0
    with reading_process():
        for path in paths:
            reading = _read(path)
            unreadable += bool(reading.unreadable)
            name = str(path.relative_to(options.folder)) if options.folder.is_dir() else path.name
            if options.json:
                readings[name] = _as_json(reading)
            else:
                print(name, *_as_text(reading), sep="\n", flush=True)
    if options.json:
        print(json.dumps(readings, ensure_ascii=False, indent=1))
    else:
        print(f"{len(paths)} files, {unreadable} unreadable")
    return 0


def _pictures(folder: Path) -> list[Path]:
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise CommandRefused(f"{folder} is no folder: name one with pictures of cards.")
    found = sorted(
        path for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".") and path.suffix.lower() not in _BESIDE
    )  # fmt: skip
    if not found:
        raise CommandRefused(f"{folder} holds no pictures: name a folder that does.")
    return found


def _read(path: Path) -> CardReading:
    try:
        with path.open("rb") as file:
            return read_card(file.read(MOST_BYTES + 1))
    except OSError as error:
        return CardReading(unreadable=f"{error.strerror or error}.")


def _as_json(reading: CardReading) -> dict[str, object]:
    return {
        "unreadable": reading.unreadable,
        "turned": reading.turned,
        "fields": {
            name: {
                "value": found.value, "confidence": found.confidence, "certain": found.is_certain,
                "doubts": found.doubts, "box": found.box,
            }
            for name, found in reading.fields.items()
        },
        "lines": reading.lines,
    }  # fmt: skip


def _as_text(reading: CardReading) -> Iterator[str]:
    if reading.unreadable:
        yield f"  unreadable: {reading.unreadable}"
    for name, found in reading.fields.items():
        mark = "certain" if found.is_certain else "not certain"
        doubts = "".join(f" {doubt}" for doubt in found.doubts)
        yield f"  {name:<11}{found.value}  {found.confidence:.2f} {mark}{doubts}"
