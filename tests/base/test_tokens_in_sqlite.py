"""The tokens in a real full-text index: FTS5 as the search uses it."""

import sqlite3
from collections.abc import Iterator

import pytest

from zhike.base import tokens

PEOPLE = ["张伟", "章伟", "曾国藩", "欧阳娜娜", "Ünïcödé 𬬭", "Acme ソニー（上海）有限公司", "长安"]


@pytest.fixture
def index() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE doc USING fts5(tokens, content='', detail=none, tokenize='unicode61')"
    )
    connection.execute("CREATE TABLE hay (text TEXT)")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5vocab(doc, 'row')")
    yield connection
    connection.close()


def add(index: sqlite3.Connection, rowid: int, name: str) -> list[str]:
    content: dict[str, list[str]] = {
        "names": [name], "phones": ["+8613800138000"], "emails": ["a.b@c.cn"],
        "texts": [], "codes": [],
    }  # fmt: skip
    made = tokens.index_tokens(**content)
    index.execute("INSERT INTO doc(rowid, tokens) VALUES (?, ?)", (rowid, " ".join(made)))
    index.execute("INSERT INTO hay(rowid, text) VALUES (?, ?)", (rowid, tokens.haystack(**content)))
    return made


def search(index: sqlite3.Connection, query: str) -> list[int]:
    asked = tokens.query_tokens(query, phones=True, emails=True)
    rows = index.execute(
        "SELECT doc.rowid, hay.text FROM doc JOIN hay ON hay.rowid = doc.rowid"
        " WHERE doc MATCH ? ORDER BY doc.rowid",
        [asked.fts5()],
    ).fetchall()

    def holds(text: str, needle: str) -> bool:
        found = index.execute("SELECT ? LIKE '%' || ? || '%'", [text, needle]).fetchone()
        return bool(found[0])

    return [
        rowid
        for rowid, text in rows
        if all(any(all(holds(text, one) for one in choice) for choice in term)
               for term in asked.needles())
    ]  # fmt: skip


def test_fts5_keeps_every_token_as_one_word(index: sqlite3.Connection):
    made = {token for rowid, name in enumerate(PEOPLE) for token in add(index, rowid, name)}
    assert {word for (word,) in index.execute("SELECT term FROM words")} == made


@pytest.mark.parametrize(
    ("query", "found"),
    [("张伟", [0]), ("zhangwei", [0, 1]), ("zw", [0, 1]), ("zengguofan", [2]), ("娜", [3]),
     ("ouyang na", [3]), ("ソニー 上海", [5]), ("138 0013", [0, 1, 2, 3, 4, 5, 6]), ("nobody", []),
     ("长安 a.b@c.cn", [6]), ('" OR "', []), ("NEAR(长安)", []), ("长安*", [6]), ("𬬭", [4])],
)  # fmt: skip
def test_fts5_answers_a_query(index: sqlite3.Connection, query: str, found: list[int]):
    for rowid, name in enumerate(PEOPLE):
        add(index, rowid, name)
    assert search(index, query) == found
