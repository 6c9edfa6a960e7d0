"""A quote of more lines than its form shows loses none of them, nor what is added."""

import pytest
from django.test import Client

from tests.sales import quoting
from tests.sales.quoting import quote, reread

pytestmark = pytest.mark.django_db


def test_a_form_says_that_it_shows_the_first_lines_and_keeps_what_is_added(company):
    house = quoting.house(company)
    long = quote(house, "林", *({"quantity": str(number + 1)} for number in range(203)))
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(house.people["林"])
    url = f"/quotes/{long.pk}/edit/"
    page = client.get(url).content.decode()
    assert "Only the first 200 stand in this form" in page
    assert 'name="lines-TOTAL_FORMS" value="200"' in page
    sent = {
        "version": long.version, "lines-TOTAL_FORMS": "201", "lines-INITIAL_FORMS": "200",
        "lines-200-product": str(house.k10.pk), "lines-200-quantity": "9",
    }  # fmt: skip
    assert client.post(url, sent).status_code == 302
    kept = list(reread(long).lines.order_by("pk").values_list("product__name", "quantity"))
    assert len(kept) == 204
    assert kept[-1] == ("K10", 9)
