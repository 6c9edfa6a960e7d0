"""Any list as a board: lanes by a choice, an owner or days, and what moving a card does."""

import datetime as dt
import html
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.web.company import make
from zhike.access.models import FieldRight, Grant, Role, UserRole
from zhike.engagement.models import Task
from zhike.people.models import Party
from zhike.records import days
from zhike.records import lanes as boards
from zhike.records.models import CustomField, ExchangeRate

TODAY = dt.date(2026, 3, 11)  # a Wednesday
MOVE = "/parties/board/move/?by=tier"


def shown(browser, url, **asked):
    return html.unescape(browser.get(url, asked).content.decode())


def lanes(text):
    """Each lane's title, what is said of it, and the names on its cards."""
    found = {}
    for lane in re.findall(r'<section class="lane".*?</section>', text, re.DOTALL):
        title = re.search(r"<h2[^>]*><bdi>([^<]*)</bdi>.*?muted\">([^<]*)<", lane, re.DOTALL)
        found[title[1]] = (title[2], re.findall(r'<h3><a href="[^"]*">([^<]*)', lane))
    return found


def drop(browser, made, into, url=MOVE, **more):
    return browser.post(url, {"id": str(made.pk), "version": made.version, "into": into} | more)


def level(company, field, level, kind="party"):
    with company.access("admin").change_set("edit"):
        role = Role.objects.get(name="representative")
        FieldRight(role=role, resource=kind, field=field, level=level).save()


def test_a_choice_has_a_lane_for_each_of_its_values_and_one_for_none(company, admin):
    for name, tier in (("p1", "gold"), ("p2", "gold"), ("p3", "")):
        company.party(name, tier=tier)
    assert lanes(shown(admin, "/parties/board/", by="tier")) == {
        "Platinum": ("0 records", []), "Gold": ("2 records", ["p1", "p2"]),
        "Silver": ("0 records", []), "Iron": ("0 records", []),
        "Without tier": ("1 record", ["p3"]),
    }  # fmt: skip
    narrowed = lanes(shown(admin, "/parties/board/", by="tier", q="p2"))
    assert narrowed["Gold"] == ("1 record", ["p2"])


def test_there_is_no_lane_for_nothing_where_a_field_always_has_a_value(company, admin):
    company.party("p1", tier="gold")
    assert list(lanes(shown(admin, "/parties/board/", by="kind"))) == ["Organization", "Person"]


def test_a_board_holds_only_what_its_reader_may_see(company):
    company.party("mine", by="li", tier="gold")
    company.party("theirs", by="wang", tier="gold")
    found = lanes(shown(company.browsers["li"], "/parties/board/", by="tier"))
    assert found["Gold"] == ("1 record", ["mine"])


def test_owners_who_occur_have_a_lane_and_what_is_nobodys_has_one(company, admin):
    company.party("p1", by="li")
    company.party("p2", by="admin", owner="")
    found = lanes(shown(admin, "/parties/board/", by="owner"))
    assert found == {"Li": ("1 record", ["p1"]), "Nobody": ("1 record", ["p2"])}


def test_of_very_many_owners_those_with_the_most_have_lanes(company, admin, monkeypatch):
    monkeypatch.setattr(boards, "MOST", 1)
    for name, owner in (("p1", "li"), ("p2", "wang"), ("p3", "wang")):
        company.party(name, by=owner)
    text = shown(admin, "/parties/board/", by="owner")
    assert list(lanes(text)) == ["Wang", "Nobody"]
    assert "1 owner with fewer records has no lane here." in text


def test_a_card_put_where_it_is_already_changes_nothing(company, li):
    made = company.party("p1", by="li", tier="gold")
    answer = drop(li, made, "gold")
    assert answer.status_code == 200
    assert "/undo/" not in answer.content.decode()
    assert Party.objects.get(pk=made.pk).version == made.version


def test_a_choice_made_in_the_browser_has_a_board_too(company, admin):
    with company.access("admin").change_set("edit"):
        CustomField(
            resource="party", key="route", label="线路", kind="choice", options=["东线", "西 线"]
        ).save()
    made = company.party("p1", c_route="东线")
    assert "东线" in lanes(shown(admin, "/parties/board/", by="c_route"))
    answer = drop(admin, made, "西 线", "/parties/board/move/?by=c_route")
    assert answer.status_code == 200
    assert lanes(html.unescape(answer.content.decode()))["西 线"][1] == ["p1"]


