"""Two links that tick one milestone at the same moment: it is done once, and both see so."""

import pytest

from tests.engagement.test_deciding_at_once import at_once
from tests.sales import company as selling
from tests.sales import joint
from tests.sales.joint import TITLES, link_to, milestone, plan_of, tick
from zhike.ledger.models import Change

pytestmark = [pytest.mark.full, pytest.mark.django_db(transaction=True)]


@pytest.mark.requirement("B34")
def test_of_links_that_tick_at_once_one_is_noted_and_each_is_shown_the_page():
    plan = plan_of(joint.furnished(selling.found()))
    urls = [link_to(plan, recipient=name)[1] for name in ("王芳", "李工", "赵总")]
    wanted, codes = milestone(plan, TITLES[1]), []

    def press(url):
        return lambda: codes.append(tick(url, wanted).status_code)

    assert at_once(*map(press, urls)) == ["done"] * 3
    assert codes == [302] * 3
    assert Change.objects.filter(record=plan.pk, change_set__door="link").count() == 1
    assert milestone(plan, TITLES[1]).done_by in ("王芳的链接", "李工的链接", "赵总的链接")
