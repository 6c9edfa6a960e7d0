"""A partner registers customers: a free one is protected, a taken one is told no more than that."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.portal import company
from tests.portal.company import CODE
from tests.values import without_ids
from zhike.access.models import Grant, User
from zhike.access.rights import system_access
from zhike.ledger.current import change_set
from zhike.ledger.models import Change
from zhike.people.models import Lead, Party
from zhike.portal.registering import register
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.models import Notification
from zhike.records.notifying import notify
from zhike.records.resource import resource_for
from zhike.sales.models import DealRegistration, PartnerPolicy
from zhike.sales.partners.ending import ending, expire

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B53")]
Status = DealRegistration.Status
SAID = {
    "customer_name": "岷江公交集团有限公司", "contact_name": "邵志远", "phone": "13808175521",
    "need": "25 台 8 米纯电", "amount": "1860万",
}  # fmt: skip


def registered(channel, who="丁", **said):
    return register(channel.access(who), channel.partners[who], {**SAID, **said})


def perform(channel, who, one, verb, **raw):
    return saving.perform(resource_for(DealRegistration), channel.access(who), one.pk, verb, raw)


def told(name):
    notify(Change.objects.select_related("change_set").order_by("seq"))
    return set(Notification.objects.filter(user__login=name).values_list("kind", flat=True))


def test_a_free_customer_is_protected_for_90_days_and_becomes_a_lead(channel):
    one = registered(channel)
    assert one.status == Status.PROTECTED
    assert one.protected_until == timezone.localdate() + dt.timedelta(days=90)
    lead = Lead.objects.get()
    assert (lead.company_name, lead.owner.name, lead.source_detail) == (
        "岷江公交集团有限公司", "曹", "锦程商贸",
    )  # fmt: skip
    assert (lead.amount, lead.source) == (18_600_000, "partner")
    assert one.lead_id == lead.pk
    assert "deal_protected" in told("曹")


def test_how_long_it_is_protected_is_a_setting(channel):
    with change_set(by=None, door="system"):
        PartnerPolicy(name="渠道", protected_days=45).save()
    assert registered(channel).days_left() == 45


def test_a_taken_customer_is_a_conflict_of_which_the_partner_learns_no_more(channel):
    taken = channel.party("岷江公交集团有限公司", "韦", phone="028 8561 3377", uscc=CODE)
    browser = channel.browser("丁")
    answer = browser.post("/portal/registrations/new/", {**SAID, "uscc": CODE}, follow=True)
    one = DealRegistration.objects.get()
    assert (one.status, one.party_id, one.lead) == (Status.CONFLICT, taken.pk, None)
    assert not Lead.objects.exists()
    for page in (answer, browser.get("/portal/")):
        text = page.content.decode()
        assert "已在跟进中" in text
        assert str(taken.pk) not in text
        for secret in ("韦", "8561"):
            assert secret not in without_ids(text)
    assert "customer_registered" in told("韦")
    assert "registration_waits" in told("曹")


def test_who_owns_the_customer_sees_the_registration_and_others_do_not(channel):
    taken = channel.party("岷江公交集团有限公司", "韦", uscc=CODE)
    one = registered(channel, uscc=CODE)
    page = channel.browser("韦").get(f"/parties/{taken.pk}/").content.decode()
    assert f"/deal-registrations/{one.pk}/" in page
    assert channel.browser("韦").get(f"/deal-registrations/{one.pk}/").status_code == 200
    with change_set(by=None, door="system"):
        other = User(login="别", name="别", team=channel.people["许"].team)
        other.save()
    stranger = Client()
    stranger.force_login(other)
    assert stranger.get(f"/deal-registrations/{one.pk}/").status_code in (403, 404)


def test_a_customer_of_nobody_is_free_and_the_registration_knows_it(channel):
    known = channel.party("岷江公交集团有限公司", "", uscc=CODE)
    one = registered(channel, uscc=CODE)
    assert (one.status, one.party_id, one.lead.party_id) == (Status.PROTECTED, known.pk, known.pk)


def test_a_second_partner_finds_the_customer_taken_and_the_first_cannot_repeat_it(channel):
    first = registered(channel)
    second = registered(channel, "尤", contact_name="", phone="")
    assert (first.status, second.status) == (Status.PROTECTED, Status.CONFLICT)
    assert second.lead_id == first.lead_id
    with pytest.raises(Invalid) as refused:
        registered(channel, customer_name=" 岷江公交集团有限公司 ", phone="")
    assert [error.field for error in refused.value.errors] == ["customer_name"]


def test_the_channel_manager_approves_or_refuses_with_a_reason_that_the_partner_reads(channel):
    channel.party("岷江公交集团有限公司", "韦", uscc=CODE)
    one = registered(channel, uscc=CODE)
    with pytest.raises(Invalid):
        perform(channel, "曹", one, "refuse")
    perform(channel, "曹", one, "refuse", answer="我们自己已在谈年度框架。")
    text = channel.browser("丁").get(f"/portal/registrations/{one.pk}/").content.decode()
    assert "我们自己已在谈年度框架。" in text
    again = registered(channel, uscc=CODE)
    perform(channel, "曹", again, "approve", answer="售后由你们做。")
    again.refresh_from_db()
    assert again.days_left() == 90
    assert again.lead.owner.name == "曹"


def test_more_time_is_asked_for_and_given(channel):
    one = registered(channel)
    page = f"/portal/registrations/{one.pk}/"
    assert channel.browser("丁").post(page, {"extension_reason": ""}).status_code == 422
    assert channel.browser("尤").get(page).status_code == 404
    assert channel.browser("尤").post(page, {"extension_reason": "x"}).status_code == 404
    channel.browser("丁").post(page, {"extension_reason": "客户招标推迟到下季度"})
    assert DealRegistration.objects.to_answer().get() == one
    assert "registration_waits" in told("曹")
    later = one.protected_until + dt.timedelta(days=30)
    with pytest.raises(Invalid):
        perform(channel, "曹", one, "extend", protected_until=str(one.protected_until))
    perform(channel, "曹", one, "extend", protected_until=str(later))
    one.refresh_from_db()
    assert (one.days_left(), one.extension_asked_at) == (120, None)


def test_a_protection_is_told_of_14_days_before_and_ends_after_its_last_day(channel):
    one = registered(channel)
    today = timezone.localdate()
    with change_set(by=None, door="system"):
        one.protected_until = today + dt.timedelta(days=14)
        one.save()
    midnight = timezone.make_aware(dt.datetime.combine(today, dt.time()))
    assert [due.record.pk for due in ending(midnight, midnight + dt.timedelta(hours=12))] == [
        one.pk
    ]
    assert list(ending(midnight, midnight + dt.timedelta(hours=8))) == []
    with change_set(by=None, door="system"):
        one.protected_until = today
        one.save()
    assert expire() == 0
    with change_set(by=None, door="system"):
        one.protected_until = today - dt.timedelta(days=1)
        one.save()
    assert (expire(), expire()) == (1, 0)
    one.refresh_from_db()
    assert one.status == Status.EXPIRED


def test_the_deal_that_becomes_of_it_knows_its_registration(channel):
    one = registered(channel)
    lead = resource_for(Lead)
    done = saving.perform(lead, channel.access("曹"), one.lead_id, "convert",
                          {"opportunity_name": "岷江 25 台"})  # fmt: skip
    one.refresh_from_db()
    assert (one.status, one.opportunity.name) == (Status.CONVERTED, "岷江 25 台")
    assert one.party_id == done.party_id
    page = channel.browser("曹").get(f"/opportunities/{one.opportunity_id}/").content.decode()
    assert "锦程商贸" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [("amount", "-5"), ("amount", "9e40"), ("phone", "电话"), ("expected_on", "昨日的明日复明日"),
     ("uscc", "123"), ("customer_name", "")],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_written(channel, field, value):
    answer = channel.browser("丁").post("/portal/registrations/new/", {**SAID, field: value})
    assert answer.status_code == 422
    assert f'id="id_{field}"' in answer.content.decode()
    assert not DealRegistration.objects.exists()


def test_a_partner_is_let_in_with_a_password_for_once_and_out_again(channel):
    partner = channel.partners["丁"]
    page, browser = f"/parties/{partner.pk}/portal-people/", channel.browser("曹")
    assert browser.post(page, {"name": "卓", "login": "丁"}).status_code == 422
    answer = browser.post(page, {"name": "卓然", "login": "zhuoran@jc.example"})
    password = answer.context["password"]
    visitor = Client()
    given = {"username": "zhuoran@jc.example", "password": password}
    assert visitor.post("/login/", given, follow=True).redirect_chain[-1][0] == (
        "/preferences/password/"
    )
    assert visitor.get("/parties/")["Location"] == "/portal/"
    made = User.objects.get(login="zhuoran@jc.example")
    browser.post(f"{page}{made.pk}/end/")
    assert visitor.get("/portal/")["Location"].startswith("/login/")


def test_only_who_decides_about_a_partner_invites_and_only_for_partners(channel):
    page = f"/parties/{channel.partners['丁'].pk}/portal-people/"
    assert channel.browser("许").post(page, {"name": "x", "login": "x"}).status_code == 403
    assert channel.browser("韦").post(page, {"name": "x", "login": "x"}).status_code == 404
    customer = channel.party("普通客户", "曹")
    invite = f"/parties/{customer.pk}/portal-people/"
    assert channel.browser("曹").get(invite).status_code == 404
    assert not User.objects.filter(login="x").exists()


def test_nobodys_work_is_given_to_somebody_from_outside(channel):
    outsider = channel.people["丁"]
    found = channel.browser("曹").get("/users/options/?q=").json()
    assert str(outsider.pk) not in {one["id"] for one in found}
    with pytest.raises(Invalid):
        saving.create(resource_for(Party), system_access(),
                      {"name": "某客户", "owner": str(outsider.pk)})  # fmt: skip


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_of_two_partners_who_register_one_customer_at_once_the_first_has_it():
    channel, ready, said = company.found(), threading.Barrier(2), {}
    accesses = {name: channel.access(name) for name in ("丁", "尤")}

    def run(name):
        try:
            ready.wait(timeout=60)
            one = register(accesses[name], channel.partners[name], {**SAID, "contact_name": name})
            said[name] = one.status
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(name,)) for name in accesses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert sorted(said.values()) == [Status.CONFLICT, Status.PROTECTED]
    assert Lead.objects.count() == 1
    assert Grant.objects.filter(resource="deal-registration").exists()
