"""Headings find their fields, texts their records and choices; a trial tells before a run."""

import pytest

from zhike.base.errors import BadValue
from zhike.catalog.models import Product
from zhike.exchange import trial
from zhike.exchange.converters import order_of
from zhike.exchange.evidence import guessed_kind
from zhike.exchange.mapping import Column, read_mapping
from zhike.exchange.new_fields import new_key
from zhike.exchange.own_rules import Related
from zhike.exchange.relations import Finder
from zhike.exchange.suggesting import suggest
from zhike.exchange.trial import nearest
from zhike.ledger.current import change_set
from zhike.people.models import Party
from zhike.records.errors import Invalid
from zhike.records.resource import resource_named


def suggested(office, headings, rows=(), resource="parties"):
    mapping = suggest(resource_named(resource), office.access("admin"), headings, rows)
    return {column.source[0]: column.to for column in mapping.columns}, mapping


@pytest.mark.parametrize(("heading", "to"), [
    ("公司名称", "name"), ("客户 名称", "name"), ("Company", "name"), ("ACCOUNT", "name"),
    ("手机", "contact_points.phone"), ("Mobile Phone", "contact_points.phone"),
    ("联系电话（必填）", "contact_points.phone"), ("E-mail", "contact_points.email"),
    ("行业", "industry"), ("annual_revenue", "annual_revenue"), ("Country", "country"),
    ("Annual revenue", "annual_revenue"), ("统一社会信用代码", "uscc"),
    ("业务员", "owner"), ("客户编号", "external_ids.legacy"),
    ("员工人数", "employee_count"), ("地址", "contact_points.address"), ("完全不懂", ""),
])  # fmt: skip
def test_a_heading_finds_its_field(office, heading, to):
    assert suggested(office, [heading])[0] == {heading: to}


def test_a_field_is_suggested_once_but_several_telephones_are_several(office):
    found, _ = suggested(office, ["客户名称", "公司", "电话", "手机"])
    assert list(found.values()) == ["name", "", "contact_points.phone", "contact_points.phone"]


def test_the_old_number_is_suggested_to_recognise_records_by(office):
    assert suggested(office, ["客户编号", "公司"])[1].by == ("external_ids.legacy",)
    assert suggested(office, ["uscc", "公司"])[1].by == ("uscc",)


def test_the_first_cells_tell_dates_and_misspelt_choices(office):
    rows = [["technolgy", "3/14/1980"], ["retail", "3/2/1981"]]
    _, mapping = suggested(office, ["行业", "生日"], rows)
    assert mapping.columns[0].values == {"technolgy": "technology"}
    assert mapping.columns[1].dates == "mdy"


@pytest.mark.parametrize(("texts", "order"), [
    (["2017-3-1"], "ymd"), (["3/14/2017", "3/1/2017"], "mdy"), (["14.3.2017"], "dmy"),
    (["3/1/2017"], ""), (["13/1/2017", "1/13/2017"], ""), (["soon"], ""),
])  # fmt: skip
def test_the_order_of_dates_is_known_only_where_a_date_tells(texts, order):
    assert order_of(texts) == order


@pytest.mark.parametrize(("texts", "kind"), [
    (["1996", "2001"], "integer"), (["2020-01-02", "2021-12-31"], "date"), (["x", "1"], "text"),
    (["0011", "0012"], "text"), (["13800138000"], "text"), ([], "text"),
])  # fmt: skip
def test_what_a_new_field_holds_is_guessed(texts, kind):
    assert guessed_kind(texts) == kind


def test_a_new_field_gets_a_key_for_programs():
    assert new_key("成立 年份") == "c_chengli_nianfen" or new_key("成立 年份") == "c_chenglinianfen"
    assert new_key("2nd Phone!").startswith("c_f_2nd")


def test_the_nearest_choice_is_suggested():
    choices = resource_named("parties").coded["industry"].choices
    assert nearest("technolgy", choices) == "technology"
    assert nearest("qqq", choices) == ""


def test_a_mapping_survives_being_stored():
    mapping = read_mapping({"columns": [
        {"to": "name", "from": ["a", "b"], "join": " · "}, {"to": "industry", "from": "c",
         "values": {"x": "retail"}, "bad": "empty"}, {"to": "kind", "value": "person"},
    ], "match": {"by": "name", "found": "update"}, "only": "a"})  # fmt: skip
    assert read_mapping(mapping.json()) == mapping


