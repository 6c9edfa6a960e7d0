"""The demo company: enough of everything to look at, and gone without a trace."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from zhike.access.models import Team, User
from zhike.engagement.models import Interaction, Task
from zhike.ledger.models import Record
from zhike.people.models import Party
from zhike.project import first_start
from zhike.project.demo.clear import clear
from zhike.project.demo.load import load
from zhike.records.models import Document, Total
from zhike.sales.models import Opportunity

pytestmark = pytest.mark.full

RECORDS = [m for m in apps.get_models() if issubclass(m, Record)]


def counts():
    found = {model._meta.db_table: model._base_manager.count() for model in RECORDS}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM records_search")
            found["search"] = cursor.fetchone()[0]
    held = Total.objects.exclude(count=0).count()
    return found | {"documents": Document.objects.count(), "totals": held}


@pytest.fixture
def demo(db):
    """The counts of an installation before its demo company came."""
    first_start.ensure()
    before = counts()
    load()
    return before


def test_it_has_customers_deals_teams_and_half_a_year_of_work(demo):
    assert Party.objects.filter(kind="organization", roles__has="customer").count() >= 30
    assert Opportunity.objects.filter(won_at=None, lost_at=None).count() == 12
    assert Team.objects.count() >= 5
    moments = Interaction.objects.order_by("at").values_list("at", flat=True)
    assert moments[0] < timezone.now() - dt.timedelta(days=160)
    assert len(moments) > 200
    for login in ("zhouzihan", "linguodong"):
        assert Task.objects.filter(owner__login=login, done_at=None).exists()


def test_it_works_in_the_companys_hours(demo):
    hours = {timezone.localtime(at).hour for at in Interaction.objects.values_list("at", flat=True)}
    assert hours <= set(range(9, 18))


def test_a_second_load_adds_nothing(demo):
    before = counts()
    load()
    assert counts() == before


def test_clearing_leaves_nothing_of_it(demo):
    clear()
    assert counts() == demo
    assert not User.objects.filter(login="zhouzihan").exists()
