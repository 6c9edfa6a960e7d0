"""Precautions: what a higher package looks at before a program makes a record.

Records that are there already in all probability refuse the new one (409), which the program may
insist on with `?duplicates=accept`; likely ones come with the answer. In a batch each new row has
the same said in its verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.api import bodies
from zhike.api.problems import Problem, malformed
from zhike.ledger.models import Record
from zhike.records.resource import Resource

Json = dict[str, Any]
PARAMETER, ACCEPT = "duplicates", "accept"


@dataclass(frozen=True)
class Alike:
    """Records like the one to be made, as the program's user may see them, the likeliest first.

    `is_sure` says that the first of them is the same in all probability.
    """

    records: Sequence[Json] = field(default_factory=list)
    is_sure: bool = False


Look = Callable[[Access, Mapping[str, Any]], Alike]
_looks: dict[type[Record], Look] = {}


def register_precaution(model: type[Record], look: Look) -> None:
    """Have `look` called with what is sent, before it is checked; called when apps are ready."""
    _looks[model] = look


def has_precaution(model: type[Record]) -> bool:
    """Whether anybody looks at new records of this type."""
    return model in _looks


def insists(request: HttpRequest, model: type[Record]) -> bool:
    """Whether the program wants its new records made whoever is there; Problem for nonsense."""
    if model not in _looks:
        return False
    wish = bodies.query(request, PARAMETER).get(PARAMETER, "")
    if wish not in ("", ACCEPT):
        raise malformed(PARAMETER, _("Give “accept”, or leave it out."))
    return wish == ACCEPT


def heeded(
    resource: Resource, access: Access, values: Mapping[str, Any], *, insisting: bool
) -> list[Json]:
    """Records like the one to be made, worth a warning; raises Problem where one is the same."""
    look = _looks.get(resource.model)
    if look is None:
        return []
    alike = look(access, values)
    if alike.is_sure and not insisting:
        detail = _("It is here already in all probability. Send duplicates=accept to insist.")
        known = alike.records[0].get("id")
        more = {"existing": known} if known else {}
        raise Problem("taken", detail, duplicates=list(alike.records), **more)
    return list(alike.records)
