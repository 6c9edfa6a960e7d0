"""Joint plans: what the customer sees and does by a link, and what never leaves."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.sales import company as selling
from tests.sales import joint
from tests.sales.joint import INTERNAL, SECRET, TITLES, customer, link_to, milestone, plan_of, tick
from zhike.access.models import ApiToken
from zhike.engagement.handover.work import held
from zhike.engagement.models import LinkViews, PublicLink
from zhike.engagement.public import slowing
from zhike.engagement.public.opening import opened
from zhike.ledger.current import change_set
from zhike.ledger.models import Change, ChangeSet
from zhike.people.models import Party
from zhike.records import listing, saving
from zhike.records.errors import Invalid
from zhike.records.models import Notification
from zhike.records.notifying import notify
from zhike.records.resource import resource_for
from zhike.sales.joint.questions import behind
from zhike.sales.joint.shared import PAGE
from zhike.sales.models import JointComment, JointMilestone, JointPlan


@pytest.fixture
def house(company):
    return joint.furnished(company)


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def browser(house, name="林"):
    client = Client(headers={"Accept-Language": "zh-CN"})
    client.force_login(house.people[name])
    return client


@pytest.mark.requirement("B34")
def test_a_customer_sees_five_shared_milestones_and_nothing_that_is_internal(house):
    plan = plan_of(house)
    _link, url = link_to(plan)
    answer = customer().get(url)
    text = text_of(answer)
    assert [title for title in TITLES if title in text] == list(TITLES)
    assert "报表一天出" in text
    assert "成为唯一供应商" in text
    for inside in (INTERNAL, SECRET, "周五前别提价格", str(plan.pk), str(plan.party_id)):
        assert inside not in text
    assert answer.cookies == {}
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.requirement("B34")
def test_a_tick_is_done_once_signed_with_the_link_and_told_to_the_owner(house):
    plan = plan_of(house)
    link, url = link_to(plan)
    wanted = milestone(plan, "确定一期范围")
    assert tick(url, wanted).status_code == 302
    assert tick(url, wanted).status_code == 302
    done = milestone(plan, "确定一期范围")
    assert done.done_by == "王芳的链接"
    changes = Change.objects.filter(record=plan.pk, change_set__door="link")
    assert [c.change_set.actor_name for c in changes] == ["王芳的链接"]
    assert changes.get().change_set.actor == link.pk
    notify(list(changes.select_related("change_set")))
    line = Notification.objects.get(user=house.people["林"])
    assert (line.kind, line.actor_name, line.record) == ("joint_milestone", "王芳的链接", plan.pk)
    history = text_of(browser(house).get(f"/joint-plans/{plan.pk}/history/"))
    assert "王芳的链接" in history
    assert "已完成 1 / 5" in text_of(customer().get(url))


@pytest.mark.requirement("B34")
def test_only_what_the_same_link_ticked_is_taken_back_by_it(house):
    plan = plan_of(house, titles=("选型", "试点", "推广"))
    _one, url = link_to(plan)
    _two, other = link_to(plan, recipient="李工")
    wanted = milestone(plan, "试点")
    tick(url, wanted)
    assert tick(other, wanted, "take_back").status_code == 404
    assert tick(url, wanted, "take_back").status_code == 302
    assert milestone(plan, "试点").done_at is None


@pytest.mark.requirement("B34")
@pytest.mark.parametrize("text", ["", "　", "长" * 1001])
def test_a_comment_is_checked_like_any_other(house, text):
    _link, url = link_to(plan_of(house, titles=("选型",)))
    answer = customer().post(url, {"deed": "comment", "text": text})
    assert answer.status_code == 422
    assert not JointComment.objects.filter(is_theirs=True).exists()


@pytest.mark.requirement("B34")
def test_a_comment_is_plain_text_under_the_name_of_the_link(house):
    plan = plan_of(house, titles=("选型",))
    _link, url = link_to(plan)
    said = "周三可以验收<script>x</script>"
    for _ in range(2):
        customer().post(url, {"deed": "comment", "text": said, "is_shared": "", "plan": "x"})
    made = JointComment.objects.get(is_theirs=True)
    assert (made.text, made.written_by, made.is_shared) == (said, "王芳的链接", True)
    for text in (
        text_of(customer().get(url)),
        text_of(browser(house).get(f"/joint-plans/{plan.pk}/")),
    ):
        assert "周三可以验收&lt;script&gt;" in text
        assert "<script>x" not in text


@pytest.mark.requirement("B34")
def test_a_link_reaches_no_other_plan_and_no_internal_milestone(house):
    plan, foreign = plan_of(house), plan_of(house, customer="湘中客运")
    _link, url = link_to(plan)
    for wanted in (milestone(foreign, TITLES[0]), milestone(plan, INTERNAL)):
        assert tick(url, wanted).status_code == 404
        assert not JointMilestone.objects.get(pk=wanted.pk).done_at
    for nonsense in ("", "x", "0190a000-0000-7000-8000-000000000000"):
        sent = {"deed": "tick", "milestone": nonsense}
        assert customer().post(url, sent).status_code == 404
    assert customer().post(url, {"deed": "finish"}).status_code == 404


@pytest.mark.requirement("B34")
def test_wrong_expired_revoked_and_orphaned_links_get_one_same_page(house):
    plan = plan_of(house, titles=("选型",))
    bodies = set()
    _expired, over = link_to(plan, days=-1)
    link, url = link_to(plan)
    text_of(customer().get(url))
    revoked = browser(house).post(f"/public-links/{link.pk}/revoke/")
    assert revoked.status_code == 302
    _orphan, orphaned = link_to(plan)
    with change_set(by=None, door="system"):
        JointPlan.objects.get(pk=plan.pk).delete()
    for address in ("/shared/" + "a" * 43 + "/", over, url, orphaned, "/shared/%F0/"):
        answer = customer().get(address)
        assert answer.status_code == 404
        bodies.add(answer.content)
        assert customer().post(address, {"deed": "comment", "text": "x"}).status_code == 404
    assert len(bodies) == 1


@pytest.mark.requirement("B34")
def test_the_text_of_a_link_is_kept_nowhere_and_an_undone_deletion_opens_nothing(house):
    plan = plan_of(house, titles=("选型",))
    link, url = link_to(plan)
    token = url.split("/")[2]
    assert token not in str(list(PublicLink.objects.values()))
    assert token not in str(list(Change.objects.values_list("diff", flat=True)))
    assert link.digest not in str(list(Change.objects.values_list("diff", flat=True)))
    browser(house).post(f"/public-links/{link.pk}/delete/", {"version": "1"})
    assert customer().get(url).status_code == 404
    gone = ChangeSet.objects.get(action="delete")
    browser(house).post(f"/change-sets/{gone.pk}/undo/")
    assert PublicLink.objects.get(pk=link.pk).recipient == "王芳"
    assert customer().get(url).status_code == 404


@pytest.mark.requirement("B34")
def test_the_access_of_a_link_reaches_one_plan_and_the_fields_that_are_named(house):
    plan, foreign = plan_of(house), plan_of(house, customer="湘中客运")
    _link, url = link_to(plan)
    access = opened(url.split("/")[2]).access
    assert list(access.rows(JointPlan)) == [plan]
    assert list(access.rows(Party)) == [plan.party]
    assert {m.title for m in access.rows(JointMilestone)} == set(TITLES)
    assert not access.reaches(foreign, "read")
    assert not access.reaches(plan.party, "update")
    assert not access.can(PublicLink, "read")
    seen = {model: set(resource_for(model).specs(access)) for model in (Party, JointPlan)}
    assert seen[Party] == {"name"}
    assert seen[JointPlan] == set(PAGE.shown[JointPlan])
    with pytest.raises(Invalid):
        saving.change(resource_for(JointPlan), access, plan.pk, {"name": "x"})


@pytest.mark.requirement("B34")
def test_a_program_writes_a_plan_with_milestones_and_ticks_one(house):
    with change_set(by=None, door="system"):
        token = ApiToken.issue(house.people["林"], "x")
    client = Client(headers={"Authorization": f"Bearer {token}"})
    body = {"name": "共建", "party": str(selling.party(house, "蜀道").pk),
            "milestones": [{"title": title, "side": "both", "due_on": "2026-06-30"}
                           for title in ("一", "二", "三")]}  # fmt: skip

    def send(path, body):
        return client.post(f"/api/v1/{path}", json.dumps(body), "application/json")

    bad = send("joint-plans", body | {"starts_on": "2026-02-01", "ends_on": "2026-01-01"})
    assert (bad.status_code, bad.json()["errors"][0]["field"]) == (400, "ends_on")
    made = send("joint-plans", body).json()
    first = JointMilestone.objects.filter(plan=made["id"]).order_by("pk")[0]
    assert send(f"joint-milestones/{first.pk}/tick", {}).json()["done_by"] == "林"
    assert send(f"joint-milestones/{first.pk}/tick", {}).status_code == 409


@pytest.mark.requirement("B34")
def test_a_colleague_says_something_to_the_customer_or_to_the_house_alone(house):
    plan = plan_of(house, titles=("选型",))
    _link, url = link_to(plan)
    said = f"/joint-plans/{plan.pk}/comments/"
    browser(house).post(said, {"text": "我们周三来", "is_shared": "on"})
    browser(house).post(said, {"text": "带上新报价"})
    text = text_of(customer().get(url))
    assert "我们周三来" in text
    assert "带上新报价" not in text
    assert browser(house, "何").post(said, {"text": "x"}).status_code == 404


@pytest.mark.requirement("B34")
def test_guesses_and_floods_are_slowed(house, monkeypatch):
    monkeypatch.setattr(slowing, "GUESSES", 3)
    monkeypatch.setattr(slowing, "CHANGES", 2)
    plan = plan_of(house, titles=("选型",))
    _link, url = link_to(plan)
    somewhere = {"REMOTE_ADDR": "203.0.113.9"}
    got = [customer().get(f"/shared/{n}/", **somewhere).status_code for n in range(5)]
    assert got == [404, 404, 404, 429, 429]
    assert customer().get(url, **somewhere).status_code == 429
    assert customer().get(url).status_code == 200
    said = [customer().post(url, {"deed": "comment", "text": f"第{n}条"}) for n in range(3)]
    assert [answer.status_code for answer in said] == [302, 302, 429]


@pytest.mark.requirement("B34")
def test_openings_are_counted_and_a_colleague_who_looks_is_no_visitor(house):
    link, url = link_to(plan_of(house, titles=("选型",)))
    for _ in range(3):
        customer().get(url)
    browser(house).get(url)
    assert LinkViews.objects.get(link=link.pk).count == 3
    assert PublicLink.objects.get(pk=link.pk).version == 1


@pytest.mark.requirement("B34")
def test_the_page_speaks_the_browsers_language_or_the_chosen_one(house):
    _link, url = link_to(plan_of(house, titles=("选型",)))
    assert "Milestones" in text_of(customer("en-GB").get(url))
    assert "里程碑" in text_of(customer().get(url))
    assert "里程碑" in text_of(customer("en-GB").get(url + "?lang=zh-hans"))


@pytest.mark.requirement("B34")
def test_the_owner_shares_a_plan_and_gets_address_and_qr_code_this_once(house):
    plan = plan_of(house)
    page = f"/public-links/new/?about=joint-plan:{plan.pk}"
    assert browser(house, "何").get(page).status_code == 404
    assert browser(house).get("/public-links/new/?about=party:x").status_code == 404
    preview = f"/public-links/preview/?about=joint-plan:{plan.pk}"
    seen = text_of(browser(house).get(preview))
    assert TITLES[4] in seen
    assert not any(word in seen for word in (INTERNAL, SECRET, "deed"))
    assert browser(house, "何").get(preview).status_code == 404
    assert browser(house).post(page, {"recipient": "", "expires_at": ""}).status_code == 422
    too_far = (joint.day(400)).isoformat()
    sent = {"recipient": "王芳", "expires_at": too_far}
    assert browser(house).post(page, sent).status_code == 422
    answer = browser(house).post(page, sent | {"expires_at": joint.day(30).isoformat()})
    text = text_of(answer)
    address = re.search(r"/shared/[\w-]{43}/", text)[0]
    assert "data:image/svg+xml;base64," in text
    assert TITLES[4] in text_of(customer().get(address))
    link = PublicLink.objects.get()
    assert (link.recipient, link.owner) == ("王芳", house.people["林"])
    assert "王芳" in text_of(browser(house).get(f"/joint-plans/{plan.pk}/"))


@pytest.mark.requirement("B34")
def test_the_page_of_a_plan_counts_and_names_what_is_late(house):
    plan = plan_of(house, titles=("选型", "试点", "推广", "验收"))
    tick(link_to(plan)[1], milestone(plan, "试点"))
    text = text_of(browser(house).get(f"/joint-plans/{plan.pk}/"))
    assert "已完成 1 / 5" in text
    assert "2 项逾期" in text
    assert "“选型”逾期了" in text
    assert f"共同计划“{plan.name}”落后了" in text_of(
        browser(house).get(f"/parties/{plan.party_id}/")
    )
    assert INTERNAL in text


@pytest.mark.requirement("B34")
def test_the_question_counts_running_plans_with_a_late_milestone(house):
    late = plan_of(house)
    early = plan_of(house, customer="湘中客运", titles=())
    with change_set(by=None, door="system"):
        milestone(early, INTERNAL).tick()
    over = plan_of(house, customer="蜀道运输")
    with change_set(by=None, door="system"):
        over.finish()
    access = house.access("林")
    found = listing.page(resource_for(JointPlan), access, listing.Query(behind(access)))
    assert [plan.pk for plan in found.items] == [late.pk]


@pytest.mark.requirement("B34")
def test_running_plans_and_valid_links_go_over_when_their_owner_leaves(house):
    running, over = plan_of(house), plan_of(house, customer="湘中客运")
    with change_set(by=None, door="system"):
        over.finish()
    link, _url = link_to(running)
    link_to(running, days=-1)
    lin = house.people["林"].pk
    held_of = {m: m.objects.filter(held(m, lin, everything=False)) for m in (JointPlan, PublicLink)}
    assert list(held_of[JointPlan]) == [running]
    assert list(held_of[PublicLink]) == [link]


@pytest.mark.requirement("B34")
def test_queries_do_not_grow_with_milestones(house):
    few, many = plan_of(house, titles=("选型",)), plan_of(house, titles=TITLES * 4, customer="蜀道")
    counts = []
    for plan in (few, many):
        _link, url = link_to(plan)
        customer().get(url)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            customer().get(url)
        counts.append(len(asked))
    assert counts[0] == counts[1]
