"""The pages of the directory: searching it, taking companies out of it, loading lists into it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhike.base.errors import BadValue
from zhike.base.regions import region_name
from zhike.exchange.readers import NotATable
from zhike.exchange.text_files import ENCODINGS
from zhike.people.directory import asking, files, jobs
from zhike.people.directory.extracting import TooMany, extract
from zhike.people.directory.known import Known, known
from zhike.people.directory.loading import open_list
from zhike.people.directory.quotas import daily_of, left_today
from zhike.people.directory.rights import may_extract, may_look, must_extract, must_look
from zhike.people.directory.searching import Wanted, about, search
from zhike.people.models import DirectoryBatch, DirectoryCompany, Lead, Party
from zhike.records.errors import say
from zhike.records.resource import resource_for
from zhike.web.links import list_url, record_url
from zhike.web.navigation import MAIN, Entry, register_entry
from zhike.web.question_pages import where
from zhike.web.requests import PageRequest, record_or_404, resource_or_404

URL = "/directory/"
FIRSTS = (10, 20, 50)
SHOWN_AT_ONCE = 3
"""So many conditions stand there at once, the others are unfolded."""
register_entry(Entry(MAIN, 61, gettext_lazy("company directory"), URL, "search", may_look))


@require_GET
def directory_page(request: PageRequest) -> HttpResponse:
    """Companies that fit what was asked for, what is known of them, how many may be taken."""
    access = request.access
    must_look(access)
    raw = {name: request.GET.get(name, "") for name in asking.NAMES}
    wanted, errors = asking.wanted(raw)
    below = request.GET.get("below", "")
    start = int(below) if below.isdecimal() and len(below) < 19 else None
    found = search(wanted, start)
    here = known(found.companies, access)
    count = about(wanted, None if below else found)
    query = {name: value for name, value in raw.items() if value and name not in errors}
    left = left_today(request.user) if may_extract(access) else 0
    fields = _fields(raw, {name: say(error) for name, error in errors.items()})
    context = {
        "fields": fields[:SHOWN_AT_ONCE], "more": fields[SHOWN_AT_ONCE:],
        "extract_url": f"{URL}extract/?{urlencode(query)}",
        "bulk": [{"label": _("Make leads of the ticked"), "icon": "lead"}] if left != 0 else [],
        "is_open": any(raw[name] for name in asking.NAMES[SHOWN_AT_ONCE:]), "columns": _columns(),
        "rows": [_row(one, here.get(one.pk)) for one in found.companies],
        "count": _count(count, is_all=not below and not found.after, wanted=wanted),
        "is_empty": not found.companies,
        "is_first": not start, "stopped": not found.companies and found.after is not None,
        "next_url": f"{URL}?{urlencode({**query, 'below': found.after})}" if found.after else "",
        "first_url": f"{URL}?{urlencode(query)}" if start else "",
        "quota": _quota(request, left), "may_extract": may_extract(access),
        "firsts": _firsts(left, count) if found.companies else [],
        "batches_url": f"/{resource_for(DirectoryBatch).name}/",
        "new_url": "/directory-batches/new/" if access.can(DirectoryBatch, "create") else "",
    }  # fmt: skip
    return render(request, "people/directory.html", context)


def _firsts(left: int | None, count: int) -> list[int]:
    return [n for n in FIRSTS if (left is None or n <= left) and n <= max(count, FIRSTS[0])]


def _count(count: int, wanted: Wanted, *, is_all: bool) -> str:
    ranges = (wanted.capital_from, wanted.capital_to, wanted.founded_from, wanted.founded_to)
    exact = is_all or not (wanted.folded or any(ranges))
    text = ngettext("%(n)s company", "%(n)s companies", count) % {"n": f"{count:,}"}
    return text if exact else _("about %(count)s") % {"count": text}


def _quota(request: PageRequest, left: int | None) -> str:
    if not may_extract(request.access):
        return _("You may look here; companies are taken out by those who may enter leads.")
    if left is None:
        return ""
    daily = daily_of(request.user) or 0
    if not daily:
        return _("No quota lets you take companies out: ask an administrator for one.")
    return _("Of %(daily)s companies a day, %(left)s may still be taken today.") % {
        "daily": f"{daily:,}", "left": f"{left:,}",
    }  # fmt: skip


def _fields(raw: dict[str, str], errors: dict[str, str]) -> list[dict[str, Any]]:
    industries = [{"value": v, "label": capfirst(str(n))} for v, n in Party.Industry.choices]
    specs: list[dict[str, Any]] = [
        {"kind": "search", "name": "words", "label": _("words in name or business"),
         "maximum_length": asking.LONGEST, "placeholder": _("two characters at least")},
        {"kind": "text", "name": "region", "label": _("region"),
         "placeholder": _("province, city or county")},
        {"kind": "select", "name": "industry", "label": _("industry"), "options": industries,
         "blank": _("any")},
        {"kind": "text", "name": "capital_from", "label": _("capital from (yuan)")},
        {"kind": "text", "name": "capital_to", "label": _("capital to (yuan)")},
        {"kind": "date", "name": "founded_from", "label": _("founded from")},
        {"kind": "date", "name": "founded_to", "label": _("founded until")},
        {"kind": "date", "name": "since", "label": _("new in lists since")},
    ]  # fmt: skip
    return [{**spec, "value": raw[spec["name"]], "error": errors.get(spec["name"], "")}
            for spec in specs]  # fmt: skip


def _columns() -> list[dict[str, Any]]:
    return [
        {"label": _("company"), "pinned": True, "at": "2"}, {"label": _("known here"), "at": "3"},
        {"label": _("region"), "at": "2"}, {"label": _("industry"), "at": "2"},
        {"label": _("capital"), "numeric": True, "at": "3"}, {"label": _("founded"), "at": "3"},
        {"label": _("business")},
    ]  # fmt: skip


def _row(one: DirectoryCompany, here: Known | None) -> dict[str, Any]:
    lang = get_language() or "zh-hans"
    return {"id": str(one.pk), "label": one.name, "cells": [
        {"kind": "text", "text": one.name, "hint": one.uscc}, _known(here),
        {"kind": "text", "text": _region(one.region, lang)},
        {"kind": "text", "text": capfirst(str(one.get_industry_display()))},
        {"kind": "number", "text": capital_text(one.capital, lang)},
        {"kind": "date", "text": str(one.founded or ""), "iso": str(one.founded or "")},
        {"kind": "text", "text": one.business},
    ]}  # fmt: skip


def _region(code: str, lang: str) -> str:
    try:
        return region_name(code, lang) if code else ""
    except BadValue:
        return code


def capital_text(yuan: int | None, lang: str) -> str:
    """An amount of capital as people say it."""
    if yuan is None:
        return ""
    if lang.startswith("zh") and yuan >= 10_000:
        return f"{yuan / 10_000:,.10g}万" if yuan % 10_000 == 0 else f"{yuan:,}"
    return f"{yuan:,}"


def _known(here: Known | None) -> dict[str, Any]:
    if here is None:
        return {"kind": "text", "text": ""}
    kind = _("customer") if here.record_type == Party.record_type else _("lead")
    if not here.url:
        return {"kind": "badge", "text": _("known here"), "tone": "ochre"}
    whose = here.owner or _("of nobody")
    return {"kind": "link", "text": f"{capfirst(kind)} · {whose}", "url": here.url}


@require_POST
def extract_companies(request: PageRequest) -> HttpResponse:
    """Make leads of those ticked, or of the first so many that are not here yet."""
    must_extract(request.access)
    wanted, errors = asking.wanted(request.GET)
    query = {n: v for n in asking.NAMES if n not in errors and (v := request.GET.get(n, ""))}
    back = f"{URL}?{urlencode(query)}"
    ids = [int(text) for text in request.POST.getlist("ids") if text.isdecimal() and len(text) < 19]
    first = request.POST.get("first", "")
    count = int(first) if first.isdecimal() and len(first) < 6 else 0
    if errors or not (ids or count):
        messages.info(request, _("Tick the companies that are to become leads."))
        return redirect(back)
    try:
        taken = extract(request.access, ids=ids, first=count, wanted=wanted)
    except TooMany as refusal:
        messages.error(request, refusal.sentence)
        return redirect(back)
    text = ngettext("%(n)s company is a lead of yours now.",
                    "%(n)s companies are leads of yours now.", len(taken.leads)
                    ) % {"n": len(taken.leads)}  # fmt: skip
    if taken.known:
        left = ngettext("%(n)s was left out: it is known here.",
                        "%(n)s were left out: they are known here.", len(taken.known))  # fmt: skip
        text = f"{text} {left % {'n': len(taken.known)}}"
    tag = f"undo:{taken.change_set}" if taken.change_set else ""
    messages.success(request, text, extra_tags=tag)
    return redirect(back)


@require_POST
def load_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """Take a list in for a batch, and let a worker load it."""
    resource = resource_or_404(request, "directory-batches")
    batch = record_or_404(request, resource, id_)
    jobs.require(request.access)
    file = request.FILES.get("file")
    encoding = request.POST.get("encoding", "")
    if file is None:
        messages.error(request, _("Choose a file."))
        return redirect(record_url(resource, batch.pk))
    stored = ""
    try:
        stored = files.store(file.chunks())
        batch_to_be = DirectoryBatch(stored=stored)
        open_list(batch_to_be, encoding if encoding in ENCODINGS else "")
        job = jobs.start_loading(request.access, batch, stored, file.name or "", encoding)
    except (NotATable, jobs.Busy) as error:
        files.discard(stored)
        messages.error(request, say(error))
        return redirect(record_url(resource, batch.pk))
    return redirect(f"/jobs/{job.pk}/")


@require_POST
def take_back_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """Let a worker take a batch's companies out again."""
    resource = resource_or_404(request, "directory-batches")
    batch = record_or_404(request, resource, id_)
    jobs.require(request.access)
    try:
        job = jobs.start_forgetting(request.access, batch)
    except jobs.Busy as error:
        messages.error(request, say(error))
        return redirect(record_url(resource, batch.pk))
    return redirect(f"/jobs/{job.pk}/")


@require_GET
def refused_page(request: PageRequest, id_: UUID) -> HttpResponseBase:
    """The refused rows of a batch with their reasons, as CSV."""
    resource = resource_or_404(request, "directory-batches")
    batch = record_or_404(request, resource, id_)
    jobs.require(request.access)
    path = files.refusals(batch.stored)
    if not batch.stored or not path.exists():
        raise Http404
    name = f"{batch.name} {_('refused rows')}.csv"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="text/csv")


def leads_url(batch: DirectoryBatch) -> str:
    """The list of the leads that a batch brought."""
    return list_url(resource_for(Lead), filter={"all": [
        where("directory_batch", "eq", str(batch.pk)),
    ]})  # fmt: skip
