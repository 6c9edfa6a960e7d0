"""A suspected pair on its page: side by side, why, and what one says of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhike.access.rights import Access
from zhike.people.duplicates.deciding import decide, may_tie, tie
from zhike.people.duplicates.narrowing import Which
from zhike.people.duplicates.queue import chance
from zhike.people.duplicates.sides import facts_of
from zhike.people.duplicates.thresholds import thresholds
from zhike.people.duplicates.weighing import in_words, waterfall
from zhike.people.models import DuplicatePair, Party
from zhike.records.errors import Invalid
from zhike.records.resource import MERGE, resource_for
from zhike.records.titles import titles
from zhike.web.merge_sides import url_of_merge
from zhike.web.requests import PageRequest, uuid_or_none

Decision = DuplicatePair.Decision


@require_http_methods(["GET"])
def pair_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """Two parties side by side, why they are suspected, and what one can say."""
    which, pair, access = Which.asked(request.GET), _pair(request, id_), request.access
    before, after = _neighbours(access, pair, which)
    called = titles(access, [pair.left, pair.right])
    context = {
        "pair": pair, "is_open": pair.decision == Decision.OPEN,
        "chance": chance(pair, thresholds().likely),
        "left": called[pair.left_id], "right": called[pair.right_id],
        "facts": facts_of(access, pair), "waterfall": waterfall(pair, access),
        "why": in_words(pair, access), "trail": _trail(which, called, pair),
        "actions": _actions(access, pair, which), "ways": _ways(before, after, which),
        "belongs": _belonging(access, pair, called, which),
    }  # fmt: skip
    return render(request, "people/pair.html", context)


def _pair(request: PageRequest, id_: UUID) -> Any:
    rows = request.access.rows(DuplicatePair).select_related("left__owner", "right__owner")
    pair = rows.filter(pk=id_).first()
    if pair is None:
        raise Http404
    return pair


def _neighbours(access: Access, pair: DuplicatePair, which: Which) -> tuple[Any, Any]:
    """The pair before and the one after it in the queue."""
    rows = which.rows(access).exclude(pk=pair.pk).select_related(None)
    above = Q(probability__gt=pair.probability) | Q(probability=pair.probability, pk__lt=pair.pk)
    before = rows.filter(above).order_by("probability", "-pk").values_list("pk", flat=True).first()
    after = rows.exclude(above).values_list("pk", flat=True).first()
    return before, after


def _trail(which: Which, called: Any, pair: DuplicatePair) -> list[dict[str, Any]]:
    names = f"{called[pair.left_id]} · {called[pair.right_id]}"
    return [
        {"label": _("Suspected duplicates"), "url": which.url()},
        {"label": names, "url": ""},
    ]


def _ways(before: UUID | None, after: UUID | None, which: Which) -> list[dict[str, Any]]:
    return [
        {"label": label, "icon": icon, "key": key, "size": "small", "disabled": to is None,
         "url": which.url(f"{to}/") if to else ""}
        for label, icon, key, to in ((_("Previous pair"), "chevron-left", "k", before),
                                     (_("Later"), "chevron-right", "j", after))
    ]  # fmt: skip


def _actions(access: Access, pair: Any, which: Which) -> list[dict[str, Any]]:
    """Merge them (where one may merge both), or say that they are different."""
    actions: list[dict[str, Any]] = []
    if access.rows(Party, MERGE).filter(pk__in=(pair.left_id, pair.right_id)).count() == 2:
        older, newer = sorted((pair.left, pair.right), key=lambda party: party.created_at)
        url = url_of_merge(resource_for(Party), [older.pk, newer.pk])
        tone = "" if pair.kinship else "primary"
        actions.append({"label": _("Merge"), "icon": "merge", "tone": tone, "key": "m", "url": url})
    if pair.decision == Decision.OPEN:
        actions.append({"label": _("Different"), "icon": "close", "key": "d", "method": "post",
                        "url": which.url(f"{pair.pk}/different/")})  # fmt: skip
    return actions


def _belonging(access: Access, pair: Any, called: Any, which: Which) -> list[dict[str, Any]]:
    """That one is a branch or subsidiary of the other, as a relationship; of organizations."""
    if pair.left.kind != Party.Kind.ORGANIZATION or not may_tie(access):
        return []
    likely = pair.likely_parent if pair.kinship else None
    return [
        {"label": _("%(name)s is the parent") % {"name": called[parent]}, "method": "post",
         "icon": "relationship", "size": "small", "name": "parent", "value": str(parent),
         "tone": "primary" if parent == likely else "",
         "url": which.url(f"{pair.pk}/related/")}
        for parent in (pair.left_id, pair.right_id)
    ]  # fmt: skip


@require_POST
def different(request: PageRequest, id_: UUID) -> HttpResponse:
    """These two are different parties; nobody is asked again unless their data changes."""
    pair = _pair(request, id_)
    done = decide(request.access, [pair], Decision.DIFFERENT)
    messages.success(request, _("Noted as different."), extra_tags=f"undo:{done}")
    return _onwards(request, pair)


@require_POST
def related(request: PageRequest, id_: UUID) -> HttpResponse:
    """One is a branch or subsidiary of the other: tie them, and ask no more."""
    pair = _pair(request, id_)
    parent = uuid_or_none(request.POST.get("parent", ""))
    if parent not in (pair.left_id, pair.right_id):
        raise Http404
    try:
        done = tie(request.access, [(pair, parent)])
    except Invalid as invalid:
        messages.error(request, " ".join(e.message for e in invalid.errors))
        return redirect(Which.asked(request.GET).url(f"{pair.pk}/"))
    messages.success(request, _("Tied as parent and subsidiary."), extra_tags=f"undo:{done}")
    return _onwards(request, pair)


def _onwards(request: PageRequest, pair: Any) -> HttpResponse:
    """To the next pair of the queue, or back to it."""
    which = Which.asked(request.GET)
    _before, after = _neighbours(request.access, pair, which)
    return redirect(which.url(f"{after}/" if after else ""))
