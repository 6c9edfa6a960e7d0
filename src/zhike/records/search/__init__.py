"""Search over every record type; the index is a projection of the ledger."""

from zhike.records.search.finding import find

__all__ = ["find"]
