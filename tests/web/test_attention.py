"""What matters now on a record's page, fields edited in place, what others changed meanwhile."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from tests.web.company import make
from zhike.access.rights import system_access
from zhike.engagement.models import Task
from zhike.people.models import Party
from zhike.records import saving
from zhike.records.resource import resource_named
from zhike.web import beside

HTMX = {"HX-Request": "true"}


def text(response):
    return response.content.decode()


def moment(days):
    return (timezone.localtime() + dt.timedelta(days=days)).strftime("%Y-%m-%d %H:%M")


def test_the_next_step_is_done_on_the_page_where_it_is_read(company, li):
    party = company.party(by="li")
    task = make("tasks", by=company.access("li"), subject="bring the bus", party=str(party.pk),
                due_at=moment(2))  # fmt: skip
    make("tasks", by=company.access("li"), subject="later", party=str(party.pk), due_at=moment(9))
    step = text(li.get(f"/parties/{party.pk}/")).split('class="next-step"')[1].split("</div>")[0]
    assert "bring the bus" in step
    assert "later" not in step
    done = re.search(r'action="([^"]*complete/[^"]*)"', step)[1]
    response = li.post(done, {"version": task.version})
    assert response["Location"] == f"/parties/{party.pk}/"
    assert Task.objects.get(pk=task.pk).done_at


def test_no_address_leads_out_of_the_house(company, li):
    task = make("tasks", by=company.access("li"), subject="t")
    response = li.post(f"/tasks/{task.pk}/complete/?back=//evil.example/", {"version": 1})
    assert response["Location"] == f"/tasks/{task.pk}/"


def test_a_contact_that_was_promised_and_is_late_is_an_alert(company, li):
    party = company.party(by="li")
    make("interactions", by=company.access("li"), party=str(party.pk), subject="first visit",
         at=moment(-9), next_contact_at=moment(-3))  # fmt: skip
    page = text(li.get(f"/parties/{party.pk}/"))
    assert "3 days overdue" in page
    assert "first visit" in page.split('class="next-step"')[1].split("</div>")[0]
    make("interactions", by=company.access("li"), party=str(party.pk), subject="called")
    assert "overdue" not in text(li.get(f"/parties/{party.pk}/"))


def test_a_deal_that_stands_too_long_and_is_past_its_day_says_so(company, admin):
    deal = make("opportunities", amount="1000", opened_on="2026-01-10", close_date="2026-03-10")
    access = company.access("admin")
    saving.change(resource_named("stages"), access, deal.stage_id, {"max_days": "5"})
    page = text(admin.get(f"/opportunities/{deal.pk}/"))
    for words in ("The close date is over", "Too long in its stage", "weighted"):
        assert words.lower() in page.lower(), words


def test_figures_add_up_what_the_reader_may_see_alone(company, li):
    ours = company.party(by="li")
    for login, amount in (("li", "30000"), ("wang", "70000")):
        make("opportunities", by=company.access("admin"), party=str(ours.pk), amount=amount,
             owner=str(company.users[login].pk))  # fmt: skip
    keys = text(li.get(f"/parties/{ours.pk}/")).split('class="keys"')[1].split("</div>")[0]
    assert "30,000" in keys
    assert "100,000" not in keys


def test_a_field_is_changed_where_it_stands_and_taken_back(company, li):
    party = company.party("old", by="li")
    url = f"/parties/{party.pk}/fields/website/"
    form = text(li.get(url, headers=HTMX))
    assert 'name="version" value="1"' in form
    saved = li.post(url, {"version": 1, "website": "example.cn"}, headers=HTMX)
    assert 'id="fact-website"' in text(saved)
    assert "example.cn" in text(saved)
    assert saved["HX-Trigger"] == "record-news"
    li.post(re.search(r'action="(/change-sets/[^"]+/undo/)"', text(saved))[1])
    assert not Party.objects.get().website


def test_a_wrong_value_stays_in_its_control_with_what_is_wrong(company, li):
    party = company.party(by="li")
    url = f"/parties/{party.pk}/fields/employee_count/"
    answer = li.post(url, {"version": 1, "employee_count": "many"}, headers=HTMX)
    assert answer.status_code == 422
    assert 'value="many"' in text(answer)
    assert 'aria-invalid="true"' in text(answer)


def test_of_two_who_change_one_field_the_second_sees_both_and_chooses(company, li):
    party = company.party("old", by="li")
    resource = resource_named("parties")
    saving.change(resource, company.access("admin"), party.pk, {"name": "theirs", "tier": "gold"})
    url = f"/parties/{party.pk}/fields/name/"
    answer = li.post(url, {"version": 1, "name": "mine"}, headers=HTMX)
    assert answer.status_code == 409
    assert "admin: theirs" in text(answer)
    kept = {"version": 2, "name": "mine", "keep-name": "theirs"}
    assert li.post(url, kept, headers=HTMX).status_code == 200
    assert Party.objects.get().name == "theirs"
    li.post(url, kept | {"keep-name": "mine"}, headers=HTMX)
    assert Party.objects.get().name == "mine"
    # What only the other one changed is no conflict.
    li.post(f"/parties/{party.pk}/fields/website/", {"version": 1, "website": "a.cn"}, headers=HTMX)
    assert (Party.objects.get().website, Party.objects.get().tier) == ("a.cn", "gold")


def test_a_field_that_one_may_not_write_is_not_edited_in_place(company, li):
    theirs = company.party(by="wang")
    assert li.get(f"/parties/{theirs.pk}/fields/name/", headers=HTMX).status_code == 404
    ours = company.party(by="li")
    assert li.get(f"/parties/{ours.pk}/fields/created_at/", headers=HTMX).status_code == 403
    assert li.get(f"/parties/{ours.pk}/fields/nonsense/", headers=HTMX).status_code == 404


def test_an_open_page_hears_of_others_and_of_nothing_else(
    company, li, django_assert_max_num_queries
):
    party = company.party("old", by="li")
    url = f"/parties/{party.pk}/news/"
    with django_assert_max_num_queries(6):
        assert li.get(url, {"version": 1}).status_code == 204
    saving.change(resource_named("parties"), company.access("admin"), party.pk, {"tier": "gold"})
    news = text(li.get(url, {"version": 1}))
    assert "<p data-news>admin changed: tier</p>" in news
    for piece in ("record-head", "attention", "fact-tier", "timeline"):
        assert f'id="{piece}"' in news, piece
    assert 'data-version="2"' in news
    form = text(li.get(url, {"version": 1, "form": 1}))
    assert "admin changed: tier" in form
    assert 'id="fact-tier"' not in form
    assert company.browsers["wang"].get(url, {"version": 1}).status_code == 404


@pytest.mark.requirement("A06")
@pytest.mark.parametrize("name", ["interactions", "tasks", "opportunities"])
def test_an_open_page_hears_of_what_another_adds_beside_the_record(company, li, name):
    party, other = company.party("ours", by="li"), company.party("another", by="li")
    url = f"/parties/{party.pk}/news/"
    quiet = li.get(url, {"version": 1, "mark": beside.mark()})
    assert quiet.status_code == 204
    mark = quiet["Ledger-Mark"]
    field = "name" if name == "opportunities" else "subject"
    make(name, by=company.access("admin"), party=str(other.pk), **{field: "of another"})
    assert li.get(url, {"version": 1, "mark": mark}).status_code == 204
    made = make(name, by=company.access("admin"), party=str(party.pk), **{field: "asked for K10"})
    news = text(li.get(url, {"version": 1, "mark": mark}))
    assert "<p data-news>admin added: " in news
    assert "asked for K10" in news.split('id="live"')[1]
    assert 'id="composer"' not in news
    own, as_li = str(beside.mark()), system_access("web", company.users["li"])
    saving.change(resource_named(name), as_li, made.pk, {field: "changed"})
    assert "data-news" not in text(li.get(url, {"version": 1, "mark": own}))


def test_what_one_changed_oneself_is_no_news(company, li):
    party = company.party("old", by="li")
    saving.change(resource_named("parties"), company.access("li"), party.pk, {"tier": "gold"})
    news = f"/parties/{party.pk}/news/"
    assert "data-news" not in text(li.get(news, {"version": 1}))
    assert li.get(news, {"version": 1, "form": 1}).status_code == 204


def test_a_contact_is_written_down_on_the_page_that_it_is_about(company, li):
    party = company.party(by="li")
    assert 'id="composer"' in text(li.get(f"/parties/{party.pk}/"))
    url = f"/parties/{party.pk}/interactions/"
    wrong = li.post(url, {"subject": "", "channel": "call"}, headers=HTMX)
    assert wrong.status_code == 422
    assert 'aria-invalid="true"' in text(wrong)
    sent = {"subject": "asked for a quote", "channel": "call", "next_contact_at": moment(3)}
    kept = li.post(url, sent, headers=HTMX)
    assert kept["HX-Trigger"] == "record-news"
    assert "asked for a quote" in text(li.get(f"/parties/{party.pk}/timeline/"))
    theirs = company.party(by="wang")
    assert li.post(f"/parties/{theirs.pk}/interactions/", sent).status_code == 404
