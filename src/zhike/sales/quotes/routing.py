"""Who consents to a document, by the approval rules: the nearest team's, the highest threshold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.access.heads import teams_upwards
from zhike.access.models import Team, User
from zhike.base.inheriting import nearest
from zhike.engagement.models import clock
from zhike.ledger.current import current
from zhike.records.currencies import MissingRate, convert
from zhike.records.models import Company
from zhike.sales.models import ApprovalRule
from zhike.sales.models.document import Document
from zhike.sales.models.reasons import Reason, Route, register_reason, register_router
from zhike.sales.quotes.limits import given_on, lines_of

NOUGHT = Decimal(0)


def rule_for(document: Document) -> ApprovalRule | None:
    """The rule that a document meets: of the nearest team, the one that asks most of it."""
    rules = ApprovalRule.objects.filter(kind=document.record_type, is_active=True)
    known = list(rules.order_by("pk"))
    if not known:
        return None
    worth, given = _worth(document), _most_given(document)
    met = [rule for rule in known if _is_met(rule, worth, given)]
    team = nearest(teams_upwards(document.selling_team), {rule.team_id for rule in met})
    return max(
        (rule for rule in met if rule.team_id == team),
        key=lambda rule: (rule.amount_from or NOUGHT, rule.discount_above or NOUGHT), default=None,
    )  # fmt: skip


def _is_met(rule: ApprovalRule, worth: Decimal | None, given: Decimal) -> bool:
    """An amount of which nobody knows the worth meets every threshold: better asked than not."""
    above: Any = rule.discount_above
    least: Any = rule.amount_from
    enough = least is None or worth is None or worth >= least
    return enough and (above is None or given > above)


def _worth(document: Document) -> Decimal | None:
    """What it comes to in the company's currency; None where no rate is known."""
    amount: Any = type(document).objects.filter(pk=document.pk).values_list("amount", flat=True)
    try:
        return convert(amount.get(), document.currency, timezone.localdate())
    except MissingRate:
        return None


def _most_given(document: Document) -> Decimal:
    return max((given_on(document, line) for line in lines_of(document)), default=NOUGHT)


def reasons(document: Document) -> Iterator[Reason]:
    """That a rule asks for consent, said as what it asks about."""
    rule = rule_for(document)
    if rule is None:
        return
    said = []
    if rule.amount_from is not None:
        amount = f"{Company.here().base_currency} {rule.amount_from:,.2f}"
        said.append(_("from %(amount)s") % {"amount": amount})
    if rule.discount_above is not None:
        percent = f"{rule.discount_above.normalize():f}"
        said.append(_("discount above %(percent)s%%") % {"percent": percent})
    yield Reason(": ".join(filter(None, (rule.name, _(", ").join(said)))))


def route(document: Document, _reasons: Sequence[Reason]) -> Route | None:
    """Whom the rule asks, in its order and time."""
    rule = rule_for(document)
    if rule is None:
        return None
    asker = current().row.actor
    steps: list[Team | User] = []
    for step in rule.steps.select_related("user", "team").order_by("pk"):
        asked = _asked(step, document, asker)
        if asked is not None and asked not in steps:
            steps.append(asked)
    if not steps:
        return None
    return Route(steps, rule.mode, rule.hours, rule.when_late)


def _asked(step: Any, document: Document, asker: Any) -> Team | User | None:
    """Who is away or has left is stood in for; nobody consents to what they ask themselves."""
    if step.user is not None and step.user.pk != asker:
        person: User = step.user
        return person
    if step.team is not None and step.user is None:
        team: Team = step.team
        return team
    return clock.answers_for(document.selling_team, besides=asker)


register_reason(Document, reasons)
register_router(Document, route)
