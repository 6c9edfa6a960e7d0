"""The record types, a module for each matter: what a new type needs here stands in one place.

A module has `KINDS`, and `ROUTES` (rows as in tests/contracts/routes.py) where it has pages of its
own. Older types stand in tests/values.py, tests/cast.py, tests/contracts/oracle.py.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from tests.kinds.kind import Kind

_MODULES = [
    import_module(f"{__name__}.{found.name}")
    for found in iter_modules(__path__)
    if found.name != "kind"
]
KINDS: tuple[Kind, ...] = tuple(kind for module in _MODULES for kind in module.KINDS)
ROUTES: dict[str, Any] = {}
for _module in _MODULES:
    ROUTES |= getattr(_module, "ROUTES", {})
assert len({kind.name for kind in KINDS}) == len(KINDS), "a record type stands twice in tests/kinds"


def like(*words: str) -> set[str]:
    """The record types that have the rights of one of these."""
    return {kind.name for kind in KINDS if kind.like in words}


def fields(level: str) -> dict[str, set[tuple[str, str]]]:
    """Role → the fields that are `hidden` or `masked` for it."""
    found: dict[str, set[tuple[str, str]]] = {}
    for kind in KINDS:
        for role, names in getattr(kind, level).items():
            found.setdefault(role, set()).update((kind.name, name) for name in names)
    return found
