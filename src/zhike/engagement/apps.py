"""The Django app of engagement."""

from django.apps import AppConfig


class EngagementConfig(AppConfig):
    """Interactions, tasks and files."""

    name = "zhike.engagement"
    label = "engagement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the record types known, and what they add to a party's timeline."""
        from zhike.engagement import (  # noqa: PLC0415 — after models
            asking,  # noqa: F401
            attention,  # noqa: F401
            composer,  # noqa: F401
            due,  # noqa: F401
            first_week,  # noqa: F401
            from_leads,  # noqa: F401
            last_contacts,  # noqa: F401
            panels,  # noqa: F401
            questions,  # noqa: F401
            reminders,  # noqa: F401
            resources,  # noqa: F401
            sources,  # noqa: F401
            terms,  # noqa: F401
        )
