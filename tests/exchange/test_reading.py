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


@given(st.text(max_size=30))
def test_guarding_a_cell_is_undone_exactly(text):
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in "=+-@\t\r\n＝＋－＠" or not text
