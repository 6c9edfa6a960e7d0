"""The requirement rows about knowing a customer, through the pages and REST."""

import datetime as dt
import html
import re

import pytest
from django.utils import timezone

from tests.sales import company as selling
from tests.web import company as firm
from zhike.access.models import Grant, Role, UserRole
from zhike.engagement.models import Interaction
from zhike.ledger.current import change_set
from zhike.people.models import ContactPoint

CHANNELS = ("visit", "call", "email", "web", "wechat", "fair", "ticket", "order")
NEED = "冬季零下二十度要能跑三百公里"


@pytest.fixture
def company(db):
    return firm.found()


@pytest.fixture
def admin(company):
    return company.browsers["admin"]


def text(answer):
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def said(page):
    """The entries of a timeline, in its order."""
    return re.findall(r'class="said">(?:<b><bdi>([^<]*)</bdi></b> )?([^<]*)<', page)


def post(browser, path, values, status=201, **headers):
    answer = browser.post(f"/api/v1{path}", values, content_type="application/json", **headers)
    assert answer.status_code == status, answer.content
    return answer.json()


def patch(browser, point, **values):
    return browser.patch(
        f"/api/v1/contact-points/{point.pk}", values, content_type="application/json",
        headers={"If-Match": f'"{point.version}"'},
    )  # fmt: skip


@pytest.mark.requirement("D46")
def test_one_party_is_supplier_and_customer_and_an_employee_has_his_log(company, admin):
    party = company.party("恒电动力", roles=["customer", "supplier"])
    page = text(admin.get(f"/parties/{party.pk}/"))
    assert "Customer" in page
    assert "Supplier" in page
    assert text(admin.get("/parties/")).count("恒电动力") >= 1
    assert admin.get("/api/v1/parties").json()["total"] == 1
    by_role = '{"field":"roles","op":"has_any","value":["supplier"]}'
    assert admin.get("/api/v1/parties", {"filter": by_role}).json()["total"] == 1

    wang = company.party("小王", kind="person", roles=["employee"])
    for subject in ("写了培训教材", "带了两名徒弟"):
        firm.make("interactions", party=str(wang.pk), subject=subject, channel="other")
    entries = [title for _who, title in said(text(admin.get(f"/parties/{wang.pk}/timeline/")))]
    assert {"写了培训教材", "带了两名徒弟"} <= set(entries)


@pytest.mark.requirement("B04")
def test_every_channel_stands_in_one_timeline_by_time_and_can_be_looked_at_alone(company, admin):
    party = company.party("川途客运")
    start = timezone.now() - dt.timedelta(days=20)
    for number, channel in enumerate(CHANNELS):
        at = start + dt.timedelta(days=number)
        firm.make("interactions", party=str(party.pk), subject=f"经{channel}", channel=channel,
                  at=at.isoformat())  # fmt: skip
    page = text(admin.get(f"/parties/{party.pk}/"))
    entries = [title for _who, title in said(page) if title.startswith("经")]
    assert entries == [f"经{channel}" for channel in reversed(CHANNELS)]
    for channel in CHANNELS:
        url = f"/parties/{party.pk}/timeline/"
        alone = said(text(admin.get(url, {"only": f"interactions:{channel}"})))
        assert [title for _who, title in alone] == [f"经{channel}"]
    items = admin.get(f"/api/v1/parties/{party.pk}/timeline", {"only": "interactions:fair"}).json()[
        "items"
    ]
    assert [item["title"] for item in items] == ["经fair"]


@pytest.mark.requirement("A06")
def test_a_superior_reads_the_meetings_on_a_deal_and_cannot_edit_it(db):
    company = selling.found()
    with change_set(by=None, door="system"):
        superior = Role(name="总经理")
        superior.save()
        for kind in ("party", "opportunity", "interaction"):
            Grant(role=superior, resource=kind, verb="read", scope="all").save()
        UserRole.objects.filter(user=company.people["郭"]).first().delete()
        UserRole(user=company.people["郭"], role=superior).save()
        for name in ("林", "郭"):
            Grant(role=UserRole.objects.filter(user=company.people["林"]).first().role,
                  resource="interaction", verb="create" if name == "林" else "read",
                  scope="own").save()  # fmt: skip
    deal = selling.deal(company, "K10纯电60台", party=selling.party(company, "川途客运"))
    lin = firm.Client()
    lin.force_login(company.people["林"])
    start = timezone.now() - dt.timedelta(days=9)
    for number in range(3):
        at = start + dt.timedelta(days=3 * number)
        post(lin, "/interactions", {
            "party": str(deal.party_id), "channel": "meeting", "subject": f"第{number + 1}次会议",
            "at": at.isoformat(), "about": f"opportunity:{deal.pk}",
        })  # fmt: skip

    guo = firm.Client()
    guo.force_login(company.people["郭"])
    page = text(guo.get(f"/opportunities/{deal.pk}/"))
    met = [(who, title) for who, title in said(page) if "会议" in title]
    assert met == [("林", f"第{number}次会议") for number in (3, 2, 1)]
    assert guo.get(f"/opportunities/{deal.pk}/edit/").status_code == 403
    meeting = Interaction.objects.first()
    assert guo.get(f"/interactions/{meeting.pk}/edit/").status_code == 403


