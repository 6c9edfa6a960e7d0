"""Two people who decide or answer at the same moment: one effect, and the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.engagement.asked import Asking
from zhike.engagement.models import Approval, ApprovalStep, InternalRequest
from zhike.ledger.actions import NotNow
from zhike.ledger.models import Change

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds):
    """Do them all at the same moment; what each came to."""
    barrier = Barrier(len(deeds))

    def run(deed):
        try:
            barrier.wait(timeout=60)
            deed()
        except NotNow:
            return "told"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(run, deeds))


@pytest.mark.requirement("C09")
def test_of_two_of_a_department_who_decide_at_once_one_counts(monkeypatch):
    company = Asking(monkeypatch)
    asked = company.approve("技术部")
    said = at_once(
        lambda: company.do("方", asked, "agree", comment="可以"),
        lambda: company.do("高", asked, "refuse", comment="太低"),
    )
    assert said == ["done", "told"]
    step, approval = ApprovalStep.objects.get(), Approval.objects.get()
    assert (step.decision, approval.status) in (("agreed", "agreed"), ("refused", "refused"))
    assert Change.objects.filter(record=asked.pk, action__in=["agree", "refuse"]).count() == 1


@pytest.mark.requirement("B35")
def test_of_two_who_answer_at_once_one_does(monkeypatch):
    company = Asking(monkeypatch)
    made = company.ask()
    said = at_once(
        lambda: company.do("方", made, "reply", answer="45 天"),
        lambda: company.do("高", made, "decline", answer="做不了"),
        lambda: company.do("林", made, "withdraw"),
    )
    assert said == ["done", "told", "told"]
    assert InternalRequest.objects.get().status in ("answered", "declined", "withdrawn")
