"""What selling adds to the pages of pipelines and competitors: the process, the battle card."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.granted import ADMINISTER
from zhike.access.rights import Access
from zhike.ledger.actions import actions_of
from zhike.ledger.models import Record
from zhike.people.models import Party
from zhike.records.resource import resource_for
from zhike.records.titles import named
from zhike.sales.models import Opportunity, OpportunityCompetitor, Pipeline, Process, Stage
from zhike.sales.models.entering import words
from zhike.sales.rules.process import Facts, unmet
from zhike.web.attention import sees
from zhike.web.cells import money
from zhike.web.links import record_url, url_of
from zhike.web.panels import Panel, register_panel

TONES = {"draft": "ochre", "in_force": "pine", "former": ""}


def process_of_pipeline(access: Access, pipeline: Record) -> dict[str, Any] | None:
    """The stages in order, each with what is asked before and done in it; all versions."""
    if not access.can(Process, "read") or not isinstance(pipeline, Pipeline):
        return None
    versions = list(Process.objects.filter(pipeline=pipeline).order_by("-number")[:20])
    in_force = next((v for v in versions if v.status == Process.Status.IN_FORCE), None)
    draft = next((v for v in versions if v.status == Process.Status.DRAFT), None)
    shown = in_force or draft
    actions = []
    if access.can(Process, ADMINISTER):
        actions = _of_draft(draft) if draft else [_revise(pipeline)]
    stages = Stage.objects.filter(pipeline=pipeline).order_by("position", "pk")
    return {
        "versions": [_version(version) for version in versions],
        "columns": [
            {"label": _("version"), "pinned": True, "at": "2"}, {"label": _("status"), "at": "3"},
            {"label": _("what is new"), "at": "2"},
        ],
        "shown": shown, "stages": _stages(list(stages), shown) if shown else [],
        "actions": actions,
    }  # fmt: skip


def _version(version: Process) -> dict[str, Any]:
    name = _("Version %(number)s") % {"number": version.number}
    return {"id": str(version.pk), "label": name, "cells": [
        {"kind": "link", "text": name, "url": url_of(Process, version.pk)},
        {"kind": "badge", "text": version.get_status_display(), "tone": TONES[version.status]},
        {"kind": "text", "text": version.note},
    ]}  # fmt: skip


def _revise(pipeline: Pipeline) -> dict[str, Any]:
    action = actions_of(Pipeline)["revise"]
    url = record_url(resource_for(Pipeline), pipeline.pk, "revise")
    return {"label": action.label, "icon": action.icon, "url": url}


def _of_draft(draft: Process) -> list[dict[str, Any]]:
    url = record_url(resource_for(Process), draft.pk)
    publish = actions_of(Process)["publish"]
    return [
        {"label": _("edit the draft"), "icon": "edit", "url": f"{url}edit/"},
        {"label": publish.label, "icon": publish.icon, "url": f"{url}publish/", "tone": "primary"},
    ]


def _stages(stages: list[Stage], version: Process) -> list[dict[str, Any]]:
    criteria = list(version.criteria.select_related("stage"))
    steps = list(version.steps.select_related("department", "stage"))
    return [
        {
            "name": stage.name, "note": _about(stage),
            "criteria": [
                words(lack) for one in criteria if one.stage_id == stage.pk
                for lack in unmet([one.as_rule()], Facts())
            ],
            "steps": [
                {"number": step.number, "name": step.name, "hours": step.hours,
                 "who": step.department or step.get_responsible_display(),
                 "after": step.after, "deliverable": step.deliverable}
                for step in steps if step.stage_id == stage.pk
            ],
        }
        for stage in stages
    ]  # fmt: skip


def _about(stage: Stage) -> str:
    said = [f"{stage.win_probability}%"]
    if stage.max_days:
        said.append(_("up to %(days)s d") % {"days": stage.max_days})
    if stage.executive_involvement != Stage.Involvement.NONE:
        who = stage.get_executive_involvement_display()
        said.append(_("%(executive)s takes part") % {"executive": who})
    return " · ".join(said)


def battle_cards(access: Access, deal: Record) -> dict[str, Any] | None:
    """Who else wants the deal, at what price, and what we know of them."""
    if not isinstance(deal, Opportunity) or not sees(access, OpportunityCompetitor, "party"):
        return None
    rows = list(deal.competitors.order_by("pk")[:10])
    names = named(access, Party, {row.party_id for row in rows})
    known = access.rows(Party).filter(pk__in=list(names)) if sees(access, Party, "note") else []
    notes = {party.pk: party.note for party in known}
    may_see_price = sees(access, OpportunityCompetitor, "price") and sees(
        access, Opportunity, "amount"
    )
    cards = [
        {
            "name": names[row.party_id], "url": url_of(Party, row.party_id),
            "price": _price(deal, row) if may_see_price else "",
            "note": notes.get(row.party_id, ""),
        }
        for row in rows if row.party_id in names
    ]  # fmt: skip
    return {"cards": cards} if cards else None


def _price(deal: Opportunity, row: OpportunityCompetitor) -> str:
    """Their price, and how far it is from ours."""
    if row.price is None:
        return ""
    drawn = money(row.price, deal.currency)
    text = _("their price %(price)s") % {"price": drawn["text"] + drawn["unit"]}
    if deal.amount:
        gap = round(100 * (row.price - deal.amount) / deal.amount)
        text += f" ({gap:+d}%)"
    return text


register_panel(
    Pipeline,
    Panel("process", gettext_lazy("process"), 5, "sales/process_of_pipeline.html",
          process_of_pipeline),
)  # fmt: skip
register_panel(
    Opportunity,
    Panel("battle_cards", gettext_lazy("battle cards"), 30, "sales/battle_cards.html",
          battle_cards, side=True),
)  # fmt: skip
