"""A deal that was won without any record of how is flagged."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.sales import company as selling
from zhike.access.rights import system_access
from zhike.engagement.models import Interaction
from zhike.ledger.current import change_set
from zhike.sales.unlogged import unlogged


def said(**values):
    with change_set(by=None, door="system"):
        Interaction(subject="谈过", **values).save()


@pytest.mark.requirement("B48")
@pytest.mark.parametrize("how", ["nothing", "about", "customer", "long ago"])
def test_a_deal_won_without_a_contact_on_record_is_flagged(company, how):
    customer = selling.party(company, "川途客运")
    opened = timezone.localdate() - dt.timedelta(days=60)
    deal = selling.deal(company, party=customer, opened_on=opened)
    access = system_access()
    assert not list(unlogged(access, deal))
    now = timezone.now()
    if how == "about":
        other = selling.party(company, "别家")
        said(party=other, about=f"opportunity:{deal.pk}", at=now - dt.timedelta(days=3))
    elif how == "customer":
        said(party=customer, at=now - dt.timedelta(days=30))
    elif how == "long ago":
        said(party=customer, at=now - dt.timedelta(days=400))
    with change_set(by=None, door="system"):
        deal.win()
    flagged = [alert.title for alert in unlogged(access, deal)]
    assert bool(flagged) is (how in ("nothing", "long ago"))
