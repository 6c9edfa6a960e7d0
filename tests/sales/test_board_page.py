"""The board in the browser: lanes, drops, the next cards."""

import json
import re

import pytest

from tests.sales.company import deal, party
from zhike.sales.models import Opportunity

PAGE = "/opportunities/board/"
MOVE = PAGE + "move/"


@pytest.fixture
def lin(client, company):
    """Lin at the board."""
    client.force_login(company.people["林"])
    return client


def drop(client, made, stage, **more):
    body = {"id": str(made.pk), "version": made.version, "stage": str(stage.pk)}
    return client.post(MOVE, body | more)


def test_lanes_are_headed_by_count_and_sum_and_hold_cards(lin, company):
    deal(company, "K10纯电60台", amount=55_200_000, party=party(company, "川途客运集团"))
    text = lin.get(PAGE, HTTP_ACCEPT_LANGUAGE="zh-hans").content.decode()
    assert "初步接触" in text
    assert "5,520" in text
    assert "K10纯电60台" in text
    assert "川途客运集团" in text
    assert 'data-choices-url="/opportunities/filter-choices/"' in text
    choices = lin.get("/opportunities/filter-choices/").content.decode()
    assert 'data-field="stage"' in choices


def test_a_drop_answers_with_both_lanes_the_summary_and_the_way_back(lin, company):
    made = deal(company)
    before, after = company.stages["初步接触"], company.stages["方案报价"]
    answer = drop(lin, made, after)
    text = answer.content.decode()
    assert answer.status_code == 200
    for id_ in (f"lane-{before.pk}", f"lane-{after.pk}", "board-summary", "toasts"):
        assert f'id="{id_}"' in text
    assert "/undo/" in text
    assert f'id="lane-{company.stages["需求确认"].pk}"' not in text
    assert Opportunity.objects.get(pk=made.pk).stage_id == after.pk


def test_a_drop_on_won_wins(lin, company):
    made = deal(company)
    assert drop(lin, made, company.stages["赢单"]).status_code == 200
    assert Opportunity.objects.get(pk=made.pk).won_at is not None


def test_a_drop_on_lost_asks_for_the_reason(lin, company):
    made = deal(company)
    answer = drop(lin, made, company.stages["输单"])
    assert (answer.status_code, answer["Location"]) == (302, f"/opportunities/{made.pk}/lose/")
    assert lin.get(answer["Location"]).status_code == 200


def test_a_stale_card_goes_back_with_the_reason_in_words(lin, company):
    made = deal(company)
    answer = drop(lin, made, company.stages["方案报价"], version=99)
    assert answer.status_code == 409
    assert answer["Content-Type"].startswith("text/plain")
    assert answer.content


def test_a_deal_outside_ones_sight_is_not_there(lin, company):
    made = deal(company, owner="何")
    assert drop(lin, made, company.stages["方案报价"]).status_code == 404
    assert drop(lin, made, company.stages["赢单"], id="nonsense").status_code == 404


def test_a_card_that_may_not_be_moved_cannot_be_lifted(client, company):
    made = deal(company)
    client.force_login(company.people["周"])
    assert f'data-id="{made.pk}"' in client.get(PAGE).content.decode()
    from zhike.access.models import Grant
    from zhike.ledger.current import change_set

    with change_set(by=None, door="system"):
        Grant.objects.get(role__name="销售 team", resource="opportunity", verb="update").delete()
    text = client.get(PAGE).content.decode()
    assert made.name in text
    assert f'data-id="{made.pk}"' not in text


def test_the_next_cards_of_a_lane_come_as_a_fragment(lin, company):
    for number in range(11):
        deal(company, f"deal {number:02}", amount=number)
    text = lin.get(PAGE).content.decode()
    assert len(re.findall(r"deal \d\d</a>", text)) == 8
    url = re.search(r'hx-get="(/opportunities/[^"]+)"', text)[1].replace("&amp;", "&")
    fragment = lin.get(url, HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in fragment
    assert re.findall(r"deal \d\d</a>", fragment) == [
        f"deal {number:02}</a>" for number in (2, 1, 0)
    ]
    assert "hx-get" not in fragment


def limit(company, stage, number):
    with company.access("郭").change_set("edit"):
        stage = company.stages[stage]
        stage.max_deals = number
        stage.save()


def head_of(text, stage):
    return re.search(rf'id="lane-{stage.pk}".*?</header>', text, re.DOTALL)[0]


def test_a_stage_with_more_deals_than_its_limit_says_so(client, company):
    client.force_login(company.people["周"])
    for number in range(3):
        deal(company, f"deal {number}", owner="林" if number else "周")
    first = company.stages["初步接触"]

    def lane(**asked):
        text = client.get(PAGE, asked, HTTP_ACCEPT_LANGUAGE="en").content.decode()
        return head_of(text, first)

    limit(company, "初步接触", 3)
    assert "3 of 3 deals" in lane()
    limit(company, "初步接触", 2)
    over = lane()
    assert re.search(r'badge-ochre">.*?3 of 2<', over)
    assert "of 2" not in lane(whose="mine") + lane(q="deal")


def test_a_drop_into_a_full_stage_is_warned_about_and_not_refused(lin, company):
    deal(company, "K11", stage="方案报价")
    made = deal(company)
    limit(company, "方案报价", 1)
    text = drop(lin, made, company.stages["方案报价"]).content.decode()
    assert "badge-ochre" in head_of(text, company.stages["方案报价"])


def test_cards_say_the_fields_that_were_chosen_for_the_list_too(lin, company):
    deal(company, "K10", note="看样车在下周", source="referral")
    plain = lin.get(PAGE, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "看样车" not in plain
    chosen = lin.get(PAGE + "?columns=name,note,amount", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert len(re.findall(r'class="line fact"', chosen)) == 1
    assert "看样车在下周" in chosen


def test_other_fields_than_the_stage_have_a_board_of_the_same_deals(lin, company):
    made = deal(company, source="referral")
    text = lin.get(PAGE + "?by=source", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert made.name in re.search(r'id="lane-referral".*?</section>', text, re.DOTALL)[0]
    assert f"{PAGE}?by=stage" in text
    body = {"id": str(made.pk), "version": made.version, "into": "website"}
    assert lin.post(MOVE + "?by=source", body).status_code == 200
    assert Opportunity.objects.get(pk=made.pk).source == "website"


def test_mine_and_search_narrow_the_board(client, company):
    deal(company, "林的单子")
    deal(company, "周的单子", owner="周")
    client.force_login(company.people["周"])
    everybody = client.get(PAGE).content.decode()
    mine = client.get(PAGE + "?whose=mine").content.decode()
    assert "林的单子" in everybody
    assert "林的单子" not in mine
    assert "周的单子" in mine
    assert "周的单子" not in client.get(PAGE + "?q=林的").content.decode()


@pytest.mark.parametrize("page", [PAGE, PAGE + "cards/"])
def test_what_cannot_be_read_is_said(lin, company, page):
    wrong = {"filter": json.dumps({"field": "nonsense"}), "cursor": "x"}
    stage = str(company.stages["初步接触"].pk)
    assert lin.get(page, wrong | {"stage": stage}).status_code == 400


def test_without_a_pipeline_the_page_says_what_to_do(db, client):
    from zhike.access.models import User
    from zhike.ledger.current import change_set

    with change_set(by=None, door="system"):
        admin = User(login="admin", name="管理员", is_admin=True)
        admin.save()
    client.force_login(admin)
    answer = client.get(PAGE)
    assert answer.status_code == 200
    assert "data-board" not in answer.content.decode()
