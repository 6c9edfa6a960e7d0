"""What the ledger stores, and what every record is."""

from zhike.ledger.models.change_set import Change, ChangeSet, LargeText
from zhike.ledger.models.cursor import Cursor, Seal
from zhike.ledger.models.hold import Hold
from zhike.ledger.models.job import Job
from zhike.ledger.models.record import Part, Record, RecordQuerySet, StaleRecord

__all__ = [
    "Change",
    "ChangeSet",
    "Cursor",
    "Hold",
    "Job",
    "LargeText",
    "Part",
    "Record",
    "RecordQuerySet",
    "Seal",
    "StaleRecord",
]
