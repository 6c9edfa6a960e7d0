"""Prospecting in the benchmark: many leads of every source and district, their deals and costs.

The rows go straight into their tables, past the ledger: what is measured is reading them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from random import Random
from typing import Any
from urllib.parse import quote

from django.utils import timezone

from zhike.access.models import User
from zhike.access.rights import system_access
from zhike.base.ids import uuid7
from zhike.base.regions import children
from zhike.engagement.models import SourceCost
from zhike.people.models import Lead, Party
from zhike.project.bench.client import Request
from zhike.project.bench.company import Company
from zhike.project.bench.money import keep, look_over
from zhike.project.bench.pages import Probe
from zhike.project.bench.selling import ensure_dollars
from zhike.sales.models import Opportunity, Stage

COSTS = 2_000
YEARS = 3
DEAL_ONE_IN = 10
FOREIGN_ONE_IN = 20
CITIES = ("5101", "3301", "6101", "4201", "3702")
DISTRICTS = tuple(code for city in CITIES for code, _name in children(city))
HERE = "四川省成都市武侯区"


def prepare(leads: int) -> None:
    """So many leads of three years, a tenth of them with a deal that is won, unless there."""
    if Lead.objects.exists():
        return
    ensure_dollars(system_access())
    owners = list(User.objects.order_by("pk").values_list("pk", flat=True))
    chance = Random(7)  # noqa: S311 (no secret)
    made = [_lead(number, owners[number % len(owners)], chance) for number in range(leads)]
    days = {lead.pk: lead.created_at for lead in made}
    keep(Lead, made, dated=False)
    keep(Opportunity, _deals(made[::DEAL_ONE_IN], days))
    keep(SourceCost, _costs(chance))
    look_over()


def probes(_company: Company, _who: str) -> Iterator[Probe]:
    """Sources compared over each time and of whosever leads; who is near a place in a city."""
    for period in ("last_n_days:90", "last_n_days:365"):
        for whose in ("all", "team", "mine"):
            path = f"/leads/quality/?period={period}&whose={whose}"
            name = f"sources, {period.partition(':')[2]} days, {whose}"
            yield Probe(name, lambda _n, path=path: Request(path))  # type: ignore[misc]
    for whose in ("all", "mine"):
        path = f"/nearby/?where={quote(HERE)}&whose={whose}"
        yield Probe(f"nearby, {whose}", lambda _n, path=path: Request(path))  # type: ignore[misc]


def _lead(number: int, owner: Any, chance: Random) -> Lead:
    at = timezone.now() - dt.timedelta(seconds=chance.randrange(YEARS * 365 * 86_400))
    status = chance.choice(Lead.Status.values)
    reason = chance.choice(Lead.RejectedReason.values) if status == "rejected" else ""
    return Lead(
        pk=uuid7(), name=f"线索{number}", name_sort=f"{number:08}", owner_id=owner, status=status,
        rejected_reason=reason, source=chance.choice(Party.Source.values),
        region=chance.choice(DISTRICTS), status_since=at, version=1, created_at=at, updated_at=at,
    )  # fmt: skip


def _deals(leads: list[Lead], days: dict[Any, Any]) -> Iterator[Opportunity]:
    stage = Stage.objects.select_related("pipeline").filter(kind=Stage.Kind.WON).first()
    assert stage is not None  # noqa: S101 — a first start makes one
    for number, lead in enumerate(leads):
        won = days[lead.pk] + dt.timedelta(days=30)
        amount: Any = 30_000
        yield Opportunity(
            name=f"商机{number}", name_sort=f"{number:08}", owner_id=lead.owner_id, lead=lead,
            stage=stage, pipeline=stage.pipeline, amount=amount, stage_since=won, won_at=won,
            currency="CNY" if number % FOREIGN_ONE_IN else "USD",
        )  # fmt: skip


def _costs(chance: Random) -> Iterator[SourceCost]:
    today = timezone.localdate()
    for number in range(COSTS):
        begin = today - dt.timedelta(days=chance.randrange(YEARS * 365))
        amount: Any = 10_000
        yield SourceCost(
            name=f"费用{number}", source=chance.choice(Party.Source.values), begins_on=begin,
            ends_on=begin + dt.timedelta(days=chance.randrange(60)), amount=amount, currency="CNY",
        )  # fmt: skip
