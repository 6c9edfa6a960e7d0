"""The free CRM sample of a hardware seller, through the command line as anybody would."""

import datetime as dt
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Count, Sum
from django.test import Client

from zhike.access.models import Team, User
from zhike.access.rights import system_access
from zhike.catalog.models import Product
from zhike.ledger.current import change_set
from zhike.ledger.models import Change, ChangeSet
from zhike.ledger.moments import replay
from zhike.people.models import Party, Relationship
from zhike.project import cli
from zhike.records import listing
from zhike.records.models import CustomField, Document, ExternalId, Total
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


def total(resource, **query):
    found = listing.page(resource_named(resource), system_access(), listing.Query(**query))
    return found.total


def stage_is(name):
    return {"field": "stage", "op": "eq", "value": str(Stage.objects.get(name=name).pk)}


@pytest.fixture
def imported(db, settings, tmp_path, capsys):
    """The ids of the change sets that brought everything in, and what was there before."""
    settings.DATA_DIR = tmp_path
    before = {model: model.objects.count() for model in MODELS}
    assert cli.main(["import", str(DATA), "--plan", str(PLAN)]) == 0
    ids = re.findall(r"change set ([0-9a-f-]{36})", capsys.readouterr().out)
    assert len(ids) == len(json.loads(PLAN.read_text())["steps"])
    return ids, before


def test_the_sample_comes_in_whole_and_goes_out_whole(imported, capsys):
    ids, before = imported
    _deals_are_as_published()
    _everything_else_is_there()
    _lists_and_api_say_the_same()
    _the_ledger_tells_it_all(ids)
    assert cli.main(["undo", *ids]) == 0
    assert "0 in the way" in capsys.readouterr().out
    assert {model: model.objects.count() for model in MODELS} == before
    assert not Total.objects.exclude(count=0, amount=0).exists()


def _deals_are_as_published():
    deals = Opportunity.objects.filter(pipeline__name="Hardware")
    found = {
        name: (count, worth)
        for name, count, worth in deals.values_list("stage__name").annotate(
            Count("pk"), worth=Sum("amount")
        )
    }
    assert found == {
        "Won": (4238, Decimal("10005534.00")), "Lost": (2473, Decimal("0.00")),
        "Engaging": (1589, None), "Prospecting": (500, None),
    }  # fmt: skip
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


def _lists_and_api_say_the_same():
    for name, count in (("Won", 4238), ("Lost", 2473), ("Engaging", 1589), ("Prospecting", 500)):
        assert total("opportunities", filter=stage_is(name)) == count
    assert total("parties", search="acme") >= 1
    browser = Client()
    with change_set(by=None, door="system"):
        admin = User(login="admin", name="admin", is_admin=True)
        admin.save()
    browser.force_login(admin)
    answer = browser.get("/api/v1/opportunities", {"filter": json.dumps(stage_is("Won"))}).json()
    assert answer["total"] == 4238
    with change_set(by=None, door="system"):
        admin.delete()


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
