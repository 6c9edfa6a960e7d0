"""What another system has been given already: of a later export it is told what is new."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhike.exchange.models import ExportMark


class News(Enum):
    """What a record is to a system."""

    NEW = "new"
    CHANGED = "changed"
    KNOWN = "known"

    @property
    def label(self) -> str | Promise:
        """As the file says it."""
        return _LABELS[self.value]


_LABELS = {"new": _("new"), "changed": _("changed"), "known": _("exported before")}


def news(system: str, items: Sequence[Any]) -> dict[UUID, News]:
    """What these records are to a system; one query."""
    ids = [item.pk for item in items]
    marks = ExportMark.objects.filter(system=system, record__in=ids)
    given = dict(marks.values_list("record", "version"))
    return {item.pk: _news(given.get(item.pk), item.version) for item in items}


def _news(given: int | None, version: int) -> News:
    if given is None:
        return News.NEW
    return News.KNOWN if given == version else News.CHANGED


def mark(system: str, versions: dict[UUID, int]) -> None:
    """Note that a system has been given these records as they are."""
    now = timezone.now()
    rows = [
        ExportMark(system=system, record=id_, version=version, at=now)
        for id_, version in sorted(versions.items())
    ]
    ExportMark.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["system", "record"],
        update_fields=["version", "at"],
    )  # fmt: skip
