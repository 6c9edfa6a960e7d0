"""A judgement in words: each rule with what was found and what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.access.rights import Access
from zhike.records.models import Company
from zhike.sales.models import ExecutiveVisit, Opportunity, VisitPolicy
from zhike.sales.rules import go_or_no_go as rules
from zhike.web.attention import sees
from zhike.web.cells import money

TONES = {rules.GO: "pine", rules.LATER: "ochre", rules.NO: "seal"}


@dataclass(frozen=True)
class Said:
    """One rule as a reader finds it."""

    rule: str
    text: str
    is_met: bool
    is_required: bool
    weight: int


@dataclass(frozen=True)
class Verdict:
    """What the rules say of a visit, for one reader."""

    recommendation: str
    label: str
    tone: str
    score: int
    because: str
    rules: list[Said]

    @property
    def unmet(self) -> list[Said]:
        """The required rules that are not met."""
        return [said for said in self.rules if said.is_required and not said.is_met]


def verdict(access: Access, visit: ExecutiveVisit, *, anew: bool = True) -> Verdict:
    """The recommendation with every rule, as far as the reader may see what it is about.

    A visit that nobody has decided upon is judged `anew`, or as when it was written last.
    """
    facts, found = visit.judgement(anew=anew)
    texts = dict(_texts(access, visit, facts))
    said = [
        Said(one.rule, texts[one.rule], one.is_met, one.is_required, one.weight)
        for one in found.findings
    ]
    deciding = next((one for one in said if one.rule == found.decided_by), None)
    label = ExecutiveVisit.Recommendation(found.recommendation).label
    return Verdict(
        found.recommendation, str(label), TONES[found.recommendation], found.score,
        deciding.text if deciding else _("Everything that is required is met."), said,
    )  # fmt: skip


def _texts(access: Access, visit: ExecutiveVisit, facts: rules.Facts) -> Iterator[tuple[str, str]]:
    policy = VisitPolicy.here()
    yield rules.STAGE, _stage(access, visit, facts, policy)
    yield rules.AMOUNT, _amount(access, facts, policy)
    yield rules.LEADER, (
        _("Who decides at the customer attends.") if facts.leader_attends
        else _("Nobody who decides at the customer attends.")
    )  # fmt: skip
    yield rules.CONTACT, _contact(facts, policy)
    text = ngettext("%(count)s contact in half a year; %(least)s asked for.",
                    "%(count)s contacts in half a year; %(least)s asked for.",
                    facts.contacts)  # fmt: skip
    yield rules.RELATION, text % {"count": facts.contacts, "least": policy.contacts}
    yield rules.COMPETITOR, (
        _("A competitor is at the customer: a visit can turn it.") if facts.competitors
        else _("No competitor is known at the customer.")
    )  # fmt: skip


def _stage(access: Access, visit: ExecutiveVisit, facts: rules.Facts, policy: rules.Policy) -> str:
    if facts.chance is None:
        return _("No open deal is named.")
    if not sees(access, Opportunity, "stage") or visit.opportunity is None:
        return capfirst(str(ExecutiveVisit.Rule.STAGE.label))
    words: dict[str, Any] = {
        "stage": visit.opportunity.stage.name, "chance": facts.chance, "least": policy.chance,
    }  # fmt: skip
    return _("Stage “%(stage)s”, won in %(chance)s%%; %(least)s%% asked for.") % words


def _amount(access: Access, facts: rules.Facts, policy: rules.Policy) -> str:
    currency = Company.here().base_currency
    least = _glance(policy.amount, currency)
    if not sees(access, Opportunity, "amount"):
        return capfirst(str(ExecutiveVisit.Rule.AMOUNT.label))
    if facts.amount is None:
        return _("No amount is known; %(least)s asked for.") % {"least": least}
    words = {"amount": _glance(facts.amount, currency), "least": least}
    return _("The deal is about %(amount)s; %(least)s asked for.") % words


def _glance(amount: Decimal, currency: str) -> str:
    drawn = money(amount, currency)
    return str(drawn["text"] + drawn["unit"])


def _contact(facts: rules.Facts, policy: rules.Policy) -> str:
    if facts.silent_days is None:
        return _("Nobody has been in contact with the customer.")
    if facts.silent_days == 0:
        return _("In contact today.")
    words = {"days": facts.silent_days, "most": policy.silent_days}
    return ngettext("Last contact %(days)s day ago; %(most)s at most.",
                    "Last contact %(days)s days ago; %(most)s at most.",
                    facts.silent_days) % words  # fmt: skip
