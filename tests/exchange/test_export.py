"""What a list holds leaves as a table that is safe to open and that comes back the same."""

import csv
import datetime as dt
import io
import json
import re

import pytest
from django.utils.translation import override

from zhike.access.models import AccessEvent, FieldRight
from zhike.access.rights import Denied, access_of
from zhike.exchange import exporting
from zhike.exchange.exporting import Demand, export
from zhike.exchange.profiles import PROFILES
from zhike.exchange.readers import open_table
from zhike.exchange.suggesting import suggest
from zhike.ledger.current import change_set
from zhike.ledger.undo import undo
from zhike.people.models import ContactPoint, Party, Relationship
from zhike.records.listing import Query
from zhike.records.models import Company
from zhike.records.resource import resource_named
from zhike.sales.models import Opportunity, OpportunityLine

pytestmark = pytest.mark.full

TEXT = (
    "name,industry,rev,phone,mail,addr,code,tags,born\n"
    '=cmd|x,retail,-5.5,13800138000;021-12345678,a@b.cn,"No 1, Road; 2nd floor",ERP-1,VIP;新,\n'
    "＝全角,finance,1234.5,+14155552671,,,@7,,1980-03-10\n"
    "-减号,,,,,,,,\n"
    "普通公司,software,0,,,,,,\n"
)
COLUMNS = {"name": "name", "industry": "industry", "annual_revenue": "rev",
           "contact_points.phone": "phone", "contact_points.email": "mail",
           "contact_points.address": "addr", "external_ids.erp": "code", "tags": "tags",
           "birthday": "born"}  # fmt: skip


VCARD = next(profile for profile in PROFILES if profile.name == "vcard")


def exported(office, login="li", resource="parties", format_="csv", **query):
    path = office.folder / f"out.{format_}"
    access = access_of(office.users[login], "web")
    with override("en"):
        demand = Demand(resource_named(resource), access, Query(**query), format_)
        return path, export(demand, path)


def rows(path):
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def contents():
    return sorted(
        (p.name, p.industry, p.annual_revenue, p.external_ids, p.tags, str(p.birthday),
         sorted((c.type, c.value) for c in p.contact_points.all()))
        for p in Party.objects.all()
    )  # fmt: skip


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_an_export_imported_again_gives_the_same(office, format_):
    first = office.bring(TEXT, COLUMNS, by="li")
    before = contents()
    path, count = exported(office, format_=format_)
    assert count == 4
    undo(first, by=None, door="web")
    assert not Party.objects.exists()

    table = open_table(path)
    mapping = suggest(resource_named("parties"), office.access(), table.headings, [])
    settings = mapping.json()
    again = office.bring(path, settings["columns"], by="li")
    assert again.report["rejected"] == 0
    assert contents() == before


def test_an_export_edited_and_imported_again_updates_the_same_records(office):
    office.bring(TEXT, COLUMNS, by="li")
    path, _ = exported(office)
    text = path.read_text("utf-8-sig").replace("普通公司", "不普通公司")
    table = open_table(office.file(text, "edited.csv"))
    mapping = suggest(resource_named("parties"), office.access(), table.headings, [])
    assert mapping.by == ("id",)
    done = office.bring(office.folder / "edited.csv", mapping.json()["columns"], by="li",
                        match={"by": "id", "found": "update"})  # fmt: skip
    assert (done.report["updated"], done.report["skipped"]) == (1, 3)
    assert Party.objects.filter(name="不普通公司").exists()


def test_no_cell_is_a_formula_and_numbers_stay_numbers(office):
    office.bring(TEXT, COLUMNS, by="li")
    path, _ = exported(office, format_="csv")
    for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"))):
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "\t", "\r", "＝", "＋", "－", "＠")), cell
    names = {row["Name"]: row for row in rows(path)}
    assert names["'=cmd|x"]["Annual revenue"] == "-5.50"
    assert "'-减号" in names


def test_only_what_the_filter_keeps_is_exported(office):
    office.bring(TEXT, COLUMNS, by="li")
    wanted = {"field": "industry", "op": "eq", "value": "retail"}
    path, count = exported(office, filter=wanted)
    assert (count, len(rows(path))) == (1, 1)


def test_a_list_longer_than_a_page_is_exported_in_order_and_whole(office, monkeypatch):
    monkeypatch.setattr(exporting, "PAGE", 7)
    office.bring("name\n" + "".join(f"c{n:03d}\n" for n in range(50)), {"name": "name"}, by="li")
    path, count = exported(office, sort="name")
    assert [row["Name"] for row in rows(path)] == [f"c{n:03d}" for n in range(50)]
    assert count == 50


