"""Roles: the matrix of rights and the rights on fields."""

import re

from zhike.access.models import FieldRight, Grant, Role


def text(response):
    return response.content.decode()


def post(browser, role, **given):
    cells = {name.replace("__", ":"): value for name, value in given.items()}
    sent = {"name": role.name, "note": "", "version": role.version} | cells
    return browser.post(f"/roles/{role.pk}/edit/", sent, follow=True)


def test_cells_are_granted_denied_and_taken_back(company, admin):
    role = Role.objects.get()
    response = post(admin, role, **{"g:party:export": "all", "g:party:delete": "denied",
                                    "g:task:read": ""})  # fmt: skip
    assert response.status_code == 200
    grants = {(g.resource, g.verb): g for g in Grant.objects.filter(role=role)}
    assert grants["party", "export"].scope == "all"
    assert grants["party", "delete"].is_denied
    assert ("task", "read") not in grants
    assert grants["party", "read"].scope == "team"
    undo = re.search(r'action="(/change-sets/[^"]+/undo/)"', text(response))[1]
    admin.post(undo)
    assert Grant.objects.filter(role=role, resource="task", verb="read").exists()
    assert not Grant.objects.filter(role=role, is_denied=True).exists()


def test_a_change_of_rights_takes_effect_at_the_next_request(company, admin, li):
    assert li.get("/parties/").status_code == 200
    post(admin, Role.objects.get(), **{"g:party:read": "denied"})
    assert li.get("/parties/").status_code == 403


def test_a_field_is_hidden_everywhere(company, admin, li):
    party = company.party("ours", by="li")
    company.access("admin")
    role = Role.objects.get()
    post(admin, role, **{"field_rights-TOTAL_FORMS": "1",
                         "field_rights-0-field": "party.employee_count",
                         "field_rights-0-level": "hidden"})  # fmt: skip
    assert FieldRight.objects.get().level == "hidden"
    for url in (f"/parties/{party.pk}/", f"/parties/{party.pk}/edit/",
                "/parties/?column=employee_count"):  # fmt: skip
        assert "number of employees" not in text(li.get(url)).lower(), url
    by_it = '{"field":"employee_count","op":"eq","value":"1"}'
    assert li.get("/parties/", {"filter": by_it}).status_code == 400
    role.refresh_from_db()
    post(admin, role, **{"field_rights-TOTAL_FORMS": "1",
                         "field_rights-0-id": str(FieldRight.objects.get().pk),
                         "field_rights-0-DELETE": "on"})  # fmt: skip
    assert not FieldRight.objects.exists()


def test_a_role_is_made_with_its_rights(company, admin):
    given = {"name": "service", "g:*:read": "all", "g:interaction:create": "own"}
    response = admin.post("/roles/new/", given)
    role = Role.objects.get(name="service")
    assert response["Location"] == f"/roles/{role.pk}/"
    assert role.grants.count() == 2
    assert admin.post("/roles/new/", given).status_code == 422
    assert admin.post("/roles/new/", {"name": ""}).status_code == 422


def test_words_that_the_matrix_does_not_know_change_nothing(company, admin):
    role = Role.objects.get()
    before = Grant.objects.count()
    post(admin, role, **{"g:party:read": "galaxy", "g:nonsense:read": "all", "g:party:fly": "all"})
    assert Grant.objects.count() == before


def test_somebody_elses_edit_is_not_overwritten(company, admin):
    role = Role.objects.get()
    old = role.version
    post(admin, role, **{"g:party:export": "all"})
    admin.post(f"/roles/{role.pk}/edit/", {"name": "late", "version": old})
    role.refresh_from_db()
    assert role.name == "representative"
