"""Parties, what belongs to them, and the leads that may become parties."""

from zhike.people.models.contact_point import ContactPoint
from zhike.people.models.duplicates import DuplicatePair, MatchingModel
from zhike.people.models.lead import Lead
from zhike.people.models.party import Party
from zhike.people.models.relationship import Relationship

__all__ = ["ContactPoint", "DuplicatePair", "Lead", "MatchingModel", "Party", "Relationship"]
