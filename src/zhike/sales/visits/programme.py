"""The programme of visits: planned and made by executive and quarter, and what customers said."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from zhike.access.models import User
from zhike.access.rights import Access
from zhike.people.models import Party
from zhike.records.resource import resource_for
from zhike.records.titles import named, titles
from zhike.sales.models import CustomerOpinion, Executive, ExecutiveVisit
from zhike.sales.rules.go_or_no_go import quarter_share
from zhike.web.attention import Figure
from zhike.web.cells import Cell
from zhike.web.dates import day_text
from zhike.web.links import list_url, record_url, url_of
from zhike.web.question_pages import where
from zhike.web.requests import PageRequest, resource_or_404

URL = "/executive-visits/programme/"
OPINIONS = 100


@dataclass(frozen=True)
class Quarter:
    """Three months of a year."""

    year: int
    number: int

    @classmethod
    def of(cls, day: dt.date) -> Quarter:
        """The one in which a day is."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def read(cls, text: str) -> Quarter:
        """One as addresses say it (`2026-1`); today's where nothing is said. Raises ValueError."""
        if not text:
            return cls.of(timezone.localdate())
        year, _dash, number = text.partition("-")
        found = cls(int(year), int(number))
        if not (1971 < found.year < 2999 and 1 <= found.number <= 4):
            raise ValueError(text)
        return found

    @property
    def name(self) -> str:
        """As addresses say it."""
        return f"{self.year}-{self.number}"

    @property
    def label(self) -> str:
        """As people say it."""
        return _("Q%(number)s %(year)s") % {"number": self.number, "year": self.year}

    def step(self, quarters: int) -> Quarter:
        """So many quarters later."""
        since = self.year * 4 + self.number - 1 + quarters
        return Quarter(since // 4, since % 4 + 1)

    def bounds(self) -> tuple[dt.datetime, dt.datetime]:
        """Its first moment, and that of the next one."""
        after = self.step(1)
        first, end = (
            timezone.make_aware(
                dt.datetime.combine(dt.date(q.year, 3 * q.number - 2, 1), dt.time())
            )
            for q in (self, after)
        )
        return first, end


@require_GET
def programme_page(request: PageRequest) -> HttpResponse:
    """How many of the planned visits were made, and every opinion with who sees to it."""
    resource_or_404(request, "executive-visits")
    try:
        quarter = Quarter.read(request.GET.get("quarter", ""))
    except ValueError:
        raise Http404 from None
    access = request.access
    executives = list(Executive.objects.filter(is_active=True).order_by("-level", "pk")[:50])
    made = Counter(held(access, quarter).values_list("executive", flat=True))
    said = opinions(access, quarter)
    context = {
        "quarter": quarter.label,
        "count": f"{made.total()}/{sum(one.visits_per_quarter for one in executives)}",
        "steps": [
            {"label": step.label, "url": f"{URL}?quarter={step.name}", "current": step == quarter}
            for step in (quarter.step(-1), quarter, quarter.step(1))
        ],
        "figures": _figures(executives, made, said),
        "executives": _executives(access, executives, made, said),
        "executive_columns": _heads(_("executive"), _("share"), _("visits made"), _("planned"),
                                    _("opinions"), _("answered")),
        "opinions": _opinions(access, said),
        "opinion_columns": _heads(_("opinion"), _("status"), _("customer"), _("owner"),
                                  _("answer"), _("said on")),
    }  # fmt: skip
    return render(request, "sales/visit_programme.html", context)


def held(access: Access, quarter: Quarter) -> QuerySet[Any]:
    """The visits of a quarter that were made, as far as the reader sees them."""
    first, end = quarter.bounds()
    rows = access.rows(ExecutiveVisit).filter(starts_at__gte=first, starts_at__lt=end)
    return rows.filter(status=ExecutiveVisit.Status.HELD)


def opinions(access: Access, quarter: Quarter) -> list[CustomerOpinion]:
    """What customers said on the visits of a quarter; what has no answer comes first."""
    if not access.can(CustomerOpinion, "read"):
        return []
    first, end = quarter.bounds()
    rows = access.rows(CustomerOpinion).filter(
        visit__starts_at__gte=first, visit__starts_at__lt=end
    )
    rows = rows.select_related("visit").order_by("-status", "-created_at", "-pk")
    return list(rows[:OPINIONS])


def _figures(
    executives: list[Executive], made: Counter[UUID], said: list[CustomerOpinion]
) -> list[Figure]:
    planned = sum(executive.visits_per_quarter for executive in executives)
    done, is_open = made.total(), sum(opinion.is_open for opinion in said)
    waiting = {"all": [where("status", "in", [CustomerOpinion.Status.OPEN])]}
    return [
        Figure(_("programme"), str(quarter_share(done, planned)), unit="%",
               note=_("%(done)s of %(planned)s visits") % {"done": done, "planned": planned}),
        Figure(_("customers' opinions"), str(len(said))),
        Figure(_("without an answer"), str(is_open), tone="seal" if is_open else "",
               note=_("somebody has to see to it") if is_open else "",
               url=list_url(resource_for(CustomerOpinion), filter=waiting)),
    ]  # fmt: skip


def _executives(
    access: Access, executives: list[Executive], made: Counter[UUID], said: list[CustomerOpinion]
) -> list[dict[str, Any]]:
    names = titles(access, executives)
    told = Counter(opinion.visit.executive_id for opinion in said)
    answered = Counter(o.visit.executive_id for o in said if not o.is_open)
    visits = resource_for(ExecutiveVisit)
    rows = []
    for executive in executives:
        done, planned = made[executive.pk], executive.visits_per_quarter
        share, name = quarter_share(done, planned), names[executive.pk]
        mine = {"all": [where("executive", "eq", str(executive.pk))]}
        rows.append({"id": str(executive.pk), "label": name, "cells": [
            {"kind": "link", "text": name, "url": list_url(visits, filter=mine)},
            {"kind": "progress", "value": min(share, 100), "note": f"{share}%"},
            _number(done), _number(planned), _number(told[executive.pk]),
            _number(answered[executive.pk]),
        ]})  # fmt: skip
    return rows


def _opinions(access: Access, said: list[CustomerOpinion]) -> list[dict[str, Any]]:
    called = titles(access, said)
    parties = named(access, Party, {opinion.party_id for opinion in said})
    owners = named(access, User, {opinion.owner_id for opinion in said} - {None})
    rows = []
    for opinion in said:
        tone = {"tone": "ochre"} if opinion.is_open else {"tone": "pine"}
        text, party = called[opinion.pk], parties.get(opinion.party_id, "")
        answer = resource_for(CustomerOpinion).specs(access).get("answer")
        rows.append({"id": str(opinion.pk), "label": text, "cells": [
            {"kind": "link", "text": text,
             "url": record_url(resource_for(CustomerOpinion), opinion.pk)},
            {"kind": "badge", "text": opinion.get_status_display(), **tone},
            {"kind": "link", "text": party, "url": url_of(Party, opinion.party_id)},
            {"kind": "who", "text": owners.get(opinion.owner_id, "")},
            {"kind": "text", "text": answer.text(opinion) if answer else ""},
            {"kind": "date", "text": day_text(timezone.localdate(opinion.visit.starts_at))},
        ]})  # fmt: skip
    return rows


def _heads(*labels: str) -> list[Cell]:
    """Heads of a table, the first two on a phone's two lines with the third and fourth."""
    places = ("2", "3", "2", "3")
    return [
        {"label": label, "pinned": number == 0, "at": places[number] if number < 4 else ""}
        for number, label in enumerate(labels)
    ]


def _number(count: int) -> Cell:
    return {"kind": "number", "text": f"{count:,}"}


def made_of_planned(access: Access) -> tuple[int, int, int]:
    """Visits made and planned in this quarter, and opinions that have no answer yet."""
    quarter = Quarter.of(timezone.localdate())
    planned = sum(Executive.objects.filter(is_active=True).values_list(
        "visits_per_quarter", flat=True))  # fmt: skip
    is_open = sum(opinion.is_open for opinion in opinions(access, quarter))
    return held(access, quarter).count(), planned, is_open


def open_text(count: int) -> str:
    """How many opinions have no answer, as a figure's state."""
    return ngettext("%(n)s without an answer", "%(n)s without an answer", count) % {"n": count}
