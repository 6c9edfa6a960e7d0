"""Interactions, appointments, tasks, files and promises."""

from zhike.engagement.models.appointment import Appointment
from zhike.engagement.models.capacity import Capacity
from zhike.engagement.models.commitment import Commitment
from zhike.engagement.models.file import File
from zhike.engagement.models.interaction import Interaction, Participant
from zhike.engagement.models.task import Task

__all__ = ["Appointment", "Capacity", "Commitment", "File", "Interaction", "Participant", "Task"]
