"""Interactions, tasks and files."""

from zhike.engagement.models.file import File
from zhike.engagement.models.interaction import Interaction, Participant
from zhike.engagement.models.task import Task

__all__ = ["File", "Interaction", "Participant", "Task"]
