"""The ledger: every write of a record is part of a change set.

Nouns: Record (business data), Part (logged under its record), ChangeSet (who, when, through which
door, why), Change (one record's fields before and after), Consumer (a reader with a cursor), Job.
It may not know users, rights, pages or any business record: an actor is an id.
"""
