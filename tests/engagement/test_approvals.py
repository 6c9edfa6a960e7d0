"""Approvals: who decides in which order, what happens in time, and that one decision counts."""

from decimal import Decimal

import pytest
from django.db import transaction

from tests.engagement.asked import Asking, at
from zhike.access.models import Team, User
from zhike.access.rights import Denied
from zhike.engagement import escalating
from zhike.engagement.actions.start_approval import start_approval
from zhike.engagement.models import Approval, ApprovalStep
from zhike.engagement.models.outcome import register_outcome
from zhike.ledger import consumers
from zhike.ledger.actions import NotNow
from zhike.ledger.current import change_set
from zhike.records import notifying
from zhike.records.errors import Invalid
from zhike.records.models import Absence, Notification


@pytest.fixture
def company(db, monkeypatch):
    """Departments that ask each other."""
    return Asking(monkeypatch)


def said(approval):
    return [step.decision for step in ApprovalStep.objects.filter(approval=approval.pk)
            .order_by("position")]  # fmt: skip


def told(company, name):
    return sorted(
        Notification.objects.filter(user=company.people[name]).values_list("kind", flat=True)
    )


@pytest.mark.requirement("C09")
@pytest.mark.parametrize("who", ["nobody but who asks", "somebody who has left"])
def test_a_consent_that_would_wait_for_nobody_is_refused_when_asked(company, who):
    with change_set(by=None, door="system"):
        User.objects.get(login="管").delete()
        left = User(login="走", name="走", is_active=False)
        left.save()
        alone = Team(name="单人组", head=company.people["林"])
        alone.save()
    whom = {"team": alone} if who == "nobody but who asks" else {"user": left}
    approval = Approval(subject="降价", owner=company.people["林"])
    (problem,) = ApprovalStep(approval=approval, **whom).problems()
    assert (problem[0], problem[1].code) == (next(iter(whom)), "nobody")
    somebody = ApprovalStep(approval=approval, team=company.teams["技术部"])
    assert list(somebody.problems()) == []


@pytest.mark.requirement("C09")
def test_three_departments_agree_and_the_silent_ones_head_is_asked_in_time(company):
    company.it_is("2026-05-07 10:00")
    asked = company.approve("技术部", "质量部", "生产部", hours="24")
    assert {step.due_at for step in asked.steps.all()} == {at("2026-05-11 10:00")}
    company.it_is("2026-05-07 15:00")
    company.do("方", asked, "agree", comment="可以")
    company.do("康", asked, "agree")
    company.it_is("2026-05-11 10:00")
    escalating.escalate_consents()
    escalating.escalate_consents()
    silent = ApprovalStep.objects.get(decision="open")
    assert (silent.acting, silent.acting_because) == (company.people["产"], "late")
    assert told(company, "产") == ["consent_late"]
    company.it_is("2026-05-11 11:30")
    done = company.do("产", asked, "agree")
    assert (done.status, done.worked_hours) == ("agreed", Decimal("25.50"))
    hours = ApprovalStep.objects.order_by("position").values_list("worked_hours", flat=True)
    assert list(hours) == [Decimal("4.00"), Decimal("4.00"), Decimal("25.50")]


@pytest.mark.django_db(transaction=True)
def test_in_order_the_next_is_asked_when_the_one_before_has_agreed(company):
    asked = company.approve("技术部", "周", mode="in_order")
    assert said(asked) == ["open", "later"]
    with pytest.raises(NotNow):
        company.do("周", asked, "agree")
    company.do("高", asked, "agree")
    assert said(asked) == ["agreed", "open"]
    while consumers.advance(notifying.CONSUMER):
        pass
    assert told(company, "周") == ["consent_asked"]
    assert company.do("周", asked, "agree").status == "agreed"


def test_one_no_ends_it_where_all_must_agree_and_needs_a_reason(company):
    asked = company.approve("技术部", "质量部")
    with pytest.raises(Invalid):
        company.do("方", asked, "refuse", comment="")
    done = company.do("方", asked, "refuse", comment="低于成本")
    assert (done.status, said(asked)) == ("refused", ["refused", "spared"])
    assert done.comment == "低于成本"


def test_any_one_yes_is_enough_where_it_is_said_so(company):
    asked = company.approve("技术部", "质量部", "生产部", mode="any")
    assert company.do("方", asked, "refuse", comment="缺人").status == "open"
    assert company.do("康", asked, "agree").status == "agreed"
    assert said(asked) == ["refused", "agreed", "spared"]


def test_of_two_who_decide_one_counts_and_the_other_is_told(company):
    asked = company.approve("技术部", "质量部")
    company.do("方", asked, "agree")
    with pytest.raises(NotNow):
        company.do("高", asked, "refuse", comment="太便宜")
    assert said(asked) == ["agreed", "open"]


def test_nobody_decides_who_is_not_asked_or_who_asks(company):
    asked = company.approve("技术部", "销售部")
    for name, reason in (("严", Approval.DoesNotExist), ("林", Denied)):
        with pytest.raises(reason):
            company.do(name, asked, "agree")
    with pytest.raises(Denied):
        company.do("管", asked, "agree")
    assert said(asked) == ["open", "open"]


