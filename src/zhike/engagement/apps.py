"""The Django app of engagement."""

from django.apps import AppConfig


class EngagementConfig(AppConfig):
    """Interactions, tasks and files."""

    name = "zhike.engagement"
    label = "engagement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the record types known, and what they add to a party's timeline."""
        from zhike.engagement import (  # noqa: F401, PLC0415 — after models
            attention,
            composer,
            panels,
            resources,
            sources,
        )
