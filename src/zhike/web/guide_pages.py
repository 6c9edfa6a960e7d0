"""The pages of the user guide: what there is, one area of work, the glossary."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from zhike.base.pinyin import sort_key
from zhike.records.term import all_terms
from zhike.web import guide
from zhike.web.commands import Command, register_place
from zhike.web.navigation import FOOT, Entry, register_entry
from zhike.web.requests import PageRequest

LONGEST = 200


def guide_page(request: PageRequest) -> HttpResponse:
    """Every area with what it is about; with words, the passages that hold them."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    context = {"areas": guide.areas(), "words": words, "passages": guide.found(words)}
    return render(request, "web/guide.html", context)


def area_page(request: PageRequest, key: str) -> HttpResponse:
    """One area: how one does things there, and what its pages answer."""
    area = guide.area_named(key)
    if area is None:
        raise Http404
    before, after = guide.beside(area)
    access = request.access
    asked = [{"ask": q.ask, "url": q.page.url(access)} for q in guide.asked_in(area, access)]
    context = {
        "area": area, "article": area.article, "areas": guide.areas(), "asked": asked,
        "before": before, "after": after,
    }  # fmt: skip
    return render(request, "web/guide_area.html", context)


def glossary_page(request: PageRequest) -> HttpResponse:
    """Every word that labels something, by name, with its name in the other language."""
    other = "en" if get_language() != "en" else "zh-hans"
    found = sorted(all_terms(), key=lambda term: sort_key(str(term.name)))
    terms = [
        {"key": term.key, "name": term.name, "means": term.means, "other": _in(other, term.name)}
        for term in found
    ]
    context = {"terms": terms, "areas": guide.areas(), "other_code": other, "is_glossary": True}
    return render(request, "web/glossary.html", context)


def _in(language: str, text: object) -> str:
    with override(language):
        return str(text)


register_place(Command(_("Glossary"), "/guide/glossary/", "help", words=_("terms words meaning")))
register_entry(Entry(FOOT, 80, _("Guide"), "/guide/", "help"))
