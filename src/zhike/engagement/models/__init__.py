"""Interactions, appointments, tasks and files."""

from zhike.engagement.models.appointment import Appointment
from zhike.engagement.models.file import File
from zhike.engagement.models.interaction import Interaction, Participant
from zhike.engagement.models.task import Task

__all__ = ["Appointment", "File", "Interaction", "Participant", "Task"]
