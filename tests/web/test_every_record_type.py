"""Every registered record type has its pages, without a line written for it."""

import re

import pytest

from tests.web.company import HOSTILE, make
from zhike.access.models import User
from zhike.records.resource import all_resources, resource_named

pytestmark = pytest.mark.full

NAMES = [resource.name for resource in all_resources()]
PAGES = ("", "edit/", "history/", "timeline/", "access/", "as-of/", "delete/")
# Who makes these has a page of its own, or they are made by what happens.
INLINE = re.compile(r"\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<script(?![^>]*\ssrc=)|javascript:", re.I)


def texts(response):
    return response.content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_an_administrator_opens_every_page_of_every_record_type(admin, name):
    record = make(name)
    for url in (f"/{name}/", *(f"/{name}/{record.pk}/{page}" for page in PAGES)):
        response = admin.get(url)
        is_elsewhere = name == "page-layouts" and url.endswith("/edit/")
        assert response.status_code == (302 if is_elsewhere else 200), url
        assert not INLINE.search(texts(response)), url
    assert admin.get(f"/{name}/new/").status_code in (200, 302)


@pytest.mark.parametrize("name", NAMES)
def test_somebody_without_a_role_is_kept_out_of_what_is_not_everybodys(company, name):
    record = make(name)
    browser, access = company.browsers["nobody"], company.access("nobody")
    model = resource_named(name).model
    expected = 200 if access.can(model, "read") else 403
    assert browser.get(f"/{name}/").status_code == expected
    assert browser.get(f"/{name}/{record.pk}/").status_code in (expected, 404)
    if name != "saved-views":
        for page in ("edit/", "delete/"):
            assert browser.get(f"/{name}/{record.pk}/{page}").status_code in (403, 404)
        # What anybody may ask of anybody needs no role.
        new = 200 if access.can(model, "create") else 403
        assert browser.get(f"/{name}/new/").status_code == new


def test_names_that_are_no_record_type_are_not_found(admin):
    assert admin.get("/no-such-thing/").status_code == 404
    assert admin.get("/parties/01900000-0000-7000-8000-000000000000/").status_code == 404


def test_hostile_text_is_shown_as_text_wherever_it_stands(company, admin):
    party = company.party(HOSTILE, tags=f"{HOSTILE[:30]}", note=HOSTILE)
    make("relationships", from_party=str(party.pk), note=HOSTILE[:20])
    for url in ("/parties/", f"/parties/{party.pk}/", f"/parties/{party.pk}/edit/",
                f"/parties/{party.pk}/history/", f"/parties/{party.pk}/delete/",
                f"/parties/{party.pk}/access/", "/change-sets/", "/",
                "/search/?q=alert", "/parties/options/?q=alert"):  # fmt: skip
        response = admin.get(url)
        assert response.status_code == 200, url
        if "json" not in response["Content-Type"]:
            assert "<script>alert" not in texts(response), url


def test_a_name_is_isolated_so_that_it_cannot_turn_its_surroundings(company, admin):
    company.party(HOSTILE)
    page = texts(admin.get("/parties/"))
    assert re.search(r"<bdi>[^<]*&lt;script&gt;", page)


def test_a_user_sees_his_own_teams_records_and_no_others(company, li):
    own = company.party("ours", by="li")
    other = company.party("theirs", by="wang")
    page = texts(li.get("/parties/"))
    assert "ours" in page
    assert "theirs" not in page
    assert li.get(f"/parties/{own.pk}/").status_code == 200
    assert li.get(f"/parties/{other.pk}/").status_code == 404
    assert li.post(f"/parties/{other.pk}/delete/").status_code == 404


def test_users_of_other_teams_are_names_only(company, li):
    page = texts(li.get(f"/users/{company.users['wang'].pk}/"))
    assert "wang" in page
    assert str(User._meta.get_field("login").verbose_name) not in page.lower()
    assert li.get(f"/users/{company.users['wang'].pk}/edit/").status_code == 403
