"""Parties and what belongs to them."""

from zhike.people.models.contact_point import ContactPoint
from zhike.people.models.duplicates import DuplicatePair, MatchingModel
from zhike.people.models.party import Party
from zhike.people.models.relationship import Relationship

__all__ = ["ContactPoint", "DuplicatePair", "MatchingModel", "Party", "Relationship"]
