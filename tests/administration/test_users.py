"""Users: made, given roles and passwords, let go; only by those who administer."""

import re

import pytest
from django.test import Client

from tests.web.company import VERBS
from zhike.access.models import ApiToken, Role, User
from zhike.ledger.current import change_set
from zhike.project.commands import CommandRefused
from zhike.project.commands import user as command
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.resource import resource_named

USERS = resource_named("users")
ADMINISTERED = ("users", "teams", "roles", "custom-fields", "tags", "api-tokens", "companies",
                "exchange-rates", "collaborators", "work-calendars", "calendar-days",
                "absences")  # fmt: skip


def text(response):
    return response.content.decode()


def test_a_user_is_made_in_the_browser_with_roles_and_comes_in(company, admin):
    role = Role.objects.get()
    response = admin.post("/users/new/", {
        "name": "周子涵", "login": "zhouzihan", "team": str(company.teams["north"].pk),
        "language": "zh-hans", "is_active": "on",
        "user_roles-TOTAL_FORMS": 1, "user_roles-0-role": str(role.pk),
        "team_helps-TOTAL_FORMS": 1, "team_helps-0-team": str(company.teams["south"].pk),
    })  # fmt: skip
    user = User.objects.get(login="zhouzihan")
    assert response["Location"] == f"/users/{user.pk}/"
    assert [r.role for r in user.user_roles.all()] == [role]
    page = text(admin.post(f"/users/{user.pk}/password/"))
    password = re.search(r"<output>([^<]+)</output>", page)[1]
    assert password not in text(admin.get(f"/users/{user.pk}/password/"))
    browser = Client()
    browser.post("/login/", {"username": "zhouzihan", "password": password})
    assert browser.get("/parties/")["Location"] == "/preferences/password/"


def test_letting_somebody_go_ends_sessions_and_tokens_at_once(company, admin, li):
    user = company.users["li"]
    with change_set(by=None, door="system"):
        token = ApiToken.issue(user, "sync")
    program = Client(headers={"Authorization": f"Bearer {token}"})
    assert program.get("/api/v1/parties").status_code == 200
    admin.post(f"/users/{user.pk}/deactivate/", {"version": user.version})
    assert program.get("/api/v1/parties").status_code == 401
    assert li.get("/parties/").status_code == 302


def test_the_last_administrator_stays(company, admin):
    user = company.users["admin"]
    sent = {"name": "admin", "login": "admin", "is_active": "on", "version": 1}
    response = admin.post(f"/users/{user.pk}/edit/", sent)
    assert response.status_code == 422
    admin.post(f"/users/{user.pk}/deactivate/")
    user.refresh_from_db()
    assert (user.is_active, user.is_admin) == (True, True)


def test_only_who_administers_writes_what_is_administered(company, li):
    with change_set(by=None, door="system"):
        role = Role.objects.get()
        for verb in (*VERBS, "*"):
            resource_named("grants").model(role=role, resource="*", verb=verb, scope="all").save()
    access = company.access("li")
    for name in ADMINISTERED:
        model = resource_named(name).model
        assert not any(access.can(model, verb) for verb in ("create", "update", "delete")), name
        assert li.get(f"/{name}/new/").status_code == 403
    for url in ("/settings/", "/access-log/", f"/users/{company.users['wang'].pk}/password/"):
        assert li.get(url).status_code == 403
    response = li.post(f"/users/{company.users['wang'].pk}/edit/", {"name": "x", "version": 1})
    assert response.status_code == 403


def test_who_administers_users_does_not_become_an_administrator(company):
    with change_set(by=None, door="system"):
        grant = resource_named("grants").model
        grant(role=Role.objects.get(), resource="user", verb="administer", scope="all").save()
    access, user = company.access("li"), company.users["li"]
    saving.change(USERS, access, user.pk, {"email": "li@example.cn"})
    with pytest.raises(Invalid):
        saving.change(USERS, access, user.pk, {"is_admin": "true"})
    li = company.browsers["li"]
    assert li.post(f"/users/{company.users['admin'].pk}/password/").status_code == 403


def test_the_password_appears_nowhere(company, admin):
    user = company.users["li"]
    user.refresh_from_db()
    for url in (f"/users/{user.pk}/", f"/users/{user.pk}/edit/", f"/users/{user.pk}/history/",
                "/users/", "/change-sets/", "/access-log/"):  # fmt: skip
        assert user.password not in text(admin.get(url))


def test_a_token_is_shown_once_and_revoked_at_once(company, admin):
    sent = {"name": "sync", "user": str(company.users["li"].pk)}
    page = text(admin.post("/api-tokens/new/", sent))
    token = re.search(r"<output>(zk_[^<]+)</output>", page)[1]
    program = Client(headers={"Authorization": f"Bearer {token}"})
    assert program.get("/api/v1/parties").status_code == 200
    kept = ApiToken.objects.get()
    for url in ("/api-tokens/", f"/api-tokens/{kept.pk}/", "/change-sets/", "/access-log/"):
        assert token not in text(admin.get(url))
    admin.post(f"/api-tokens/{kept.pk}/delete/", {"version": 1})
    assert program.get("/api/v1/parties").status_code == 401
    assert admin.post("/api-tokens/new/", {"name": "x", "user": ""}).status_code == 422


def test_teams_stand_in_each_other(company, admin):
    north = company.teams["north"]
    admin.post("/teams/new/", {"name": "Chengdu", "parent": str(north.pk)})
    page = text(admin.get("/teams/tree/"))
    assert page.index("north") < page.index("Chengdu")
    child = resource_named("teams").model.objects.get(name="Chengdu")
    sent = {"name": "north", "parent": str(child.pk), "version": north.version}
    response = admin.post(f"/teams/{north.pk}/edit/", sent)
    assert response.status_code == 422


def test_the_command_line_adds_a_user_and_prints_a_one_time_password(company, capsys):
    import argparse

    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    words = ["add", "孙晓彤", "--role", "representative", "--team", "north"]
    assert command.run(parser.parse_args(words)) == 0
    password = capsys.readouterr().out.strip()
    user = User.objects.get(name="孙晓彤")
    assert user.check_password(password)
    assert user.is_password_temporary
    assert (user.team.name, user.is_admin) == ("north", False)
    for wrong in (["add", "孙晓彤"], ["add", "x", "--role", "ghost"],
                  ["add", "x", "--team", "ghost"]):  # fmt: skip
        with pytest.raises(CommandRefused):
            command.run(parser.parse_args(wrong))


def test_the_access_log_is_read_by_kind(company, admin):
    Client().post("/login/", {"username": "li", "password": "wrong"})
    page = text(admin.get("/access-log/?event=login_refused"))
    assert ">li<" in page.replace("\n", "")
    assert admin.get("/access-log/?event=nonsense&before=x").status_code == 200


def test_the_company_is_set_up_and_named_on_every_page(company, admin):
    assert "/companies/" in admin.get("/settings/company/")["Location"]
    assert "华骏客车" in text(admin.get("/"))