def test_hidden_fields_are_absent_and_masked_ones_masked(office):
    office.bring(TEXT, COLUMNS, by="li")
    with change_set(by=None, door="system"):
        FieldRight(role=office.role, resource="party", field="annual_revenue",
                   level="hidden").save()  # fmt: skip
        FieldRight(role=office.role, resource="contact-point", field="value",
                   level="masked").save()  # fmt: skip
    path, _ = exported(office)
    assert "Annual revenue" not in rows(path)[0]
    text = path.read_text("utf-8-sig")
    assert "13800138000" not in text
    assert "a@b.cn" not in text
    assert "138****8000" in text


def test_a_masked_export_cannot_overwrite_what_it_masks(office):
    office.bring(TEXT, COLUMNS, by="li")
    with change_set(by=None, door="system"):
        FieldRight(role=office.role, resource="contact-point", field="value",
                   level="masked").save()  # fmt: skip
    path, _ = exported(office)
    table = open_table(path)
    mapping = suggest(resource_named("parties"), office.access(), table.headings, [])
    assert not [c.to for c in mapping.columns if c.to.startswith("contact_points.")]


def test_without_the_right_nothing_is_exported(office):
    with pytest.raises(Denied):
        exported(office, "wang")
    assert not AccessEvent.objects.filter(event="export").exists()


def test_nobody_exports_what_they_may_not_see(office):
    office.bring(TEXT, COLUMNS, by="admin")
    with change_set(by=None, door="system"):
        user = office.users["admin"]
        user.team = None
        user.save()
    assert exported(office)[1] == 0


def test_every_export_stands_in_the_access_log(office):
    office.bring(TEXT, COLUMNS, by="li")
    exported(office)
    event = AccessEvent.objects.get(event="export")
    assert (event.user, event.kind, event.detail) == (
        office.users["li"].pk, "party", "parties 4 csv",
    )  # fmt: skip


@pytest.mark.full
def test_parts_of_several_columns_come_back_too(office):
    office.bring("n,p\nA,10\nB;C,20\n", {"name": "n", "list_price": "p"}, resource="products")
    rows_ = [{"to": "name", "from": "n"}, {"to": "currency", "value": "CNY"}]
    office.bring("n\nHardware\n", rows_, resource="pipelines")
    stage = [{"to": "pipeline", "value": "Hardware"}, {"to": "name", "from": "n"}]
    office.bring("n\nOpen\n", stage, resource="stages")
    columns = {"name": "name", "lines.product": "product", "lines.quantity": "quantity"}
    text = "name,product,quantity\ndeal,A;A,1;2\nother,B;C,3\n"
    first = office.bring(text, columns, resource="opportunities")
    assert (first.report["created"], OpportunityLine.objects.count()) == (2, 3)
    path, _ = exported(office, "admin", "opportunities")
    undo(first, by=None, door="web")
    assert not Opportunity.objects.exists()
    mapping = suggest(resource_named("opportunities"), office.access("admin"),
                      open_table(path).headings, [])  # fmt: skip
    done = office.bring(path, mapping.json()["columns"], resource="opportunities")
    assert done.report["rejected"] == 0, office.refused()
    found = OpportunityLine.objects.values_list("product__name", "quantity")
    assert sorted((name, int(count)) for name, count in found) == [("A", 1), ("A", 2), ("B;C", 3)]
    assert ContactPoint.objects.count() == 0


@pytest.mark.requirement("D02")
def test_a_large_export_says_who_took_it_and_comes_back_without_that_line(office):
    office.bring(TEXT, COLUMNS, by="li")
    with change_set(by=None, door="system"):
        Company(name="华骏客车", watermark_from=4).save()
    for format_ in ("csv", "xlsx", "json", "vcard-3"):
        path, _ = exported(office, format_=format_)
        table = open_table(path)
        assert len([row for row in table.rows() if row[2] is None]) == 4, format_
        if format_ != "xlsx":
            text = path.read_text("utf-8-sig").replace("\r\n ", "")
            assert re.search(r"※ Zhike 知客 · 华骏客车: exported by li \(li\)", text)
    path, _ = exported(office, search="普通公司")
    assert "知客" not in path.read_text("utf-8-sig"), "a small one has none"


@pytest.mark.requirement("A13")
def test_json_comes_back_the_same(office):
    first = office.bring(TEXT, COLUMNS, by="li")
    before = contents()
    path, count = exported(office, format_="json")
    told = json.loads(path.read_text())["parties"]
    assert count == len(told) == 4
    assert {p["name"]: p.get("industry") for p in told}["=cmd|x"] == "retail"
    undo(first, by=None, door="web")
    table = open_table(path)
    mapping = suggest(resource_named("parties"), office.access(), table.headings,
                      [row for _, row, _ in table.rows()])  # fmt: skip
    again = office.bring(path, mapping.json()["columns"], by="li")
    assert again.report["rejected"] == 0, office.refused()
    assert contents() == before


