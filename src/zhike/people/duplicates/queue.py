"""疑似重复: the pairs that wait for a person, the likeliest first, and what one says of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from zhike.access.rights import Access, Denied
from zhike.exchange.match.deciding import SAME_FROM
from zhike.people.duplicates.jobs import ask_for_scan, last_scan
from zhike.people.duplicates.lead_pairs import called, waiting_leads
from zhike.people.duplicates.sides import facts_of
from zhike.people.duplicates.weighing import chance, in_words, waterfall
from zhike.people.models import DuplicatePair, Party, Relationship
from zhike.records import saving
from zhike.records.errors import Duplicate, Invalid
from zhike.records.resource import MERGE, resource_for
from zhike.web.commands import Command, register_place
from zhike.web.links import record_url
from zhike.web.merge_sides import url_of_merge
from zhike.web.question_pages import AT_A_GLANCE, counted
from zhike.web.requests import PageRequest, resource_or_404, uuid_or_none

PAGE = "/duplicates/pairs/"
LENGTH = 50
Decision = DuplicatePair.Decision
SHOWS = {
    "": gettext_lazy("all"), "mine": gettext_lazy("mine"), "likely": gettext_lazy("likely"),
    "organization": gettext_lazy("organizations"), "person": gettext_lazy("persons"),
    "leads": gettext_lazy("leads"),
}  # fmt: skip
SCANS, LEADS = "scan", "leads"


def waiting(access: Access, show: str = "") -> QuerySet[Any]:
    """The open pairs of which one sees both sides, the likeliest first."""
    if show == LEADS:
        return waiting_leads(access)
    rows = access.rows(DuplicatePair).filter(decision=Decision.OPEN)
    if show == "mine":
        rows = rows.filter(Q(left__owner=access.user) | Q(right__owner=access.user))
    elif show == "likely":
        rows = rows.filter(probability__gte=SAME_FROM)
    elif show in Party.Kind.values:
        rows = rows.filter(left__kind=show)
    return rows.select_related("left", "right").order_by("-probability", "pk")


def shown_of(request: PageRequest) -> str:
    """Which pairs are looked at."""
    show = request.GET.get("show", "")
    return show if show in SHOWS else ""


@require_http_methods(["GET", "POST"])
def queue_page(request: PageRequest) -> HttpResponse:
    """GET: the queue. POST: the chosen pairs are different parties."""
    resource_or_404(request, "parties")
    show = shown_of(request)
    if request.method == "POST":
        return _all_different(request, show)
    start = int(page) if (page := request.GET.get("from", "")).isdecimal() else 0
    found = waiting(request.access, show).order_by().values("pk")[: AT_A_GLANCE + 1].count()
    rows = list(waiting(request.access, show)[start : start + LENGTH + 1])
    context = {
        "pairs": _lines(request.access, rows[:LENGTH], show), "url": url_of(show=show),
        "show": show,
        "count": counted(found, "").text,
        "shows": [{"label": capfirst(label), "url": url_of(show=name), "current": name == show}
                  for name, label in SHOWS.items()],
        "next_url": url_of(show=show, start=start + LENGTH) if len(rows) > LENGTH else "",
        "previous_url": url_of(show=show, start=max(0, start - LENGTH)) if start else "",
        "text": f"{start + 1}–{start + len(rows[:LENGTH])}" if rows else "",
        "scan": {"label": _("Search all customers"), "url": "/duplicates/scan/", "method": "post",
                 "icon": "refresh"} if request.access.everything else None,
        "scanned_at": last_scan(),
    }  # fmt: skip
    return render(request, "people/pairs.html", context)


def url_of(*, show: str = "", start: int = 0, id_: UUID | None = None) -> str:
    asked = [f"show={show}"] if show else []
    asked += [f"from={start}"] if start else []
    page = f"{PAGE}{LEADS}/" if id_ and show == LEADS else PAGE
    return page + (f"{id_}/" if id_ else "") + ("?" + "&".join(asked) if asked else "")


def _lines(access: Access, pairs: Sequence[Any], show: str) -> list[dict[str, Any]]:
    names = called(access, [side for pair in pairs for side in (pair.left, pair.right)])
    return [
        {
            "id": pair.pk, "url": url_of(show=show, id_=pair.pk), "chance": chance(pair),
            "left": names[pair.left.pk], "right": names[pair.right.pk],
            "why": _(", ").join(in_words(pair, access)[:4]),
        }
        for pair in pairs
    ]  # fmt: skip


@require_http_methods(["GET"])
def pair_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """Two parties side by side, why they are suspected, and what one can say."""
    show = shown_of(request)
    pair = _pair(request, id_)
    access = request.access
    before, after = neighbours(access, pair, show)
    names = called(access, [pair.left, pair.right])
    context = {
        "pair": pair, "chance": chance(pair), "is_open": pair.decision == Decision.OPEN,
        "left": names[pair.left_id], "right": names[pair.right_id],
        "left_url": record_url(resource_for(Party), pair.left_id),
        "right_url": record_url(resource_for(Party), pair.right_id),
        "facts": facts_of(access, pair), "waterfall": waterfall(pair, access),
        "why": in_words(pair, access), "trail": trail_of(show, names, pair),
        "actions": _actions(access, pair, show), "ways": ways_of(before, after, show),
        "belongs": _belonging(access, pair, names, show),
    }  # fmt: skip
    return render(request, "people/pair.html", context)


def _pair(request: PageRequest, id_: UUID) -> Any:
    rows = request.access.rows(DuplicatePair).select_related("left__owner", "right__owner")
    pair = rows.filter(pk=id_).first()
    if pair is None:
        raise Http404
    return pair


def neighbours(access: Access, pair: Any, show: str) -> tuple[Any, Any]:
    """The pair before and the one after it in the queue."""
    rows = waiting(access, show).exclude(pk=pair.pk).select_related(None)
    above = Q(probability__gt=pair.probability) | Q(probability=pair.probability, pk__lt=pair.pk)
    before = rows.filter(above).order_by("probability", "-pk").values_list("pk", flat=True).first()
    after = rows.exclude(above).values_list("pk", flat=True).first()
    return before, after


def trail_of(show: str, names: Any, pair: Any) -> list[dict[str, Any]]:
    both = f"{names[pair.left.pk]} · {names[pair.right.pk]}"
    return [
        {"label": _("Suspected duplicates"), "url": url_of(show=show)},
        {"label": both, "url": ""},
    ]


def ways_of(before: UUID | None, after: UUID | None, show: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "icon": icon, "key": key, "size": "small", "disabled": to is None,
         "url": url_of(show=show, id_=to) if to else ""}
        for label, icon, key, to in ((_("Previous pair"), "chevron-left", "k", before),
                                     (_("Later"), "chevron-right", "j", after))
    ]  # fmt: skip


def _actions(access: Access, pair: Any, show: str) -> list[dict[str, Any]]:
    """Merge them (where one may merge both), or say that they are different."""
    actions: list[dict[str, Any]] = []
    if access.rows(Party, MERGE).filter(pk__in=(pair.left_id, pair.right_id)).count() == 2:
        older, newer = sorted((pair.left, pair.right), key=lambda party: party.created_at)
        url = url_of_merge(resource_for(Party), [older.pk, newer.pk])
        actions.append(
            {"label": _("Merge"), "icon": "merge", "tone": "primary", "key": "m", "url": url}
        )
    if pair.decision == Decision.OPEN:
        actions.append({"label": _("Different"), "icon": "close", "key": "d", "method": "post",
                        "url": f"{PAGE}{pair.pk}/different/?show={show}"})  # fmt: skip
    return actions


def _belonging(access: Access, pair: Any, names: Any, show: str) -> list[dict[str, Any]]:
    """That one is a branch or subsidiary of the other, as a relationship; of organizations."""
    if pair.left.kind != Party.Kind.ORGANIZATION or not access.can(Relationship, "create"):
        return []
    return [
        {"label": _("%(name)s is the parent") % {"name": names[parent]}, "method": "post",
         "icon": "relationship", "size": "small", "name": "parent", "value": str(parent),
         "url": f"{PAGE}{pair.pk}/related/?show={show}"}
        for parent in (pair.left_id, pair.right_id)
    ]  # fmt: skip


@require_POST
def different(request: PageRequest, id_: UUID) -> HttpResponse:
    """These two are different parties; nobody is asked again unless their data changes."""
    pair = _pair(request, id_)
    done = decide(request.access, [pair], Decision.DIFFERENT)
    messages.success(request, _("Noted as different."), extra_tags=f"undo:{done}")
    return onwards(request, pair)


@require_POST
def related(request: PageRequest, id_: UUID) -> HttpResponse:
    """One is a branch or subsidiary of the other: tie them, and ask no more."""
    pair = _pair(request, id_)
    parent = uuid_or_none(request.POST.get("parent", ""))
    if parent not in (pair.left_id, pair.right_id):
        raise Http404
    child = pair.right_id if parent == pair.left_id else pair.left_id
    raw = {"from_party": str(parent), "type": Relationship.Type.PARENT_OF, "to_party": str(child)}
    access = request.access
    with access.change_set("decide") as opened:
        try:
            saving.create(resource_for(Relationship), access, raw)
        except Duplicate:
            pass  # Somebody tied them already.
        except Invalid as invalid:
            messages.error(request, " ".join(e.message for e in invalid.errors))
            return redirect(url_of(id_=pair.pk))
        decide(access, [pair], Decision.RELATED)
    messages.success(request, _("Tied as parent and subsidiary."), extra_tags=f"undo:{opened.id}")
    return onwards(request, pair)


def _all_different(request: PageRequest, show: str) -> HttpResponse:
    ids = [id_ for text in request.POST.getlist("ids") if (id_ := uuid_or_none(text))]
    pairs = list(waiting(request.access, show).filter(pk__in=ids[:LENGTH]))
    if pairs:
        done = decide(request.access, pairs, Decision.DIFFERENT)
        text = ngettext("%(count)s pair noted as different.", "%(count)s pairs noted as different.",
                        len(pairs)) % {"count": len(pairs)}  # fmt: skip
        messages.success(request, text, extra_tags=f"undo:{done}")
    return redirect(url_of(show=show))


def decide(access: Access, pairs: Sequence[Any], decision: str) -> UUID:
    """Write down what a person said; raises Denied where that is not theirs to say."""
    for model in {type(pair) for pair in pairs}:
        if not access.can(model, "update"):
            raise Denied(model.record_type, "update")
    with access.change_set("decide") as opened:
        for pair in pairs:
            pair.decision, pair.decided_at = decision, timezone.now()
            pair.decided_by = access.user
            pair.save()
    return opened.id


def onwards(request: PageRequest, pair: Any) -> HttpResponse:
    """To the next pair of the queue, or back to it."""
    show = shown_of(request)
    _before, after = neighbours(request.access, pair, show)
    return redirect(url_of(show=show, id_=after))


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
