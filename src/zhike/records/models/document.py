"""Search documents: what the index knows of a record; derived, and no records themselves."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from zhike.ledger.fields import UuidKey

_FTS5 = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS records_search USING"
    " fts5(tokens, detail=none, columnsize=0, tokenize='ascii')"
)
# New tokens wait in a list of at most 1 MB: adding them one by one costs three times as much, and a
# longer list holds up whoever must merge it (0.7 s at 4 MB) and whoever searches meanwhile.
_GIN = (
    "ALTER TABLE records_document ADD COLUMN tokens tsvector NOT NULL, ADD COLUMN holder uuid;"
    " CREATE INDEX records_search ON records_document USING gin (tokens)"
    " WITH (fastupdate = on, gin_pending_list_limit = 1024);"
    " CREATE INDEX records_search_holder ON records_document (holder, kind)"
)


class TokenIndex(models.Index):
    """The index of tokens that each database has: an FTS5 table, or a tsvector under GIN.

    PostgreSQL has a column for whose record it is; in FTS5 that is one more token. FTS5 keeps the
    tokens too (417 bytes a party): it deletes a document only by the tokens with which it was
    written, and a new tokeniser could not make them again.
    """

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **kwargs: Any) -> Any:
        """The statement that makes it."""
        return _GIN if schema_editor.connection.vendor == "postgresql" else _FTS5

    def remove_sql(self, model: Any, schema_editor: Any, **kwargs: Any) -> Any:
        """The statement that takes it away."""
        if schema_editor.connection.vendor == "postgresql":
            return "ALTER TABLE records_document DROP COLUMN tokens, DROP COLUMN holder"
        return "DROP TABLE records_search"


class Document(models.Model):
    """What search knows of one record; a younger record has a higher number.

    `hay` holds the words as they are compared, one value a line; `version` says by which
    tokeniser and declaration it was written.
    """

    stays_here: ClassVar[bool] = True

    kind = models.CharField(max_length=40)
    record = UuidKey(unique=True)
    version = models.IntegerField()
    hay = models.TextField()

    class Meta:
        """Looked through by kind, the newest first; counted by version, to see which are old."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "id", "version"], name="document_kind"),
            TokenIndex(fields=["id"], name="records_search"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"
