"""An interaction is noted down on a phone in three fields."""

import re
from datetime import UTC

import pytest
from django.utils import timezone, translation

from tests.web.company import PASSWORD, found
from zhike.base.dates import parse_moment
from zhike.engagement.composer import usual_times
from zhike.engagement.models import Interaction
from zhike.engagement.rules.notes import channel_of, subject_of


@pytest.mark.parametrize(
    ("note", "channel", "subject"),
    [
        ("微信上说月底前定。还要电话确认", "wechat", "微信上说月底前定"),
        ("Called Mr He about 3.5 t vans. Wants a quote", "call",
         "Called Mr He about 3.5 t vans"),
        ("看了样车", "visit", "看了样车"),
        ("长" * 80, "visit", "长" * 59 + "…"),
    ],
)  # fmt: skip
def test_a_note_tells_its_subject_and_its_channel(note, channel, subject):
    assert (channel_of(note), subject_of(note)) == (channel, subject)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_offered_times_are_understood_in_either_language(language):
    now = timezone.now()
    with translation.override(language):
        for day in usual_times():
            assert parse_moment(day, now=now, tz=UTC, lang=language) > now


@pytest.mark.django_db
def test_what_is_wrong_keeps_the_note_and_offers_recent_customers():
    company = found()
    party, hidden = company.party("川途客运", by="li"), company.party("蓉城客运", by="wang")
    li = company.browsers["li"]
    li.post("/capture/", {"party": str(party.pk), "body": "看了样车", "without": "1"})
    page = li.post(
        "/capture/", {"party": str(hidden.pk), "body": "报价", "next_contact_at": "改天"}
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert "报价</textarea>" in text
    assert 'value="改天"' in text
    assert f'value="{party.pk}" data-offer="id_party"' in text
    assert Interaction.objects.count() == 1


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("B46")
def test_a_salesperson_notes_a_call_in_three_fields_on_a_phone(page):
    company = found()
    party = company.party("川途客运", by="li")
    page.set_viewport_size({"width": 375, "height": 812})
    page.goto("/login/")
    page.fill("[name=username]", "li")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name=re.compile("Log in|登录")).click()
    page.wait_for_url("**/")
    page.locator(".tab-add").click()
    page.wait_for_url("**/capture/")
    fields = page.locator("main :is(input:not([type=hidden], .typed-native), select, textarea)")
    assert fields.count() <= 3
    page.fill("#id_party", "川途")
    page.get_by_role("option", name="川途客运").click()
    page.fill("#id_body", "电话里说要60台。月底定")
    page.get_by_role("button", name="in 3 days").click()
    page.locator("output.understood:visible").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**/parties/{party.pk}/")
    noted = Interaction.objects.get()
    assert (noted.party, noted.channel) == (party, "call")
    assert (noted.subject, noted.body) == ("电话里说要60台", "电话里说要60台。月底定")
    assert noted.next_contact_at is not None


@pytest.mark.django_db
@pytest.mark.requirement("B46")
def test_when_one_is_in_touch_again_is_asked_once_and_a_call_is_a_call():
    company = found()
    party = company.party("川途客运", by="li")
    li = company.browsers["li"]
    note = {"party": str(party.pk), "body": "要60台", "next_contact_at": ""}
    asked = li.post("/capture/?channel=call", note)
    assert (asked.status_code, Interaction.objects.count()) == (422, 0)
    assert "Save without a next contact" in asked.content.decode()
    li.post("/capture/?channel=call", note | {"next_contact_at": "in 3 days"})
    li.post("/capture/", note | {"without": "1"})
    first, second = Interaction.objects.order_by("pk")
    assert (first.channel, first.next_contact_at is not None) == ("call", True)
    assert (second.channel, second.next_contact_at) == ("visit", None)
