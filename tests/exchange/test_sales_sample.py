"""The free CRM sample of a hardware seller, through the command line as anybody would."""

import datetime as dt
import html
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.core import mail
from django.db.models import Count, Sum
from django.test import Client

from zhike.access.models import Team, User
from zhike.access.rights import system_access
from zhike.catalog.models import Product
from zhike.ledger.current import change_set
from zhike.ledger.models import Change, ChangeSet, Job
from zhike.ledger.moments import replay
from zhike.people.models import Party, Relationship
from zhike.project import cli
from zhike.records import listing
from zhike.records.models import Company, CustomField, Document, ExternalId, Total
from zhike.records.resource import resource_named
from zhike.sales.models import Opportunity, OpportunityLine, Pipeline, Stage

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "crm-sales-opportunities"
PLAN = ROOT / "docs" / "examples" / "import-plans" / "sales-opportunities.json"
MODELS = (Opportunity, OpportunityLine, Party, Relationship, User, Team, Product, Pipeline, Stage,
          CustomField, Document, ExternalId)  # fmt: skip

pytestmark = [
    pytest.mark.evaluation,
    pytest.mark.skipif(not DATA.exists(), reason=f"there is no {DATA}"),
]


# Deals, what they are worth as the board says it, and the sum of their amounts.
PUBLISHED = {
    "Won": (4238, "$10,005,534.00", Decimal(10005534)), "Lost": (2473, "$0.00", Decimal(0)),
    "Engaging": (1589, "", None), "Prospecting": (500, "", None),
}  # fmt: skip
# What each step brings, as its undo takes it away again.
BROUGHT = [
    {User: 35, Team: 9}, {Product: 7}, {Party: 85, CustomField: 1}, {Relationship: 15},
    {Pipeline: 1}, {Stage: 4}, {Opportunity: 8800, OpportunityLine: 8800, ExternalId: 8800},
]  # fmt: skip


def stage_is(name):
    return {"field": "stage", "op": "eq", "value": str(Stage.objects.get(name=name).pk)}


def now():
    return {model: model.objects.count() for model in MODELS}


@pytest.fixture
def imported(db, settings, tmp_path, capsys):
    """The ids of the change sets that brought everything in, and what was there before."""
    settings.DATA_DIR = tmp_path
    with change_set(by=None, door="system"):
        Company(name="Maven", base_currency="USD").save()
    before = now()
    assert cli.main(["import", str(DATA), "--plan", str(PLAN)]) == 0
    ids = re.findall(r"change set ([0-9a-f-]{36})", capsys.readouterr().out)
    assert len(ids) == len(json.loads(PLAN.read_text())["steps"])
    return ids, before


def test_the_sample_comes_in_whole_and_goes_out_whole(imported, capsys):
    ids, before = imported
    _deals_are_as_published()
    _everything_else_is_there()
    _the_ledger_tells_it_all(ids)
    _nobody_is_told(ids)
    _every_step_goes_back_alone(ids, before, capsys)


def test_board_list_and_api_give_the_published_figures(imported):
    with change_set(by=None, door="system"):
        admin = User(login="admin", name="admin", is_admin=True, language="en")
        admin.save()
    browser = Client()
    browser.force_login(admin)
    lanes = _lanes(browser)
    for name, (count, worth, amount) in PUBLISHED.items():
        assert f"{count:,} deals" in lanes[name]
        assert worth in lanes[name]
        query = {"filter": json.dumps(stage_is(name)), "limit": 200}
        page = browser.get("/opportunities/", query).content.decode()
        assert f"{count:,} records" in page
        assert _summed(browser, query) == (count, amount)
    assert total("parties", search="acme") >= 1


def total(resource, **query):
    found = listing.page(resource_named(resource), system_access(), listing.Query(**query))
    return found.total


def _lanes(browser):
    """The board's columns with all that they say, exact sums included."""
    pipeline = Pipeline.objects.get(name="Hardware")
    page = browser.get("/opportunities/board/", {"pipeline": str(pipeline.pk)}).content.decode()
    found = re.findall(r'<section[^>]* data-lane="([^"]+)"(.*?)</section>', page, re.S)
    return {name: html.unescape(text) for name, text in found}


