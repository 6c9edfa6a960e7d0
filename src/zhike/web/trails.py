"""The way to a page, as its breadcrumb says it."""

from __future__ import annotations

from typing import Any

from zhike.access.rights import Access
from zhike.ledger.models import Record
from zhike.records.resource import Resource
from zhike.records.titles import title
from zhike.web.links import record_url


def trail(
    access: Access, resource: Resource, record: Record | None = None, last: str = ""
) -> list[dict[str, Any]]:
    """The list, the record, the page below it."""
    links: list[dict[str, Any]] = [{"label": resource.label_plural, "url": f"/{resource.name}/"}]
    if record is not None:
        url = record_url(resource, record.pk) if last else ""
        links.append({"label": title(access, record), "url": url})
    if last:
        links.append({"label": last, "url": ""})
    return links
