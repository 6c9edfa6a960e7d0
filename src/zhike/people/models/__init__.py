"""Parties and what belongs to them."""

from zhike.people.models.contact_point import ContactPoint
from zhike.people.models.key_fields import KeyFields
from zhike.people.models.party import Party
from zhike.people.models.relationship import Relationship
from zhike.people.models.source_rule import SourceRule
from zhike.people.models.value_conflict import ValueConflict

__all__ = [
    "ContactPoint",
    "KeyFields",
    "Party",
    "Relationship",
    "SourceRule",
    "ValueConflict",
]
