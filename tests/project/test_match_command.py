import csv
import json

import pytest

from zhike.project.cli import main

pytestmark = pytest.mark.full

COMPANIES = """编号,公司名称,联系电话,所在城市
A1,南京鼎瑞医疗器械有限公司,025-83201234,南京
A2,鼎瑞医疗器械,02583201234,南京
A3,南京鼎瑞医疗器械有限公司苏州分公司,0512-65201234,苏州
A4,北京华远食品有限公司,010-65201234,北京
"""


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "companies.csv"
    path.write_text(COMPANIES, encoding="gb18030")
    return path


def _rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.requirement("A13", "B45")
def test_match_writes_pairs_with_probability_and_decision(table, tmp_path, capsys):
    out, tied = tmp_path / "pairs.csv", tmp_path / "relations.csv"
    arguments = ["match", str(table), "--id", "编号", "--out", str(out), "--json"]
    assert main([*arguments, "--relations", str(tied)]) == 0
    first = _rows(out)[0]
    assert list(first) == ["left", "right", "probability", "decision"]
    assert (first["left"], first["right"], first["decision"]) == ("A1", "A2", "same")
    assert 0.9 <= float(first["probability"]) <= 1
    assert not any("A3" in (row["left"], row["right"]) for row in _rows(out)[1:])
    assert {"left": "A1", "right": "A3", "relation": "branch"} in _rows(tied)
    assert json.loads(capsys.readouterr().out)["same"] == 1


def test_two_tables_of_other_headings_are_matched(table, tmp_path):
    other, out = tmp_path / "other.csv", tmp_path / "pairs.csv"
    other.write_text("编号;Company;Phone\nB9;Hua Yuan Co., Ltd.;+86 10 6520 1234\n")
    assert main(["match", str(table), str(other), "--id", "编号", "--out", str(out)]) == 0
    assert [(row["left"], row["right"]) for row in _rows(out)][:1] == [("A4", "B9")]


@pytest.mark.parametrize("arguments", [["nowhere.csv"], ["{table}", "--id", "nummer"]])
def test_what_cannot_be_matched_is_refused_in_a_sentence(table, arguments, capsys):
    assert main(["match", *(a.format(table=table) for a in arguments)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_file_without_rows_gives_only_headings(tmp_path, capsys):
    empty = tmp_path / "empty.csv"
    empty.write_text("id,name\n")
    assert main(["match", str(empty)]) == 0
    assert capsys.readouterr().out == "left,right,probability,decision\n"
