"""查重 on screen: the page with one box, hints while a customer is typed in, asking the owner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from zhike.access.rights import Access, Denied
from zhike.people.duplicates import limits
from zhike.people.duplicates.asking import Found, ask, ask_lead
from zhike.people.duplicates.box import ask_of
from zhike.people.models import Lead, Party
from zhike.records.notifying import Kind, register_kind, tell_once
from zhike.web.commands import Command, register_action
from zhike.web.hints import Hint, register_hint
from zhike.web.navigation import MAIN, Entry, register_entry
from zhike.web.requests import PageRequest, resource_or_404

PAGE = "/duplicates/"
SUSPECT = "people/suspect.html"
SPENT = "people/spent.html"
ASKED = "asked"
IN_A_FORM = 3


def may_check(access: Access) -> bool:
    """Whoever may enter customers may ask whether one is there."""
    return access.can(Party, "create")


def may_enter_leads(access: Access) -> bool:
    """Whoever may enter leads hears of those that are there."""
    return access.can(Lead, "create")


@require_http_methods(["GET", "POST"])
def duplicates_page(request: PageRequest) -> HttpResponse:
    """One box; what is typed travels in the body, so that no address holds a telephone number."""
    resource_or_404(request, "parties", "create")
    words = request.POST.get("words", "").strip()
    context = {"words": words, "found": ask_of(words, request.access) if words else None}
    template = "people/suspects.html" if request.htmx else "people/duplicates.html"
    return render(request, template, context)


@require_POST
def ask_owner(request: PageRequest, id_: UUID) -> HttpResponse:
    """Tell the owner that a colleague meets this customer or lead; only of one that was shown."""
    if not (may_check(request.access) or may_enter_leads(request.access)):
        raise Denied(Party.record_type, "create")
    record = _party(id_) or _lead(id_)
    if record is None:
        raise Http404
    in_sight = request.access.rows(type(record)).filter(pk=id_).exists()
    owner = record.owner
    if not (in_sight or limits.was_shown(request.access, id_)):
        raise Http404
    if owner is None or owner == request.user:
        raise Http404
    tell_once(
        owner.pk, ASKED, f"asked:{request.user.pk}:{id_}:{timezone.localdate()}",
        at=timezone.now(), actor_name=str(request.user), record_kind=record.record_type,
        record=id_,
    )  # fmt: skip
    said = _("%(owner)s has been told that you ask.") % {"owner": owner}
    if request.htmx:
        return render(request, "people/asked.html", {"said": said})
    messages.success(request, said)
    return redirect(PAGE)


def _party(id_: UUID) -> Party | None:
    return Party.objects.filter(pk=id_).select_related("owner").first()


def _lead(id_: UUID) -> Lead | None:
    return Lead.objects.filter(pk=id_).select_related("owner").first()


def hints(access: Access, typed: Mapping[str, Any], id_: UUID | None) -> Iterator[Hint]:
    """Who is perhaps there already, while a new customer is typed in."""
    if id_ is not None or not may_check(access):
        return
    yield from _said(ask(typed, access, limit=IN_A_FORM))


def lead_hints(access: Access, typed: Mapping[str, Any], id_: UUID | None) -> Iterator[Hint]:
    """The customers and open leads that are perhaps meant, while a new lead is typed in."""
    if id_ is None and may_enter_leads(access):
        yield from _said(ask_lead(typed, access, limit=IN_A_FORM))


def _said(found: Found) -> Iterator[Hint]:
    for one in found.suspects:
        yield Hint(one.name, key=f"{one.record_type}:{one.id}", template=SUSPECT, data=one)
    if found.is_spent:
        yield Hint("", template=SPENT)


register_hint(Party, hints)
register_hint(Lead, lead_hints)
register_kind(
    Kind(ASKED, 15, gettext_lazy("somebody asks about a customer of mine"),
         gettext_lazy("%(who)s is about to enter %(what)s, who is yours: get in touch"), "chat")
)  # fmt: skip
register_entry(Entry(MAIN, 60, gettext_lazy("duplicate check"), PAGE, "merge", may_check))
register_action(
    Command(gettext_lazy("Check for duplicates"), PAGE, "search", may_check,
            gettext_lazy("duplicate check is this customer ours already and whose"))
)  # fmt: skip
