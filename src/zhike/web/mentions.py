"""Whom the picker after an @ offers."""

from __future__ import annotations

from django.http import JsonResponse

from zhike.access.models import User
from zhike.records import search
from zhike.records.mentions import mark_of
from zhike.web.requests import PageRequest

OFFERED = 8


def colleagues(request: PageRequest) -> JsonResponse:
    """Colleagues whose name (in characters or pinyin) or log-in name fits."""
    words = request.GET.get("q", "").strip()[:50]
    rows = request.access.rows(User).filter(is_active=True, represents="")
    rows = rows.exclude(pk=request.user.pk)
    if words:
        rows = rows.filter(pk__in=search.find(request.access, words, User, OFFERED + 1))
    found = rows.select_related("team").order_by("name_sort", "pk")[:OFFERED]
    answers = [
        {"mark": mark_of(user), "label": user.name, "hint": str(user.team or "")} for user in found
    ]
    return JsonResponse(answers, safe=False)
