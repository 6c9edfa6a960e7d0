"""A new installation has its roles; after an upgrade they learn what has come since."""

import pytest
from django.conf import settings
from django.utils.translation import override

from zhike.access.models import FieldRight, Grant, Role, User
from zhike.ledger.current import change_set
from zhike.ledger.models import ChangeSet
from zhike.ledger.undo import undo
from zhike.project import first_start

pytestmark = pytest.mark.django_db


def rights():
    grants = Grant.objects.values_list("role__name", "resource", "verb", "scope")
    fields = FieldRight.objects.values_list("role__name", "resource", "field", "level")
    return {*grants, *fields}


@pytest.fixture
def older(monkeypatch):
    """An installation from before leads and voided contracts: its roles as they were then."""
    with override(settings.LANGUAGE_CODE):
        without = {
            name: {
                right: scope
                for right, scope in given.items()
                if right[0] != "lead" and right != ("contract", "void")
            }
            for name, given in first_start.roles().items()
        }
    with monkeypatch.context() as then:
        then.setattr(first_start, "roles", lambda: without)
        then.setattr(first_start, "field_rights", dict)
        first_start.ensure()
    assert not Grant.objects.filter(resource="lead").exists()


def test_roles_that_nobody_changed_learn_the_new_verbs_and_what_of_them_is_masked(older):
    first_start.ensure()
    upgraded = rights()
    assert ("销售代表", "lead", "merge", "own") in upgraded
    assert ("审计", "lead", "mobile", "masked") in upgraded
    sets = ChangeSet.objects.count()
    first_start.ensure()
    assert (rights(), ChangeSet.objects.count()) == (upgraded, sets)


def test_a_role_that_somebody_changed_stays_as_they_left_it(older):
    role = Role.objects.get(name="销售代表")
    with change_set(by=None, door="web", action="edit"):
        role.grants.get(resource="party", verb="delete").delete()
    before = {right for right in rights() if right[0] == "销售代表"}
    first_start.ensure()
    assert {right for right in rights() if right[0] == "销售代表"} == before
    assert Grant.objects.filter(role__name="市场", resource="lead").exists()


@pytest.fixture
def admin(older, client):
    """An administrator who has changed a role and thrown another away, after the upgrade."""
    with change_set(by=None, door="web", action="edit"):
        Role.objects.get(name="销售代表").grants.get(resource="party", verb="delete").delete()
        Role.objects.get(name="财务").delete()
        user = User(login="chief", name="主管", is_admin=True, language="zh-hans")
        user.save()
    first_start.ensure()
    client.force_login(user)
    return client


def test_an_administrator_takes_over_what_changed_roles_lack_and_takes_it_back(admin):
    page = admin.get("/roles/suggested/").content.decode()
    assert "销售代表" in page
    assert "财务" in page
    assert "市场" not in page[page.index("<main") : page.index("</main")], "it has learned them"
    before = rights()
    assert admin.post("/roles/suggested/", {"role": "销售代表"}).status_code == 302
    news = rights() - before
    assert {right[1:3] for right in news if right[1] != "lead"} == {("contract", "void")}
    assert ("销售代表", "lead", "merge", "own") in news
    assert ("销售代表", "party", "delete", "own") not in rights(), "what was taken away stays so"
    admin.post("/roles/suggested/", {"role": "销售代表"})
    assert rights() - before == news, "once"
    done = ChangeSet.objects.filter(door="web", actor__isnull=False).latest("pk")
    undo(done, by=None, door="web")
    assert rights() == before


def test_a_role_that_came_with_an_update_is_made_as_it_is_shipped(admin):
    admin.post("/roles/suggested/", {"role": "财务"})
    role = Role.objects.get(name="财务")
    with override(settings.LANGUAGE_CODE):
        shipped = first_start.roles()["财务"]
    granted = role.grants.values_list("resource", "verb", "scope")
    assert {(kind, verb): scope for kind, verb, scope in granted} == shipped
    assert role.desk == "management"
