"""The timeline of a record as its page shows it: days, entries, undo on each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from zhike.access.rights import Access
from zhike.ledger.models import Part, Record
from zhike.records.history import FieldLine
from zhike.records.resource import Resource, resource_for
from zhike.records.timeline import Moment, Place, choices, place_in, sources, timeline
from zhike.records.titles import title
from zhike.web.dates import day_text
from zhike.web.links import record_url, url_of_kind
from zhike.web.requests import PageRequest, record_or_404, resource_or_404
from zhike.web.trails import trail

LIMIT = 12
LINES = 20
OPEN_LINES = 4
TONES = {"opportunity": "pine", "task": "indigo"}


def panel(
    access: Access, record: Record, after: Place | None = None, only: str = ""
) -> dict[str, Any]:
    """Entries as the component takes them, and where the earlier ones are."""
    resource, root = resource_for(type(record)), root_of(record)
    moments = timeline(access, root, after=after, limit=LIMIT, only=only)
    url = record_url(resource, record.pk, "timeline")
    more = ""
    if len(moments) == LIMIT:
        more = url + "?" + urlencode({"after": str(Place.of(moments[-1])), "only": only})
    return {
        "entries": list(_with_days(moments)), "more_url": more,
        "sources": _sources(resource, record, only), "kinds": _kinds(resource, record, only),
        "history_url": record_url(resource, record.pk, "history"),
    }  # fmt: skip


def root_of(record: Any) -> Record:
    """The record under which this one's changes are logged."""
    return getattr(record, record.part_of) if isinstance(record, Part) else record  # type: ignore[no-any-return]


def timeline_page(request: PageRequest, name: str, id_: Any) -> HttpResponse:
    """The timeline alone, from a place on: the page's "earlier" and its fragment."""
    resource = resource_or_404(request, name)
    record = record_or_404(request, resource, id_)
    try:
        after = place_in(request.GET.get("after", ""), type(root_of(record)))
    except ValueError:
        after = None
    only = request.GET.get("only", "")
    data = panel(request.access, record, after, only if only in choices(type(record)) else "")
    links = trail(request.access, resource, record, _("What happened"))
    called = title(request.access, record)
    return render(request, "web/timeline.html", {"data": data, "called": called, "trail": links})


def _sources(resource: Resource, record: Record, only: str) -> list[dict[str, Any]]:
    known = sources(type(record))
    if len(known) < 2:
        return []
    url = record_url(resource, record.pk, "timeline")
    links = [{"label": _("everything"), "url": url, "current": not only}]
    chosen = only.partition(":")[0]
    for source in known:
        link = {"label": source.label, "url": f"{url}?only={source.name}"}
        links.append(link | {"current": chosen == source.name})
    return links


def _kinds(resource: Resource, record: Record, only: str) -> list[dict[str, Any]]:
    """What the chosen source can be narrowed to."""
    chosen = only.partition(":")[0]
    url = record_url(resource, record.pk, "timeline")
    return [
        {"label": capfirst(str(label)), "url": f"{url}?only={source.name}:{kind}",
         "current": only == f"{source.name}:{kind}"}
        for source in sources(type(record)) if source.name == chosen
        for kind, label in source.kinds
    ]  # fmt: skip


def _with_days(moments: Iterable[Moment]) -> Iterable[dict[str, Any]]:
    day: dt.date | None = None
    for moment in moments:
        local = timezone.localtime(moment.at)
        if local.date() != day:
            if day is not None and (years := (day - local.date()).days // 365):
                silence = ngettext("%(n)s year of silence", "%(n)s years of silence", years)
                yield {"day": silence % {"n": years}}
            day = local.date()
            yield {"day": day_text(day)}
        yield entry(moment, local)


def entry(moment: Moment, local: dt.datetime) -> dict[str, Any]:
    """One entry with its way back."""
    set_id = str(moment.change_set) if moment.change_set else ""
    about = moment.about
    url = url_of_kind(moment.kind, moment.record) if moment.kind and moment.record else ""
    return {
        "icon": moment.icon, "tone": TONES.get(moment.kind, ""), "who": moment.who,
        "text": str(moment.title), "body": moment.text,
        "time": f"{local:%H:%M}", "iso": local.isoformat(timespec="seconds"),
        **folded(moment.lines), "door": moment.door,
        "change_set": "#" + set_id[-6:] if set_id else "",
        "change_set_url": f"/change-sets/{set_id}/" if set_id else "",
        "undo_url": f"/change-sets/{set_id}/undo/" if moment.can_undo else "",
        "undone": _("taken back") if moment.is_undone else "",
        "about": about or (pgettext("link", "open") if url else ""), "about_url": url,
    }  # fmt: skip


def folded(lines: Sequence[FieldLine]) -> dict[str, Any]:
    """A few changes stand open; a record's beginning, with all its fields, is a line to unfold."""
    if len(lines) <= OPEN_LINES:
        return {"changes": changes(lines)}
    words = ngettext("%(n)s field", "%(n)s fields", len(lines)) % {"n": len(lines)}
    return {"changes": changes(lines, LINES), "folded": words}


def changes(lines: Sequence[FieldLine], most: int = 1000) -> list[dict[str, Any]]:
    """Before and after of each field; a part's field says whose it is."""
    drawn = [
        {
            "label": f"{line.part} · {line.label}" if line.part else line.label,
            "before": line.before,
            "after": line.after,
        }
        for line in lines[:most]
    ]
    if rest := len(lines) - len(drawn):
        more = ngettext("%(n)s more field", "%(n)s more fields", rest) % {"n": rest}
        drawn.append({"label": "…", "before": "", "after": more})
    return drawn
