"""Interactions, cards, appointments, tasks, files, promises, links; what colleagues are asked."""

from zhike.engagement.models.appointment import Appointment
from zhike.engagement.models.approval import Approval
from zhike.engagement.models.approval_step import ApprovalStep
from zhike.engagement.models.capacity import Capacity
from zhike.engagement.models.card import Card, CardBatch
from zhike.engagement.models.commitment import Commitment
from zhike.engagement.models.file import File
from zhike.engagement.models.interaction import Interaction, Participant
from zhike.engagement.models.public_link import LinkViews, PublicLink
from zhike.engagement.models.request import InternalRequest
from zhike.engagement.models.source_cost import SourceCost
from zhike.engagement.models.task import Task

__all__ = [
    "Appointment",
    "Approval",
    "ApprovalStep",
    "Capacity",
    "Card",
    "CardBatch",
    "Commitment",
    "File",
    "Interaction",
    "InternalRequest",
    "LinkViews",
    "Participant",
    "PublicLink",
    "SourceCost",
    "Task",
]
