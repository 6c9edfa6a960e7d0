"""In which order formulas that name each other are calculated."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from zhike.base.errors import N_
from zhike.records.expressions.errors import ExpressionError


def ordered(needs: Mapping[str, Collection[str]]) -> list[str]:
    """The names so that each stands behind those it needs; raises ExpressionError for a ring.

    What is needed but no formula itself is an input and stands nowhere.
    """
    done: list[str] = []
    finished: set[str] = set()
    for name in needs:
        _visit(name, needs, done, finished)
    return done


def _visit(
    first: str, needs: Mapping[str, Collection[str]], done: list[str], finished: set[str]
) -> None:
    """Depth first without recursion: a long chain of formulas is no danger."""
    path = [first] if first not in finished else []
    while path:
        waiting = [n for n in needs[path[-1]] if n in needs and n not in finished]
        if not waiting:
            finished.add(path[-1])
            done.append(path.pop())
        elif waiting[0] in path:
            names = [*path[path.index(waiting[0]) :], waiting[0]]
            message = N_("These formulas need each other: %(ring)s. Break the ring.")
            raise ExpressionError("ring", message, ring=" → ".join(names))
        else:
            path.append(waiting[0])
