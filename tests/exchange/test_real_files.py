"""Files that others wrote, broken ones included: never a crash, never a hang."""

import shutil
import time
from pathlib import Path

import pytest

from zhike.exchange.readers import NotATable, open_table

DATA = Path(__file__).parents[3] / "shared" / "data"
FILES = sorted(
    p for name in ("csv", "excel", "vcard") for p in (DATA / name).rglob("*") if p.is_file()
)
LONGEST = 20

pytestmark = [
    pytest.mark.evaluation,
    pytest.mark.skipif(not FILES, reason=f"there is no {DATA}/csv"),
]


def test_every_file_is_read_or_refused_with_a_sentence(tmp_path):
    refused = {}
    for file in FILES:
        path = tmp_path / "upload"
        shutil.copyfile(file, path)
        start = time.monotonic()
        try:
            table = open_table(path)
            rows = list(table.rows())
            assert all(len(row[1]) == len(table.headings) for row in rows if row[2] is None)
        except NotATable as error:
            refused[file.name] = error.code
        assert time.monotonic() - start < LONGEST, file
    assert {refused[n] for n in ("dummy.csv.gz", "dummy.csv.bz2")} == {"binary"}
    assert {refused[n] for n in ("pass_protected.xlsx", "issue_385.xls")} == {"password"}
    assert refused["issue_594_dos.ods"] == "unreadable"
    assert len(refused) < len(FILES) / 4
