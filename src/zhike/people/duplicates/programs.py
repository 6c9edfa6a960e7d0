"""查重 for programs: what `POST /api/v1/parties` is told before it makes a customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhike.access.rights import Access
from zhike.api.precautions import Alike, register_precaution
from zhike.people.duplicates.asking import ask
from zhike.people.duplicates.showing import as_json
from zhike.people.models import Party

WARNED_FROM = ("same", "ask")


def look(access: Access, values: Mapping[str, Any]) -> Alike:
    """Those who are the same, or likely so; what is merely alike is no warning to a program."""
    found = ask({"kind": Party.Kind.ORGANIZATION, **values}, access).suspects
    likely = [one for one in found if one.decision in WARNED_FROM]
    return Alike([as_json(one) for one in likely], any(one.decision == "same" for one in likely))


register_precaution(Party, look)
