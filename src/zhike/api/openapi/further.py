"""Paths that packages above add to the description of the API."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from zhike.api.openapi.schemas import Json


@dataclass(frozen=True)
class Further:
    """Some paths with their methods, and the schemas that they name."""

    paths: Json
    schemas: Json


_FURTHER: list[Callable[[], Further]] = []


def describes(describe: Callable[[], Further]) -> Callable[[], Further]:
    """Let the description hold these paths, too."""
    _FURTHER.append(describe)
    return describe


def all_further() -> list[Further]:
    """Everything that was added, written anew in the language of the description."""
    return [describe() for describe in _FURTHER]
