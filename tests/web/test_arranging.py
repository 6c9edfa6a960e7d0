"""Page layouts: which panels and facts a record's page shows to whom."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.company import make
from zhike.access.models import Role, UserRole
from zhike.ledger.current import change_set
from zhike.records.models import PageLayout

ARRANGE = "/page-layouts/arrange/?type=parties"


def text(response):
    return response.content.decode()


def role_of(name):
    return Role.objects.get(name=name)


@pytest.mark.requirement("A32")
def test_a_panel_moves_to_the_other_column_for_one_role_and_undo_brings_it_back(company, admin, li):
    party = company.party("ours", by="li")
    role = role_of("representative")
    url = f"{ARRANGE}&role={role.pk}"
    answer = admin.post(url, {"move": "main:0:collaborators"}, follow=True)
    assert answer.status_code == 200
    page = text(li.get(f"/parties/{party.pk}/"))
    assert page.index('id="collaborators"') < page.index('id="timeline"')
    others = text(admin.get(f"/parties/{party.pk}/"))
    assert others.index('id="collaborators"') > others.index('id="timeline"')
    undo = re.search(r'action="(/change-sets/[^"]+/undo/)"', text(answer))[1]
    admin.post(undo)
    page = text(li.get(f"/parties/{party.pk}/"))
    assert page.index('id="collaborators"') > page.index('id="timeline"')
    assert not PageLayout.objects.exists()


def test_what_is_hidden_is_not_shown_and_the_usual_order_comes_back(company, admin, li):
    party = company.party("ours", by="li")
    admin.post(ARRANGE, {"move": "hidden:0:timeline"})
    assert 'id="timeline"' not in text(li.get(f"/parties/{party.pk}/"))
    admin.post(ARRANGE, {"move": "usual:"})
    assert 'id="timeline"' in text(li.get(f"/parties/{party.pk}/"))
    assert not PageLayout.objects.exists()


def test_facts_that_come_first_stand_in_the_head_and_above_the_others(company, admin):
    party = company.party("ours", website="chuantu.example", industry="tourism")
    admin.post(ARRANGE, {"move": "first:0:website"})
    page = text(admin.get(f"/parties/{party.pk}/"))
    assert "chuantu.example" in page.split('id="record-head"')[1].split("</header>")[0]
    assert page.index('id="fact-website"') < page.index('id="fact-name"')
    assert page.count('id="fact-website"') == 1


def test_the_role_made_first_decides_for_who_has_two_and_all_others_have_everybodys(
    company, admin, li
):
    with change_set(by=None, door="system"):
        second = Role(name="second")
        second.save()
        UserRole(user=company.users["li"], role=second).save()
    party = company.party("ours", by="li")
    admin.post(f"{ARRANGE}&role={second.pk}", {"move": "hidden:0:collaborators"})
    assert 'id="collaborators"' not in text(li.get(f"/parties/{party.pk}/"))
    admin.post(f"{ARRANGE}&role={role_of('representative').pk}", {"move": "hidden:0:timeline"})
    page = text(li.get(f"/parties/{party.pk}/"))
    assert 'id="collaborators"' in page
    assert 'id="timeline"' not in page


def test_names_of_panels_that_are_gone_are_passed_over_and_new_ones_shown(company, admin):
    party = company.party("ours")
    with change_set(by=None, door="system"):
        PageLayout(resource="party", main=["gone", "timeline"], facts=["gone"]).save()
    page = text(admin.get(f"/parties/{party.pk}/"))
    assert page.index('id="timeline"') < page.index('id="collaborators"')
    assert 'id="fact-name"' in page


def test_a_layout_asks_no_query_more_of_a_record_page(company, admin):
    party = company.party("ours")
    url = f"/parties/{party.pk}/"

    def count():
        admin.get(url)
        with CaptureQueriesContext(connection) as asked:
            admin.get(url)
        return len(asked)

    before = count()
    admin.post(ARRANGE, {"move": "side:0:timeline"})
    assert count() == before


def test_only_administrators_arrange_and_nonsense_is_refused(company, admin, li):
    assert li.get(ARRANGE).status_code == 403
    assert li.post(ARRANGE, {"move": "hidden:0:timeline"}).status_code == 403
    for move in ("hidden:0:no-such", "attic:0:timeline", "hidden:x:timeline", ""):
        assert admin.post(ARRANGE, {"move": move}).status_code == 404
    assert not PageLayout.objects.exists()


def test_every_record_type_can_be_arranged(company, admin):
    page = text(admin.get(ARRANGE))
    names = re.findall(r'<option value="([a-z-]+)"', page)
    assert len(names) > 15
    for name in names:
        assert admin.get(f"/page-layouts/arrange/?type={name}").status_code == 200
    layout = make("page-layouts", resource="task")
    edit = admin.get(f"/page-layouts/{layout.pk}/edit/")
    assert edit["Location"] == "/page-layouts/arrange/?type=tasks"
