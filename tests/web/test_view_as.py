"""View as: an administrator looks with a colleague's eyes, and only looks."""

import pytest

from zhike.access.models import AccessEvent
from zhike.people.models import Party


@pytest.fixture
def looking(company, admin):
    """The administrator's browser while it looks as li."""
    company.party("in the south", owner=str(company.users["wang"].pk))
    company.party("in the north", owner=str(company.users["li"].pk))
    assert admin.post(f"/users/{company.users['li'].pk}/view-as/").status_code == 302
    return admin


def test_the_administrator_sees_what_the_colleague_sees_under_a_banner(looking):
    page = looking.get("/parties/").content.decode()
    assert "in the north" in page
    assert "in the south" not in page
    assert "You see Zhike as li does" in page


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/parties/new/"), ("post", "/preferences/language/"),
        ("get", "/preferences/password/"), ("get", "/api-tokens/new/"),
        ("post", "/api/v1/parties"), ("post", "/notifications/read/"),
    ],
)  # fmt: skip
def test_nothing_can_be_written_in_the_colleagues_name(looking, method, path):
    assert getattr(looking, method)(path, {"name": "forged"}).status_code == 403
    assert Party.objects.count() == 2


def test_the_log_says_who_looked_as_whom_and_the_end_gives_oneself_back(company, looking):
    assert looking.post("/view-as/end/").status_code == 302
    found = AccessEvent.objects.filter(event__startswith="view_as").order_by("pk")
    admin, li = company.users["admin"].pk, company.users["li"].pk
    assert [(e.event, e.user, e.record) for e in found] == [
        ("view_as", admin, li), ("view_as_ended", admin, li),
    ]  # fmt: skip
    assert "in the south" in looking.get("/parties/").content.decode()


def test_whoever_is_no_administrator_looks_as_nobody(company, li):
    assert li.post(f"/users/{company.users['wang'].pk}/view-as/").status_code == 403
    session = li.session
    session["view_as"] = str(company.users["wang"].pk)
    session.save()
    assert "You see Zhike as" not in li.get("/").content.decode()
