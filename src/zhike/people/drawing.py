"""A net of parties as a drawing: who is tied to the same one stands side by side, always alike."""

from __future__ import annotations

import math
from typing import Any
from uuid import UUID

from zhike.people.ties import Net

ROUND = 13
LABEL = 7
LONG = 12


def drawn(net: Net, *, small: bool = False) -> dict[str, Any]:
    """The parameters of the component `graph`."""
    outer = [pk for pk, depth in net.depths.items() if depth == 1]
    crowd = max(len(outer), len(net.depths) // 2)
    near, far = (92, 138) if small else (120 + crowd * 4, 210 + crowd * 8)
    reach = far if any(depth == 2 for depth in net.depths.values()) else near
    # Labels are wider than they are high, so the rings are flatter than they are wide; a small one
    # stands upright, where a column is narrow.
    flat = 1.15 if small else 0.78
    width, height = 2 * reach + 130, 2 * reach * flat + 70
    angles = _angles(net)
    places = {
        pk: (
            width / 2 + (near, far)[depth - 1] * math.cos(angles[pk]) if depth else width / 2,
            height / 2 + (near, far)[depth - 1] * flat * math.sin(angles[pk])
            if depth else height / 2,
        )
        for pk, depth in net.depths.items()
    }  # fmt: skip
    middle = height / 2 - 1
    return {
        "width": round(width), "height": round(height), "small": small,
        "nodes": [_node(net, pk, *places[pk], above=places[pk][1] < middle)
                  for pk in net.depths],
        "edges": _edges(net, places, labelled=not small or len(net.depths) < 8),
    }  # fmt: skip


def _angles(net: Net) -> dict[UUID, float]:
    """Each of the first ring gets a sector as wide as its own followers need."""
    children: dict[UUID, list[UUID]] = {}
    for pk, parent in net.parents.items():
        children.setdefault(parent, []).append(pk)
    centre = next(iter(net.depths))
    first = children.get(centre, [])
    total = sum(max(1, len(children.get(pk, ()))) for pk in first) or 1
    found, at = {centre: 0.0}, -math.pi / 2
    for pk in first:
        mine = children.get(pk, [])
        width = 2 * math.pi * max(1, len(mine)) / total
        found[pk] = at + width / 2
        for number, child in enumerate(mine):
            found[child] = at + width * (number + 0.5) / len(mine)
        at += width
    return found


def _node(net: Net, pk: UUID, x: float, y: float, *, above: bool) -> dict[str, Any]:
    name = net.names[pk]
    label_y = y - ROUND - LABEL if above else y + ROUND + 2 * LABEL
    return {
        "x": round(x, 1), "y": round(y, 1), "label_y": round(label_y, 1),
        "radius": ROUND, "name": name, "label": name if len(name) <= LONG else name[:LONG] + "…",
        "url": f"/parties/{pk}/", "is_self": net.depths[pk] == 0,
        "shape": net.kinds[pk], "square_x": round(x - ROUND, 1), "square_y": round(y - ROUND, 1),
        "square": 2 * ROUND,
    }  # fmt: skip


def _edges(
    net: Net, places: dict[UUID, tuple[float, float]], *, labelled: bool
) -> list[dict[str, Any]]:
    edges = []
    for tie in net.ties:
        (x1, y1), (x2, y2) = places[tie.source], places[tie.target]
        # Nearer to the outer end, away from the name of whom both are tied to.
        part = {-1: 0.62, 0: 0.5, 1: 0.38}[
            (net.depths[tie.source] > net.depths[tie.target])
            - (net.depths[tie.source] < net.depths[tie.target])
        ]
        edges.append({
            "x1": round(x1, 1), "y1": round(y1, 1), "x2": round(x2, 1), "y2": round(y2, 1),
            "x": round(x1 + (x2 - x1) * part, 1), "y": round(y1 + (y2 - y1) * part + 3, 1),
            "label": tie.label if labelled else "",
        })  # fmt: skip
    return edges
