"""What matters now on a record's page: its next step, its alerts, its key figures.

The generic ones stand here; higher packages register theirs for their record types.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from zhike.access.models import Owned
from zhike.access.rights import Access
from zhike.ledger.models import Record
from zhike.records.resource import resource_for
from zhike.web.cells import Cell
from zhike.web.links import record_url


@dataclass(frozen=True)
class Alert:
    """Something that a person has to see to, why, and what can be done about it."""

    title: str
    text: str = ""
    tone: str = "ochre"
    actions: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    """What is to be done with the record, by whom and when; one without a time comes last."""

    text: str
    url: str = ""
    at: dt.datetime | None = None
    when: str = ""
    who: str = ""
    is_late: bool = False
    actions: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Figure:
    """One figure of the strip, as the component `stat` takes it."""

    label: str
    value: str
    unit: str = ""
    exact: str = ""
    note: str = ""
    tone: str = ""
    url: str = ""


Find = Callable[[Access, Any], Iterable[Step | Alert | Figure]]

_known: list[tuple[int, type[Any], Find]] = []


def register_attention(rank: int, model: type[Any], find: Find) -> None:
    """Let a package say what matters on this record type's pages, lower ranks first.

    `find` yields steps, alerts and figures as far as the reader may see them.
    """
    _known.append((rank, model, find))
    _known.sort(key=lambda known: known[0])


def attention(access: Access, record: Record) -> dict[str, Any]:
    """What stands under the record's name: the step that comes first, every alert and figure."""
    found = [one for _rank, model, find in _known if isinstance(record, model)
             for one in find(access, record)]  # fmt: skip
    steps = [one for one in found if isinstance(one, Step)]
    steps.sort(key=lambda step: (step.at is None, step.at.timestamp() if step.at else 0))
    return {
        "step": steps[0] if steps else None,
        "alerts": [one for one in found if isinstance(one, Alert)],
        "figures": [one for one in found if isinstance(one, Figure)],
    }


def sees(access: Access, model: type[Record], *names: str) -> bool:
    """Whether the reader may see these fields of a record type unmasked."""
    specs = resource_for(model).specs(access)
    return all(name in specs and specs[name].searchable for name in names)


def edit_field(record: Record, name: str, label: str, into: str) -> Cell:
    """A button that changes one field in place: its control appears in the element `into`."""
    url = record_url(resource_for(type(record)), record.pk, f"fields/{name}")
    return {"label": label, "url": f"{url}?into={into}", "into": into}


def _without_owner(access: Access, record: Owned) -> Iterator[Alert]:
    lies_in_a_pool = getattr(record, "is_pooled", False)
    if record.owner_id is None and not lies_in_a_pool and sees(access, type(record), "owner"):
        actions = []
        if access.reaches(record, "update"):
            actions = [edit_field(record, "owner", _("Choose an owner"), "fact-owner")]
        text = _("Nobody is responsible, so nobody is reminded.")
        yield Alert(_("No owner"), text, actions=actions)


register_attention(90, Owned, _without_owner)
