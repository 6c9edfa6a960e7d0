"""The benchmark's company at work: pages that steer, pools, a race for one customer, a handover."""

from __future__ import annotations

import datetime as dt
import json
import threading
import time
from collections.abc import Iterator
from random import Random
from statistics import median
from typing import Any
from urllib.parse import quote

from django.db import connections
from django.db.models import Count
from django.utils import timezone

from zhike.access.models import ApiToken, Role, User, UserRole
from zhike.access.rights import access_of, system_access
from zhike.engagement.handover import doing
from zhike.engagement.handover.assigning import ONE, Order
from zhike.ledger.bulk import PAUSE_SECONDS
from zhike.ledger.undo import undo
from zhike.ledger.writes import UPDATE, Write
from zhike.people.models import Party, Pool, PoolMember, PoolReason
from zhike.project.bench.client import Browser, Request, Times
from zhike.project.bench.company import Company, write
from zhike.project.bench.pages import Probe
from zhike.sales.models import Opportunity, Stage

ONE_IN = 50
MOVED_ONE_IN = 8
RACERS = 50


def prepare(company: Company) -> None:
    """Let things happen, unless they have: deals move, a part of the customers lies in a pool."""
    if Pool.objects.exists():
        return
    chance = Random(4)  # noqa: S311 (no secret)
    with system_access().change_set("bench"):
        pool = Pool(name="公海", holds=Pool.Holds.PARTIES, masked=["contact_points"])
        pool.save()
        PoolMember(pool=pool, team=company.users["own"].team).save()
    write("put in", _put_in(company, pool))
    write("deals moved", _moved(chance))


def _put_in(company: Company, pool: Pool) -> Iterator[Write]:
    now = timezone.now().isoformat()
    laid = {"pool": str(pool.pk), "pool_reason": PoolReason.NO_TIME.value, "pooled_at": now}
    fields = {name: (None, value) for name, value in laid.items()}
    rows = Party.objects.exclude(pk__in=company.busy).values_list("pk", "owner")
    # What is being read while it is written would keep the write-ahead log from being emptied.
    for pk, owner in list(rows.order_by("pk"))[::ONE_IN]:
        fields["owner"] = (str(owner), None)  # type: ignore[assignment]
        yield Write(Party.record_type, pk, UPDATE, "put_in", dict(fields))


def _moved(chance: Random) -> Iterator[Write]:
    """Deals that are worth more or less, are planned for another day or stand in another stage."""
    stages = list(Stage.objects.filter(kind=Stage.Kind.OPEN).values_list("pk", flat=True))
    rows = Opportunity.objects.filter(won_at=None, lost_at=None).order_by("pk")
    names = ("pk", "amount", "close_date", "stage")
    for pk, amount, day, stage in list(rows.values_list(*names))[::MOVED_ONE_IN]:
        later = day + dt.timedelta(days=chance.randrange(-60, 60))
        fields = {
            "amount": (str(amount), f"{chance.randrange(10**6)}.00"),
            "close_date": (str(day), str(later)),
            "stage": (str(stage), str(chance.choice(stages))),
        }
        yield Write(Opportunity.record_type, pk, UPDATE, "edit", fields)


def probes(company: Company, who: str) -> Iterator[Probe]:
    """The pages by which people steer and share out work."""
    access = company.access(who)
    parties = list(access.rows(Party).filter(pk__in=company.busy).values_list("pk", flat=True)[:20])
    deals = list(access.rows(Opportunity).order_by("-pk").values_list("pk", flat=True)[:20])
    for name, path in (
        ("Today", "/today/"), ("cockpit, a week", "/cockpit/?span=week"),
        ("cockpit, the quarter", "/cockpit/?span=quarter"),
        ("who keeps deals waiting", "/opportunities/waiting/"),
        ("to whom deals are lost", "/opportunities/losses/"),
        ("departments that wait", "/internal-requests/departments/"),
        ("promises kept", "/commitments/kept/"), ("pools", "/pools/mine/"),
    ):  # fmt: skip
        yield Probe(name, lambda _n, path=path: Request(path))  # type: ignore[misc]
    pool = Pool.objects.get()
    lying = quote(json.dumps({"field": "pool", "op": "eq", "value": str(pool.pk)}))
    asked = f"/api/v1/parties?limit=50&filter={lying}"
    yield Probe("what lies in a pool", lambda _n: Request(asked), is_api=True)
    for name, kind, ids, page in (
        ("a customer's brief", "parties", parties, "brief"),
        ("a deal's brief", "opportunities", deals, "brief"),
        ("a deal's swimlane", "opportunities", deals, "process"),
    ):
        if ids:
            paths = [f"/{kind}/{pk}/{page}/" for pk in ids]
            yield Probe(name, lambda n, paths=paths: Request(paths[n % len(paths)]))  # type: ignore[misc]


def race(company: Company, port: int) -> dict[str, Any]:
    """Fifty people claim one customer at once through REST; how long, and who got it."""
    wanted = Party.objects.filter(pool__isnull=False, owner=None).order_by("pk").first()
    people = list(User.objects.filter(team=company.users["own"].team).order_by("pk")[:RACERS])
    role = Role.objects.get(name="bench own")
    with system_access().change_set("bench"):
        for user in people:
            if not UserRole.objects.filter(user=user, role=role).exists():
                UserRole(user=user, role=role).save()
        tokens = [ApiToken.issue(user, "race") for user in people]
    connections.close_all()
    told: list[tuple[int, float]] = []
    ready = threading.Barrier(len(tokens))
    threads = [
        threading.Thread(target=_claim, args=(port, token, wanted, ready, told)) for token in tokens
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = sorted(seconds for _status, seconds in told)
    statuses = [status for status, _seconds in told]
    return {
        "people": len(tokens), "got it": statuses.count(200), "told who": statuses.count(409),
        "first_seconds": round(times[0], 2), "last_seconds": round(times[-1], 2),
    }  # fmt: skip


def _claim(
    port: int, token: str, wanted: Any, ready: threading.Barrier, told: list[tuple[int, float]]
) -> None:
    browser = Browser(port, {"Authorization": f"Bearer {token}"})
    browser.time(Request(f"/api/v1/parties/{wanted.pk}"), Times())
    headers = {"Content-Type": "application/json"}
    ready.wait(60)
    start = time.perf_counter()
    try:
        response, _answer = browser.ask(
            Request(f"/api/v1/parties/{wanted.pk}/claim", "{}", headers)
        )
        told.append((response.status, time.perf_counter() - start))
    except OSError:
        told.append((0, time.perf_counter() - start))


def handover(company: Company) -> dict[str, Any]:
    """Hand over all that the busiest colleague has, in chunks as the job does, and undo it."""
    user = company.users["all"]
    holders = Opportunity.objects.filter(owner__isnull=False).values_list("owner")
    leaver, heir = (row[0] for row in holders.annotate(n=Count("pk")).order_by("-n")[:2])
    access = access_of(user, "web")
    order = Order(str(leaver), ONE, (str(heir),), note="bench")
    start = last = time.perf_counter()
    chunks: list[float] = []

    def noted(_large: Any) -> None:
        nonlocal last
        now = time.perf_counter()
        chunks.append((now - last) * 1000)
        last = now + PAUSE_SECONDS

    made = doing.in_chunks(access, order, noted)
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    undo(made, by=user, door="web")
    return {
        "records": made.change_count, "seconds": round(seconds, 1), "chunks": len(chunks),
        "median": round(median(chunks), 1), "slowest": round(max(chunks), 1),
        "undo_seconds": round(time.perf_counter() - start, 1),
    }  # fmt: skip
