"""Finding records: the search page, and what a picker offers."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhike.access.models import User
from zhike.access.rights import Access
from zhike.records import search
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import Resource, all_resources
from zhike.records.titles import named, titles
from zhike.web import guide, lists
from zhike.web.links import list_url
from zhike.web.list_state import ListState
from zhike.web.names import names_of
from zhike.web.palette import questions_found
from zhike.web.requests import PageRequest, resource_or_404

OFFERED = 20
FOUND = 10
TOLD = 3
EACH = 5


def search_page(request: PageRequest) -> HttpResponse:
    """What fits the words, of every record type that this user may read."""
    words = request.GET.get("q", "").strip()[:200]
    searched = _searched(request.access) if words else []
    found = [group for r in searched if (group := _group(r, request.access, words))]
    groups = sorted(found, key=lambda group: group["rank"] or 1000)
    asked = questions_found(request.access, words) if words else []
    told = guide.found(words)[:TOLD] if words else []
    context = {"words": words, "groups": groups, "questions": asked, "passages": told}
    return render(request, "web/search.html", context)


def _searched(access: Access) -> list[Resource]:
    return [r for r in all_resources() if r.search and access.can(r.model, "read")]


def _group(resource: Resource, access: Access, words: str) -> dict[str, Any] | None:
    ids = search.find(access, words, resource.model, FOUND + 1)
    if not ids:
        return None
    known = access.rows(resource.model).filter(pk__in=ids[:FOUND])
    by_id = {record.pk: record for record in known}
    state = ListState(resource, access, search=words)
    table = lists.table(state, access, [by_id[i] for i in ids if i in by_id])
    for column in table["columns"]:
        column.pop("sort_url", None)
    more = {"label": _("all of them"), "url": list_url(resource, q=words)}
    return {
        "title": resource.label_plural, "icon": resource.icon, "table": table,
        "count": f"{FOUND}+" if len(ids) > FOUND else str(len(ids)),
        "foot": more if len(ids) > FOUND else None, "rank": resource.page_rank,
    }  # fmt: skip


def options(request: PageRequest, name: str) -> JsonResponse:
    """At most twenty records for a picker, as far as the user may see them."""
    resource = resource_or_404(request, name)
    words = request.GET.get("q", "").strip()[:100]
    rows = _fitting(resource, request.access, words)
    found = list(rows[:OFFERED])
    hint = _hint_spec(resource, request.access)
    names = names_of(resource, request.access, found) if hint and hint.target else {}
    called = titles(request.access, found)
    options = [_option(record, called[record.pk], hint, names) for record in found]
    return JsonResponse(options, safe=False)


def any_options(request: PageRequest) -> JsonResponse:
    """Records of every type for a picker that may point at any: their ids are `kind:id`."""
    words = request.GET.get("q", "").strip()[:100]
    answers = []
    for resource in _searched(request.access) if words else ():
        ids = search.find(request.access, words, resource.model, EACH)
        for pk, name in named(request.access, resource.model, ids).items():
            id_ = f"{resource.model.record_type}:{pk}"
            answers.append({"id": id_, "label": name, "hint": str(resource.label)})
    return JsonResponse(answers[:OFFERED], safe=False)


def _option(
    record: Any, called: str, hint: FieldSpec | None, names: dict[Any, str]
) -> dict[str, str]:
    said = ""
    if hint is not None:
        said = names.get(hint.value(record), "") if hint.target else hint.text(record)
    return {"id": str(record.pk), "label": called, "hint": said}


def _hint_spec(resource: Resource, access: Access) -> FieldSpec | None:
    """What tells two records of the same name apart: the first column that is not the name."""
    specs = resource.specs(access)
    kinds = ("relation", "choice", "text", "date")
    named = [specs[name] for name in resource.columns[1:] if name in specs]
    return next((spec for spec in named if spec.kind.name in kinds), None)


def _fitting(resource: Resource, access: Access, words: str) -> QuerySet[Any]:
    rows = access.rows(resource.model)
    if any(field.name == "is_active" for field in resource.model._meta.fields):
        rows = rows.filter(is_active=True)
    if resource.model is User:
        rows = rows.filter(represents="")
    if words and resource.search:
        return rows.filter(pk__in=search.find(access, words, resource.model, OFFERED))
    if words:
        fits = Q(pk__in=[])
        for spec in resource.specs(access).values():
            if spec.kind.name == "text" and not spec.is_custom and spec.searchable:
                fits |= Q(**{spec.column + "__icontains": words})
        rows = rows.filter(fits)
    name = resource.default_sort.removeprefix("-")
    sign = "-" if resource.default_sort.startswith("-") else ""
    return rows.order_by(sign + resource.sorts.get(name, "id"), "id")
