"""Which of the suspected pairs one looks at: of customers or of leads, whose, of which team."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.heads import teams_below
from zhike.access.models import Team
from zhike.access.rights import Access, row_by_row
from zhike.people.duplicates.thresholds import thresholds
from zhike.people.models import DuplicatePair, Lead, LeadPair, Party, Relationship
from zhike.web.requests import uuid_or_none

PAGE = "/duplicates/pairs/"
MINE, LIKELY, PARTS, LEADS = "mine", "likely", "parts", "leads"
SHOWS = {
    "": gettext_lazy("all"), MINE: gettext_lazy("mine"), LIKELY: gettext_lazy("likely"),
    PARTS: gettext_lazy("branches and subsidiaries"), LEADS: gettext_lazy("leads"),
}  # fmt: skip
NONE = DuplicatePair.Kinship.NONE


@dataclass(frozen=True)
class Which:
    """A part of the pairs that wait, and the address that names it."""

    show: str = ""
    kind: str = ""
    team: UUID | None = None

    @classmethod
    def asked(cls, asked: Mapping[str, str]) -> Which:
        """What an address asks for; what it cannot ask is left out."""
        show, kind = asked.get("show", ""), asked.get("kind", "")
        return cls(
            show if show in SHOWS else "",
            kind if kind in Party.Kind.values else "",
            uuid_or_none(asked.get("team", "")),
        )

    @property
    def is_parts(self) -> bool:
        """Whether these are branches and subsidiaries, which are no duplicates."""
        return self.show == PARTS

    @property
    def is_leads(self) -> bool:
        """Whether these are leads, beside one another or beside customers."""
        return self.show == LEADS

    def rows(self, access: Access) -> QuerySet[Any]:
        """The open pairs of which one sees both sides, the likeliest first."""
        rows = _of_leads(access) if self.is_leads else self._of_parties(access)
        if self.team:
            teams = teams_below(self.team)
            ends = (_is_of(end, teams) for end in rows.model.ends)
            rows = rows.filter(row_by_row(reduce(or_, ends)))
        return rows.order_by("-probability", "pk")

    def _of_parties(self, access: Access) -> QuerySet[Any]:
        # Down the queue's index; all parties of a team's owners would be far more than its pairs.
        rows: QuerySet[Any] = DuplicatePair.objects.filter(
            access.row_by_row(DuplicatePair), decision=DuplicatePair.Decision.OPEN
        )
        rows = _parts(rows) if self.is_parts else _doubles(rows, is_likely=self.show == LIKELY)
        if self.show == MINE:
            rows = rows.filter(Q(left__owner=access.user) | Q(right__owner=access.user))
        if self.kind:
            rows = rows.filter(left__kind=self.kind)
        return rows.select_related("left", "right")

    def page(self, pair: UUID, path: str = "") -> str:
        """The page of a pair, or one below it."""
        return self.url((f"{LEADS}/" if self.is_leads else "") + f"{pair}/{path}")

    def url(self, path: str = "", *, start: int = 0) -> str:
        """The list, or a page below it, that keeps to these."""
        asked = {"show": self.show, "kind": self.kind, "team": self.team or "", "from": start}
        words = urlencode({name: value for name, value in asked.items() if value})
        return PAGE + path + ("?" + words if words else "")

    def chips(self) -> list[dict[str, Any]]:
        """The parts of the list, of the same kind and team."""
        return [
            {"label": capfirst(label), "url": replace(self, show=show).url(),
             "current": show == self.show}
            for show, label in SHOWS.items()
        ]  # fmt: skip

    def fields(self, access: Access) -> list[dict[str, Any]]:
        """What one may narrow the list by, as fields."""
        kinds = [(value, str(label)) for value, label in Party.Kind.choices]
        teams = [(str(pk), name) for pk, name in access.rows(Team).values_list("pk", "name")]
        kind = _select("kind", _("kind"), self.kind, [("", _("all kinds")), *kinds])
        team = _select("team", _("team"), str(self.team or ""), [("", _("all teams")), *teams])
        return [team] if self.is_leads else [kind, team]


def _of_leads(access: Access) -> QuerySet[Any]:
    """The pairs of leads that are open themselves."""
    rows = access.rows(LeadPair).filter(
        Q(other__isnull=True) | Q(other__status__in=Lead.OPEN), lead__status__in=Lead.OPEN,
        decision=LeadPair.Decision.OPEN, probability__gte=thresholds().suspected,
    )  # fmt: skip
    return rows.select_related(*LeadPair.ends)


def _doubles(rows: QuerySet[Any], *, is_likely: bool) -> QuerySet[Any]:
    settled = thresholds()
    least = settled.likely if is_likely else settled.suspected
    return rows.filter(kinship=NONE, probability__gte=least)


def _parts(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Branches and subsidiaries of which no parent is known yet."""
    part = Case(When(left_is_parent=True, then=F("right")), default=F("left"))
    tie = Relationship.objects.filter(to_party=OuterRef("part"), type=Relationship.Type.PARENT_OF)
    found: QuerySet[Any] = rows.exclude(kinship=NONE).annotate(part=part)
    return found.filter(~Exists(tie))


def _is_of(end: str, teams: set[UUID]) -> Q:
    """That an end of the pair is a team's: by its owner, without one by its own team."""
    nobodys = Q(**{f"{end}__owner": None, f"{end}__team__in": teams})
    return nobodys | Q(**{f"{end}__owner__team__in": teams})


def _select(name: str, label: str, value: str, options: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "kind": "select", "name": name, "label": capfirst(label), "value": value,
        "options": [{"value": key, "label": capfirst(text)} for key, text in options],
    }  # fmt: skip
