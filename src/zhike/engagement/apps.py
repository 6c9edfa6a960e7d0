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
            answering,  # noqa: F401
            asked_attention,  # noqa: F401
            asked_panels,  # noqa: F401
            asked_questions,  # noqa: F401
            asking,  # noqa: F401
            attention,  # noqa: F401
            calendar_page,  # noqa: F401
            composer,  # noqa: F401
            due,  # noqa: F401
            escalating,  # noqa: F401
            first_week,  # noqa: F401
            from_leads,  # noqa: F401
            keeping,  # noqa: F401
            last_contacts,  # noqa: F401
            leaving,  # noqa: F401
            panels,  # noqa: F401
            questions,  # noqa: F401
            reminders,  # noqa: F401
            resources,  # noqa: F401
            sources,  # noqa: F401
            terms,  # noqa: F401
            waiting,  # noqa: F401
        )
        from zhike.engagement.batches import registered as batches  # noqa: F401, PLC0415
        from zhike.engagement.briefs import own, page  # noqa: F401, PLC0415
        from zhike.engagement.commitments import (  # noqa: PLC0415
            asked,  # noqa: F401
            brief,  # noqa: F401
            feasible,  # noqa: F401
            heeded,  # noqa: F401
            hinting,  # noqa: F401
            settings,  # noqa: F401
            watching,  # noqa: F401
        )
        from zhike.engagement.commitments import due as promises_due  # noqa: F401, PLC0415
        from zhike.engagement.handover import doing, left, taking  # noqa: F401, PLC0415