@pytest.mark.requirement("A13")
@pytest.mark.parametrize("version", ["3", "4"])
def test_what_a_card_can_hold_comes_back_the_same(office, version):
    with change_set(by=office.users["li"], door="web"):
        name, company = "欧阳，小明; Jr. \\n", "北京 A, B; C公司"
        mine = {"owner": office.users["li"]}
        person = Party(kind="person", name=name, note="两行\n第二行；" * 20,
                       tags=["VIP", "新客"], birthday=dt.date(1980, 3, 10),
                       website="https://a.b/?c=d,e", **mine)  # fmt: skip
        firm = Party(name=company, **mine)
        for party in (person, firm):
            party.save()
        tie = Relationship(
            from_party=person, to_party=firm, type="works_for", role="总经理", **mine
        )
        tie.save()
        for type_, value in (("phone", "13800138000"), ("phone", "021-12345678"),
                             ("email", "a@b.cn"), ("wechat", "xiaoming_1"),
                             ("address", "No 1, Road; 2nd floor")):  # fmt: skip
            ContactPoint(party=person, type=type_, value=value).save()
    before = cards()
    path, count = exported(office, format_=f"vcard-{version}")
    assert count == 2
    assert all(len(line.encode()) <= 75 for line in path.read_bytes().decode().split("\r\n"))
    with change_set(by=None, door="system"):
        tie.delete()
        person.delete()
        firm.delete()
    table = open_table(path)
    mapping = suggest(resource_named("parties"), office.access(), table.headings,
                      [row for _, row, _ in table.rows()], VCARD)  # fmt: skip
    columns = [c for c in mapping.json()["columns"] if not c["to"].startswith("employer")]
    again = office.bring(path, columns, by="li")
    assert again.report["rejected"] == 0, office.refused()
    assert cards() == before


def cards():
    return sorted(
        (p.kind, p.name, p.note, sorted(p.tags), p.birthday, p.website,
         sorted((c.type, c.value) for c in p.contact_points.all()))
        for p in Party.objects.all()
    )  # fmt: skip


def test_the_page_of_an_export_offers_formats_and_columns(client, office):
    office.bring(TEXT, COLUMNS, by="li")
    client.force_login(office.users["li"])
    url = "/parties/export/?q=普通公司&columns=name,industry"
    page = client.get(url).content.decode()
    assert "1 record, as the list shows it." in page
    assert "vCard 4.0" in page
    answer = client.post(url, {"format": "csv", "columns": "shown"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(text))).keys() == {"Name", "Industry", "id"}
    answer = client.post(url, {"format": "vcard-4"})
    assert "FN:普通公司" in b"".join(answer.streaming_content).decode()
    assert "vCard" not in client.get("/products/export/").content.decode()


@pytest.mark.requirement("A38")
def test_yonyou_gets_its_own_headings_and_hears_what_is_new(office):
    text = "name,uscc,phone,code\n重庆长安汽车,91500000202833000D,13800138000,\n老客户,,,KH-7\n"
    columns = {"name": "name", "contact_points.phone": "phone", "external_ids.yonyou": "code"}
    office.bring(text, columns, by="li")
    path, count = exported(office, format_="yonyou-parties")
    assert count == 2
    told = {row["往来单位名称"]: row for row in workbook(path)}
    assert told["老客户"]["往来单位编码"] == "KH-7"
    assert told["重庆长安汽车"]["往来单位编码"].startswith("ZK")
    assert told["重庆长安汽车"]["电话"] == "13800138000"
    assert {row["导出状态"] for row in told.values()} == {"new"}

    path, count = exported(office, format_="yonyou-parties")
    assert count == 2, "all of them on demand"
    again = {row["往来单位名称"]: row for row in workbook(path)}
    assert {row["导出状态"] for row in again.values()} == {"exported before"}
    assert again["重庆长安汽车"]["往来单位编码"] == told["重庆长安汽车"]["往来单位编码"]
    assert news(office, "yonyou-parties") == []
    assert len(news(office, "kingdee-parties")) == 2, "another system has heard of none"

    with change_set(by=None, door="web"):
        party = Party.objects.get(name="老客户")
        ContactPoint(party=party, type="phone", value="021-12345678").save()
    assert [row["导出状态"] for row in news(office, "yonyou-parties")] == ["changed"]


def news(office, format_):
    path = office.folder / "news.xlsx"
    with override("en"):
        demand = Demand(resource_named("parties"), office.access(), Query(), format_, (), True)
        export(demand, path)
    return workbook(path)


def workbook(path):
    table = open_table(path)
    return [dict(zip(table.headings, row, strict=True)) for _, row, _ in table.rows()]


@pytest.mark.requirement("A38")
def test_products_leave_under_the_headings_of_kingdee(office):
    office.bring("n,c,p\n大巴,K10,1250000.50\n", {"name": "n", "code": "c", "list_price": "p"},
                 resource="products")  # fmt: skip
    path, _ = exported(office, "admin", "products", "kingdee-products")
    (row,) = workbook(path)
    assert (row["代码"], row["名称"], float(row["销售单价"])) == ("K10", "大巴", 1250000.5)
