"""Making and changing records in the browser: nothing typed is lost, nobody is overwritten."""

import re

from tests.web.company import make
from zhike.people.models import Party
from zhike.records import saving
from zhike.records.resource import resource_named

PARTIES = resource_named("parties")


def rows(*points):
    """The rows of contact points as the form sends them."""
    sent = {"contact_points-TOTAL_FORMS": len(points), "contact_points-INITIAL_FORMS": 0}
    for number, point in enumerate(points):
        sent |= {f"contact_points-{number}-{name}": value for name, value in point.items()}
    return sent


def fields(page):
    """What the form on a page would send if nothing were typed."""
    sent = {}
    form = page[page.index('<form class="stack form-page') :]
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r' name="([^"]+)"', tag), re.search(r' value="([^"]*)"', tag)
        is_off = "checkbox" in tag and " checked" not in tag
        if name and value and "__" not in name[1] and not is_off:
            sent.setdefault(name[1], value[1])
    return sent


def test_a_record_is_made_from_what_people_type(company, admin):
    response = admin.post("/parties/new/", {
        "name": "川途客运", "kind": "organization", "lifecycle": "identified",
        "annual_revenue": "1.2万", "roles": ["customer", "supplier"], "tags": "九寨线、重点",
        **rows({"type": "phone", "value": "021 5888 1234"}, {"type": "email", "value": ""}),
    }, follow=True)  # fmt: skip
    party = Party.objects.get()
    assert response.redirect_chain[-1][0] == f"/parties/{party.pk}/"
    assert party.annual_revenue == 12000
    assert party.roles == ["customer", "supplier"]
    assert party.tags == ["九寨线", "重点"]
    assert party.owner == company.users["admin"]
    assert [point.value for point in party.contact_points.all()] == ["021 5888 1234"]
    assert "/undo/" in response.content.decode()


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(company, admin):
    response = admin.post("/parties/new/", {
        "name": "", "website": "kept.example.cn", "annual_revenue": "a lot", "uscc": "123",
        **rows({"type": "phone", "value": "021 5888 1234"}, {"type": "email", "value": "no mail"}),
    })  # fmt: skip
    page = response.content.decode()
    assert response.status_code == 422
    assert not Party.objects.exists()
    assert "kept.example.cn" in page
    assert "a lot" in page
    for id_ in ("id_name", "id_annual_revenue", "id_uscc"):
        assert f'href="#{id_}"' in page


def test_an_error_of_a_row_stands_at_that_row_even_behind_empty_ones(company, admin):
    response = admin.post("/parties/new/", {
        "name": "x", **rows({"type": "phone", "value": ""}, {"type": "email", "value": "no mail"}),
    })  # fmt: skip
    assert 'href="#id_contact_points-1-value"' in response.content.decode()


def test_an_address_fills_the_form(company, admin):
    party = company.party("川途客运")
    page = admin.get(f"/relationships/new/?from_party={party.pk}&type=refers").content.decode()
    assert 'value="川途客运"' in page
    assert '<option value="refers" selected>' in page
    assert admin.get("/relationships/new/?from_party=nonsense").status_code == 200


def test_a_taken_credit_code_leads_to_whoever_has_it(company, admin):
    first = company.party("first", uscc="91350100M000100Y43")
    response = admin.post("/parties/new/", {"name": "second", "uscc": "91350100M000100Y43"})
    assert response.status_code == 409
    page = response.content.decode()
    assert f'href="/parties/{first.pk}/"' in page
    assert 'value="second"' in page


def test_parts_are_added_changed_and_taken_away(company, admin):
    party = company.party(contact_points=[{"type": "phone", "value": "021 5888 1234"},
                                          {"type": "phone", "value": "021 5888 1235"}])  # fmt: skip
    first, second = party.contact_points.order_by("pk")
    admin.post(f"/parties/{party.pk}/edit/", {
        "name": party.name, "version": party.version,
        **rows({"id": str(first.pk), "type": "phone", "value": "021 5888 9999"},
               {"id": str(second.pk), "type": "phone", "value": second.value, "DELETE": "on"},
               {"type": "email", "value": "a@example.cn"}),
    })  # fmt: skip
    values = set(party.contact_points.values_list("value", flat=True))
    assert values == {"021 5888 9999", "a@example.cn"}


def test_saving_without_a_change_writes_nothing(company, admin):
    party = company.party(annual_revenue="1200", tags="a", birthday="2020-01-02")
    page = admin.get(f"/parties/{party.pk}/edit/").content.decode()
    sent = fields(page) | {"kind": party.kind, "lifecycle": "identified"}
    response = admin.post(f"/parties/{party.pk}/edit/", sent, follow=True)
    assert "Nothing was changed" in response.content.decode()
    party.refresh_from_db()
    assert party.version == 1


def change(company, party, **values):
    return saving.change(PARTIES, company.access("li"), party.pk, values)


def test_two_people_who_change_different_fields_are_both_right(company, admin):
    party = company.party("old", by="li", website="a.cn")
    change(company, party, website="b.cn")
    response = admin.post(f"/parties/{party.pk}/edit/", {
        "name": "new", "website": "a.cn", "kind": party.kind, "lifecycle": "identified",
        "version": 1,
    })  # fmt: skip
    assert response.status_code == 302
    party.refresh_from_db()
    assert (party.name, party.website) == ("new", "b.cn")


def test_two_people_who_change_the_same_field_are_shown_both_versions(company, admin):
    party = company.party("old", by="li", website="a.cn", source="fair")
    change(company, party, name="of li", website="b.cn")
    sent = {"name": "of admin", "website": "a.cn", "source": "call", "kind": party.kind,
            "lifecycle": "identified", "version": 1}  # fmt: skip
    response = admin.post(f"/parties/{party.pk}/edit/", sent)
    page = response.content.decode()
    assert response.status_code == 409
    assert "of li" in page
    assert "keep-name" in page
    assert "keep-website" not in page
    party.refresh_from_db()
    assert party.name == "of li"
    again = fields(page) | {"name": "of admin", "source": "call", "kind": party.kind,
                            "lifecycle": "identified"}  # fmt: skip
    admin.post(f"/parties/{party.pk}/edit/", again | {"keep-name": "theirs"})
    party.refresh_from_db()
    assert (party.name, party.website, party.source) == ("of li", "b.cn", "call")


def test_of_two_versions_ones_own_can_be_kept(company, admin):
    party = company.party("old", by="li")
    change(company, party, name="of li")
    version = Party.objects.get().version
    admin.post(f"/parties/{party.pk}/edit/", {
        "name": "of admin", "kind": party.kind, "lifecycle": "identified", "version": version,
        "keep-name": "mine",
    })  # fmt: skip
    party.refresh_from_db()
    assert party.name == "of admin"


def test_a_form_without_its_version_is_refused(company, admin):
    party = company.party()
    for version in ("", "x", "99999999999"):
        url = f"/parties/{party.pk}/edit/"
        assert admin.post(url, {"name": "x", "version": version}).status_code == 404


def test_a_field_that_one_may_not_write_is_shown_and_ignored(company, li):
    party = company.party("ours", by="li")
    make("relationships", from_party=str(party.pk), by=company.access("admin"))
    page = li.get(f"/users/{company.users['li'].pk}/edit/")
    assert page.status_code == 403
    li.post(f"/parties/{party.pk}/edit/", {"name": "ours", "version": 1, "name_sort": "zzz"})
    party.refresh_from_db()
    assert party.name_sort != "zzz"
