"""Who comes in, in which language, and what is open to all."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.web.company import PASSWORD
from zhike.access.models import AccessEvent
from zhike.ledger.current import change_set
from zhike.records import saving
from zhike.records.resource import resource_named

NEW = "paper-ink-seal"
# Reviewed: what may be asked without logging in. The API asks for a token by itself.
OPEN = {"login", "account_login", "healthz", "set_language", "api", "manifest", "public",
        "verify_paper"}  # fmt: skip


def patterns(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from patterns(pattern, path)
        else:
            yield path, pattern


def some(path):
    """An address that fits a pattern."""
    path = re.sub(r"<uuid:\w+>", "01900000-0000-7000-8000-000000000000", path)
    path = re.sub(r"<int:\w+>", "1", path)
    return "/" + re.sub(r"<[^>]+>", "parties", path).replace("^", "").replace("$", "")


def text(response):
    return response.content.decode()


@pytest.mark.django_db
def test_every_page_asks_who_one_is_but_for_a_reviewed_few():
    stranger = Client()
    open_to_all = set()
    for path, pattern in patterns(get_resolver()):
        if path.startswith("api/"):
            continue
        response = stranger.get(some(path))
        if not (response.status_code == 302 and response["Location"].startswith("/login/")):
            open_to_all.add(pattern.name or path.strip("/"))
    assert open_to_all <= OPEN


def test_one_comes_in_with_name_and_password_and_goes_on_where_one_was(company):
    browser = Client()
    assert browser.get("/parties/?q=x")["Location"] == "/login/?next=%2Fparties%2F%3Fq%3Dx"
    given = {"username": "li", "password": PASSWORD, "next": "/parties/?q=x"}
    assert browser.post("/login/", given)["Location"] == "/parties/?q=x"
    assert browser.get("/parties/").status_code == 200
    assert AccessEvent.objects.filter(event="login").count() == 1
    assert browser.post("/logout/")["Location"] == "/login/"
    assert browser.get("/parties/").status_code == 302


def test_one_never_goes_on_to_another_house(company):
    for target in ("https://evil.example/", "//evil.example/"):
        given = {"username": "li", "password": PASSWORD, "next": target}
        assert Client().post("/login/", given)["Location"] == "/"
        given = {"language": "en", "next": target}
        assert Client().post("/preferences/language/", given)["Location"] == "/"


def test_a_fragment_takes_the_whole_page_to_the_gate(company):
    response = Client().get("/parties/", headers={"HX-Request": "true"})
    assert response["HX-Redirect"].startswith("/login/")


def test_a_deactivated_user_is_out_at_the_next_request_and_stays_out(company, li):
    assert li.get("/").status_code == 200
    user = company.users["li"]
    with change_set(by=None, door="system"):
        user.refresh_from_db()
        user.deactivate()
    assert li.get("/")["Location"].startswith("/login/")
    with change_set(by=None, door="system"):
        user.activate()
    assert li.get("/")["Location"].startswith("/login/")


def test_a_new_role_takes_effect_at_the_next_request(company, admin):
    nobody = company.browsers["nobody"]
    assert nobody.get("/parties/").status_code == 403
    user = company.users["nobody"]
    role = resource_named("roles").model.objects.get()
    saving.change(resource_named("users"), company.access("admin"), user.pk,
                  {"user_roles": [{"role": str(role.pk)}]})  # fmt: skip
    assert nobody.get("/parties/").status_code == 200


def test_what_is_refused_stands_in_the_access_log(company):
    company.browsers["nobody"].get("/parties/")
    event = AccessEvent.objects.get(event="denied")
    assert (event.kind, event.user) == ("party", company.users["nobody"].pk)


def test_guessing_is_slowed_down_for_an_account_and_for_nobody_else(company):
    browser = Client()
    for _attempt in range(10):
        browser.post("/login/", {"username": "li", "password": "wrong"})
    right = {"username": "li", "password": PASSWORD}
    assert "Too many" in text(browser.post("/login/", right, headers={"Accept-Language": "en"}))
    assert browser.post("/login/", {"username": "wang", "password": PASSWORD}).status_code == 302
    AccessEvent.objects.update(at="2020-01-01T00:00:00Z")
    assert browser.post("/login/", right).status_code == 302


def test_a_wrong_name_and_a_wrong_password_look_the_same(company):
    answers = {
        re.sub(r"""value="[^"]*"|hx-headers='[^']*'""", "", text(Client().post("/login/", given)))
        for given in ({"username": "li", "password": "x"}, {"username": "ghost", "password": "x"})
    }
    assert len(answers) == 1


def test_a_one_time_password_must_be_changed_first(company, li):
    user = company.users["li"]
    with change_set(by=None, door="system"):
        user.is_password_temporary = True
        user.save()
    assert li.get("/parties/")["Location"] == "/preferences/password/"
    new = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    weak = new | {"new_password1": "12345678", "new_password2": "12345678"}
    assert li.post("/preferences/password/", weak).status_code == 422
    assert li.post("/preferences/password/", new)["Location"] == "/"
    assert li.get("/parties/").status_code == 200
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_a_new_password_ends_every_other_session(company, li):
    elsewhere = Client()
    elsewhere.force_login(company.users["li"])
    new = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    li.post("/preferences/password/", new)
    assert li.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_the_house_speaks_the_users_language(company, li):
    assert 'lang="en"' in text(li.get("/parties/"))
    li.post("/preferences/language/", {"language": "zh-hans", "next": "/parties/"})
    assert 'lang="zh-hans"' in text(li.get("/parties/"))
    li.post("/preferences/", {"language": "en", "theme": "dark", "density": "compact"})
    page = text(li.get("/parties/"))
    assert 'lang="en"' in page
    assert 'data-theme="dark"' in page
    assert 'data-density="compact"' in page
    li.post("/preferences/", {"language": "xx", "theme": "pink"})
    assert 'data-theme="dark"' in text(li.get("/"))


def test_navigation_names_what_one_may_read(company, li):
    assert 'href="/parties/"' in text(li.get("/"))
    assert 'href="/settings/"' not in text(li.get("/"))
    assert 'href="/parties/"' not in text(company.browsers["nobody"].get("/"))
    assert 'href="/settings/"' in text(company.browsers["admin"].get("/"))


@pytest.mark.django_db
def test_those_who_watch_learn_that_it_works():
    response = Client().get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_writing_needs_the_token_of_the_page(company):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(company.users["admin"])
    party = company.party()
    assert browser.post(f"/parties/{party.pk}/delete/").status_code == 403


def test_looking_changes_nothing(company, admin):
    """No page writes a record when it is only looked at."""
    from zhike.ledger.models import Change

    party = company.party()
    count = Change.objects.count()
    for page in ("", "edit/", "delete/", "history/", "access/", "as-of/"):
        admin.get(f"/parties/{party.pk}/{page}")
    for url in ("/", "/change-sets/", "/trash/", "/settings/", "/preferences/", "/logout/"):
        admin.get(url)
    assert Change.objects.count() == count
