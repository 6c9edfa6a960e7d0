"""The pages of data quality: how complete, whose is thin, where sources contradict each other."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from zhike.access.granted import ADMINISTER
from zhike.access.models import User
from zhike.access.rights import Access
from zhike.people.actions.settle import Outcome, settle
from zhike.people.models import ContactPoint, KeyFields, Party, ValueConflict
from zhike.people.quality.conflicts import drawn, open_conflicts, sources_of
from zhike.people.quality.figures import Completed, by_owner, concerns, register_concern, together
from zhike.people.rules.completeness import THIN
from zhike.records.errors import Duplicate, Invalid
from zhike.records.provenance import source_key, source_label
from zhike.records.resource import resource_for
from zhike.records.titles import named
from zhike.web.attention import Figure, sees
from zhike.web.links import list_url
from zhike.web.navigation import FOOT, Entry, register_entry
from zhike.web.question_pages import AT_A_GLANCE, Node, where
from zhike.web.requests import PageRequest, back_or, resource_or_404, uuid_or_none

OWNERS, PAGE, AT_ONCE = 20, 20, 200
CONFLICTS = "/quality/conflicts/"


@require_GET
def quality_page(request: PageRequest) -> HttpResponse:
    """Everything at a glance, of the customers within the reader's reach."""
    resource_or_404(request, "parties")
    access = request.access
    owners = by_owner(access) if sees(access, Party, "completeness", "owner") else {}
    whole = together(owners.values())
    context = {
        "figures": [
            Figure(_("customers"), f"{whole.count:,}", url="/parties/"),
            Figure(_("average completeness"), str(whole.average), unit="%"),
            Figure(_("thin records"), f"{whole.thin:,}",
                   url=_list(where("completeness", "lt", THIN)),
                   note=_("below %(share)s%%") % {"share": THIN}),
            *concerns(access),
        ],
        "bands": _bands(whole), "band_columns": [
            {"label": _("completeness"), "pinned": True, "at": "2"},
            {"label": _("share of all"), "at": "3"}, {"label": _("customers"), "numeric": True},
        ],
        "owners": _owners(access, owners), "owner_columns": [
            {"label": _("owner"), "pinned": True, "at": "2"},
            {"label": _("average completeness"), "at": "3"},
            {"label": _("thin records"), "numeric": True, "at": "2"},
            {"label": _("customers"), "numeric": True},
        ],
        "rules": {"label": _("Key fields and source rules"), "icon": "settings",
                  "url": "/quality/rules/"} if access.can(KeyFields, ADMINISTER) else None,
    }  # fmt: skip
    return render(request, "people/quality.html", context)


def _list(*nodes: Node, sort: str = "completeness") -> str:
    return list_url(resource_for(Party), filter={"all": list(nodes)}, sort=sort)


def _bands(whole: Completed) -> list[dict[str, Any]]:
    rows = []
    for (low, high), count in whole.bands.items():
        text = f"{low}–{high}%" if low != high else f"{high}%"
        url = _list(where("completeness", "gte", low), where("completeness", "lte", high))
        share = round(100 * count / whole.count) if whole.count else 0
        rows.append({"id": f"band-{low}", "label": text, "cells": [
            {"kind": "link", "text": text, "url": url},
            {"kind": "progress", "value": share, "note": f"{share}%"},
            {"kind": "number", "text": f"{count:,}"},
        ]})  # fmt: skip
    return rows


def _owners(access: Access, owners: dict[UUID | None, Completed]) -> list[dict[str, Any]]:
    """Those with the most thin records first."""
    order = sorted(owners.items(), key=lambda pair: (-pair[1].thin, pair[1].average))[:OWNERS]
    names = named(access, User, {owner for owner, _known in order} - {None})
    rows = []
    for owner, known in order:
        name = names.get(owner, "") if owner else _("nobody")
        of = where("owner", "eq", str(owner)) if owner else where("owner", "empty", True)
        value = known.average
        rows.append({"id": f"owner-{owner}", "label": name, "cells": [
            {"kind": "link", "text": name or "••••", "url": _list(of)},
            {"kind": "progress", "value": value, "note": f"{value}%"},
            {"kind": "link", "text": f"{known.thin:,}",
             "url": _list(of, where("completeness", "lt", THIN))},
            {"kind": "number", "text": f"{known.count:,}"},
        ]})  # fmt: skip
    return rows


