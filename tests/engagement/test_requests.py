"""Internal requests: clocks in working hours, who may do what, and what happens when it is late."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.engagement.asked import Asking, at
from zhike.access.rights import Denied
from zhike.engagement import escalating
from zhike.engagement.lateness import by_department
from zhike.engagement.models import File, InternalRequest
from zhike.engagement.waiting import requests_to
from zhike.ledger import consumers
from zhike.ledger.actions import NotNow
from zhike.ledger.models import ChangeSet
from zhike.records import notifying, reminders, saving
from zhike.records.errors import Invalid
from zhike.records.models import Notification
from zhike.records.resource import resource_named

REQUESTS = resource_named("internal-requests")


@pytest.fixture
def company(db, monkeypatch):
    """Departments that ask each other."""
    return Asking(monkeypatch)


def told(company, name):
    return sorted(
        Notification.objects.filter(user=company.people[name]).values_list("kind", flat=True)
    )


@pytest.mark.requirement("B35")
@pytest.mark.requirement("C08")
@pytest.mark.parametrize(
    ("asked", "hours", "due"),
    [
        ("2026-05-07 16:00", "8", "2026-05-08 16:00"),
        ("2026-05-08 17:30", "8", "2026-05-09 17:30"),  # a Saturday on which China works
        ("2026-04-30 17:00", "9.5", "2026-05-07 09:30"),  # the holidays of May in between
    ],
)
def test_the_time_for_an_answer_runs_in_the_working_hours_of_the_department(
    company, asked, hours, due
):
    company.it_is(asked)
    made = company.ask(hours=hours)
    assert made.due_at == at(due)
    assert made.status == "open"


@pytest.mark.requirement("B35")
@pytest.mark.requirement("C08")
def test_a_late_request_goes_to_the_head_of_the_department_once(company):
    company.it_is("2026-05-07 16:00")
    made = company.ask()
    company.do("方", made, "take_up")
    company.it_is("2026-05-08 15:59")
    escalating.escalate_requests()
    assert InternalRequest.objects.get().escalated_at is None
    now = company.it_is("2026-05-08 16:00")
    escalating.escalate_requests()
    escalating.escalate_requests()
    late = InternalRequest.objects.get()
    assert (late.escalated_at, late.escalated_to) == (now, company.people["高"])
    assert late.assignee == company.people["方"]
    assert ChangeSet.objects.filter(action="escalate").count() == 1
    assert told(company, "高") == told(company, "林") == told(company, "方") == ["request_late"]


def test_who_is_asked_is_reminded_when_half_of_the_time_is_over(company):
    company.it_is("2026-05-11 09:00")
    company.ask(hours="4")
    reminders.remind()
    company.it_is("2026-05-11 11:00")
    reminders.remind()
    assert told(company, "方") == told(company, "高") == ["request_soon"]
    assert told(company, "林") == []


@pytest.mark.requirement("B35")
@pytest.mark.django_db(transaction=True)
def test_the_answer_stops_the_clock_and_whoever_asked_hears_of_it(company):
    company.it_is("2026-05-07 16:00")
    made = company.ask()
    company.it_is("2026-05-08 10:30")
    company.do("方", made, "take_up")
    done = company.do("方", made, "reply", answer="45 天，分两批")
    assert (done.status, done.worked_hours) == ("answered", Decimal("3.50"))
    assert done.answered_by == company.people["方"]
    while consumers.advance(notifying.CONSUMER):
        pass
    assert told(company, "林") == ["request_answered"]
    with pytest.raises(NotNow):
        company.do("高", made, "reply", answer="又一个答案")


def test_people_of_the_department_see_what_was_written_and_the_name_of_a_hidden_customer(company):
    made = company.ask(text="客户要求含备件")
    theirs = company.access("方")
    assert not theirs.rows(type(company.party)).filter(pk=company.party.pk).exists()
    seen = theirs.rows(InternalRequest).get()
    assert (seen.customer_name, seen.text) == ("川途客运", "客户要求含备件")
    for stranger in ("卫", "严"):
        assert not company.access(stranger).rows(InternalRequest).exists()
        with pytest.raises(InternalRequest.DoesNotExist):
            company.do(stranger, made, "reply", answer="不该能答")
    for verb in ("withdraw", "remind"):
        with pytest.raises(Denied):
            company.do("方", made, verb)
    with pytest.raises(Denied):
        company.do("林", made, "reply", answer="自问自答")


def test_handed_on_to_another_department_the_clock_begins_anew(company):
    company.it_is("2026-05-07 16:00")
    made = company.ask()
    company.it_is("2026-05-08 16:30")
    escalating.escalate_requests()
    company.do("高", made, "hand_on", to_team=str(company.teams["生产部"].pk))
    handed = InternalRequest.objects.get()
    assert (handed.status, handed.since) == ("open", at("2026-05-08 16:30"))
    assert (handed.due_at, handed.escalated_at) == (at("2026-05-09 16:30"), None)
    assert handed.asked_at == at("2026-05-07 16:00")
    assert company.access("严").rows(InternalRequest).exists()


@pytest.mark.parametrize("hours", ["0", "-3", "2000.5", "abc", "1e30"])
def test_hours_that_make_no_clock_are_refused_by_name(company, hours):
    with pytest.raises(Invalid) as refused:
        company.ask(hours=hours)
    assert {error.field for error in refused.value.errors} == {"hours"}


def test_the_department_is_changed_by_handing_on_alone(company):
    made = company.ask()
    raw = {"to_team": str(company.teams["质量部"].pk)}
    with pytest.raises(Invalid):
        saving.change(REQUESTS, company.access("林"), made.pk, raw)


def test_a_colleague_of_the_department_answers_on_the_page(company):
    made = company.ask()
    browser = company.browser("方")
    page = browser.get(f"/internal-requests/{made.pk}/").content.decode()
    assert "川途客运" in page
    assert f"/internal-requests/{made.pk}/reply/" in page
    assert f"/internal-requests/{made.pk}/withdraw/" not in page
    browser.post(f"/internal-requests/{made.pk}/reply/", {"answer": "45 天"})
    assert InternalRequest.objects.get().answer == "45 天"


@pytest.mark.requirement("B35")
def test_the_answer_stands_on_the_customers_page_and_late_ones_are_said(company):
    company.it_is("2026-05-07 16:00")
    made = company.ask()
    browser = company.browser("林")
    where = f"/parties/{company.party.pk}/"
    assert "技术部" in browser.get(where).content.decode()
    company.it_is("2026-05-11 10:00")
    assert "notice" in browser.get(where).content.decode().split('id="attention"')[1][:900]
    company.do("方", made, "reply", answer="45 天，分两批")
    page = browser.get(where).content.decode()
    assert "45 天，分两批" in page
    assert f"/internal-requests/{made.pk}/" in page


@pytest.mark.requirement("B35")
def test_what_waits_for_a_department_stands_on_the_first_page_of_its_people(company):
    company.it_is("2026-05-07 16:00")
    made = company.ask()
    for name, sees in (("方", True), ("高", True), ("卫", False)):
        browser = company.browser(name)
        page = browser.get("/").content.decode()
        assert (f"/internal-requests/{made.pk}/reply/" in page) is sees
    company.do("方", made, "take_up")
    assert not requests_to(company.access("高"))


@pytest.mark.requirement("C08")
def test_departments_are_ranked_by_how_often_they_were_late(company):
    company.it_is("2026-05-11 09:00")
    asked = [company.ask(to=to, hours="4") for to in ("技术部", "技术部", "质量部", "生产部")]
    for moment, who, which in (("11:00", "方", 0), ("15:00", "卫", 2)):
        company.it_is(f"2026-05-11 {moment}")
        company.do(who, asked[which], "reply", answer="好")
    company.do("林", asked[3], "withdraw")
    found = by_department(company.access("林"))
    said = [(one.team, one.count, one.late, one.rate, one.median_wait, one.waiting)
            for one in found]  # fmt: skip
    quality, engineering = company.teams["质量部"].pk, company.teams["技术部"].pk
    assert said == [
        (quality, 1, 1, 100, Decimal("5.00"), 0), (engineering, 2, 1, 50, Decimal("2.00"), 1),
    ]  # fmt: skip
    browser = company.browser("林")
    page = browser.get("/internal-requests/departments/").content.decode()
    assert page.index("质量部") < page.index("技术部")


@pytest.mark.requirement("B35")
def test_an_answer_brings_a_file_that_both_sides_read_and_nobody_else(company):
    made = company.ask()
    drawing = SimpleUploadedFile("K10.pdf", b"%PDF-1.4 a drawing")
    company.browser("方").post(f"/internal-requests/{made.pk}/files/", {"files": drawing})
    kept = File.objects.get()
    assert (kept.request, kept.name) == (made, "K10.pdf")
    for name, status in (("林", 200), ("高", 200), ("方", 200), ("卫", 404)):
        answer = company.browser(name).get(f"/files/{kept.pk}/content/")
        assert answer.status_code == status, name
    assert "K10.pdf" in company.browser("林").get(f"/internal-requests/{made.pk}/").content.decode()
    again = SimpleUploadedFile("x.pdf", b"%PDF-1.4 another")
    refused = company.browser("卫").post(f"/internal-requests/{made.pk}/files/", {"files": again})
    assert refused.status_code == 404
    assert File.objects.count() == 1
