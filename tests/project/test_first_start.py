"""A new installation has its roles; after an upgrade they learn what has come since."""

import pytest
from django.conf import settings
from django.utils.translation import override

from zhike.access.models import FieldRight, Grant, Role
from zhike.ledger.current import change_set
from zhike.ledger.models import ChangeSet
from zhike.project import first_start

pytestmark = pytest.mark.django_db


def rights():
    grants = Grant.objects.values_list("role__name", "resource", "verb", "scope")
    fields = FieldRight.objects.values_list("role__name", "resource", "field", "level")
    return {*grants, *fields}


@pytest.fixture
def older(monkeypatch):
    """An installation from before leads: its roles as they were shipped then."""
    with override(settings.LANGUAGE_CODE):
        without = {
            name: {right: scope for right, scope in given.items() if right[0] != "lead"}
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
