"""Two contracts signed at the same moment that together go over the limit: one stands alone."""

import pytest

from tests.engagement.test_deciding_at_once import at_once
from tests.sales import company as selling
from tests.sales import creditors
from tests.sales.creditors import do, document
from zhike.engagement.models import Approval
from zhike.records.errors import Invalid
from zhike.sales.models import Contract
from zhike.sales.models.credit_allowance import allowance

pytestmark = [pytest.mark.full, pytest.mark.django_db(transaction=True)]


@pytest.mark.requirement("C39")
@pytest.mark.parametrize("count", [2, 4])
def test_of_contracts_signed_at_once_no_more_stand_than_the_limit_bears(count):
    house = creditors.bound(selling.found())
    creditors.graded(house.party, "C")
    drafts = [document(house, "contracts", 60_000) for _number in range(count)]
    told = []

    def sign(draft):
        def deed():
            try:
                do(house, draft, "submit")
            except Invalid as error:
                told.append(error)

        return deed

    assert at_once(*map(sign, drafts)) == ["done"] * count
    assert Contract.objects.filter(status="approved").count() == 1
    assert allowance(house.party).exposure.total == 60_000
    asked = Approval.objects.filter(status="open")
    assert asked.count() + len(told) == count - 1
    assert all("120,000.00" in approval.text for approval in asked)
