"""The two steps of handing over: by which rule, then to whom."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from zhike.access.heads import superior_of
from zhike.access.models import Team, User
from zhike.base.errors import BadValue
from zhike.base.geo import region_name
from zhike.engagement.handover.assigning import (
    EVENLY,
    ONE,
    PROVINCE,
    REGION,
    SUPERIOR,
    TEAM,
    Order,
)
from zhike.engagement.handover.work import reachable
from zhike.people.models import Party
from zhike.web.requests import PageRequest, uuid_or_none

Field = dict[str, Any]
RULES = {
    ONE: gettext_lazy("to one person"),
    SUPERIOR: gettext_lazy("to the superior"),
    EVENLY: gettext_lazy("evenly among several, whole customers"),
    REGION: gettext_lazy("by region of the customer"),
    TEAM: gettext_lazy("to a team, without an owner for now"),
}
PEOPLE = 300


class Form:
    """The two steps of handing over, as they were sent."""

    def __init__(self, request: PageRequest, leaver: User) -> None:
        """Read what was sent; nothing of it is believed before `order`."""
        self.access, self.post, self.leaver = request.access, request.POST, leaver
        self.rule = self.post.get("rule", "")
        self.errors: dict[str, str] = {}

    def first(self) -> list[Field]:
        """By which rule, with which words, and whether what has ended goes, too."""
        note = _("%(name)s hands over.") % {"name": self.leaver}
        return [
            {"kind": "radios", "name": "rule", "label": _("To whom?"), "required": True,
             "options": [{"value": rule, "label": label} for rule, label in RULES.items()],
             "value": self.rule or ONE, "wide": True},
            {"kind": "textarea", "name": "note", "label": _("Note for the new owners"), "rows": 2,
             "value": self.post.get("note", note), "maximum_length": 500, "wide": True,
             "hint": _("It stands in the history of every record.")},
            {"kind": "checkbox", "name": "everything", "submit_value": "1",
             "label": _("What has ended goes over, too"), "value": "everything" in self.post,
             "hint": _("Otherwise it keeps the name of whoever did it.")},
        ]  # fmt: skip

    def kept(self) -> list[dict[str, str]]:
        """The first step, carried on by the second."""
        names = ("rule", "note", "everything")
        return [{"name": n, "value": self.post[n]} for n in names if n in self.post]

    def second(self) -> list[Field]:
        """What the rule asks for."""
        if self.rule == TEAM:
            return [self._team()]
        if self.rule == EVENLY:
            return [self._people()]
        if self.rule == SUPERIOR:
            return [self._superior()]
        if self.rule == REGION:
            regions = [self._person(f"region-{code}", name) for code, name in self._provinces()]
            return [*regions, self._person("person", _("All others to"), required=True)]
        return [self._person("person", _("To"), required=True)]

    def _team(self) -> Field:
        teams = Team.objects.order_by("name_sort", "pk")
        return {
            "kind": "select", "name": "team", "label": _("Team"), "required": True,
            "options": [{"value": str(team.pk), "label": team.name} for team in teams],
            "blank": _("Choose a team"), "value": self.post.get("team", ""),
            "error": self.errors.get("team", ""),
        }  # fmt: skip

    def _people(self) -> Field:
        """Those of the same team first."""
        takers = self._takers().order_by("name_sort", "pk")[:PEOPLE]
        near = sorted(takers, key=lambda user: user.team_id != self.leaver.team_id)
        return {
            "kind": "multiple", "name": "people", "label": _("Among"), "wide": True,
            "options": [{"value": str(user.pk), "label": user.name} for user in near],
            "value": self.post.getlist("people"), "required": True,
            "error": self.errors.get("people", ""),
        }  # fmt: skip

    def _superior(self) -> Field:
        superior = superior_of(self.leaver)
        missing = "" if superior else _("Nobody is above: name the heads of teams, or go back.")
        return {"kind": "text", "name": "superior", "label": _("To"), "readonly": True,
                "value": superior.name if superior else "", "error": missing}  # fmt: skip

    def _person(self, name: str, label: str, *, required: bool = False) -> Field:
        chosen = uuid_or_none(self.post.get(name, ""))
        known = User.objects.filter(pk=chosen).first() if chosen else None
        return {
            "kind": "relation", "name": name, "label": label, "options_url": "/users/options/",
            "required": required, "value": str(chosen or ""),
            "display": known.name if known else "", "error": self.errors.get(name, ""),
        }  # fmt: skip

    def _provinces(self) -> list[tuple[str, str]]:
        """Where the customers are that go over."""
        rows = reachable(self.access, Party, self.leaver.pk, everything=True)
        codes = {region[:PROVINCE] for region in rows.values_list("region", flat=True).distinct()}
        named = []
        for code in sorted(codes - {""}):
            try:
                named.append((code, region_name(code.ljust(6, "0"), get_language() or "en")))
            except BadValue:
                continue
        return named

    def order(self) -> Order | None:
        """What is to be done; None where something is missing, and `errors` says what."""
        people, regions, team = self._chosen()
        if self.errors:
            return None
        return Order(
            str(self.leaver.pk), self.rule, tuple(people), regions, team,
            "everything" in self.post, self.post.get("note", "").strip()[:500],
        )  # fmt: skip

    def _chosen(self) -> tuple[list[str], dict[str, str], str]:
        """Who takes it, who takes what is in which province, which team."""
        if self.rule == TEAM:
            return [], {}, self._known("team", Team.objects.all())
        if self.rule == EVENLY:
            return self._several(), {}, ""
        if self.rule == SUPERIOR:
            superior = superior_of(self.leaver)
            if superior is None:
                self.errors["superior"] = _("Nobody is above.")
            return [str(superior.pk)] if superior else [], {}, ""
        sent = [name for name in self.post if name.startswith("region-") and self.post[name]]
        regions = {n.removeprefix("region-"): self._known(n, self._takers()) for n in sent}
        return [self._known("person", self._takers())], regions, ""

    def _takers(self) -> QuerySet[Any]:
        return User.objects.colleagues().filter(is_active=True).exclude(pk=self.leaver.pk)

    def _known(self, name: str, among: QuerySet[Any]) -> str:
        """The id of somebody (or of a team) who may take it over; else what to do."""
        id_ = uuid_or_none(self.post.get(name, ""))
        if id_ is None or not among.filter(pk=id_).exists():
            self.errors[name] = _("Choose somebody else who works here.")
            return ""
        return str(id_)

    def _several(self) -> list[str]:
        ids = [id_ for text in self.post.getlist("people") if (id_ := uuid_or_none(text))]
        takers = self._takers().filter(pk__in=ids).order_by("pk")
        found = [str(pk) for pk in takers.values_list("pk", flat=True)]
        if not found:
            self.errors["people"] = _("Choose at least one who works here.")
        return found
