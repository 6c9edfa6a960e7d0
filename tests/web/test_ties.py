"""The net of relationships around a party (requirement E24)."""

import pytest

from tests.web.company import make
from zhike.people.ties import MOST_PARTIES, net_of


def text(response):
    return response.content.decode()


@pytest.fixture
def net(company):
    """a works for b, b refers c, c refers d; and b supplies the party of another team."""
    parties = {name: company.party(f"party-{name}", by="li") for name in "abcd"}
    parties["x"] = company.party("hidden-x", by="wang")
    parties["y"] = company.party("party-y", by="li")
    for source, type_, target in (("a", "works_for", "b"), ("b", "refers", "c"),
                                  ("c", "refers", "d"), ("a", "supplies", "x"),
                                  ("x", "supplies", "y")):  # fmt: skip
        make("relationships", from_party=str(parties[source].pk), type=type_,
             to_party=str(parties[target].pk))  # fmt: skip
    return parties


@pytest.mark.requirement("E24")
def test_the_net_is_drawn_to_the_second_step_and_told_as_a_table(company, net, admin):
    page = text(admin.get(f"/parties/{net['a'].pk}/relationships/"))
    drawing = page.split('class="graph"')[1].split("</svg>")[0]
    table = page.split('class="ties')[1]
    for part in (drawing, table):
        for name in ("party-a", "party-b", "party-c", "hidden-x", "party-y"):
            assert name in part, name
        assert "party-d" not in part
    assert "works for" in table


@pytest.mark.requirement("E24")
def test_nobody_is_reached_through_somebody_whom_the_reader_may_not_see(company, net, li):
    page = text(li.get(f"/parties/{net['a'].pk}/relationships/"))
    assert "party-c" in page
    assert "hidden-x" not in page
    assert "party-y" not in page


def test_a_net_of_many_costs_as_much_as_one_of_few(company, li, django_assert_max_num_queries):
    centre = company.party("centre", by="li")
    ring = [company.party(f"p{n}", by="li") for n in range(50)]
    for other in ring:
        make("relationships", from_party=str(other.pk), type="refers", to_party=str(centre.pk))
    access = company.access("li")
    with django_assert_max_num_queries(4):
        net = net_of(access, centre)
    assert len(net.depths) == MOST_PARTIES
    assert net.more == 50 + 1 - MOST_PARTIES
