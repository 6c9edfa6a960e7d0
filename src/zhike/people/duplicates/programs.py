"""查重 for programs: what a POST of a customer or a lead is told before it makes one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhike.access.rights import Access
from zhike.api.precautions import Alike, register_precaution
from zhike.people.duplicates.asking import Found, ask, ask_lead
from zhike.people.duplicates.showing import as_json
from zhike.people.models import Lead, Party

WARNED_FROM = ("same", "ask")


def look(access: Access, values: Mapping[str, Any]) -> Alike:
    """Those who are the same as a customer, or likely so; an open lead is worth a warning alone."""
    found = ask({"kind": Party.Kind.ORGANIZATION, **values}, access)
    return _alike(found, (Party.record_type,))


def look_at_lead(access: Access, values: Mapping[str, Any]) -> Alike:
    """The customers and open leads that a lead is likely about."""
    return _alike(ask_lead(values, access), (Party.record_type, Lead.record_type))


def _alike(found: Found, refusing: tuple[str, ...]) -> Alike:
    """What is merely alike is no warning to a program; what refuses comes first."""
    likely = [one for one in found.suspects if one.decision in WARNED_FROM]
    likely.sort(key=lambda one: one.record_type not in refusing)
    is_sure = any(one.decision == "same" and one.record_type in refusing for one in likely)
    return Alike([as_json(one) for one in likely], is_sure)


register_precaution(Party, look)
register_precaution(Lead, look_at_lead)
