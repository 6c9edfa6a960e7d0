"""The timeline of a customer: everything that happened, page by page."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.web import company as firm
from zhike.engagement.models import Interaction
from zhike.people.models import Relationship
from zhike.records.timeline import Place, timeline


@pytest.fixture
def company(db):
    return firm.found()


def touched(company, party, subject, at=None):
    return firm.make("interactions", by=company.access("admin"), party=str(party.pk),
                     subject=subject, at=str(at or timezone.now()))  # fmt: skip


def titles(company, party, **asked):
    return [str(m.title) for m in timeline(company.access("admin"), party, **asked)]


@pytest.mark.requirement("D46")
def test_an_organizations_timeline_holds_its_peoples_interactions(company):
    firm_, person = company.party("川途客运"), company.party("徐志强", kind="person")
    stranger = company.party("路人", kind="person")
    firm.make("relationships", from_party=str(person.pk), to_party=str(firm_.pk), type="works_for")
    for party, subject in ((firm_, "总机"), (person, "手机"), (stranger, "别人")):
        touched(company, party, subject)
    assert set(titles(company, firm_, only="interactions")) == {"总机", "手机"}
    assert titles(company, person, only="interactions") == ["手机"]


@pytest.mark.requirement("D46")
def test_what_somebody_did_after_leaving_is_not_his_old_companys(company):
    firm_, person = company.party("川途客运"), company.party("徐志强", kind="person")
    firm.make("relationships", from_party=str(person.pk), to_party=str(firm_.pk), type="works_for",
              until=str(timezone.localdate() - dt.timedelta(days=1)))  # fmt: skip
    touched(company, person, "新东家的事")
    assert Relationship.objects.count() == 1
    assert titles(company, firm_, only="interactions") == []


def test_pages_hold_each_entry_once_though_many_share_a_time(company):
    """An import of mere days gives hundreds of entries the same time."""
    party = company.party("川途客运")
    at = dt.datetime(2026, 3, 10, tzinfo=dt.UTC)
    for number in range(7):
        touched(company, party, f"第{number}次", at)
    shown, after = [], None
    for _ in range(20):
        page = timeline(company.access("admin"), party, after=after, limit=3)
        if not page:
            break
        shown += [str(m.title) for m in page]
        after = Place.read(str(Place.of(page[-1])))
    whole = titles(company, party)
    assert len(whole) == Interaction.objects.count() + 1
    assert shown == whole


@pytest.mark.parametrize("cursor", [
    "then", "~~", "2026-03-10T00:00:00+00:00~changes~x", "2026-03-10T00:00:00~changes~1",
    "2026-03-10T00:00:00+00:00~gossip~1", "2026-03-10T00:00:00+00:00~interactions~1",
    "2026-03-10T00:00:00+00:00~changes~" + "9" * 400, "9999-12-31T23:59:59-14:00~changes~1",
])  # fmt: skip
def test_a_place_that_is_none_is_refused(company, cursor):
    party, admin = company.party("川途客运"), company.browsers["admin"]
    answer = admin.get(f"/api/v1/parties/{party.pk}/timeline", {"cursor": cursor})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "cursor"
    assert admin.get(f"/parties/{party.pk}/timeline/", {"after": cursor}).status_code == 200


def test_rest_pages_through_the_timeline(company):
    party, admin = company.party("川途客运"), company.browsers["admin"]
    for number in range(4):
        touched(company, party, f"第{number}次")
    place = f"/api/v1/parties/{party.pk}/timeline"
    first = admin.get(place, {"limit": 3}).json()
    second = admin.get(place, {"limit": 3, "cursor": first["next_cursor"]}).json()
    assert len(first["items"] + second["items"]) == 5
    assert second["next_cursor"] is None
