"""疑似重复: the pairs that wait for a person, the likeliest first; branches in their own list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from zhike.access.rights import Access, Denied
from zhike.people.duplicates.deciding import decide, may_tie, tie
from zhike.people.duplicates.jobs import ask_for_scan, last_scan
from zhike.people.duplicates.lead_pairs import called
from zhike.people.duplicates.narrowing import PAGE, PARTS, Which
from zhike.people.duplicates.thresholds import thresholds
from zhike.people.duplicates.weighing import chance, in_words
from zhike.people.models import DuplicatePair, Party
from zhike.records.errors import Invalid
from zhike.records.titles import titles
from zhike.web.commands import Command, register_place
from zhike.web.question_pages import AT_A_GLANCE, counted
from zhike.web.requests import PageRequest, resource_or_404, uuid_or_none

LENGTH = 50
SCANS = "scan"


@require_http_methods(["GET", "POST"])
def queue_page(request: PageRequest) -> HttpResponse:
    """GET: the queue. POST: the chosen pairs are different parties."""
    resource_or_404(request, "parties")
    which, access = Which.asked(request.GET), request.access
    if request.method == "POST":
        return _all_different(request, which)
    start = int(page) if (page := request.GET.get("from", "")).isdecimal() else 0
    found = which.rows(access).order_by().values("pk")[: AT_A_GLANCE + 1].count()
    rows = list(which.rows(access)[start : start + LENGTH + 1])
    context = {
        "pairs": _lines(access, rows[:LENGTH], which), "which": which, "url": which.url(),
        "tie_url": which.url("tie/") if may_tie(access) else "",
        "count": counted(found, "").text, "shows": which.chips(), "fields": which.fields(access),
        "next_url": which.url(start=start + LENGTH) if len(rows) > LENGTH else "",
        "previous_url": which.url(start=max(0, start - LENGTH)) if start else "",
        "text": f"{start + 1}–{start + len(rows[:LENGTH])}" if rows else "",
        "actions": _actions(access), "scanned_at": last_scan(),
        "merges_same_code": thresholds().merges_same_code,
    }  # fmt: skip
    return render(request, "people/pairs.html", context)


def _actions(access: Access) -> list[dict[str, Any]]:
    """What administrators do about the whole list."""
    if not access.everything:
        return []
    return [
        {"label": _("Thresholds"), "url": "/settings/company/", "icon": "settings",
         "tone": "quiet"},
        {"label": _("Search all customers"), "url": "/duplicates/scan/", "method": "post",
         "icon": "refresh"},
    ]  # fmt: skip


def _lines(access: Access, pairs: Sequence[Any], which: Which) -> list[dict[str, Any]]:
    names = called(access, [side for pair in pairs for side in (pair.left, pair.right)])
    likely = thresholds().likely
    return [
        {
            "id": pair.pk, "url": which.page(pair.pk), "chance": chance(pair, likely),
            "left": names[pair.left.pk], "right": names[pair.right.pk],
            "why": _(", ").join(in_words(pair, access)[:4]),
        }
        for pair in pairs
    ]  # fmt: skip


def _chosen(request: PageRequest, which: Which) -> list[Any]:
    ids = [id_ for text in request.POST.getlist("ids") if (id_ := uuid_or_none(text))]
    return list(which.rows(request.access).filter(pk__in=ids[:LENGTH]))


def _all_different(request: PageRequest, which: Which) -> HttpResponse:
    if pairs := _chosen(request, which):
        done = decide(request.access, pairs, DuplicatePair.Decision.DIFFERENT)
        text = ngettext("%(count)s pair noted as different.", "%(count)s pairs noted as different.",
                        len(pairs)) % {"count": len(pairs)}  # fmt: skip
        messages.success(request, text, extra_tags=f"undo:{done}")
    return redirect(which.url())


@require_POST
def tie_chosen(request: PageRequest) -> HttpResponse:
    """The chosen are parents and their branches: first shown as they will be tied, then tied."""
    which = Which(PARTS)
    pairs = _chosen(request, which)
    if not pairs:
        messages.info(request, _("Tick those that are to be tied."))
        return redirect(which.url())
    if "sure" not in request.POST:
        called = titles(request.access, [p for pair in pairs for p in (pair.left, pair.right)])
        context = {"ties": [_asked(pair, called) for pair in pairs], "which": which,
                   "trail": [{"label": _("Branches and subsidiaries"), "url": which.url()}],
                   "back": {"label": _("Cancel"), "url": which.url()}}  # fmt: skip
        return render(request, "people/tie_parts.html", context)
    ties = [(pair, _parent(request, pair)) for pair in pairs]
    try:
        done = tie(request.access, ties)
    except Invalid as invalid:
        messages.error(request, " ".join(e.message for e in invalid.errors))
        return redirect(which.url())
    text = ngettext("%(count)s tied to its parent.", "%(count)s tied to their parents.",
                    len(ties)) % {"count": len(ties)}  # fmt: skip
    messages.success(request, text, extra_tags=f"undo:{done}")
    return redirect(which.url())


def _asked(pair: Any, called: Any) -> dict[str, Any]:
    """Which of the two is the parent, as radio buttons: what the names suggest is chosen."""
    return {
        "id": pair.pk, "kinship": pair.get_kinship_display(),
        "sides": [{"id": party, "name": called[party], "is_parent": party == pair.likely_parent}
                  for party in (pair.left_id, pair.right_id)],
    }  # fmt: skip


def _parent(request: PageRequest, pair: Any) -> Any:
    chosen = uuid_or_none(request.POST.get(f"parent-{pair.pk}", ""))
    return chosen if chosen in (pair.left_id, pair.right_id) else pair.likely_parent


@require_POST
def scan_all(request: PageRequest) -> HttpResponse:
    """Compare everything now; administrators alone, since it costs the machine minutes."""
    if not request.access.everything:
        raise Denied(DuplicatePair.record_type, SCANS)
    job = ask_for_scan(whole=True, actor=request.user.pk)
    return redirect(f"/jobs/{job.pk}/" if job.actor == request.user.pk else PAGE)


def may_read(access: Access) -> bool:
    """Whoever sees customers."""
    return access.can(Party, "read")


register_place(
    Command(gettext_lazy("Suspected duplicates"), PAGE, "merge", may_read,
            gettext_lazy("duplicates twice merge clean double"))
)  # fmt: skip
