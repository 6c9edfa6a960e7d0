"""Parties, what belongs to them, and the leads that may become parties."""

from zhike.people.models.assignment import AssignmentRule
from zhike.people.models.contact_point import ContactPoint
from zhike.people.models.directory import DirectoryBatch, ExtractionQuota
from zhike.people.models.directory_rows import (
    DirectoryBefore,
    DirectoryCompany,
    DirectoryExtraction,
    DirectoryPosting,
)
from zhike.people.models.duplicates import DuplicatePair, LeadPair, MatchingModel
from zhike.people.models.key_fields import KeyFields
from zhike.people.models.lead import Lead
from zhike.people.models.party import Party
from zhike.people.models.pool import Pool, PoolMember, PoolReason, RecycleRule
from zhike.people.models.pooled import Pooled
from zhike.people.models.relationship import Relationship
from zhike.people.models.score_rule import ScoreRule
from zhike.people.models.source_rule import SourceRule
from zhike.people.models.value_conflict import ValueConflict

__all__ = [
    "AssignmentRule",
    "ContactPoint",
    "DirectoryBatch",
    "DirectoryBefore",
    "DirectoryCompany",
    "DirectoryExtraction",
    "DirectoryPosting",
    "DuplicatePair",
    "ExtractionQuota",
    "KeyFields",
    "Lead",
    "LeadPair",
    "MatchingModel",
    "Party",
    "Pool",
    "PoolMember",
    "PoolReason",
    "Pooled",
    "RecycleRule",
    "Relationship",
    "ScoreRule",
    "SourceRule",
    "ValueConflict",
]
