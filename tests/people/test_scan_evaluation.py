"""What the scan must find among real companies: from parties to stored pairs, learnt unaided."""

from __future__ import annotations

import resource
import time
from collections import defaultdict
from itertools import combinations
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from tests.exchange.match import evaluation, made_up, scores
from zhike.base.ids import uuid7
from zhike.base.regions import region_code
from zhike.exchange.match.columns import meaning
from zhike.exchange.match.deciding import relation
from zhike.people.duplicates.described import parties
from zhike.people.duplicates.pairs import Report
from zhike.people.duplicates.scanning import scan
from zhike.people.duplicates.uniting import unite_same_codes
from zhike.people.models import ContactPoint, DuplicatePair, MatchingModel, Party
from zhike.records.models import Merge

pytestmark = [pytest.mark.django_db, pytest.mark.evaluation, pytest.mark.slow]
given = pytest.mark.skipif(
    not evaluation.DATA.is_dir(), reason="the data is not beside the checkout"
)


def entered(headings: list[str], rows: list[list[str]]) -> list[UUID]:
    """Each row as a party, as an import would write it; the ids in the order of the rows."""
    at, made, points = timezone.now(), [], []
    for row in rows:
        values = dict(zip(map(meaning, headings), row, strict=False))
        party = Party(
            id=uuid7(), name=values.get("company") or values["name"],
            uscc=values.get("uscc") or None,
            website=values.get("web", ""), region=region_code(values.get("city", "")) or "",
            created_at=at, updated_at=at,
        )  # fmt: skip
        made.append(party)
        if phone := values.get("phone"):
            points.append(ContactPoint(party=party, value=phone, created_at=at, updated_at=at))
    QuerySet[Any](Party).bulk_create(made, batch_size=500)
    QuerySet[Any](ContactPoint).bulk_create(points, batch_size=500)
    return [party.pk for party in made]


def measured() -> Report:
    """Scan everything, and say what it took."""
    began, report = time.monotonic(), Report()
    scan(None, report=report)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{Party.objects.count()} parties: {time.monotonic() - began:.1f} s, {peak} MB, {report}")
    return report


def found(ids: list[UUID], least: float) -> set[tuple[int, int]]:
    """The stored pairs as rows of the table."""
    place = {id_: number for number, id_ in enumerate(ids)}
    rows = DuplicatePair.objects.filter(probability__gte=least).values_list("left", "right")
    return {tuple(sorted((place[one], place[other]))) for one, other in rows}


@given
@pytest.mark.once
@pytest.mark.requirement("B47", "E18")
@pytest.mark.parametrize(("name", "f1"), [("rich", 0.94), ("sparse", 0.88)])
def test_of_given_companies_the_scan_finds_what_the_engine_finds_and_merges_no_branch(
    name: str, f1: float
) -> None:
    headings, rows = evaluation._table(f"chinese-companies/{name}.csv")
    ids = entered(headings, rows)
    truth = evaluation.chinese(name).truth
    measured()
    result = scores.score(found(ids, 0.5), truth)
    likely = scores.score(found(ids, 0.9), truth)
    print(name, result, likely)
    assert result.f1 >= f1
    assert likely.precision >= 0.97
    known = {one.id: one for one in parties()}
    cluster = dict(zip(ids, (row[headings.index("cluster")] for row in rows), strict=True))
    report = Report()
    unite_same_codes(report)
    joined: dict[UUID, list[UUID]] = defaultdict(list)
    for survivor, loser in Merge.objects.values_list("survivor", "loser"):
        joined[survivor] += [loser]
    print(report.merged, "merged by themselves")
    for survivor, losers in joined.items():
        for one, other in combinations((survivor, *losers), 2):
            assert relation(known[one].record, known[other].record) is None
            assert cluster[one] == cluster[other]
    assert name != "rich" or report.merged > 0


def test_a_scan_of_many_ends_in_minutes() -> None:
    # So many are scanned once; on PostgreSQL it is about the queries.
    size = 100_000 if connection.vendor == "sqlite" else 10_000
    table = made_up.companies(31, size // 2 + size // 10)
    entered(table.headings, table.rows[:size])
    began = time.monotonic()
    report = measured()
    assert report.found > size / 20
    assert MatchingModel.objects.count() == 1
    assert time.monotonic() - began < (600 if size < 50_000 else 3600)
