"""What we know already of companies of the directory: which are customers or leads, and whose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhike.access.rights import Access
from zhike.base.grams import bare
from zhike.people.duplicates.keys import Described, surest_keys
from zhike.people.duplicates.leads import marked
from zhike.people.models import DirectoryCompany, Lead, Party
from zhike.records.resource import resource_for
from zhike.records.search.keys import having_any

MOST = 400


@dataclass(frozen=True)
class Known:
    """A record of ours about a company, as far as one reader may know."""

    record_type: str
    id: UUID
    url: str = ""
    """Where the reader may look at it; empty: it is here, and no more is said."""
    name: str = ""
    owner: str = ""


def known(companies: Sequence[DirectoryCompany], access: Access) -> dict[int, Known]:
    """Which of them are here, whosever they are: by their credit code, else by their name."""
    found = _matched(companies)
    shown: dict[UUID, Known] = {}
    for model in (Party, Lead):
        shown |= _shown(model, [r for t, r in found.values() if t == model.record_type], access)
    return {
        number: shown.get(record, Known(record_type, record))
        for number, (record_type, record) in found.items()
    }


def _matched(companies: Sequence[DirectoryCompany]) -> dict[int, tuple[str, UUID]]:
    keys: list[str] = []
    for one in companies:
        described = Described(name=one.name, uscc=one.uscc, region=one.region)
        keys += surest_keys(described)
    ids = having_any([*keys, *(key for some in marked([keys]) for key in some)], MOST)
    by_code, by_name = {}, {}
    for model, code, name in ((Lead, "uscc", "company_name"), (Party, "uscc", "name")):
        rows: QuerySet[Any] = QuerySet(model).filter(pk__in=ids)
        if model is Lead:
            rows = rows.exclude(status__in=("converted", "rejected"))
        for pk, number, called in rows.values_list("pk", code, name):
            if number:
                by_code[number] = model.record_type, pk
            if called:
                by_name[bare(called)] = model.record_type, pk
    found = {}
    for one in companies:
        record = by_code.get(one.uscc) or by_name.get(bare(one.name))
        if record is not None:
            found[one.pk] = record
    return found


def _shown(model: Any, ids: Iterable[UUID], access: Access) -> dict[UUID, Known]:
    """Those in the reader's sight, with what the reader may see of them."""
    wanted = list(ids)
    if not wanted or not access.can(model, "read"):
        return {}
    resource = resource_for(model)
    specs = resource.specs(access)
    found = {}
    for record in access.rows(model).filter(pk__in=wanted).select_related("owner"):
        name = specs["name"].text(record) if "name" in specs else ""
        owner = str(record.owner) if "owner" in specs and record.owner else ""
        url = f"/{resource.name}/{record.pk}/"
        found[record.pk] = Known(model.record_type, record.pk, url, name, owner)
    return found
