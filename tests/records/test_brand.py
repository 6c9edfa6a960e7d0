"""B49: papers carry entity name and code; nobody but its keeper changes a locked template."""

from __future__ import annotations

import base64
import json
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from zhike.access.models import Role, User, UserRole
from zhike.access.rights import system_access
from zhike.ledger.current import change_set
from zhike.ledger.models import ChangeSet
from zhike.ledger.undo import undo
from zhike.people.models import Party
from zhike.project import first_start
from zhike.records.models import BrandTemplate, LegalEntity
from zhike.sales.models import Quote

pytestmark = pytest.mark.django_db
CODE = "91350100M000100Y43"


@pytest.fixture
def house() -> dict[str, Any]:
    """An entity with a locked template for quotes, an administrator, a manager and a seller."""
    first_start.ensure()
    with change_set(by=None, door="system"):
        entity = LegalEntity(name="华骏客车有限公司", uscc=CODE)
        entity.save()
        template = BrandTemplate(name="报价单版式", entity=entity, kind="quote", is_locked=True)
        template.save()
        clients = {}
        for login, role in (("guo", "总经理"), ("zhou", "销售代表")):
            user = User(login=login, name=login)
            user.save()
            UserRole(user=user, role=Role.objects.get(name=role)).save()
            clients[login] = Client()
            clients[login].force_login(user)
        admin = User(login="admin", name="admin", is_admin=True)
        admin.save()
        clients["admin"] = Client()
        clients["admin"].force_login(admin)
    return {"entity": entity, "template": template, **clients}


def send(client: Client, method: str, path: str, **values: Any) -> Any:
    seen = client.get(f"/api/v1/{path}").headers.get("ETag", "") if method == "patch" else ""
    headers = {"If-Match": seen} if seen else {}
    return getattr(client, method)(
        f"/api/v1/{path}", json.dumps(values), content_type="application/json", headers=headers
    )


def picture(size: tuple[int, int] = (1200, 300)) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", size, "#123456").save(out, "PNG")
    return SimpleUploadedFile("logo.png", out.getvalue(), "image/png")


def test_a_seller_changes_neither_template_nor_entity(house: dict[str, Any]) -> None:
    template, entity, zhou = house["template"], house["entity"], house["zhou"]
    answer = send(zhou, "patch", f"brand-templates/{template.pk}", header="我的")
    assert answer.status_code == 403
    assert send(zhou, "patch", f"legal-entities/{entity.pk}", name="我的").status_code == 403
    assert zhou.get(f"/brand-templates/{template.pk}/edit/").status_code == 403
    logo = zhou.post(
        f"/legal-entities/{entity.pk}/pictures/", {"which": "logo", "picture": picture()}
    )
    assert logo.status_code == 403
    assert send(zhou, "post", f"brand-templates/{template.pk}/unlock").status_code == 403
    template.refresh_from_db()
    assert (template.header, template.is_locked) == ("", True)


def test_who_may_edit_templates_is_refused_a_locked_one_in_words(house: dict[str, Any]) -> None:
    template, guo = house["template"], house["guo"]
    answer = send(guo, "patch", f"brand-templates/{template.pk}", header="新的")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "header"
    assert "锁定" in answer.json()["errors"][0]["message"]
    form = guo.post(f"/brand-templates/{template.pk}/edit/", {"version": "1", "header": "新的"})
    assert form.status_code == 422
    assert send(guo, "post", f"brand-templates/{template.pk}/unlock").status_code == 403


def test_whoever_may_unlock_it_changes_it_and_locks_it_again(house: dict[str, Any]) -> None:
    template, admin, guo = house["template"], house["admin"], house["guo"]
    path = f"brand-templates/{template.pk}"
    assert send(admin, "patch", path, header="新的").status_code == 400
    assert send(admin, "post", f"{path}/unlock").status_code == 200
    assert send(guo, "patch", path, header="新的").status_code == 200
    assert send(admin, "post", f"{path}/lock").status_code == 200
    assert send(guo, "patch", path, header="又新").status_code == 400
    assert BrandTemplate.objects.get().header == "新的"


def test_a_kind_of_paper_has_one_template_of_an_entity(house: dict[str, Any]) -> None:
    again = {"name": "另一个", "entity": str(house["entity"].pk), "kind": "quote"}
    answer = send(house["admin"], "post", "brand-templates", **again)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "kind"


@pytest.mark.parametrize("code", ["91350100M000100Y4Z", "123", "91310115MA1H8R7C6D"])
def test_a_credit_code_that_is_none_is_refused(house: dict[str, Any], code: str) -> None:
    answer = send(house["admin"], "post", "legal-entities", name="华骏贸易", uscc=code)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "uscc"


def test_one_entity_is_for_new_papers(house: dict[str, Any]) -> None:
    assert LegalEntity.default() == house["entity"]
    answer = send(house["admin"], "post", "legal-entities", name="华骏贸易", is_default=True)
    assert answer.status_code == 201
    assert LegalEntity.default().name == "华骏贸易"
    assert LegalEntity.objects.filter(is_default=True).count() == 1


def test_a_logo_is_drawn_anew_and_can_be_undone(house: dict[str, Any]) -> None:
    entity, admin = house["entity"], house["admin"]
    admin.post(f"/legal-entities/{entity.pk}/pictures/", {"which": "logo", "picture": picture()})
    entity.refresh_from_db()
    kept = base64.b64decode(entity.logo.removeprefix("data:image/png;base64,"))
    assert Image.open(BytesIO(kept)).size == (800, 200)
    assert "data:image/png" in admin.get(f"/legal-entities/{entity.pk}/").content.decode()
    undo(ChangeSet.objects.latest("pk"), by=None, door="web")
    assert LegalEntity.objects.get().logo == ""


def test_what_is_no_picture_is_refused_in_words(house: dict[str, Any]) -> None:
    entity, admin = house["entity"], house["admin"]
    url = f"/legal-entities/{entity.pk}/pictures/"
    text = SimpleUploadedFile("logo.svg", b"<svg onload='alert(1)'/>", "image/svg+xml")
    answer = admin.post(url, {"which": "logo", "picture": text}, follow=True)
    assert "PNG" in answer.content.decode()
    entity.refresh_from_db()
    assert entity.logo == ""
    assert admin.post(url, {"which": "name", "picture": picture()}).status_code == 404


def test_the_system_prepares_a_locked_template(house: dict[str, Any]) -> None:
    with system_access("demo").change_set("demo"):
        template = BrandTemplate.objects.get()
        template.terms = "一、含税。"
        template.save()
        template.delete()


def test_an_entity_stays_while_papers_are_in_its_name(house: dict[str, Any]) -> None:
    entity, admin = house["entity"], house["admin"]
    with change_set(by=None, door="system"):
        party = Party(name="蜀运")
        party.save()
        Quote(party=party, entity=entity).save()
    path = f"/api/v1/legal-entities/{entity.pk}"
    seen = admin.get(path).headers["ETag"]
    answer = admin.delete(path, headers={"If-Match": seen})
    assert answer.status_code == 409
    with change_set(by=None, door="demo"):
        LegalEntity.objects.get().delete()
    assert Quote.objects.get().entity is None