@require_GET
def conflicts_page(request: PageRequest) -> HttpResponse:
    """The open conflicts, the latest first; `?source=` keeps those with one source."""
    resource_or_404(request, "parties")
    access, source = request.access, source_key(request.GET.get("source", ""))
    rows = open_conflicts(access, source=source)
    before = uuid_or_none(request.GET.get("before", ""))
    found = list((rows.filter(pk__lt=before) if before else rows).order_by("-pk")[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    pairs = open_conflicts(access).order_by().values_list("standing_source", "other_source")
    known = sources_of(pairs.distinct())
    chips = [{"label": _("All"), "url": CONFLICTS, "current": not source}]
    chips += [
        {
            "label": source_label(name),
            "url": f"{CONFLICTS}?source={name}",
            "current": name == source,
        }
        for name in known
    ]
    take = _("Settle all in favour of %(source)s") % {"source": source_label(source)}
    context = {
        "conflicts": drawn(access, found, with_party=True), "chips": chips,
        "count": rows[: AT_A_GLANCE + 1].count(),
        "bulk": {"label": take, "url": f"{CONFLICTS}settle/", "method": "post", "name": "source",
                 "value": source} if source and found and access.can(Party, "update") else None,
        "more_url": f"{CONFLICTS}?source={source}&before={found[-1].pk}" if more else "",
    }  # fmt: skip
    return render(request, "people/conflicts_page.html", context)


@require_POST
def settle_one(request: PageRequest, id_: UUID) -> HttpResponse:
    """Decide a conflict; the page from which one came is shown again."""
    resource_or_404(request, "parties", "update")
    conflict = open_conflicts(request.access).filter(pk=id_).first()
    outcome = request.POST.get("outcome", "")
    if conflict is None or outcome not in Outcome.values or outcome == Outcome.OPEN:
        raise Http404
    back = back_or(request, f"/parties/{conflict.party_id}/")
    try:
        set_id = settle(request.access, conflict, outcome)
    except (Invalid, Duplicate) as error:
        messages.error(request, str(error) or _("Another record has this value already."))
        return redirect(back)
    messages.success(request, _("The conflict is settled."), extra_tags=f"undo:{set_id}")
    return redirect(back)


@require_POST
def settle_all(request: PageRequest) -> HttpResponse:
    """Take one source's word in every conflict of it that is open, so many at once."""
    resource_or_404(request, "parties", "update")
    access, source = request.access, source_key(request.POST.get("source", ""))
    if not source:
        raise Http404
    reach = access.rows(Party, "update")
    rows = open_conflicts(access, source=source).filter(party__in=reach.values("pk"))
    done = left = 0
    with access.change_set("settle", reason=source_label(source)) as opened:
        for conflict in rows.order_by("pk")[:AT_ONCE]:
            is_his = conflict.standing_source == source
            try:
                with opened.attempt():
                    settle(access, conflict, Outcome.STANDING if is_his else Outcome.OTHER)
                done += 1
            except (Invalid, Duplicate):
                left += 1
    said = ngettext("%(count)s conflict is settled.", "%(count)s conflicts are settled.", done)
    tags = f"undo:{opened.id}" if done else ""
    messages.success(request, said % {"count": done}, extra_tags=tags)
    if left:
        messages.error(request, _("Some values could not be taken; those conflicts stay open."))
    return redirect(CONFLICTS)


def _open_count(access: Access) -> Figure | None:
    if not access.can(ValueConflict, "read"):
        return None
    count = open_conflicts(access)[: AT_A_GLANCE + 1].count()
    return Figure(_("conflicts between sources"), f"{count:,}", url=CONFLICTS,
                  note=_("to be settled") if count else "",
                  tone="seal" if count else "")  # fmt: skip


def _dead_points(access: Access) -> Figure | None:
    if not sees(access, ContactPoint, "status"):
        return None
    # The few that do not work are found first, then asked one by one whose they are.
    dead = ContactPoint.objects.filter(
        access.row_by_row(ContactPoint), status=ContactPoint.Status.INVALID
    )
    url = list_url(resource_for(ContactPoint), filter=where("status", "in", ["invalid"]))
    return Figure(_("contact points that do not work"),
                  f"{dead[: AT_A_GLANCE + 1].count():,}", url=url)  # fmt: skip


register_concern(10, _open_count)
register_concern(30, _dead_points)
register_entry(
    Entry(FOOT, 15, gettext_lazy("Data quality"), "/quality/", "check",
          lambda access: access.can(Party, "read"))
)  # fmt: skip
