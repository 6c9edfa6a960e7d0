"""The second step of logging in, and the list of one's sessions."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.test import Client

from tests.contracts.routes import ROUTES, open_routes
from tests.web.company import PASSWORD
from zhike.access.models import AccessEvent
from zhike.base.ids import uuid7
from zhike.ledger.current import change_set
from zhike.records.models import Company

SECURITY = "/preferences/security/"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0 Safari/537.36"


def text(response):
    return response.content.decode()


def code_for(secret, steps=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def logged_in(login="li", **headers):
    browser = Client(headers={"Accept-Language": "en", "User-Agent": CHROME, **headers})
    answer = browser.post("/login/", {"username": login, "password": PASSWORD})
    return browser, answer


def set_up(browser):
    """Turn the second step on; the key, and the recovery codes."""
    browser.post(SECURITY + "password/?next=" + SECURITY + "on/", {"password": PASSWORD})
    secret = re.search(r"<code[^>]*>(\w+)</code>", text(browser.get(SECURITY + "on/")))[1]
    answer = browser.post(SECURITY + "on/", {"code": code_for(secret, -1)}, follow=True)
    return secret, re.findall(r"<output>(\d+)</output>", text(answer))


def want(of_whom):
    with change_set(by=None, door="system"):
        here = Company.here()
        here.name, here.second_step = here.name or "Huajun", of_whom
        here.save()


def test_after_the_password_a_code_is_asked_and_nothing_else_is_open(company):
    secret, _codes = set_up(logged_in()[0])
    browser, answer = logged_in()
    assert answer["Location"] == "/login/code/"
    for path in ("/", "/parties/", SECURITY, "/api/v1/me"):
        assert browser.get(path).status_code in (302, 401)
    assert browser.post("/login/code/", {"code": "000000"}).status_code == 200
    answer = browser.post("/login/code/", {"code": code_for(secret)})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert browser.get("/parties/").status_code == 200


def test_a_recovery_code_lets_in_once(company):
    _secret, codes = set_up(logged_in()[0])
    assert len(codes) == 10
    browser, _ = logged_in()
    assert browser.post("/login/code/", {"code": codes[0]}).status_code == 302
    again, _ = logged_in()
    assert again.post("/login/code/", {"code": codes[0]}).status_code == 200
    assert again.get("/parties/").status_code == 302


def test_the_codes_are_shown_once_and_the_key_is_not_in_the_database(company):
    browser, _ = logged_in()
    secret, codes = set_up(browser)
    assert not set(codes) & set(re.findall(r"\d+", text(browser.get(SECURITY + "codes/"))))
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept


def test_guessing_codes_is_slowed_down(company):
    secret, _codes = set_up(logged_in()[0])
    browser, _ = logged_in()
    for _attempt in range(10):
        browser.post("/login/code/", {"code": "000000"})
    assert "Too many" in text(browser.post("/login/code/", {"code": code_for(secret)}))
    AccessEvent.objects.update(at="2020-01-01T00:00:00Z")
    assert browser.post("/login/code/", {"code": code_for(secret)}).status_code == 302


def test_turning_it_on_or_off_asks_for_the_password_again(
    company, django_capture_on_commit_callbacks
):
    browser, _ = logged_in()
    assert "/preferences/security/password/" in browser.get(SECURITY + "on/")["Location"]
    with django_capture_on_commit_callbacks(execute=True):
        set_up(browser)
    assert browser.post(SECURITY + "off/", {}, follow=True).status_code == 200
    assert not Authenticator.objects.exists()
    noted = AccessEvent.objects.filter(event__startswith="second").order_by("at")
    assert [event.event for event in noted] == ["second_step_set", "second_step_off"]


@pytest.mark.parametrize("login", ["li", "admin"])
def test_where_the_company_wants_it_nothing_is_open_before_it_is_set_up(company, login):
    want("administrators")
    browser, _ = logged_in(login)
    must = login == "admin"
    assert (browser.get("/parties/").headers.get("Location") == SECURITY) is must
    assert browser.get("/api/v1/me").status_code == (403 if must else 200)
    if must:
        set_up(browser)
        assert browser.get("/parties/").status_code == 200
        assert browser.post(SECURITY + "off/", {}).status_code == 200
        assert Authenticator.objects.exists()


def every_address():
    """Each route that is not open to all, with something in its gaps."""
    ids, of = ("id", "uuid"), {"name": "parties"}
    for route in set(ROUTES) - open_routes() - {"logout/"}:
        yield "/" + re.sub(
            r"<(\w+):(\w+)>",
            lambda gap: str(uuid7()) if gap[1] in ids else of.get(gap[2], "1"),
            route,
        )


def test_no_route_is_a_way_around_the_second_step(company):
    want("everybody")
    led, _ = logged_in("wang")
    before_code = Client()
    set_up(logged_in()[0])
    assert before_code.post("/login/", {"username": "li", "password": PASSWORD}).status_code == 302
    own = (SECURITY, "/preferences/password/")
    tried = 0
    for address in every_address():
        for send in ("get", "post"):
            shut, answer = getattr(before_code, send)(address), getattr(led, send)(address)
            if address.startswith("/api/"):
                assert (shut.status_code, answer.status_code) == (401, 403), (send, address)
            else:
                assert shut["Location"].startswith("/login/"), (send, address)
                assert address.startswith(own) or answer["Location"] == SECURITY, (send, address)
            tried += 1
    assert tried > 150


def test_an_administrator_asks_it_of_everybody_and_sees_who_has_it(company):
    want("")
    admin, _ = logged_in("admin")
    set_up(admin)
    here = Company.here()
    page = f"/companies/{here.pk}/"
    assert 'name="second_step"' in text(admin.get(page + "edit/"))
    shown = text(admin.get(page))
    assert "1 of " in shown
    assert company.users["li"].name in shown.split('id="without-second-step"')[1]


def test_one_sees_where_one_is_logged_in_and_ends_a_session(company):
    here, _ = logged_in()
    there, _ = logged_in()
    page = text(here.get(SECURITY))
    assert page.count("Chrome · Windows") == 2
    other = UserSession.objects.exclude(session_key=here.session.session_key).get()
    here.post(SECURITY + "sessions/", {"session": other.pk})
    assert there.get("/parties/").status_code == 302
    assert here.get("/parties/").status_code == 200


def test_nobody_ends_the_session_of_another(company):
    li, _ = logged_in()
    logged_in("wang")
    wangs = UserSession.objects.get(user=company.users["wang"])
    assert li.post(SECURITY + "sessions/", {"session": wangs.pk}).status_code == 404
    assert UserSession.objects.filter(pk=wangs.pk).exists()


def test_an_administrator_resets_the_second_step_of_who_lost_the_telephone(company):
    lost, _ = logged_in()
    set_up(lost)
    user = company.users["li"]
    admin, _ = logged_in("admin")
    assert admin.post(f"/users/{user.pk}/second-step/").status_code == 302
    assert lost.get("/parties/").status_code == 302
    assert logged_in()[1]["Location"] == "/"
