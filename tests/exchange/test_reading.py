"""Tables from files of any kind, hostile ones included."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.office import workbook
from zhike.base.formulas import guarded, unguarded
from zhike.exchange.readers import LONGEST_CELL, Layout, NotATable, open_table

ROWS = "名称,手机\n华中汽车运输,13800138000\n深圳实业,13900139000\n"


def table(tmp_path, content, **wish):
    path = tmp_path / "file"
    path.write_bytes(content)
    return open_table(path, Layout(**wish))


def cells(found):
    return [row[1] for row in found.rows()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_chinese_is_read_whatever_its_encoding(tmp_path, encoding):
    found = table(tmp_path, ROWS.encode(encoding))
    assert found.headings == ["名称", "手机"]
    assert cells(found)[0] == ["华中汽车运输", "13800138000"]


def test_latin_text_of_old_windows_is_not_taken_for_chinese(tmp_path):
    found = table(tmp_path, "city,n\nSão Paulo,1\nMálaga,2\n".encode("cp1252"))
    assert cells(found)[0][0] == "São Paulo"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path, delimiter):
    text = ROWS.replace(",", delimiter).encode()
    assert cells(table(tmp_path, text))[1] == ["深圳实业", "13900139000"]


def test_headings_below_a_title_are_found(tmp_path):
    found = table(tmp_path, b"Customers of 2025,,\n,,\nname,phone,city\na,1,x\nb,2,y\n")
    assert (found.headings, found.heading_line) == (["name", "phone", "city"], 3)
    assert [row[0] for row in found.rows()] == [4, 5]


def test_every_heading_has_a_name_of_its_own(tmp_path):
    found = table(tmp_path, b"tel,tel,,name\n1,2,3,4\n")
    assert found.headings == ["tel", "tel (2)", "(3)", "name"]


def test_a_row_with_nul_is_refused_and_the_next_is_read(tmp_path):
    rows = list(table(tmp_path, b"a,b\n1,\x002\n3,4\n").rows())
    assert [row[2] is None for row in rows] == [False, True]


def test_a_cell_beyond_all_measure_costs_its_row_only(tmp_path):
    long = b"x" * (LONGEST_CELL + 10)
    rows = list(table(tmp_path, b"a,b\n1,2\n" + long + b",2\n3,4\n").rows())
    assert [row[2] is None for row in rows] == [True, False, True]


@pytest.mark.full
def test_a_missing_quotation_mark_does_not_swallow_the_file(tmp_path):
    text = b'a,b\n1,"2\n' + b"3,4\n" * 200_000
    rows = list(table(tmp_path, text, encoding="utf-8-sig", delimiter=",").rows())
    assert sum(row[2] is None for row in rows) > 100_000


def test_a_row_with_too_many_cells_is_refused_and_a_short_one_is_filled(tmp_path):
    rows = list(table(tmp_path, b"a,b\n1\n1,2,\n1,2,3\n").rows())
    assert rows[0][1] == ["1", ""]
    assert [row[2].code if row[2] else "" for row in rows] == ["", "", "too_many_cells"]


@pytest.mark.requirement("D14")
def test_traditional_characters_of_big5_are_told_from_those_of_gbk(tmp_path):
    text = "公司名稱,聯絡人,電話\n台灣積體電路製造公司,張忠謀,03-563\n宏碁公司,陳俊聖,02-2696\n"
    for encoding in ("cp950", "gb18030", "utf-8-sig"):
        found = table(tmp_path, text.encode(encoding))
        assert found.layout.encoding == encoding
        assert [row[1][0] for row in found.rows()] == ["台灣積體電路製造公司", "宏碁公司"]


def test_bytes_of_another_encoding_are_reported_by_row(tmp_path):
    text = "名称,n\n华中,1\n".encode() + b"\xff\xfe\xfa,2\n" + b"b,3\n"
    rows = list(table(tmp_path, text, encoding="utf-8-sig", delimiter=",").rows())
    assert [row[2].code if row[2] else "" for row in rows] == ["", "encoding", ""]


@pytest.mark.parametrize("content", [b"", b"\n\n", b",,\n", bytes(range(256)) * 40, b"PK\x03\x04x",
                                     b"\xd0\xcf\x11\xe0" * 20])  # fmt: skip
def test_what_is_no_table_is_said_so(tmp_path, content):
    with pytest.raises(NotATable):
        table(tmp_path, content)


@given(content=st.binary(max_size=400))
def test_no_file_crashes_the_reader(tmp_path_factory, content):
    try:
        found = table(tmp_path_factory.mktemp("any"), content)
    except NotATable:
        return
    assert all(len(row[1]) == len(found.headings) for row in found.rows() if row[2] is None)


def test_a_workbook_is_read_as_people_see_it(tmp_path):
    path = workbook(tmp_path / "book.xlsx", [
        ["名称", "手机", "收入", "签约"], ["华中", 13800138000, 1100.04, True], ["", "", "", ""],
        ["深圳", "0755-1", 3.0, "2026-03-10"],
    ])  # fmt: skip
    found = open_table(path)
    assert [(row[0], row[1]) for row in found.rows()] == [
        (2, ["华中", "13800138000", "1100.04", "true"]), (4, ["深圳", "0755-1", "3", "2026-03-10"]),
    ]  # fmt: skip


def test_a_date_of_a_workbook_is_iso(tmp_path):
    import xlsxwriter

    path = tmp_path / "dates.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_datetime(1, 0, dt.date(2026, 3, 10), day)
        sheet.write(1, 1, "x")
    assert cells(open_table(path)) == [["2026-03-10", "x"]]


def test_another_sheet_can_be_chosen(tmp_path):
    import xlsxwriter

    path = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("one").write_row(0, 0, ["a", "b"])
        two = book.add_worksheet("two")
        two.write_row(0, 0, ["c", "d"])
    assert open_table(path).layout.sheets == ("one", "two")
    assert open_table(path, Layout(sheet="two")).headings == ["c", "d"]


CARD = "BEGIN:VCARD\nVERSION:{}\n{}\nEND:VCARD\n"


PERSON = "\n".join([
    "FN:王芳", "N:王;芳;;;", "ORG:川途客运;采购部", "TITLE:经理", "TEL;TYPE=CELL:13800138000",
    "TEL:028-1", "BDAY:19800321", r"NOTE:一行\n二行",
])  # fmt: skip
COMPANY = "FN:川途客运\nORG:川途客运\nTEL;VALUE=uri:tel:+86-28-1"


def test_an_address_book_is_read_as_a_table(tmp_path):
    found = table(tmp_path, (CARD.format("3.0", PERSON) + CARD.format("4.0", COMPANY)).encode())
    first, second = (dict(zip(found.headings, row[1], strict=True)) for row in found.rows())
    assert (first["name"], first["company"], first["department"]) == ("王芳", "川途客运", "采购部")
    assert (first["phone"], first["phone 2"]) == ("13800138000", "028-1")
    assert (first["birthday"], first["note"]) == ("1980-03-21", "一行\n二行")
    assert [first["kind"], second["kind"]] == ["person", "organization"]
    assert (second["name"], second["phone"]) == ("川途客运", "+86-28-1")


def test_an_old_chinese_telephone_writes_cards_in_its_own_encoding(tmp_path):
    quoted = "".join(f"={byte:02X}" for byte in "王芳".encode("gb18030"))
    text = CARD.format("2.1", f"FN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:{quoted}\nTEL;CELL:1380")
    assert cells(table(tmp_path, text.encode()))[0][0] == "王芳"


def test_a_damaged_card_is_reported_and_the_next_is_read(tmp_path):
    broken = CARD.format("3.0", "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=FF=FE")
    text = broken + CARD.format("3.0", "FN:b")
    rows = list(table(tmp_path, text.encode()).rows())
    assert [(row[0], row[2] is None) for row in rows] == [(1, False), (5, True)]


def test_a_picture_in_a_card_does_not_matter(tmp_path):
    text = CARD.format("3.0", "FN:a\nPHOTO;ENCODING=b;TYPE=JPEG:not base64\n  at all\nTEL:1")
    assert cells(table(tmp_path, text.encode()))[0][0] == "a"


@pytest.mark.parametrize(
    ("content", "headings", "rows"),
    [
        ('[{"name": "a", "address": {"city": "x"}}, {"name": "b", "n": 3}]',
         ["name", "city", "n"], [["a", "x", ""], ["b", "", "3"]]),
        ('{"total": 1, "results": [{"id": "1", "properties": {"email": "a@b.c"}}]}',
         ["id", "email"], [["1", "a@b.c"]]),
        ('{"a": "x", "b": ["y", "z"]}\n{"a": true}\n', ["a", "b"], [["x", "y; z"], ["true", ""]]),
        ('[{"home": {"city": "x"}, "work": {"city": "y"}}]',
         ["home.city", "work.city"], [["x", "y"]]),
    ],
)  # fmt: skip
def test_json_is_read_as_a_table(tmp_path, content, headings, rows):
    found = table(tmp_path, content.encode())
    assert (found.headings, cells(found)) == (headings, rows)


def test_of_several_lists_in_a_document_one_is_chosen(tmp_path):
    content = b'{"people": [{"a": 1}], "companies": [{"b": 2}, {"b": 3}]}'
    assert table(tmp_path, content).layout.sheets == ("companies", "people")
    assert table(tmp_path, content, sheet="people").headings == ["a"]


def test_a_line_that_is_no_json_is_reported_and_the_next_is_read(tmp_path):
    rows = list(table(tmp_path, b'{"a": 1}\nbroken\n{"a": 2}\n').rows())
    assert [row[2] is None for row in rows] == [True, False, True]


@given(st.text(max_size=30))
def test_guarding_a_cell_is_undone_exactly(text):
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in "=+-@\t\r\n＝＋－＠" or not text
