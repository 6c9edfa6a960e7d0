"""Two people who send one customer different prices at the same moment: one has sent, one hears."""

import pytest

from tests.engagement.test_deciding_at_once import at_once
from tests.sales import company as selling
from tests.sales.quoting import QUOTES, do, house, quote, reread
from zhike.ledger.current import change_set
from zhike.people.models import Relationship
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.sales.models import Quote

pytestmark = [pytest.mark.full, pytest.mark.django_db(transaction=True)]


def pressed(office, made, by, said):
    def press():
        try:
            saving.perform(QUOTES, office.access(by), made.pk, "send", {})
            said.append("sent")
        except Invalid as error:
            said.append(error.errors[0].field)

    return press


@pytest.mark.requirement("D36")
def test_of_two_prices_sent_at_once_one_is_sent_and_the_other_seller_hears_of_it():
    office = house(selling.found())
    for round_ in range(4):
        ready = [
            quote(office, by, {"unit_price": price})
            for by, price in (("林", f"1{round_}0"), ("何", f"9{round_}"))
        ]
        with change_set(by=None, door="system"):  # As if submitted at the same moment.
            for one in ready:
                one.go_to("approved")
        said = []
        done = [pressed(office, one, by, said) for one, by in zip(ready, "林何", strict=True)]
        assert at_once(*done) == ["done", "done"]
        assert sorted(said) == ["sent", "status"]
        assert sorted(reread(one).status for one in ready) == ["approved", "sent"]
        for one, by in zip(ready, "林何", strict=True):
            do(office, one, "void", by, void_reason="next")
    assert not Quote.objects.filter(status="sent").exists()


@pytest.mark.requirement("D36")
def test_of_two_companies_of_one_group_that_are_sent_two_prices_at_once_one_is_sent_hers():
    office = house(selling.found())
    branch = selling.party(office, "蜀运二分")
    with change_set(by=None, door="system"):
        tie = {"from_party": office.party, "to_party": branch}
        Relationship(type=Relationship.Type.PARENT_OF, **tie).save()
    for round_ in range(4):
        ready = [
            quote(office, by, {"unit_price": price}, party=str(whose.pk))
            for by, price, whose in (
                ("林", f"1{round_}0", office.party), ("何", f"9{round_}", branch))
        ]  # fmt: skip
        with change_set(by=None, door="system"):
            for one in ready:
                one.go_to("approved")
        said = []
        done = [pressed(office, one, by, said) for one, by in zip(ready, "林何", strict=True)]
        assert at_once(*done) == ["done", "done"]
        assert sorted(said) == ["sent", "status"]
        for one, by in zip(ready, "林何", strict=True):
            do(office, one, "void", by, void_reason="next")
