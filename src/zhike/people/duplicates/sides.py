"""Two parties of a pair side by side, as far as the reader may see them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.utils.text import capfirst

from zhike.access.rights import Access
from zhike.people.models import ContactPoint, DuplicatePair, Party
from zhike.records.resource import resource_for
from zhike.web.names import names_of

SHOWN = ("name", "kind", "uscc", "region", "website", "birthday", "industry", "tier", "lifecycle",
         "owner", "tags", "external_ids", "created_at", "updated_at")  # fmt: skip
OURS = ("created_at", "updated_at", "owner", "lifecycle", "tier", "kind", "tags", "external_ids")
MOST_POINTS = 8


def facts_of(access: Access, pair: DuplicatePair) -> list[dict[str, Any]]:
    """The fields that one of them has, each with both values and whether they differ."""
    resource, both = resource_for(Party), [pair.left, pair.right]
    names = names_of(resource, access, both)
    specs = resource.specs(access)
    found = []
    for name in (name for name in SHOWN if name in specs):
        spec = specs[name]
        texts = [
            names.get(spec.value(one), "") if spec.target is not None else spec.text(one)
            for one in both
        ]
        if any(texts):
            texts = [capfirst(text) if spec.choices else text for text in texts]
            found.append(fact(spec.label, texts, is_ours=name in OURS))
        if name == "name":
            found += _points(access, pair)
    return found


def _points(access: Access, pair: DuplicatePair) -> list[dict[str, Any]]:
    specs = resource_for(ContactPoint).specs(access)
    if "value" not in specs or "type" not in specs:
        return []
    texts: dict[str, dict[UUID, list[str]]] = defaultdict(lambda: defaultdict(list))
    labels: dict[str, str] = {}
    rows = access.rows(ContactPoint).filter(party__in=(pair.left_id, pair.right_id))
    for row in rows.order_by("-is_primary", "pk"):
        labels[row.type] = specs["type"].text(row)
        if len(texts[row.type][row.party_id]) < MOST_POINTS:
            texts[row.type][row.party_id].append(specs["value"].text(row))
    return [
        fact(labels[type_], ["\n".join(of[id_]) for id_ in (pair.left_id, pair.right_id)])
        for type_, of in texts.items()
    ]


def fact(label: Any, texts: list[str], *, is_ours: bool = False) -> dict[str, Any]:
    """What is ours (whose it is, since when) tells nothing of who is meant."""
    tells = all(texts) and not is_ours
    differs, same = tells and texts[0] != texts[1], tells and texts[0] == texts[1]
    return {"label": label, "texts": texts, "differs": differs, "same": same}
