"""Moving a card as a person does: by mouse, finger, keyboard or menu, and back by Undo."""

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests.sales import company as selling
from tests.sales.company import deal
from zhike.sales.models import Opportunity

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def board(page, live_server):
    """Lin's board with a deal in the first stage."""
    company = selling.found()
    made = deal(company, "K10纯电60台")
    client = Client()
    client.force_login(company.people["林"])
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page.goto("/opportunities/board/")
    page.company, page.card = company, made
    return page


def lane(board, name):
    return board.locator(f"#lane-{board.company.stages[name].pk}")


def stage_of(board):
    return Opportunity.objects.get(pk=board.card.pk).stage.name


def widest(board, left, right):
    """The lane that fills most of the board from `left` to `right` (px), and where (px)."""

    def filled(lane):
        box = lane.bounding_box()
        low, high = max(left, box["x"]), min(right, box["x"] + box["width"])
        return high - low, (low + high) / 2

    found = max(board.locator("[data-lane]").all(), key=filled)
    return found, filled(found)[1]


def drag(board, before, after):
    """As a hand does it: press, move in steps, let go."""
    lane(board, before).locator(".card").hover()
    board.mouse.down()
    box = lane(board, after).bounding_box()
    board.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=8)
    board.mouse.up()


def test_a_card_is_dragged_to_another_lane_and_undone(board):
    drag(board, "初步接触", "方案报价")
    lane(board, "方案报价").locator(".card").wait_for()
    board.locator("#toasts [data-undo]").wait_for()
    assert stage_of(board) == "方案报价"
    board.locator("#toasts [data-undo]").click()
    lane(board, "初步接触").locator(".card").wait_for()
    assert stage_of(board) == "初步接触"


def test_a_card_is_moved_by_the_keyboard_alone(board):
    lane(board, "初步接触").locator(".card").focus()
    for key in ("Space", "ArrowRight", "Enter"):
        board.keyboard.press(key)
    lane(board, "需求确认").locator(".card").wait_for()
    board.locator("#toasts [data-undo]").wait_for()
    assert stage_of(board) == "需求确认"


def test_a_lifted_card_is_taken_back_and_every_step_is_said(board):
    card = lane(board, "初步接触").locator(".card")
    card.focus()
    board.keyboard.press("m")
    board.keyboard.press("ArrowRight")
    expect(lane(board, "需求确认").locator(".card")).to_be_focused()
    expect(board.locator("#voice")).to_contain_text("需求确认")
    board.keyboard.press("Escape")
    expect(lane(board, "初步接触").locator(".card")).to_be_focused()
    expect(board.locator("#voice")).to_contain_text("初步接触")
    assert stage_of(board) == "初步接触"


def test_a_card_is_moved_by_its_menu(board):
    button = lane(board, "初步接触").locator("[data-move]")
    button.press("Enter")
    menu = board.locator("#lane-menu")
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    board.keyboard.press("Escape")
    expect(button).to_be_focused()
    button.click()
    menu.get_by_role("menuitem", name="商务谈判").click()
    expect(lane(board, "商务谈判").locator("[data-move]")).to_be_focused()
    assert stage_of(board) == "商务谈判"


def test_a_finger_that_rests_lifts_a_card_and_one_that_swipes_scrolls(board):
    board.set_viewport_size({"width": 375, "height": 812})
    for number in range(8):
        deal(board.company, f"K{number}", amount=1)
    board.reload()
    finger = board.context.new_cdp_session(board)

    def touch(kind, x, y):
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    finger.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    box = lane(board, "初步接触").locator(".card").first.bounding_box()
    x, y = box["x"] + 60, box["y"] + 60
    touch("touchStart", x, y)
    for step in range(1, 9):
        touch("touchMove", x, y - 25 * step)
    board.wait_for_function("() => scrollY > 50")
    assert not board.locator(".is-lifted").count()
    for step in range(8, -20, -1):
        touch("touchMove", x, y - 25 * step)
    board.wait_for_function("() => scrollY === 0")
    touch("touchEnd", 0, 0)
    lifted, beyond = board.locator(".is-lifted"), lane(board, "方案报价")
    for _attempt in range(4):  # A busy browser may take the touch for scrolling after all.
        touch("touchStart", x, y)
        lifted.wait_for()
        touch("touchMove", 200, y)
        for turn in range(100):  # Held at the edge, the board scrolls to the lanes beyond it.
            touch("touchMove", 340 - turn % 2, y)
            if beyond.bounding_box()["x"] < 120 or not lifted.count():
                break
            board.wait_for_timeout(100)
        touch(
            "touchMove", 188, y
        )  # Off the edge it stands still, wherever this machine is by then.
        if lifted.count():
            break
        touch("touchEnd", 0, 0)
        board.reload()
    beneath, middle = widest(board, 60, 315)
    touch("touchMove", middle, y)
    expect(beneath).to_have_class(re.compile("is-target"))
    touch("touchEnd", 0, 0)
    expect(beneath.locator(".card")).to_be_visible()
    board.locator("#toasts [data-undo]").wait_for()
    assert stage_of(board) != "初步接触"


def test_a_card_dropped_on_lost_asks_for_the_reason(board):
    drag(board, "初步接触", "输单")
    board.wait_for_url("**/lose/")
    board.select_option("[name=lost_reason]", "price")
    board.locator("main form button:not([type=button])").first.click()
    board.wait_for_url(f"**/opportunities/{board.card.pk}/")
    assert stage_of(board) == "输单"


@pytest.mark.parametrize("width", [375, 768])
def test_lanes_scroll_within_the_board_and_not_the_page(board, width):
    deal(board.company, "K11", stage="商务谈判")
    board.set_viewport_size({"width": width, "height": 812})
    board.reload()
    board.evaluate("scrollTo(500, 0)")
    assert board.evaluate("scrollX") == 0
