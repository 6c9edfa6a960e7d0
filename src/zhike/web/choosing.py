"""Fields with more choices than one can look through: they are found by typing."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404

from zhike.records.fieldspec import FieldSpec
from zhike.records.models import CustomField
from zhike.records.resource import resource_of_kind
from zhike.web.requests import PageRequest, uuid_or_none

AT_A_GLANCE = 50
OFFERED = 20
Option = dict[str, str]


def search_url(spec: FieldSpec) -> str:
    """Where the choices are found that do not stand in the page; "" where all of them do."""
    if len(spec.choices) <= AT_A_GLANCE or not spec.is_custom:
        return ""
    return f"/choices/?field={UUID(spec.column[7:])}"


def in_page(spec: FieldSpec, chosen: Iterable[str] = ()) -> list[Option]:
    """The choices that stand in the page: all, or the first of many and those that are chosen."""
    if not search_url(spec):
        return [_option(value, label) for value, label in spec.choices]
    first = [value for value, _label in spec.choices[:OFFERED]]
    known = dict(spec.choices)
    values = dict.fromkeys([*(value for value in chosen if value in known), *first])
    return [_option(value, known[value]) for value in values]


def _option(value: str, label: object) -> Option:
    return {"value": str(value), "label": str(label)}


def choices(request: PageRequest) -> JsonResponse:
    """The first twenty choices of a custom field that hold what was typed."""
    wanted = uuid_or_none(request.GET.get("field", ""))
    field = get_object_or_404(CustomField, pk=wanted, is_active=True)
    try:
        specs = resource_of_kind(field.resource).specs(request.access)
    except KeyError:
        raise Http404 from None
    if "c_" + field.key not in specs:
        raise Http404
    words = request.GET.get("q", "").strip()[:100].casefold()
    found = [option for option in field.options if words in option.casefold()][:OFFERED]
    return JsonResponse([{"id": v, "label": v, "hint": ""} for v in found], safe=False)
