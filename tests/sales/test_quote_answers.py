"""D36: the code on the paper leads to the quote, which says what is valid and is answered once."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client

from tests.sales import papers
from tests.sales.company import party
from zhike.access.models import AccessEvent
from zhike.engagement.models import PublicLink
from zhike.ledger.current import change_set
from zhike.ledger.models import Change, ChangeSet
from zhike.records.models import Notification
from zhike.records.notifying import notify
from zhike.sales.models import Quote


@pytest.fixture
def house(company):
    return papers.furnished(company)


def post(url, **values):
    return papers.customer().post(url, values)


def reread(quote):
    return Quote.objects.get(pk=quote.pk)


def rest(house, name, path, **body):
    client = Client()
    client.force_login(house.people[name])
    return client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json")


def test_the_customer_sees_the_offer_and_accepts_it_in_a_name(house):
    quote = papers.document(house, status="sent")
    url = papers.link_to(quote)
    page = papers.customer().get(url).content.decode()
    assert "这是有效的报价" in page
    assert "蜀运客运有限公司" in page
    assert "79,480,000.00" in page
    assert "柒仟玖佰肆拾捌万元整" in page
    answer = post(url, deed="accept", answered_by="王芳")
    assert answer.status_code == 302
    quote = reread(quote)
    assert (quote.status, quote.answered_by) == ("accepted", "王芳")
    assert quote.answered_at is not None
    change = ChangeSet.objects.latest("pk")
    assert (change.door, change.actor_name) == ("link", "王芳的链接")
    assert "王芳" in papers.customer().get(url).content.decode()


def test_in_english_nothing_but_names_is_chinese(house):
    quote = papers.document(house, status="sent", name="K10 buses")
    page = papers.customer("en").get(papers.link_to(quote, "Wang Fang")).content.decode()
    assert "This is the valid offer" in page
    assert "CNY 79,480,000.00" in page
    main = page[page.index("<main") : page.index("</main>")]
    for known in ("华骏客车有限公司", "蜀运客运有限公司", "王芳", "K10 城市客车", "五年维保",
                  "52座", "空气悬架", "台", "年", "林"):  # fmt: skip
        main = main.replace(known, "")
    assert re.findall(r"[\u4e00-\u9fff]+", main) == []


def test_whoever_comes_second_is_told_that_it_was_accepted_already(house):
    quote = papers.document(house, status="sent")
    first, second = papers.link_to(quote), papers.link_to(quote, "李强")
    post(first, deed="accept", answered_by="王芳")
    answer = post(second, deed="accept", answered_by="李强")
    assert answer.status_code == 422
    assert "已经被接受" in answer.content.decode()
    assert reread(quote).answered_by == "王芳"


@pytest.mark.parametrize("verb", ["accept", "decline"])
@pytest.mark.parametrize("status", ["superseded", "void", "declined"])
def test_what_counts_no_more_is_refused_in_words(house, status, verb):
    quote = papers.document(house, status=status)
    url = papers.link_to(quote)
    page = papers.customer().get(url).content.decode()
    assert 'value="accept"' not in page
    answer = post(url, deed=verb, answered_by="王芳")
    assert answer.status_code == 422
    assert reread(quote).status == status
    told = rest(house, "林", f"quotes/{quote.pk}/{verb}", answered_by="王芳")
    assert told.status_code == 409
    assert "这份报价" in told.json()["detail"]


def test_an_expired_offer_says_so_and_is_not_accepted(house):
    quote = papers.document(house, status="sent")
    QuerySet(Quote).filter(pk=quote.pk).update(valid_until=papers.day(-1))  # A month later.
    url = papers.link_to(quote)
    assert "已过期" in papers.customer().get(url).content.decode()
    answer = post(url, deed="accept", answered_by="王芳")
    assert answer.status_code == 422
    assert "请索取新的报价" in answer.content.decode()
    assert reread(quote).status == "sent"


def test_the_last_day_of_an_offer_counts(house):
    quote = papers.document(house, status="sent", valid_until=papers.day(0))
    assert post(papers.link_to(quote), deed="accept", answered_by="王芳").status_code == 302


def test_the_customer_declines_with_a_reason_and_the_seller_hears_of_it(house):
    quote = papers.document(house, status="sent")
    url = papers.link_to(quote)
    post(url, deed="decline", answered_by="王芳", decline_reason="交期太长")
    quote = reread(quote)
    assert (quote.status, quote.decline_reason) == ("declined", "交期太长")
    notify(list(Change.objects.order_by("seq").select_related("change_set")))
    told = Notification.objects.get(kind="quote_declined")
    assert told.user_id == house.people["林"].pk


def test_the_seller_hears_that_an_offer_is_accepted(house):
    quote = papers.document(house, status="sent")
    post(papers.link_to(quote), deed="accept", answered_by="王芳")
    notify(list(Change.objects.order_by("seq").select_related("change_set")))
    assert Notification.objects.get(kind="quote_accepted").user_id == house.people["林"].pk


def test_the_seller_notes_what_the_customer_said(house):
    quote = papers.document(house, status="sent")
    answer = rest(house, "林", f"quotes/{quote.pk}/accept", answered_by="王芳（电话）")
    assert answer.status_code == 200
    assert answer.json()["status"] == "accepted"
    assert rest(house, "林", f"quotes/{quote.pk}/accept", answered_by="x").status_code == 409


def test_a_name_is_asked_for(house):
    quote = papers.document(house, status="sent")
    assert post(papers.link_to(quote), deed="accept", answered_by=" ").status_code == 422
    assert rest(house, "林", f"quotes/{quote.pk}/accept").status_code == 400
    assert reread(quote).status == "sent"


def test_nothing_of_the_house_stands_on_the_page(house):
    quote = papers.document(house, status="sent")
    other = papers.document(house, party=party(house, "别家客运"), contact=None, name="别家的价",
                            status="draft")  # fmt: skip
    page = papers.customer().get(papers.link_to(quote)).content.decode()
    for secret in (papers.NOTE, str(papers.COST), "777,777", "别家", str(other.pk),
                   str(quote.pk), "底价"):  # fmt: skip
        assert secret not in page, secret


@pytest.mark.parametrize("status", ["draft", "approved"])
def test_what_is_not_sent_yet_shows_no_price_and_is_not_accepted(house, status):
    quote = papers.document(house, status=status)
    url = papers.link_to(quote)
    page = papers.customer().get(url).content.decode()
    assert "尚未生效" in page
    assert "79,480,000" not in page
    assert post(url, deed="accept", answered_by="王芳").status_code == 422
    assert reread(quote).status == status


def test_a_link_writes_nothing_but_an_answer(house):
    quote = papers.document(house, status="sent")
    url = papers.link_to(quote)
    for deed in ("void", "update", "delete", "submit", ""):
        assert post(url, deed=deed, answered_by="x").status_code == 404
    answer = post(url, deed="accept", answered_by="王芳", amount="1", status="void", note="x")
    assert answer.status_code == 302
    assert reread(quote).amount == Decimal("79480000.00")


def test_a_paper_is_checked_by_its_number_and_amount(house):
    papers.document(house, status="sent")
    for amount in ("79,480,000.00", "¥79480000", "7948万"):
        answer = post("/verify/", number="HJ-QUOTE-001", amount=amount)
        assert answer.status_code == 200, amount
        page = answer.content.decode()
        assert "这是有效的报价" in page
        assert papers.CODE in page
        assert "蜀运" not in page


@pytest.mark.parametrize(
    ("number", "amount"),
    [("HJ-QUOTE-001", "79,480,000.01"), ("HJ-QUOTE-002", "79480000"), ("", "79480000"),
     ("HJ-QUOTE-001", "NaN"), ("HJ-QUOTE-001", ""), ("HJ-QUOTE-001", "1e99")],
)  # fmt: skip
def test_a_paper_that_is_none_of_ours_is_one_answer(house, number, amount):
    papers.document(house, status="sent")
    answer = post("/verify/", number=number, amount=amount)
    assert answer.status_code == 422
    assert "这是有效的报价" not in answer.content.decode()


def test_drafts_are_not_found_and_old_papers_say_that_they_are_void(house):
    quote = papers.document(house, status="superseded")
    page = post("/verify/", number=quote.number, amount=str(quote.amount)).content.decode()
    assert "已作废" in page


def test_guessing_amounts_is_slowed(house):
    papers.document(house, status="sent")
    client = papers.customer()
    for amount in range(60):
        last = client.post(
            "/verify/", {"number": "HJ-QUOTE-001", "amount": amount}, REMOTE_ADDR="203.0.113.9"
        )
    assert last.status_code == 429
    assert AccessEvent.objects.filter(address="203.0.113.9").count() == 50


def test_the_pages_set_no_cookie_and_are_found_by_no_search_engine(house):
    url = papers.link_to(papers.document(house, status="sent"))
    for page in (url, "/verify/"):
        answer = papers.customer().get(page)
        assert not answer.cookies
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db(transaction=True)
def test_of_fifty_who_accept_at_once_one_does(company):
    house = papers.furnished(company)
    quote = papers.document(house, status="sent")
    links = [papers.link_to(quote, f"人{number}") for number in range(10)]
    begin = Barrier(10)

    def answer(number: int) -> list[int]:
        client = papers.customer()
        begin.wait()
        try:
            return [
                client.post(links[number], {"deed": "accept", "answered_by": f"人{number}"}
                            ).status_code
                for _time in range(5)
            ]  # fmt: skip
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = [one for found in pool.map(answer, range(10)) for one in found]
    assert answers.count(302) == 1
    assert answers.count(422) == 49
    quote = reread(quote)
    assert quote.status == "accepted"
    accepted = Change.objects.filter(record=quote.pk, action="accept")
    assert accepted.count() == 1
    assert PublicLink.objects.count() == 10


def test_the_newer_offer_is_named_to_the_same_customer_alone(house):
    if not hasattr(Quote, "superseded_by"):
        pytest.skip("versions come with the quotes")
    old = papers.document(house, status="sent")
    newer = papers.document(house, lines=1, status="sent", number="HJ-QUOTE-002")
    theirs = party(house, "别家客运")
    foreign = papers.document(house, lines=1, party=theirs, contact=None, status="sent",
                              number="HJ-QUOTE-003")  # fmt: skip
    with change_set(by=None, door="system"):
        old.superseded_by = newer
        old.status = "superseded"
        old.save()
    page = papers.customer().get(papers.link_to(old)).content.decode()
    assert "已作废" in page
    assert "HJ-QUOTE-002" in page
    assert "79,380,000.00" in page
    with change_set(by=None, door="system"):
        old = reread(old)
        old.superseded_by = foreign
        old.save()
    assert "HJ-QUOTE-003" not in papers.customer().get(papers.link_to(old)).content.decode()


def test_after_a_new_version_is_sent_the_old_paper_is_void_and_the_new_one_accepted(house):
    """D36: the customer scans both papers; one of them holds."""
    old = papers.document(house, status="sent")
    old_url = papers.link_to(old)
    assert rest(house, "林", f"quotes/{old.pk}/new_version").status_code == 200
    new = Quote.objects.get(revises=old)
    for verb in ("submit", "send"):
        answer = rest(house, "林", f"quotes/{new.pk}/{verb}")
        assert answer.status_code == 200, answer.content.decode()
    new = reread(new)
    page = papers.customer().get(old_url).content.decode()
    assert "已作废" in page
    assert new.number in page
    assert post(old_url, deed="accept", answered_by="王芳").status_code == 422
    assert post(papers.link_to(new), deed="accept", answered_by="王芳").status_code == 302
    assert (reread(old).status, reread(new).status) == ("superseded", "accepted")