@pytest.mark.parametrize(
    ("span", "day"),
    [("today", "2026-03-11"), ("week", "2026-03-13"), ("next_week", "2026-03-20"),
     ("later", "2026-03-23")],
)  # fmt: skip
def test_a_day_is_meant_by_each_span(span, day):
    meant = dt.date.fromisoformat(day)
    assert days.day_in(span, TODAY) == meant
    assert days.span_of(meant, TODAY) == span


def test_every_day_is_in_one_span_whatever_day_it_is():
    for start in range(7):
        today = TODAY + dt.timedelta(days=start)
        for ahead in range(-3, 30):
            day = today + dt.timedelta(days=ahead)
            first, end = days.spans(today)[days.span_of(day, today)]
            assert first is None or first <= day
            assert end is None or day < end


def test_a_task_dropped_on_today_keeps_its_time_of_day(company, li):
    task = make("tasks", by=company.access("li"), due_at="2026-01-05 09:30")
    found = lanes(shown(li, "/tasks/board/", by="due_at"))
    assert found["Past"] == ("1 record", [task.subject])
    assert drop(li, task, "today", "/tasks/board/move/?by=due_at").status_code == 200
    task = Task.objects.get(pk=task.pk)
    assert drop(li, task, "past", "/tasks/board/move/?by=due_at").status_code == 422
    due = timezone.localtime(task.due_at)
    assert (due.date(), due.time()) == (timezone.localdate(), dt.time(9, 30))
    assert lanes(shown(li, "/tasks/board/"))["Today"][1] == [task.subject]


def test_a_move_answers_with_both_lanes_and_the_way_back(company, li):
    made = company.party("p1", by="li", tier="gold")
    text = drop(li, made, "iron").content.decode()
    assert re.findall(r'<section class="lane" id="([^"]*)"', text) == ["lane-gold", "lane-iron"]
    assert "/undo/" in text
    assert Party.objects.get(pk=made.pk).tier == "iron"


def test_a_change_of_the_same_field_since_then_is_not_overwritten(company, li):
    made = company.party("p1", by="li", tier="gold")
    assert drop(company.browsers["admin"], made, "iron").status_code == 200
    answer = drop(li, made, "silver")
    assert (answer.status_code, answer["Content-Type"][:10]) == (409, "text/plain")
    assert Party.objects.get(pk=made.pk).tier == "iron"


def test_a_change_of_another_field_since_then_is_kept_beside_the_move(company, li, admin):
    made = company.party("p1", by="li", tier="gold")
    drop(admin, made, "acquired", "/parties/board/move/?by=lifecycle")
    assert drop(li, made, "iron").status_code == 200
    now = Party.objects.get(pk=made.pk)
    assert (now.tier, now.lifecycle) == ("iron", "acquired")


@pytest.mark.parametrize("wrong", ['filter={"field":"nonsense"}', "filter={", "sort=nonsense"])
def test_what_cannot_be_asked_is_said_before_anything_moves(company, admin, wrong):
    made = company.party("p1", tier="gold")
    answers = [
        admin.get(f"/parties/board/?by=tier&{wrong}"),
        admin.get(f"/parties/board/cards/?by=tier&lane=gold&{wrong}"),
        drop(admin, made, "iron", f"{MOVE}&{wrong}"),
    ]
    assert [answer.status_code for answer in answers] == [400, 400, 400]
    assert admin.get("/parties/board/cards/?by=tier&lane=gold&cursor=x").status_code == 400
    assert admin.get("/parties/board/?by=tier&cursor=x").status_code == 200
    assert Party.objects.get(pk=made.pk).tier == "gold"


@pytest.mark.parametrize("kept", ["hidden", "masked"])
def test_there_is_no_board_by_what_the_reader_may_not_see(company, li, kept):
    made = company.party("p1", by="li", tier="gold")
    level(company, "tier", kept)
    text = shown(li, "/parties/board/", by="tier")
    assert "Gold" not in lanes(text)
    assert 'by=tier"' not in text.partition("<main")[2]
    assert drop(li, made, "iron").status_code == 404
    assert Party.objects.get(pk=made.pk).tier == "gold"