@pytest.mark.parametrize("wrong", [
    None, [], {}, {"columns": 1}, {"columns": [1]}, {"columns": [{"from": "a"}]},
    {"columns": [{"to": "a", "from": "b", "dates": "xyz"}]},
    {"columns": [{"to": "a", "from": "b", "multiply": "ten"}]},
    {"columns": [{"to": "a", "from": "b", "missing": "ignore"}]},
    {"columns": [{"to": "name", "from": "b", "new": {"kind": "text"}}]},
    {"columns": [{"to": "a", "from": "b", "values": 1}]},
    {"columns": [], "match": {"found": "destroy"}}, {"columns": [], "surprise": 1},
    {"columns": [{"to": "a", "surprise": 1}]},
])  # fmt: skip
def test_a_wrong_mapping_is_refused_with_a_sentence(wrong):
    with pytest.raises(Invalid) as caught:
        read_mapping(wrong)
    assert all(error.message for error in caught.value.errors)


@pytest.fixture
def products(office):
    with change_set(by=None, door="system"):
        for name in ("GTX Pro", "GTX Basic", "MG Special"):
            Product(name=name, code=name[:3] + name[4:6]).save()
    return {product.name: str(product.pk) for product in Product.objects.all()}


def found(office, text, model=Product, **settings):
    finder = Finder(model, office.access("admin"), Related(), **settings)
    finder.prepare([text])
    return finder.find(text)


@pytest.mark.parametrize("text", ["GTX Pro", "gtx pro", "GTXPro", "gtx-pro", "ＧＴＸ Pro", "GTXPr"])
def test_a_product_is_found_however_it_is_written(office, products, text):
    assert found(office, text) == products["GTX Pro"]


def test_a_record_is_found_by_its_id_and_nobody_finds_a_stranger(office, products):
    assert found(office, products["MG Special"]) == products["MG Special"]
    assert found(office, "Nothing of the kind") is None


def test_two_of_one_name_are_ambiguous(office, products):
    with change_set(by=None, door="system"):
        Product(name="Gtx pro").save()
    assert found(office, "GTX Pro") == products["GTX Pro"]
    with pytest.raises(BadValue, match="Several"):
        found(office, "gtx PRO")


def test_a_large_table_is_asked_and_not_read(office, products, monkeypatch):
    monkeypatch.setattr("zhike.exchange.relations.SMALL", 1)
    assert found(office, "gtx pro") == products["GTX Pro"]


def test_a_trial_says_what_a_run_would_do_and_writes_nothing(office):
    office.bring("n,i\nAcme,retail\n", {"name": "n", "industry": "i"})
    text = "n,i\nAcme,finance\nBcme,technolgy\nCcme,technolgy\nDcme,\nDcme,\n,retail\n"
    order = office.order(text, {"name": "n", "industry": "i"},
                         match={"by": "name", "found": "update"})  # fmt: skip
    said = trial.examine(order)
    assert [said[n] for n in ("created", "updated", "skipped", "rejected")] == [1, 2, 0, 3]
    assert said["unfit"] == {"industry": [{"text": "technolgy", "count": 2,
                                           "nearest": "technology"}]}  # fmt: skip
    assert said["problems"][0]["lines"] == [3, 4]
    assert Party.objects.count() == 1


def test_a_trial_comes_to_the_same_as_the_run(office):
    text = "n,p,no\n" + "".join(
        f"c{n % 90},{'x' if n % 11 == 0 else f'138{n:08d}'},{n % 80}\n" for n in range(200)
    )
    columns = {"name": "n", "contact_points.phone": "p", "external_ids.erp": "no"}
    match = {"by": "external_ids.erp", "found": "skip"}
    said = trial.examine(office.order(text, columns, match=match))
    done = office.bring(text, columns, match=match)
    assert {n: said[n] for n in ("created", "updated", "skipped", "rejected")} == {
        n: done.report[n] for n in ("created", "updated", "skipped", "rejected")
    }


def test_a_column_says_which_texts_it_replaces_whatever_their_case():
    assert Column("x", values={"TechNolgy ": "technology"}).folded_values == {
        "technolgy": "technology"
    }
