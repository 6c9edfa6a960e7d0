"""A suspected pair of a lead on screen: merge it, attach it to the customer, or tell them apart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhike.access.rights import Access
from zhike.people.duplicates.deciding import decide
from zhike.people.duplicates.lead_pairs import called
from zhike.people.duplicates.lead_sides import facts_of
from zhike.people.duplicates.narrowing import LEADS, Which
from zhike.people.duplicates.pair_page import neighbours, onwards, trail_of, ways_of
from zhike.people.duplicates.thresholds import thresholds
from zhike.people.duplicates.weighing import chance, in_words, waterfall
from zhike.people.models import Lead, LeadPair, Party
from zhike.people.models.lead import is_open
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.resource import MERGE, resource_for
from zhike.web.links import record_url
from zhike.web.merge_sides import url_of_merge
from zhike.web.requests import PageRequest

CONVERT = "convert"
Decision = LeadPair.Decision


@require_http_methods(["GET"])
def pair_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """A lead beside another one or a customer, why they are suspected, and what one can say."""
    which, pair, access = _which(request), _pair(request, id_), request.access
    before, after = neighbours(access, pair, which)
    names = called(access, [pair.lead, pair.right])
    context = {
        "pair": pair, "is_open": pair.decision == Decision.OPEN,
        "chance": chance(pair, thresholds().likely),
        "left": names[pair.lead_id], "right": names[pair.right.pk],
        "left_url": record_url(resource_for(Lead), pair.lead_id),
        "right_url": record_url(resource_for(type(pair.right)), pair.right.pk),
        "facts": facts_of(access, pair), "waterfall": waterfall(pair, access),
        "why": in_words(pair, access), "trail": trail_of(which, names, pair),
        "actions": _actions(access, pair, which), "ways": ways_of(before, after, which),
    }  # fmt: skip
    return render(request, "people/pair.html", context)


def _which(request: PageRequest) -> Which:
    return replace(Which.asked(request.GET), show=LEADS)


def _pair(request: PageRequest, id_: UUID) -> Any:
    rows = request.access.rows(LeadPair)
    pair = rows.select_related("lead__owner", "other__owner", "party__owner").filter(pk=id_).first()
    if pair is None:
        raise Http404
    return pair


def _actions(access: Access, pair: Any, which: Which) -> list[dict[str, Any]]:
    """What may be done about it; nothing more about a lead that is closed."""
    if not is_open(pair.lead) or (pair.other and not is_open(pair.other)):
        return []
    found = _merging(access, pair) if pair.other else _attaching(access, pair, which)
    if pair.decision == Decision.OPEN:
        found.append({"label": _("Different"), "icon": "close", "key": "d", "method": "post",
                      "url": which.page(pair.pk, "different/")})  # fmt: skip
    return found


def _merging(access: Access, pair: Any) -> list[dict[str, Any]]:
    both = [pair.lead, pair.other]
    if access.rows(Lead, MERGE).filter(pk__in=[lead.pk for lead in both]).count() < 2:
        return []
    older, newer = sorted(both, key=lambda lead: lead.created_at)
    url = url_of_merge(resource_for(Lead), [older.pk, newer.pk])
    return [{"label": _("Merge"), "icon": "merge", "tone": "primary", "key": "m", "url": url}]


def _attaching(access: Access, pair: Any, which: Which) -> list[dict[str, Any]]:
    """The lead is about this customer: convert it into them now, or note it for later."""
    if not access.reaches(pair.lead, "update"):
        return []
    url = which.page(pair.pk, "attach/")
    later = {"label": _("It is this customer"), "icon": "check", "method": "post", "url": url}
    if not access.reaches(pair.lead, CONVERT):
        return [later | {"tone": "primary", "key": "m"}]
    now = {"label": _("Convert into this customer"), "icon": "party", "method": "post", "url": url,
           "tone": "primary", "key": "m", "name": "then", "value": CONVERT}  # fmt: skip
    return [now, later]


@require_POST
def different(request: PageRequest, id_: UUID) -> HttpResponse:
    """The lead means somebody else; nobody is asked again unless the data changes."""
    pair = _pair(request, id_)
    done = decide(request.access, [pair], Decision.DIFFERENT)
    messages.success(request, _("Noted as different."), extra_tags=f"undo:{done}")
    return onwards(request, pair, _which(request))


@require_POST
def attach(request: PageRequest, id_: UUID) -> HttpResponse:
    """The lead is about this customer: it says so, and converting makes no second one."""
    pair, access = _pair(request, id_), request.access
    if pair.party is None:
        raise Http404
    with access.change_set("decide") as opened:
        try:
            saving.change(
                resource_for(Lead), access, pair.lead_id, {_end(pair): str(pair.party_id)}
            )
        except Invalid as invalid:
            messages.error(request, " ".join(error.message for error in invalid.errors))
            return redirect(_which(request).page(pair.pk))
        decide(access, [pair], Decision.SAME)
    if request.POST.get("then") == CONVERT:
        return redirect(record_url(resource_for(Lead), pair.lead_id, CONVERT))
    messages.success(request, _("The lead belongs to this customer now."),
                     extra_tags=f"undo:{opened.id}")  # fmt: skip
    return onwards(request, pair, _which(request))


def _end(pair: Any) -> str:
    """A person who asks for a company is its contact person, else the customer itself."""
    asks_for_a_company = bool(pair.lead.company_name)
    return "person" if pair.party.kind == Party.Kind.PERSON and asks_for_a_company else "party"