def _summed(browser, query):
    """How many there are by REST, and their amounts read page after page and added."""
    amounts, cursor, answer = [], None, {}
    while answer.get("next_cursor") or not answer:
        asked = query | {"fields": "amount"} | ({"cursor": cursor} if cursor else {})
        answer = browser.get("/api/v1/opportunities", asked).json()
        amounts += [item["amount"] for item in answer["items"]]
        cursor = answer["next_cursor"]
    assert len(amounts) == answer["total"]
    known = [Decimal(amount) for amount in amounts if amount is not None]
    return len(amounts), sum(known) if known else None


def _nobody_is_told(ids):
    """Deals won long ago are no news: nothing happened to them but that they were brought in."""
    told = Change.objects.filter(change_set__in=ids, kind="opportunity")
    assert set(told.values_list("action", flat=True)) == {"create"}
    assert mail.outbox == []
    assert not Job.objects.exists()


def _every_step_goes_back_alone(ids, before, capsys):
    for id_, brought in reversed(list(zip(ids, BROUGHT, strict=True))):
        left = {model: count - brought.get(model, 0) for model, count in now().items()}
        del left[Document]
        assert cli.main(["undo", id_]) == 0
        assert "0 in the way" in capsys.readouterr().out
        assert {model: count for model, count in now().items() if model in left} == left
    assert now() == before
    assert not Total.objects.exclude(count=0, amount=0).exists()


def _deals_are_as_published():
    deals = Opportunity.objects.filter(pipeline__name="Hardware")
    worth = deals.values_list("stage__name").annotate(Count("pk"), worth=Sum("amount"))
    assert {name: (count, amount) for name, count, amount in worth} == {
        name: (count, amount) for name, (count, _, amount) in PUBLISHED.items()
    }
    assert deals.filter(party=None).count() == 1425
    assert deals.filter(close_date=None).count() == 2089
    assert deals.filter(owner=None).count() == 0
    assert deals.filter(won_at__isnull=False).count() == 4238
    assert deals.filter(lost_at__isnull=False).count() == 2473
    first = deals.get(external_ids__maven="1C1I7A6R")
    assert (first.name, first.party.name, first.owner.name, first.currency) == (
        "GTX Plus Basic · Cancity", "Cancity", "Moses Frase", "USD",
    )  # fmt: skip
    assert (first.opened_on, first.close_date) == (dt.date(2016, 10, 20), dt.date(2017, 3, 1))
    assert first.won_at.date() in (dt.date(2017, 2, 28), dt.date(2017, 3, 1))
    lines = OpportunityLine.objects.filter(opportunity__in=deals)
    assert lines.count() == 8800
    # GTXPro is GTX Pro.
    assert lines.filter(product__name="GTX Pro").count() == 1480
    assert lines.exclude(quantity=1).count() == 0


def _everything_else_is_there():
    agents = User.objects.filter(is_active=False)
    assert agents.count() == 35
    assert agents.get(name="Anna Snelling").team.name == "Dustin Brinkmann"
    assert Team.objects.get(name="Dustin Brinkmann").parent.name == "Central"
    assert list(Product.objects.order_by("list_price").values_list("name", flat=True))[-1] == (
        "GTK 500"
    )
    assert Product.objects.filter(currency="USD").count() == 7
    accounts = Party.objects.filter(roles__has="customer")
    assert accounts.count() == 85
    acme = accounts.get(name="Acme Corporation")
    assert (acme.industry, acme.country, acme.employee_count) == ("technology", "US", 2822)
    assert acme.annual_revenue == Decimal("1100040000.00")
    assert acme.custom == {CustomField.objects.get(key="year_established").pk.hex: 1996}
    assert not accounts.filter(country="").exists()
    ties = Relationship.objects.filter(type="parent_of")
    assert ties.filter(from_party=acme).count() == 4
    assert ties.count() == 15


def _the_ledger_tells_it_all(ids):
    changes = Change.objects.filter(change_set__in=ids)
    assert changes.count() == 35 + 9 + 7 + 85 + 1 + 15 + 1 + 4 + 8800
    assert set(ChangeSet.objects.filter(pk__in=ids).values_list("door", "state")) == {
        ("import", "closed")
    }
    states = replay(changes.filter(kind="opportunity").order_by("seq")[:500])
    for (_, id_), snapshot in states.items():
        deal = Opportunity.objects.get(pk=id_)
        now = {n: v for n, v in deal.state().items() if v not in (None, "", [], {}, False, 0)}
        assert snapshot.fields == now
        assert len(snapshot.parts) == deal.lines.count() == 1
