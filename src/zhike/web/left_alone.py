"""The records that a bulk edit left as they were, each with the reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.ledger.models import ChangeSet
from zhike.records.resource import Resource, resource_of_kind
from zhike.records.titles import named
from zhike.web.links import record_url

AGAIN = 500


def panel(access: Access, change_set: ChangeSet, most: int) -> dict[str, Any]:
    """What the page of a change set shows of them, and what can be done next."""
    rows = left_alone(access, change_set)
    return {
        "failures": rows[:most], "failures_more": len(rows) > most,
        "failed_text": f"{change_set.report.get('failed', 0):,}",
        "failures_url": f"/change-sets/{change_set.pk}/left/",
        "again": _again(access, change_set, rows),
    }  # fmt: skip


def left_alone(access: Access, change_set: ChangeSet) -> list[dict[str, str]]:
    """Id, name, address and reason of each; one that the reader may not see keeps its name."""
    resource = _resource(change_set)
    found = change_set.report.get("failures", [])
    ids = {UUID(failure["record"]) for failure in found}
    seen = resource is not None and access.can(resource.model, "read")
    names = named(access, resource.model, ids) if resource is not None and seen else {}
    rows = []
    for failure in found:
        id_ = UUID(failure["record"])
        known = names.get(id_, "")
        rows.append({
            "id": str(id_) if known else "", "name": known or _("a record out of your sight"),
            "url": record_url(resource, id_) if resource is not None and known else "",
            "reason": failure["reason"],
        })  # fmt: skip
    return rows


def _again(access: Access, change_set: ChangeSet, rows: list[dict[str, str]]) -> dict[str, Any]:
    """Where those that the reader sees can be chosen once more, and which."""
    resource = _resource(change_set)
    ids = [row["id"] for row in rows if row["id"]][:AGAIN]
    if resource is None or not ids or not access.can(resource.model, "update"):
        return {}
    return {"url": f"/{resource.name}/bulk/", "ids": ids}


def _resource(change_set: ChangeSet) -> Resource | None:
    try:
        return resource_of_kind(change_set.report.get("kind", ""))
    except KeyError:
        return None