@pytest.mark.requirement("B50")
def test_a_new_telephone_number_is_seen_by_sales_and_the_old_one_in_the_history(company, admin):
    party = company.party("川途客运", by="li")
    point = firm.make("contact-points", party=str(party.pk), type="phone", value="13800138000")
    li = company.browsers["li"]
    with change_set(by=None, door="system"):
        role = UserRole.objects.get(user=company.users["li"]).role
        for verb in ("read", "update"):
            Grant(role=role, resource="contact-point", verb=verb, scope="all").save()
    assert patch(li, point, value="13912345678").status_code == 200
    page = text(admin.get(f"/parties/{party.pk}/"))
    assert "139 1234 5678" in page.split('id="timeline"')[0]
    history = text(admin.get(f"/parties/{party.pk}/history/"))
    assert re.search(r"<b>(<bdi>)?li\b", history)
    assert "13800138000" in history
    answer = patch(admin, ContactPoint.objects.get(), status="invalid")
    assert answer.json()["status"] == "invalid"
    assert "Does not work" in text(admin.get(f"/parties/{party.pk}/"))


@pytest.mark.requirement("E19")
def test_a_survey_before_the_sale_is_seen_from_the_deal_and_by_service(company, admin):
    party = company.party("川途客运")
    selling_company = selling.found()
    deal = selling.deal(selling_company, "K10纯电60台", party=party)
    firm.make("interactions", party=str(party.pk), subject="售前调研", body=NEED,
              about=f"opportunity:{deal.pk}", at="2026-03-10T10:00:00+08:00")  # fmt: skip
    firm.make("interactions", party=str(party.pk), subject="空调报修", channel="ticket")
    assert NEED in text(admin.get(f"/opportunities/{deal.pk}/"))
    thread = [title for _who, title in said(text(admin.get(f"/parties/{party.pk}/")))]
    assert thread.index("空调报修") < thread.index("售前调研")


@pytest.mark.requirement("E26")
def test_a_lifelong_line_shows_years_silences_and_the_next_event(company, admin):
    party = company.party("老张", kind="person")
    for year, subject in ((2005, "首次购车"), (2009, "换购"), (2025, "送检")):
        firm.make("interactions", party=str(party.pk), subject=subject,
                  at=f"{year}-05-01T10:00:00+08:00")  # fmt: skip
    firm.make("interactions", party=str(party.pk), subject="退休", channel="other",
              starts_at="2030-05-01T10:00:00+08:00")  # fmt: skip
    page = text(admin.get(f"/parties/{party.pk}/timeline/"))
    entries = [title for _who, title in said(page) if title not in ("created", "Created")]
    assert entries == ["退休", "送检", "换购", "首次购车"]
    for year in ("2030", "2025", "2009", "2005"):
        assert year in page
    assert "16 years of silence" in page


@pytest.mark.parametrize("given", [
    {"next_contact_at": "2030-01-01T00:00:00Z"}, {"starts_at": "2030-01-01T00:00:00Z"},
])  # fmt: skip
def test_a_contact_without_a_time_is_refused_for_that(company, admin, given):
    party = company.party("川途客运")
    answer = admin.post(
        "/api/v1/interactions",
        {"party": str(party.pk), "subject": "x", "channel": "call", "at": None} | given,
        content_type="application/json",
    )
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["at"]


def test_a_document_without_content_has_none_to_download(company, admin):
    party = company.party("川途客运")
    made = admin.post(
        "/api/v1/files", {"party": str(party.pk), "name": "paper.pdf"},
        content_type="application/json",
    ).json()  # fmt: skip
    assert admin.get(f"/files/{made['id']}/content/").status_code == 404
