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
from zhike.people.duplicates.lead_pairs import called
from zhike.people.duplicates.narrowing import Which
from zhike.people.duplicates.sides import facts_of
from zhike.people.duplicates.thresholds import thresholds
from zhike.people.duplicates.weighing import chance, in_words, waterfall
from zhike.people.models import DuplicatePair, Party
from zhike.people.models.duplicates import Suspected
from zhike.records.errors import Invalid
from zhike.records.resource import MERGE, resource_for
from zhike.web.links import record_url
from zhike.web.merge_sides import url_of_merge
from zhike.web.requests import PageRequest, uuid_or_none

Decision = DuplicatePair.Decision


@require_http_methods(["GET"])
def pair_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """Two parties side by side, why they are suspected, and what one can say."""
    which, pair, access = Which.asked(request.GET), _pair(request, id_), request.access
    before, after = neighbours(access, pair, which)
    names = called(access, [pair.left, pair.right])
    context = {
        "pair": pair, "is_open": pair.decision == Decision.OPEN,
        "chance": chance(pair, thresholds().likely),
        "left": names[pair.left_id], "right": names[pair.right_id],
        "left_url": record_url(resource_for(Party), pair.left_id),
        "right_url": record_url(resource_for(Party), pair.right_id),
        "facts": facts_of(access, pair), "waterfall": waterfall(pair, access),
        "why": in_words(pair, access), "trail": trail_of(which, names, pair),
        "actions": _actions(access, pair, which), "ways": ways_of(before, after, which),
        "belongs": _belonging(access, pair, names, which),
    }  # fmt: skip
    return render(request, "people/pair.html", context)


def _pair(request: PageRequest, id_: UUID) -> Any:
    rows = request.access.rows(DuplicatePair).select_related("left__owner", "right__owner")
    pair = rows.filter(pk=id_).first()
    if pair is None:
        raise Http404
    return pair


def neighbours(access: Access, pair: Suspected, which: Which) -> tuple[Any, Any]:
    """The pair before and the one after it in the queue."""
    rows = which.rows(access).exclude(pk=pair.pk).select_related(None)
    above = Q(probability__gt=pair.probability) | Q(probability=pair.probability, pk__lt=pair.pk)
    before = rows.filter(above).order_by("probability", "-pk").values_list("pk", flat=True).first()
    after = rows.exclude(above).values_list("pk", flat=True).first()
    return before, after


def trail_of(which: Which, names: Any, pair: Any) -> list[dict[str, Any]]:
    """From the queue to this pair."""
    both = f"{names[pair.left.pk]} · {names[pair.right.pk]}"
    return [
        {"label": _("Suspected duplicates"), "url": which.url()},
        {"label": both, "url": ""},
    ]


def ways_of(before: UUID | None, after: UUID | None, which: Which) -> list[dict[str, Any]]:
    """To the pair before and to the one after."""
    return [
        {"label": label, "icon": icon, "key": key, "size": "small", "disabled": to is None,
         "url": which.page(to) if to else ""}
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
                        "url": which.page(pair.pk, "different/")})  # fmt: skip
    return actions


def _belonging(access: Access, pair: Any, names: Any, which: Which) -> list[dict[str, Any]]:
    """That one is a branch or subsidiary of the other, as a relationship; of organizations."""
    if pair.left.kind != Party.Kind.ORGANIZATION or not may_tie(access):
        return []
    likely = pair.likely_parent if pair.kinship else None
    return [
        {"label": _("%(name)s is the parent") % {"name": names[parent]}, "method": "post",
         "icon": "relationship", "size": "small", "name": "parent", "value": str(parent),
         "tone": "primary" if parent == likely else "",
         "url": which.page(pair.pk, "related/")}
        for parent in (pair.left_id, pair.right_id)
    ]  # fmt: skip


@require_POST
def different(request: PageRequest, id_: UUID) -> HttpResponse:
    """These two are different parties; nobody is asked again unless their data changes."""
    which, pair = Which.asked(request.GET), _pair(request, id_)
    done = decide(request.access, [pair], Decision.DIFFERENT)
    messages.success(request, _("Noted as different."), extra_tags=f"undo:{done}")
    return onwards(request, pair, which)


@require_POST
def related(request: PageRequest, id_: UUID) -> HttpResponse:
    """One is a branch or subsidiary of the other: tie them, and ask no more."""
    which, pair = Which.asked(request.GET), _pair(request, id_)
    parent = uuid_or_none(request.POST.get("parent", ""))
    if parent not in (pair.left_id, pair.right_id):
        raise Http404
    try:
        done = tie(request.access, [(pair, parent)])
    except Invalid as invalid:
        messages.error(request, " ".join(e.message for e in invalid.errors))
        return redirect(which.page(pair.pk))
    messages.success(request, _("Tied as parent and subsidiary."), extra_tags=f"undo:{done}")
    return onwards(request, pair, which)


def onwards(request: PageRequest, pair: Suspected, which: Which) -> HttpResponse:
    """To the next pair of the queue, or back to it."""
    _before, after = neighbours(request.access, pair, which)
    return redirect(which.page(after) if after else which.url())