def test_what_may_only_be_read_is_a_board_of_fixed_cards(company, li):
    made = company.party("p1", by="li", tier="gold")
    level(company, "tier", "read")
    text = shown(li, "/parties/board/", by="tier")
    assert lanes(text)["Gold"][1] == ["p1"]
    assert "data-move" not in text.partition("lane-menu")[0]
    assert drop(li, made, "iron").status_code == 403
    assert Party.objects.get(pk=made.pk).tier == "gold"


def test_a_record_that_may_only_be_seen_cannot_be_moved(company, li):
    made = company.party("p1", by="wang", tier="gold")
    assert drop(li, made, "iron").status_code == 404
    with company.access("admin").change_set("edit"):
        role = Role(name="reader")
        role.save()
        Grant(role=role, resource="party", verb="read", scope="all").save()
        UserRole(user=company.users["li"], role=role).save()
    assert f'data-id="{made.pk}"' not in shown(li, "/parties/board/", by="tier")
    assert drop(li, made, "iron").status_code == 403


def test_lanes_add_up_what_is_shown_in_the_companys_currency(company, admin):
    with company.access("admin").change_set("edit"):
        ExchangeRate(currency="USD", rate=Decimal("7.1"), valid_from="2020-01-01").save()
    for amount, currency in (("1000", "CNY"), ("100", "USD")):
        make("opportunities", amount=amount, currency=currency, source="referral")
    text = shown(admin, "/opportunities/board/", by="source")
    lane = re.search(r'id="lane-referral".*?</header>', text, re.DOTALL)[0]
    assert "2 records" in lane
    assert "1710.00" in lane or "1,710" in lane


def test_sums_of_what_the_reader_may_not_see_are_not_there(company, li):
    make("opportunities", by=company.access("li"), amount="1000", source="referral")
    before = shown(li, "/opportunities/board/", by="source")
    assert 'class="sum"' in before
    level(company, "amount", "hidden", kind="opportunity")
    after = shown(li, "/opportunities/board/", by="source")
    assert 'class="sum"' not in after
    assert lanes(after)["Referral"][0] == "1 record"


def test_cards_say_what_the_list_shows(company, admin):
    company.party("p1", tier="gold", employee_count="120")
    text = shown(admin, "/parties/board/", by="tier", columns="name,employee_count")
    assert re.search(r"fact\"><span class=\"muted\">[^<]*</span> <bdi>120", text)
    assert "employee" not in lanes(shown(admin, "/parties/board/", by="tier"))


def test_the_next_cards_of_a_lane_come_when_they_are_asked_for(company, admin):
    for number in range(10):
        company.party(f"p{number:02}", tier="gold")
    text = shown(admin, "/parties/board/", by="tier")
    assert lanes(text)["Gold"] == ("10 records", [f"p{number:02}" for number in range(8)])
    more = admin.get(re.search(r'hx-get="([^"]*board/cards[^"]*)"', text)[1]).content.decode()
    assert re.findall(r"<h3><a [^>]*>([^<]*)", more) == ["p08", "p09"]


def test_more_cards_and_more_owners_ask_no_more_of_the_database(company, admin):
    def asked():
        with CaptureQueriesContext(connection) as found:
            admin.get("/parties/board/?by=tier")
        return len(found)

    company.party("p", tier="gold")
    asked()
    before = asked()
    for number in range(6):
        company.party(f"q{number}", tier="gold", by="li")
    assert asked() == before


def test_a_list_leads_to_its_board_and_back_with_its_filter(company, admin):
    company.party("p1", tier="gold")
    filter_ = '{"all":[{"field":"tier","op":"eq","value":"gold"}]}'
    for page in ("/parties/", "/parties/board/"):
        text = shown(admin, page, filter=filter_)
        links = re.findall(r'<a href="([^"]*)"', text.partition('aria-label="View"')[2])[:2]
        assert [link.partition("?")[0] for link in links] == ["/parties/", "/parties/board/"]
        assert all("filter=" in link and "gold" in link for link in links)
