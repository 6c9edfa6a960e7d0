"""A record's page: panels, verbs, history, collaborators, who sees it and why."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.company import make
from zhike.access.models import Collaborator, Role
from zhike.people.models import Party
from zhike.records import saving
from zhike.records.resource import resource_named

CUSTOMER_QUERIES, DEAL_QUERIES = 34, 33


def text(response):
    return response.content.decode()


def test_the_page_shows_facts_parts_and_what_happened(company, admin):
    party = company.party(annual_revenue="55200000", industry="tourism", contact_points=[
        {"type": "phone", "value": "021 5888 1234"}, {"type": "email", "value": "a@example.cn"},
    ])  # fmt: skip
    page = text(admin.get(f"/parties/{party.pk}/"))
    for part in ("55.20", "tourism", 'href="tel:+862158881234"', 'href="mailto:a@example.cn"',
                 "created"):  # fmt: skip
        assert part.lower() in page.lower(), part


def test_related_records_are_behind_their_tabs(company, admin):
    ours, theirs = company.party("ours"), company.party("theirs")
    make("relationships", from_party=str(ours.pk), to_party=str(theirs.pk))
    page = text(admin.get(f"/parties/{ours.pk}/?tab=relationships_from"))
    assert "theirs" in page
    assert f"/relationships/new/?from_party={ours.pk}" in page
    other = text(admin.get(f"/parties/{ours.pk}/?tab=relationships_to"))
    assert "theirs" not in other.split('id="related-relationships"')[1].split("</section>")[0]


def test_every_line_of_the_timeline_can_be_taken_back_and_that_too(company, admin):
    party = company.party("old")
    saving.change(resource_named("parties"), company.access("admin"), party.pk, {"name": "new"})
    page = text(admin.get(f"/parties/{party.pk}/"))
    undo = re.findall(r'action="(/change-sets/[^"]+/undo/)"', page)[0]
    response = admin.post(undo, headers={"Referer": f"http://testserver/parties/{party.pk}/"})
    assert response["Location"] == f"/parties/{party.pk}/"
    party.refresh_from_db()
    assert party.name == "old"
    redo = re.findall(r'action="(/change-sets/[^"]+/undo/)"', text(admin.get(response["Location"])))
    admin.post(redo[0])
    party.refresh_from_db()
    assert party.name == "new"


def test_earlier_entries_are_a_page_of_their_own(company, admin):
    party = company.party("v0")
    for number in range(20):
        saving.change(resource_named("parties"), company.access("admin"), party.pk,
                      {"name": f"v{number + 1}"})  # fmt: skip
    page = text(admin.get(f"/parties/{party.pk}/"))
    more = re.search(r'hx-get="(/parties/[^"]*/timeline/[^"]*)"', page)[1].replace("&amp;", "&")
    earlier = text(admin.get(more))
    assert "v20" not in earlier.split('class="timeline"')[1]
    assert "v1" in earlier


def test_a_record_is_shown_as_of_a_moment(company, admin):
    party = company.party("old name")
    made = party.created_at
    saving.change(resource_named("parties"), company.access("admin"), party.pk, {"name": "new"})
    at = {"at": made.isoformat()}
    assert "old name" in text(admin.get(f"/parties/{party.pk}/as-of/", at))
    before = text(admin.get(f"/parties/{party.pk}/as-of/", {"at": "2001-01-01"}))
    assert "did not exist" in before
    assert admin.get(f"/parties/{party.pk}/as-of/", {"at": "whenever"}).status_code == 200


def test_a_deleted_record_comes_back_from_the_toast(company, admin):
    party = company.party(contact_points=[{"type": "phone", "value": "021 5888 1234"}])
    response = admin.post(f"/parties/{party.pk}/delete/", {"version": 1}, follow=True)
    assert not Party.objects.exists()
    undo = re.search(r'action="(/change-sets/[^"]+/undo/)"', text(response))[1]
    admin.post(undo)
    assert Party.objects.get().contact_points.count() == 1


def test_what_others_need_is_not_deleted_and_they_are_named(company, admin):
    role = Role.objects.get()
    response = admin.post(f"/roles/{role.pk}/delete/", {"version": role.version})
    assert response.status_code in (302, 409)
    assert Role.objects.exists()


def test_deleting_an_old_version_is_refused(company, admin):
    party = company.party("old")
    saving.change(resource_named("parties"), company.access("admin"), party.pk, {"name": "new"})
    admin.post(f"/parties/{party.pk}/delete/", {"version": 1})
    assert Party.objects.exists()


def test_a_collaborator_sees_the_record_until_the_day(company, li):
    party = company.party("ours", by="li")
    wang = company.browsers["wang"]
    assert wang.get(f"/parties/{party.pk}/").status_code == 404
    li.post(f"/parties/{party.pk}/collaborators/", {"user": str(company.users["wang"].pk)})
    assert wang.get(f"/parties/{party.pk}/").status_code == 200
    assert wang.get(f"/parties/{party.pk}/edit/").status_code == 403
    assert "collaborator" in text(li.get(f"/parties/{party.pk}/access/"))
    li.post(f"/parties/{party.pk}/collaborators/", {"remove": str(Collaborator.objects.get().pk)})
    assert wang.get(f"/parties/{party.pk}/").status_code == 404


def test_collaborators_are_chosen_by_those_who_may_change_the_record(company, li):
    theirs = company.party("theirs", by="wang")
    given = {"user": str(company.users["li"].pk)}
    assert li.post(f"/parties/{theirs.pk}/collaborators/", given).status_code == 404
    ours = company.party("ours", by="li")
    wrong = [{"user": "nobody"}, {"user": str(company.users["wang"].pk), "until": "2001-01-01"},
             {"user": ""}, {"remove": "x"}]  # fmt: skip
    for given in wrong:
        assert li.post(f"/parties/{ours.pk}/collaborators/", given).status_code == 302
    assert not Collaborator.objects.exists()


def test_a_verb_is_a_button_and_says_what_it_did(company, admin):
    user = company.users["wang"]
    assert f'action="/users/{user.pk}/deactivate/"' in text(admin.get(f"/users/{user.pk}/"))
    response = admin.post(f"/users/{user.pk}/deactivate/", {"version": user.version}, follow=True)
    user.refresh_from_db()
    assert not user.is_active
    assert "/undo/" in text(response)
    assert f'action="/users/{user.pk}/activate/"' in text(response)
    admin.post(f"/users/{user.pk}/deactivate/")
    assert admin.get(f"/users/{user.pk}/win/").status_code == 404


def test_a_verb_is_refused_without_its_right(company, li):
    user = company.users["wang"]
    assert li.post(f"/users/{user.pk}/deactivate/").status_code == 403
    user.refresh_from_db()
    assert user.is_active


def test_the_access_page_says_how_far_ones_verbs_reach(company, admin, li):
    page = text(li.get("/access/"))
    assert "representative" in page
    assert "the team's" in page.replace("&#x27;", "'")
    other = text(admin.get(f"/access/?user={company.users['li'].pk}"))
    assert "representative" in other
    party = company.party(by="li")
    assert li.get(f"/access/?record=party:{party.pk}")["Location"].endswith("/access/")
    assert li.get("/access/?record=nothing:1").status_code == 404


@pytest.mark.requirement("B50")
def test_a_telephone_number_is_changed_where_it_stands_and_undo_brings_it_back(company, li):
    party = company.party(by="li", contact_points=[{"type": "phone", "value": "021 5888 1234"}])
    point = party.contact_points.get()
    place = f"fact-value-{point.pk}"
    page = text(li.get(f"/parties/{party.pk}/"))
    assert f'id="{place}"' in page
    url = f"/contact-points/{point.pk}/fields/value/?into={place}"
    assert f'hx-get="{url}"' in page
    htmx = {"HX-Request": "true"}
    assert f'<dd id="{place}" data-editing>' in text(li.get(url, headers=htmx))
    wrong = li.post(url, {"value": "12", "version": point.version}, headers=htmx)
    assert wrong.status_code == 422
    kept = li.post(url, {"value": "13800138000", "version": point.version}, headers=htmx)
    answer = text(kept)
    assert f'<dd id="{place}"' in answer
    assert 'href="tel:+8613800138000"' in answer
    assert 'data-copy="138 0013 8000"' in answer
    li.post(re.search(r'action="(/change-sets/[^"]+/undo/)"', answer)[1])
    point.refresh_from_db()
    assert point.value == "021 5888 1234"
    assert company.browsers["wang"].get(url, headers=htmx).status_code == 404


def test_a_customers_page_asks_the_same_number_of_queries_whatever_happened_with_it(company, li):
    """Pinned: what a page costs is noticed when it grows."""

    def asked(party):
        li.get(f"/parties/{party.pk}/")
        with CaptureQueriesContext(connection) as queries:
            li.get(f"/parties/{party.pk}/")
        return len(queries)

    few, many = company.party("few", by="li"), company.party("many", by="li")
    access = company.access("li")
    for party, count in ((few, 2), (many, 50)):
        for number in range(count):
            make("interactions", by=access, party=str(party.pk), subject=f"touch {number}")
    assert asked(few) == asked(many) <= CUSTOMER_QUERIES


def test_a_deals_page_asks_a_pinned_number_of_queries(company, li):
    deal = make("opportunities", by=company.access("li"))
    li.get(f"/opportunities/{deal.pk}/")
    with CaptureQueriesContext(connection) as queries:
        li.get(f"/opportunities/{deal.pk}/")
    # What a process has looked up for earlier pages it does not ask again.
    assert len(queries) <= DEAL_QUERIES