def test_a_deputy_decides_during_an_absence_and_a_consent_is_handed_over(company):
    now = company.it_is("2026-05-07 10:00")
    with change_set(by=None, door="system"):
        Absence(user=company.people["周"], starts_at=at("2026-05-06 00:00"),
                ends_at=at("2026-05-10 00:00"), deputy=company.people["总"]).save()  # fmt: skip
    asked = company.approve("周", "技术部")
    step = asked.steps.get(user=company.people["周"])
    assert (step.acting, step.acting_because) == (company.people["总"], "absence")
    company.do("总", asked, "hand_over", deputy=str(company.people["卫"].pk))
    company.do("卫", asked, "agree")
    step.refresh_from_db()
    assert (step.decided_by, step.decided_at) == (company.people["卫"], now)


def test_one_who_leaves_does_not_block(company):
    asked = company.approve("方")
    with change_set(by=None, door="system"):
        User.objects.get(login="方").deactivate()
    escalating.replace_leavers()
    step = ApprovalStep.objects.get()
    assert (step.acting, step.acting_because) == (company.people["高"], "left")
    assert company.do("高", asked, "agree").status == "agreed"


def test_where_nobody_is_found_an_administrator_is_asked(company):
    with change_set(by=None, door="system"):
        for name in ("高", "方", "总"):
            User.objects.get(login=name).deactivate()
    asked = company.approve("技术部")
    assert asked.steps.get().acting == company.people["管"]
    assert company.do("管", asked, "agree").status == "agreed"


@pytest.mark.requirement("C09")
def test_silence_counts_as_agreed_where_the_approval_says_so(company):
    company.it_is("2026-05-07 16:00")
    asked = company.approve("技术部", "质量部", mode="in_order", hours="3", when_late="pass")
    company.it_is("2026-05-08 10:30")
    escalating.escalate_consents()
    assert said(asked) == ["passed", "open"]
    assert told(company, "卫") == ["consent_asked"]
    company.it_is("2026-05-08 14:30")
    escalating.escalate_consents()
    done = Approval.objects.get()
    assert (done.status, said(asked)) == ("agreed", ["passed", "passed"])
    assert told(company, "林") == ["approval_decided"]


def test_code_starts_an_approval_and_its_outcome_follows_in_the_same_transaction(company):
    outcomes = []

    def follow(access, approval):
        outcomes.append(
            (approval.status, access.user, transaction.get_connection().in_atomic_block)
        )

    register_outcome("test", follow)
    access = company.access("林")
    with access.change_set("ask"):
        teams = [company.teams["技术部"], company.people["卫"]]
        asked = start_approval(access, company.party, "报价", teams, purpose="test")
    assert (asked.party, asked.customer_name) == (company.party, "川途客运")
    company.do("方", asked, "agree")
    assert outcomes == []
    company.do("卫", asked, "agree")
    assert outcomes == [("agreed", company.people["卫"], True)]


def test_withdrawn_it_waits_for_nobody(company):
    asked = company.approve("技术部")
    company.do("林", asked, "withdraw")
    assert said(asked) == ["spared"]
    with pytest.raises(NotNow):
        company.do("方", asked, "agree")


def test_what_is_asked_is_not_exchanged_under_those_who_decide(company):
    asked = company.approve("技术部")
    from_ = company.access("林")
    for raw in ({"text": "其实是另一个价格"}, {"steps": [{"id": str(asked.steps.get().pk),
                "user": str(company.people["卫"].pk), "team": None}]}):  # fmt: skip
        with pytest.raises(Invalid):
            company.change(from_, asked, raw)
    with pytest.raises(Invalid):
        company.approve("技术部", steps=[{"team": None, "user": None}])


def test_who_decides_reads_what_was_asked_about_and_what_has_changed_since(company):
    asked = company.approve("周", about=f"party:{company.party.pk}")
    company.change(company.access("林"), company.party, {"name": "川途客运集团"})
    page = company.browser("周").get(f"/approvals/{asked.pk}/").content.decode()
    upon = page.split('id="upon"')[1]
    assert "川途客运集团" in upon.split("</section>")[0]
    assert "川途客运<" in upon


@pytest.mark.requirement("C09")
def test_consent_is_asked_for_and_given_on_pages(company):
    asker, quality = company.browser("林"), company.browser("康")
    form = asker.get(f"/approvals/new/?about=party:{company.party.pk}").content.decode()
    assert "steps-TOTAL_FORMS" in form
    asker.post("/approvals/new/", {
        "subject": "是否同意标价", "mode": "all", "hours": "24", "when_late": "escalate",
        "about": f"party:{company.party.pk}", "steps-TOTAL_FORMS": "2",
        "steps-0-team": str(company.teams["质量部"].pk),
        "steps-1-user": str(company.people["周"].pk),
    })  # fmt: skip
    asked = Approval.objects.get()
    assert said(asked) == ["open", "open"]
    page = quality.get(f"/approvals/{asked.pk}/").content.decode()
    assert f"/approvals/{asked.pk}/agree/" in page
    quality.post(f"/approvals/{asked.pk}/agree/", {"comment": "同意"})
    assert said(asked) == ["agreed", "open"]
    page = quality.get(f"/approvals/{asked.pk}/").content.decode()
    assert f"/approvals/{asked.pk}/agree/" not in page
    assert "同意" in asker.get(f"/approvals/{asked.pk}/").content.decode()
